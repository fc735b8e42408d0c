"""Factories of the outbox; the addresses are plainly synthetic."""

from datetime import UTC, datetime

import factory

from clair_portal.mail.models import OutgoingMail, OutgoingMailTransition, Suppression

MOMENT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class OutgoingMailFactory(factory.django.DjangoModelFactory):
    """A queued mail that is due, of the example template."""

    class Meta:
        model = OutgoingMail

    key = factory.Sequence(lambda n: f"example:{n}")
    template = "mail/example"
    to = factory.Sequence(lambda n: f"robin{n}@example.org")
    language = "en-gb"
    topic = "service"
    context = factory.LazyFunction(
        lambda: {"name": "Robin Example", "event": {"title": "Career networking", "place": "Düsseldorf"}}
    )
    created_at = MOMENT
    due_at = MOMENT


class OutgoingMailTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutgoingMailTransition

    subject = factory.SubFactory(OutgoingMailFactory)
    from_state = "parked"
    to_state = "queued"
    at = MOMENT


class SuppressionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Suppression

    address = factory.Sequence(lambda n: f"robin{n}@example.org")
    reason = "unsubscribed"
    topic = "jobs"
    since_at = MOMENT
