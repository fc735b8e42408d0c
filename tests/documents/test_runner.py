"""One claimed job is run to its end, whatever its code does."""

import logging
from datetime import timedelta

import pytest

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from clair_portal.mail.models import OutgoingMail
from tests.factories.documents import JobFactory

pytestmark = pytest.mark.django_db


def run(now, kind, **facts):
    JobFactory(kind=kind, due_at=now, **facts)
    job = jobs.claim(at=now)
    runner.run(job, clock=lambda: now + timedelta(seconds=1))
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done(now):
    job = run(now, "counting")
    assert (job.state, job.done, job.total, job.result.filename) == ("done", 3, 3, "numbers.txt")
    assert job.finished_at == now + timedelta(seconds=1)


@pytest.mark.parametrize(("language", "sentence"), [("en-gb", "PDF documents cannot be made on this server")])
def test_the_rule_book_s_no_is_final_and_in_the_owner_s_language(now, language, sentence):
    job = run(now, "refusing", owner__language=language)
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.message.startswith(sentence)


def test_a_document_without_end_fails_with_its_sentence_and_is_not_tried_again(now, settings):
    settings.PORTAL_PDF_LIMITS = {"seconds": 0.5}
    job = run(now, "printing_without_end")
    assert (job.state, job.attempts, job.result) == ("failed", 1, None)
    assert job.message == (
        "This document took too long to make and was stopped. Ask for a smaller part of it, or tell us."
    )
    assert OutgoingMail.objects.get().context["sentence"] == job.message


def test_an_accident_is_tried_again_and_its_trace_stays_in_the_log(now, caplog):
    with caplog.at_level(logging.ERROR):
        job = run(now, "breaking")
    assert (job.state, job.attempts, job.due_at) == ("queued", 1, now + timedelta(seconds=31))
    assert "canary-of-a-trace" in caplog.text
    assert "canary" not in job.message


def test_a_poisoned_job_is_parked_with_a_sentence(now, caplog):
    job = run(now, "breaking")
    with caplog.at_level(logging.CRITICAL):
        while job.state == "queued":
            runner.run(jobs.claim(at=job.due_at), clock=lambda: now)
            job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 3)
    assert "canary" not in f"{job.message}{OutgoingMail.objects.get().context}"


def test_a_job_that_was_cancelled_meanwhile_stops_quietly(now):
    job = run(now, "cancelling")
    assert (job.state, job.result, OutgoingMail.objects.count()) == ("cancelled", None, 0)


def test_a_kind_that_was_removed_from_the_settings_fails_with_a_sentence(now):
    job = run(now, "removed")
    assert (job.state, job.message) == ("failed", "This kind of job does not exist.")


def test_progress_is_written_once_per_hundredth(now, django_assert_num_queries):
    JobFactory(due_at=now)
    progress = runner.Progress(jobs.claim(at=now), lambda: now)
    with django_assert_num_queries(101):
        for number in range(1001):
            progress(number, 1000)
