"""A participant from the invitation to the return: each function is one sentence of the rule book."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.actions import people
from clair_portal.directory.actions.history import written
from clair_portal.directory.models import Person
from clair_portal.workflow.refusals import refusing
from jet.actions import terms
from jet.actions.days import in_japan
from jet.errors import InTheProgramme, NotEarly, NumberMalformed, NumberTaken, ReasonMissing, StillServing, WrongScale
from jet.models import ArrivalGroup, LanguageSkill, Participant, Placement

State = Participant.State
REFUSALS = {
    "jet_participant_jet_number_key": NumberTaken,
    "participant_number_eleven_digits": NumberMalformed,
    "participant_one_live_per_person": InTheProgramme,
}
DAY = timedelta(days=1)


class Facts(TypedDict, total=False):
    """What may be corrected about a participant; the states and days of a life are not among it."""

    jet_number: str
    passport_name: str
    nationality: str
    position: str
    arrival_group: ArrivalGroup
    drives: bool
    teaches: bool
    dependants: int


@transaction.atomic
def enrol(
    participant: Participant,
    *,
    person: Person | people.Facts,
    by: User | None,
    at: datetime,
    languages: Mapping[str, str] | None = None,
    placement: Placement | None = None,
) -> Participant:
    """Somebody is expected. Whom the directory knows is not entered again; `placement` is where they shall work."""
    participant.person = person if isinstance(person, Person) else people.create(by=by, at=at, **person)
    participant.state, participant.created_at = State.EXPECTED, at
    with written(by, at), refusing(REFUSALS):
        participant.save(force_insert=True)
    workflow.begin(participant, by=by, at=at)
    speak(participant, languages=languages or {})
    if placement is not None:
        placement.participant = participant
        placement.save(force_insert=True)
    return participant


@transaction.atomic
def edit(participant: Participant, *, by: User | None, at: datetime, **facts: Unpack[Facts]) -> Participant:
    """Correct facts. Raises Outdated if somebody else changed one of them since `participant` was read."""
    seen = {name: getattr(participant, name) for name in facts}
    with written(by, at), refusing(REFUSALS):
        if Participant.objects.filter(pk=participant.pk, **seen).update(**facts) != 1:
            raise workflow.Outdated
    participant.refresh_from_db()
    return participant


@transaction.atomic
def speak(participant: Participant, *, languages: Mapping[str, str]) -> None:
    """These languages, each with its level, and no others."""
    participant.languages.exclude(language__in=languages).delete()
    with refusing({"languageskill_level_of_its_scale": WrongScale}):
        for language, level in languages.items():
            LanguageSkill.objects.update_or_create(
                participant=participant, language=language, defaults={"level": level}
            )


@transaction.atomic
def arrive(participant: Participant, *, on: date, by: User | None, at: datetime) -> Participant:
    """Somebody has come: the first term begins the day after."""
    _move(participant, State.SERVING, by=by, at=at)
    terms.begin(participant, first_on=on + DAY)
    return participant


@transaction.atomic
def withdraw(participant: Participant, *, by: User | None, at: datetime, reason: str) -> Participant:
    """Somebody does not come after all: nobody will have employed them, so the planned placement goes."""
    _move(participant, State.WITHDRAWN, by=by, at=at, reason=_said(reason))
    participant.placements.all().delete()
    return participant


@transaction.atomic
def complete(participant: Participant, *, by: User | None, at: datetime) -> Participant:
    """The last term is over. Nothing is typed again for the alumnus: the person is the one record, and stays."""
    last = participant.terms.order_by("last_on").last()
    if participant.state == State.SERVING and (last is None or last.last_on >= in_japan(at)):
        raise StillServing
    ended_on = last.last_on if last else None
    _move(participant, State.COMPLETED, by=by, at=at, ended_on=ended_on)
    _close_placements(participant)
    return participant


@transaction.atomic
def end_early(participant: Participant, *, on: date, by: User | None, at: datetime, reason: str) -> Participant:
    """Somebody leaves before the last day of the last term: terms and placements end that day, and say so."""
    _move(participant, State.ENDED_EARLY, by=by, at=at, reason=_said(reason), ended_on=on)
    served = list(participant.terms.order_by("first_on"))
    if not served or not served[0].first_on <= on < served[-1].last_on:
        raise NotEarly
    participant.terms.filter(first_on__gt=on).delete()
    participant.terms.filter(last_on__gt=on).update(last_on=on)
    _close_placements(participant)
    return participant


def _move(
    participant: Participant, to: str, *, by: User | None, at: datetime, reason: str = "", ended_on: date | None = None
) -> None:
    with written(by, at):
        workflow.move(participant, to=to, by=by, at=at, reason=reason, also={"ended_on": ended_on})


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason


def _close_placements(participant: Participant) -> None:
    """Nobody works anywhere after the last day in the programme."""
    last = participant.ended_on
    participant.placements.filter(first_on__gt=last).delete()
    participant.placements.exclude(last_on__lte=last).update(last_on=last)
