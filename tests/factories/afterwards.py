"""Factories of what follows a visit: letters of thanks, surveys, follow-ups."""

from datetime import UTC, date, datetime, timedelta

import factory

from exchanges.models import FollowUp, Survey, ThankYou, VisitCase
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import MeetingFactory, VisitCaseFactory

OVER = datetime(2027, 5, 24, 9, 0, tzinfo=UTC)


class ThankYouFactory(factory.django.DjangoModelFactory):
    """A letter that is written and not sent."""

    class Meta:
        model = ThankYou

    meeting = factory.SubFactory(MeetingFactory, confirmed=True, case__state=VisitCase.State.COMPLETED)
    case = factory.SelfAttribute("meeting.case")
    language = "en-gb"
    text = "Dear Kim Example,\n\nThank you.\n\nYours sincerely,"
    written_at = OVER
    written_by = factory.SubFactory(UserFactory)


class SurveyFactory(factory.django.DjangoModelFactory):
    """The authority is asked; with a `meeting`, its host."""

    class Meta:
        model = Survey

    case = factory.SubFactory(VisitCaseFactory, state=VisitCase.State.COMPLETED)
    asked_at = OVER
    closes_at = OVER + timedelta(days=60)


class FollowUpFactory(factory.django.DjangoModelFactory):
    """Half a year after the visit; not asked yet."""

    class Meta:
        model = FollowUp

    case = factory.SubFactory(VisitCaseFactory, state=VisitCase.State.COMPLETED)
    months = 6
    due_on = date(2027, 11, 21)
