"""Surveys after a visit: the parties are asked, answer, change their mind until it closes."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from clair_portal.mail import outbox
from exchanges.afterwards.errors import SurveyClosed
from exchanges.emails import afterwards as emails
from exchanges.models import Meeting, Survey, VisitCase
from exchanges.models.surveys import OPEN_FOR


@dataclass(frozen=True)
class Answer:
    """What one party thinks of a visit."""

    usefulness: int
    again: bool
    better: str = ""
    may_publish: bool = False


@transaction.atomic
def ask_authority(case: VisitCase, *, at: datetime) -> Survey:
    """Ask whoever asked for the visit; a case that is asked about already is not asked again."""
    survey, is_new = Survey.objects.get_or_create(
        case=case, meeting=None, defaults={"asked_at": at, "closes_at": at + OPEN_FOR}
    )
    if is_new and case.asked_by.is_active:
        outbox.put(emails.survey_asked(survey, to=case.asked_by), at=at)
    return survey


@transaction.atomic
def ask_host(meeting: Meeting, *, at: datetime) -> Survey:
    """The row behind the link in the letter of thanks."""
    facts = {"case": meeting.case, "asked_at": at, "closes_at": at + OPEN_FOR}
    return Survey.objects.get_or_create(meeting=meeting, defaults=facts)[0]


@transaction.atomic
def answer(survey: Survey, given: Answer, *, at: datetime) -> Survey:
    """One answer a party: a second one takes the place of the first. Raises SurveyClosed."""
    facts = {**asdict(given), "answered_at": at}
    if Survey.objects.filter(pk=survey.pk, closes_at__gt=at).update(**facts, version=F("version") + 1) != 1:
        raise SurveyClosed
    survey.refresh_from_db()
    return survey


@transaction.atomic
def close(case: VisitCase, *, at: datetime) -> int:
    """End the surveys of a case early; links show that they are closed. How many were open."""
    return Survey.objects.filter(case=case, closes_at__gt=at).update(closes_at=at, version=F("version") + 1)
