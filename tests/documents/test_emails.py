"""The mail about a finished job, as its owner reads it."""

import pytest

from clair_portal.documents import emails, examples
from clair_portal.mail import outbox, rendering
from clair_portal.mail.models import OutgoingMail
from tests.factories.documents import JobFactory

pytestmark = pytest.mark.django_db


def words(message, now):
    outbox.put(message, at=now)
    return rendering.render(OutgoingMail.objects.get())


def test_the_file_is_ready(now, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    job = JobFactory(finished=True, title="Attendance list")
    said = words(emails.job_finished(job, kept_days=7), now)
    address = f"https://portal.example.org/jobs/{job.uuid}/"
    assert said.subject == "Ready: Attendance list"
    for text in (said.text, said.html):
        assert address in text
        assert "Fetch the file within 7 days" in text


def test_it_did_not_work(now):
    job = JobFactory(failed=True, title="Attendance <list>", message="There is no such event.")
    said = words(emails.job_finished(job, kept_days=7), now)
    assert said.subject == "Not finished: Attendance <list>"
    assert "There is no such event." in said.text
    assert "Fetch" not in said.text + said.html
    assert "Attendance &lt;list&gt;" in said.html


def test_one_mail_per_end(now):
    job = JobFactory(failed=True)
    for _ in range(2):
        outbox.put(emails.job_finished(job, kept_days=7), at=now)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("message", examples.messages(), ids=["done", "given up"])
def test_the_examples_can_be_rendered(message, now):
    assert "Attendance list" in words(message, now).subject
