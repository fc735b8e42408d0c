"""Reappointments and their deadlines."""

from datetime import UTC, date, datetime

import factory

from jet.models import Reappointment, ReappointmentDeadline, ReappointmentTransition
from jet.models.reappointment_states import FOLLOWS
from tests.factories.accounts import UserFactory
from tests.factories.jet import PlacementFactory, TermFactory

ASKED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ANSWERED = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)


class ReappointmentDeadlineFactory(factory.django.DjangoModelFactory):
    """For all countries without a day of their own."""

    class Meta:
        model = ReappointmentDeadline

    year = 2027
    country = ""
    due_on = date(2027, 1, 29)


def _answered(side):
    said = f"{side}_answer"
    return {
        f"{side}_answered_at": factory.LazyAttribute(lambda made: ANSWERED if getattr(made, said) else None),
        f"{side}_answered_by": factory.Maybe(said, factory.SubFactory(UserFactory), None),
    }


class ReappointmentFactory(factory.django.DjangoModelFactory):
    """Somebody in their first term, asked about the second; the two answers bring the state."""

    class Meta:
        model = Reappointment
        exclude = ("placement",)

    term = factory.SubFactory(TermFactory)
    participant = factory.SelfAttribute("term.participant")
    placement = factory.SubFactory(PlacementFactory, participant=factory.SelfAttribute("..participant"))
    employer = factory.SelfAttribute("placement.employer")
    year = factory.LazyAttribute(lambda made: made.term.last_on.year)
    number = factory.LazyAttribute(lambda made: made.term.number + 1)
    due_on = date(2027, 1, 29)
    asked_at = ASKED
    authority_answer = ""
    participant_answer = ""
    statement = factory.LazyAttribute(lambda made: "The pupils ask for it." if made.number > 3 else "")
    state = factory.LazyAttribute(lambda made: FOLLOWS[made.authority_answer, made.participant_answer])
    settled_at = factory.LazyAttribute(lambda made: ANSWERED if made.state in ("not_renewed", "lapsed") else None)

    locals().update(_answered("authority") | _answered("participant"))


class ReappointmentTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReappointmentTransition

    subject = factory.SubFactory(ReappointmentFactory)
    to_state = Reappointment.State.ASKED
    at = ASKED
