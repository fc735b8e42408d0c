"""The Celery entry points, called as functions; the worker's death is real."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection

from clair_portal.documents import bell, tasks
from clair_portal.documents.models import Job, PrivateFile, Tick
from tests.factories.documents import JobFactory, PrivateFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rings(monkeypatch):
    """How often the bell was rung; the broker is not ours to test here."""
    heard = []
    monkeypatch.setattr(bell, "ring", lambda: heard.append("ring"))
    return heard


@pytest.fixture
def noon(now):
    with time_machine.travel(now, tick=False):
        yield now


def test_a_job_is_run_and_the_next_one_rung_for(noon, rings):
    JobFactory(due_at=noon)
    JobFactory(due_at=noon)
    tasks.run_due()
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "queued"]
    assert rings == ["ring"]


def test_without_work_nobody_is_rung(noon, rings):
    JobFactory(due_at=noon + timedelta(seconds=1))
    tasks.run_due()
    tasks.sweep()
    assert (rings, Job.objects.get().state) == ([], "queued")


def test_the_sweep_rings_for_what_is_due(noon, rings):
    JobFactory(due_at=noon)
    tasks.sweep()
    assert rings == ["ring"]


def test_the_sweep_takes_back_the_jobs_of_dead_workers(noon, rings):
    job = JobFactory(running=True, lease_ends_at=noon)
    alive = JobFactory(running=True, lease_ends_at=noon + timedelta(seconds=1))
    tasks.sweep()
    states = dict(Job.objects.values_list("pk", "state"))
    assert states == {job.pk: "queued", alive.pk: "running"}


def test_expired_files_are_removed(noon):
    gone, kept = PrivateFileFactory(expires_at=noon), PrivateFileFactory(expires_at=noon + timedelta(seconds=1))
    tasks.expire_files()
    assert [gone.pk in PrivateFile.objects.values_list("pk", flat=True), PrivateFile.objects.get()] == [False, kept]


def test_beat_is_heard(noon):
    tasks.tick()
    assert Tick.objects.get(name="beat").at == noon


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nothing(now, rings, tmp_path):
    job = JobFactory(kind="dying", parameters={"mark": str(tmp_path / "mark")}, due_at=now)
    script = (
        "import django; django.setup();"
        "from django.conf import settings; from tests.documents import work; settings.PORTAL_JOBS = work.KINDS;"
        "from clair_portal.documents import runner; from clair_portal.documents.actions import jobs;"
        "from datetime import datetime; at = datetime.fromisoformat('2026-11-23T12:00:00+00:00');"
        "runner.run(jobs.claim(at=at), clock=lambda: at)"
    )
    facts = connection.settings_dict
    url = f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    command = [sys.executable, "-W", "ignore", "-c", script]
    died = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False)
    job.refresh_from_db()
    assert (died.returncode, job.state, job.done) == (-9, "running", 1)
    with time_machine.travel(now + timedelta(minutes=4), tick=False):
        tasks.sweep()
        tasks.run_due()
    job.refresh_from_db()
    assert job.state == "running"
    with time_machine.travel(now + timedelta(minutes=10), tick=False):
        tasks.sweep()
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        tasks.run_due()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    with default_storage.open(job.result.stored_as) as stored:
        assert stored.read() == b"alive"
