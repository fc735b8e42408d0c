"""The database refuses rows that describe nothing real."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from clair_portal.documents.models import Job
from tests.factories.documents import THEN, JobFactory, JobTransitionFactory, PrivateFileFactory, TickFactory

pytestmark = pytest.mark.django_db


def refused(constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("job_state_known", {"state": "sleeping"}),
        ("job_lease_while_running", {"lease": uuid.UUID(int=1)}),
        ("job_lease_while_running", {"running": True, "lease": None}),
        ("job_lease_ends_while_running", {"lease_ends_at": THEN}),
        ("job_lease_ends_while_running", {"running": True, "lease_ends_at": None}),
        ("job_finished_at_when_over", {"finished_at": THEN}),
        ("job_finished_at_when_over", {"failed": True, "finished_at": None}),
        ("job_title_one_line", {"title": "two\nlines"}),
        ("job_not_more_done_than_there_is", {"done": 2, "total": 1}),
        ("job_attempts_end", {"attempts": 4}),
    ],
)
def test_a_job_is_consistent(constraint, facts):
    refused(constraint, lambda: JobFactory(**facts))


def test_only_a_finished_job_has_a_result():
    file = PrivateFileFactory()
    refused("job_result_only_when_done", lambda: JobFactory(failed=True, result=file))


def test_one_job_of_a_kind_is_live_at_a_time():
    job = JobFactory(running=True)
    refused("job_live_once", lambda: JobFactory(owner=job.owner, fingerprint=job.fingerprint))
    JobFactory(owner=job.owner, fingerprint=job.fingerprint, failed=True)
    JobFactory(fingerprint=job.fingerprint)
    assert Job.objects.count() == 3


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("private_file_has_a_name", {"filename": ""}),
        ("private_file_name_one_line", {"filename": "a\nb"}),
        ("private_file_type_one_line", {"content_type": "a\r"}),
        ("private_file_expires_later", {"expires_at": THEN - timedelta(seconds=1)}),
    ],
)
def test_a_file_is_consistent(constraint, facts):
    refused(constraint, lambda: PrivateFileFactory(**facts))


def test_a_move_goes_somewhere_and_a_tick_has_a_name():
    refused("jobtransition_goes_somewhere", lambda: JobTransitionFactory(from_state="queued"))
    refused("tick_has_a_name", lambda: TickFactory(name=""))
