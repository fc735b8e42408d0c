"""The pages of a job: its owner follows it, fetches the file, stops and repeats it; nobody else knows of it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from clair_portal.documents.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.documents import JobFactory, PrivateFileFactory

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def noon(now):
    with time_machine.travel(now, tick=False):
        yield now


@pytest.fixture
def client_of(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def kept(noon):
    file = PrivateFileFactory(filename="Liste 太田 é.pdf", expires_at=noon + timedelta(days=1))
    default_storage.save(file.stored_as, ContentFile(b"canary-content"))
    return file


def page(job, name="job"):
    return reverse(name, args=[job.uuid])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "as soon as a worker is free"),
        ({"running": True, "done": 3, "total": 12}, "3 of 12 done"),
        ({"failed": True}, "It did not work."),
        ({"finished": True}, "Download the file"),
        ({"finished": True, "result": None}, "has been removed"),
    ],
)
def test_a_job_says_where_it_stands(client_of, facts, words):
    job = JobFactory(**facts)
    answer = client_of(job.owner).get(page(job))
    assert (answer.status_code, words in answer.content.decode()) == (200, True)


def test_a_live_job_asks_for_itself_again_and_a_finished_one_does_not(client_of):
    job = JobFactory(running=True)
    assert "hx-trigger" in client_of(job.owner).get(page(job)).content.decode()
    done = JobFactory(finished=True, owner=job.owner)
    assert "hx-trigger" not in client_of(job.owner).get(page(done)).content.decode()


def test_polling_brings_the_status_only(client_of):
    job = JobFactory(running=True)
    part = client_of(job.owner).get(page(job), **HTMX).content.decode()
    assert part.lstrip().startswith("<section")
    assert "<html" not in part


@pytest.mark.parametrize("name", ["job", "job_cancel", "job_retry"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_does_not_find_the_job(client_of, name, method):
    job = JobFactory(title="canary")
    answer = getattr(client_of(UserFactory()), method)(page(job, name))
    assert answer.status_code in ({404, 405} if method == "post" else {404})
    assert b"canary" not in answer.content


@pytest.mark.parametrize("name", ["job", "job_cancel", "job_retry"])
def test_whoever_is_not_signed_in_is_asked_to(client, name):
    answer = client.get(page(JobFactory(), name))
    assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


def test_the_owner_stops_a_job_and_twice_is_once(client_of):
    job = JobFactory()
    client = client_of(job.owner)
    assert client.get(page(job, "job_cancel")).status_code == 200
    for _ in range(2):
        answer = client.post(page(job, "job_cancel"))
        assert (answer.status_code, answer["Location"]) == (303, page(job))
    assert Job.objects.get().state == "cancelled"
    assert job.transitions.count() == 1


def test_the_owner_starts_a_failed_job_again(client_of):
    job = JobFactory(failed=True)
    client = client_of(job.owner)
    assert client.get(page(job, "job_retry")).status_code == 200
    answer = client.post(page(job, "job_retry"))
    assert (answer.status_code, Job.objects.get().state) == (303, "queued")


def test_the_file_comes_as_a_download_that_cannot_act(client_of, kept):
    answer = client_of(kept.owner).get(page(kept, "job_file"))
    assert answer.getvalue() == b"canary-content"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Liste%20%E5%A4%AA%E7%94%B0%20%C3%A9.pdf"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_stranger_does_not_find_the_file(client_of, kept):
    answer = client_of(UserFactory()).get(page(kept, "job_file"))
    assert (answer.status_code, b"canary" in answer.content) == (404, False)


def test_whoever_is_not_signed_in_gets_no_file(client, kept):
    answer = client.get(page(kept, "job_file"))
    assert (answer.status_code, b"canary" in answer.content) == (302, False)


def test_an_expired_file_is_not_served_even_before_it_is_removed(client_of, kept, noon):
    client = client_of(kept.owner)
    with time_machine.travel(noon + timedelta(days=1), tick=False):
        assert client.get(page(kept, "job_file")).status_code == 404


def test_a_file_that_is_gone_is_not_found(client_of, kept):
    default_storage.delete(kept.stored_as)
    assert client_of(kept.owner).get(page(kept, "job_file")).status_code == 404
