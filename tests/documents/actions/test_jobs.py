"""What can happen to a job."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clair_portal.documents.actions import jobs
from clair_portal.documents.errors import AskedForAgain, UnknownKind
from clair_portal.documents.models import Job, JobTransition, PrivateFile
from clair_portal.documents.models.jobs import MOST_ATTEMPTS
from clair_portal.documents.results import ResultFile
from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, Outdated
from tests.factories.accounts import UserFactory
from tests.factories.documents import JobFactory

pytestmark = pytest.mark.django_db
FILE = ResultFile("list.pdf", b"%PDF")


def story(job):
    return [(move.from_state, move.to_state) for move in job.transitions.order_by("pk")]


@pytest.fixture
def claimed(now):
    JobFactory(due_at=now)
    return jobs.claim(at=now)


def enqueue(by, at, **facts):
    return jobs.enqueue("counting", **{"title": "Counting", "parameters": {"to": 3}, "by": by, "at": at, **facts})


def test_a_job_is_asked_for(now, django_capture_on_commit_callbacks):
    user = UserFactory()
    with django_capture_on_commit_callbacks() as bells:
        job = enqueue(user, now)
    job.refresh_from_db()
    assert (job.state, job.owner, job.parameters, job.due_at) == ("queued", user, {"to": 3}, now)
    assert story(job) == [("", "queued")]
    assert len(bells) == 1


def test_asking_twice_gives_one_job(now, django_capture_on_commit_callbacks):
    user = UserFactory()
    first = enqueue(user, now)
    with django_capture_on_commit_callbacks() as bells:
        second = enqueue(user, now + timedelta(seconds=1))
    assert (second, Job.objects.count(), bells) == (first, 1, [])


def test_other_parameters_or_another_person_are_another_job(now):
    user = UserFactory()
    enqueue(user, now)
    enqueue(user, now, parameters={"to": 4})
    enqueue(UserFactory(), now)
    assert Job.objects.count() == 3


def test_a_finished_job_can_be_asked_for_again(now):
    user = UserFactory()
    first = enqueue(user, now)
    jobs.cancel(first, by=user, at=now)
    assert enqueue(user, now) != first


@pytest.mark.django_db(transaction=True)
def test_asking_many_times_at_once_gives_one_job(now):
    user = UserFactory()
    start = threading.Barrier(6)
    found = []

    def ask():
        start.wait()
        found.append(enqueue(user, now).pk)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Job.objects.count(), JobTransition.objects.count()) == (6, 1, 1, 1)


def test_an_unknown_kind_is_refused(now):
    with pytest.raises(UnknownKind):
        jobs.enqueue("unknown", title="x", parameters={}, by=UserFactory(), at=now)
    assert Job.objects.count() == 0


def test_the_job_that_waits_longest_is_claimed_first(now):
    later = JobFactory(due_at=now)
    sooner = JobFactory(due_at=now - timedelta(hours=1))
    JobFactory(due_at=now + timedelta(seconds=1))
    assert [jobs.claim(at=now), jobs.claim(at=now), jobs.claim(at=now)] == [sooner, later, None]


def test_a_claimed_job_is_held_for_a_while(claimed, now):
    claimed.refresh_from_db()
    assert (claimed.state, claimed.attempts, claimed.started_at) == ("running", 1, now)
    assert claimed.lease_ends_at == now + jobs.LEASE
    assert claimed.lease is not None


@pytest.mark.django_db(transaction=True)
def test_many_workers_never_claim_the_same_job():
    now = timezone.now()
    for _ in range(10):
        JobFactory(due_at=now)
    claimed, start = [], threading.Barrier(5)

    def work():
        start.wait()
        while (job := jobs.claim(at=now)) is not None:
            claimed.append(job.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(Job.objects.values_list("pk", flat=True))


def test_progress_is_noted_and_holds_the_job_longer(claimed, now):
    later = now + timedelta(minutes=4)
    jobs.carry_on(claimed, done=3, total=12, message="three", at=later)
    claimed.refresh_from_db()
    assert (claimed.done, claimed.total, claimed.message) == (3, 12, "three")
    assert claimed.lease_ends_at == later + jobs.LEASE


def test_progress_of_a_cancelled_job_is_refused(claimed, now):
    jobs.cancel(Job.objects.get(pk=claimed.pk), by=UserFactory(), at=now)
    with pytest.raises(Outdated):
        jobs.carry_on(claimed, done=1, total=2, message="", at=now)


def test_a_job_that_was_taken_over_is_no_longer_ours(claimed, now):
    much_later = now + jobs.LEASE
    [again] = jobs.recover(at=much_later)
    other = jobs.claim(at=again.due_at)
    assert (other, other.attempts) == (claimed, 2)
    for act in (
        lambda: jobs.carry_on(claimed, done=1, total=2, message="", at=much_later),
        lambda: jobs.finish(claimed, result=FILE, at=much_later),
        lambda: jobs.fail(claimed, sentence="x", at=much_later),
        lambda: jobs.interrupt(claimed, reason="x", at=much_later),
    ):
        with pytest.raises(Outdated):
            act()
    assert (PrivateFile.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_a_finished_job_keeps_its_file_and_tells_its_owner(claimed, now):
    jobs.finish(claimed, result=FILE, at=now)
    claimed.refresh_from_db()
    assert (claimed.state, claimed.finished_at, claimed.lease) == ("done", now, None)
    assert (claimed.result.filename, claimed.result.owner, claimed.result.size) == ("list.pdf", claimed.owner, 4)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.template, mail.context["is_done"]) == (claimed.owner.email, "documents/job_finished", True)
    assert story(claimed) == [("queued", "running"), ("running", "done")]


def test_a_failed_job_says_why(claimed, now):
    jobs.fail(claimed, sentence="There is no such event.", at=now)
    claimed.refresh_from_db()
    assert (claimed.state, claimed.message, claimed.result) == ("failed", "There is no such event.", None)
    mail = OutgoingMail.objects.get()
    assert (mail.context["is_done"], mail.context["sentence"]) == (False, "There is no such event.")


def test_a_job_that_broke_off_waits_longer_each_time_and_is_given_up_at_last(now):
    job = JobFactory(due_at=now)
    pauses = []
    for _ in range(MOST_ATTEMPTS - 1):
        job = jobs.interrupt(jobs.claim(at=job.due_at), reason="broke off", at=now)
        pauses.append(job.due_at - now)
    assert pauses == [timedelta(seconds=30), timedelta(seconds=60)]
    assert OutgoingMail.objects.count() == 0
    last = jobs.interrupt(jobs.claim(at=job.due_at), reason="broke off", at=now)
    last.refresh_from_db()
    assert (last.state, last.attempts) == ("failed", MOST_ATTEMPTS)
    assert last.message.startswith("The work stopped three times")
    assert OutgoingMail.objects.count() == 1
    assert jobs.claim(at=now + timedelta(days=1)) is None


def test_the_job_of_a_dead_worker_is_taken_back_after_its_lease(claimed, now):
    assert jobs.recover(at=now + jobs.LEASE - timedelta(seconds=1)) == []
    [again] = jobs.recover(at=now + jobs.LEASE)
    again.refresh_from_db()
    assert (again, again.state, again.lease) == (claimed, "queued", None)
    assert story(again) == [("queued", "running"), ("running", "queued")]


@pytest.mark.parametrize("state", [{}, {"running": True}])
def test_a_live_job_can_be_cancelled(state, now):
    job, user = JobFactory(**state), UserFactory()
    jobs.cancel(job, by=user, at=now)
    job.refresh_from_db()
    assert (job.state, job.finished_at, job.lease) == ("cancelled", now, None)
    assert job.transitions.get().by == user


@pytest.mark.parametrize("state", [{"finished": True}, {"failed": True}])
def test_what_is_over_cannot_be_cancelled(state, now):
    with pytest.raises(IllegalMove):
        jobs.cancel(JobFactory(**state), by=UserFactory(), at=now)


def test_a_failed_job_starts_again_with_all_its_attempts(now, django_capture_on_commit_callbacks):
    job = JobFactory(failed=True)
    with django_capture_on_commit_callbacks() as bells:
        jobs.retry(job, by=job.owner, at=now)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.message, job.finished_at, job.due_at) == ("queued", 0, "", None, now)
    assert len(bells) == 1
    assert jobs.claim(at=now) == job


@pytest.mark.parametrize("state", [{}, {"running": True}, {"finished": True}])
def test_only_a_failed_job_can_be_repeated(state, now):
    with pytest.raises(IllegalMove):
        jobs.retry(JobFactory(**state), by=UserFactory(), at=now)


def test_a_failed_job_is_set_aside_and_keeps_its_reason(now):
    user, job = UserFactory(), JobFactory(failed=True, message="There is no such event.")
    jobs.set_aside(job, by=user, at=now)
    job.refresh_from_db()
    assert (job.state, job.message, story(job)) == ("cancelled", "There is no such event.", [("failed", "cancelled")])


@pytest.mark.parametrize("facts", [{}, {"running": True}, {"finished": True}])
def test_only_a_failed_job_is_set_aside(now, facts):
    job = JobFactory(**facts)
    with pytest.raises(IllegalMove):
        jobs.set_aside(job, by=UserFactory(), at=now)
    assert Job.objects.get().state == job.state


def test_a_failed_job_is_not_cancelled_by_a_stale_page(now):
    with pytest.raises(IllegalMove):
        jobs.cancel(JobFactory(failed=True), by=UserFactory(), at=now)
    assert Job.objects.get().state == "failed"


def test_a_failed_job_whose_owner_asked_again_meanwhile_is_not_started_twice(now, django_capture_on_commit_callbacks):
    job = JobFactory(failed=True)
    JobFactory(owner=job.owner, fingerprint=job.fingerprint)
    with django_capture_on_commit_callbacks() as bells, pytest.raises(AskedForAgain, match="already on its way"):
        jobs.retry(job, by=job.owner, at=now)
    assert (Job.objects.get(pk=job.pk).state, story(job), bells) == ("failed", [], [])
