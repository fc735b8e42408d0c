"""Factories of jobs, private files and signs of life."""

import uuid
from datetime import UTC, datetime, timedelta

import factory

from clair_portal.documents.models import Job, JobTransition, PrivateFile, Tick
from tests.factories.accounts import UserFactory

THEN = datetime(2026, 11, 1, tzinfo=UTC)


class PrivateFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PrivateFile

    owner = factory.SubFactory(UserFactory)
    stored_as = factory.LazyFunction(lambda: f"private/{uuid.uuid4().hex}")
    filename = "list.pdf"
    content_type = "application/pdf"
    size = 4
    created_at = THEN
    expires_at = THEN + timedelta(days=7)


class JobFactory(factory.django.DjangoModelFactory):
    """`JobFactory(running=True)` and `JobFactory(failed=True)` fill in what those states presuppose."""

    class Meta:
        model = Job

    class Params:
        running = factory.Trait(
            state="running",
            lease=factory.LazyFunction(uuid.uuid4),
            lease_ends_at=THEN + timedelta(minutes=5),
            started_at=THEN,
            attempts=1,
        )
        failed = factory.Trait(state="failed", finished_at=THEN, attempts=3, message="It did not work.")
        finished = factory.Trait(
            state="done",
            finished_at=THEN,
            result=factory.SubFactory(PrivateFileFactory, owner=factory.SelfAttribute("..owner")),
        )

    kind = "counting"
    title = "Counting to three"
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    owner = factory.SubFactory(UserFactory)
    created_at = THEN
    due_at = THEN


class JobTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobTransition

    subject = factory.SubFactory(JobFactory)
    to_state = "queued"
    at = THEN


class TickFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tick

    name = "beat"
    at = THEN
