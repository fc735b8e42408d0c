"""Special circumstances from the request to the panel's last word: each function is one sentence of the rule book."""

from datetime import datetime, timedelta

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from clair_portal.workflow.refusals import refusing
from jet.actions import preferences
from jet.actions.days import in_japan
from jet.emails import circumstances as emails
from jet.models import Circumstance, CircumstanceVote
from jet.models.circumstances import BEFORE_THE_PANEL, ENOUGH, ROUNDS
from jet.placement_errors import (
    AppealOver,
    AskedAlready,
    JudgedBefore,
    NotBeforeThePanel,
    OwnCase,
    TooLateToAsk,
    VotedAlready,
)

State = Circumstance.State
DAYS_TO_APPEAL = 14
ASKED_TWICE = {"circumstance_one_live": AskedAlready}
VOTED_TWICE = {"circumstancevote_each_once": VotedAlready}


@transaction.atomic
def submit(asked: Circumstance, *, by: User, at: datetime) -> Circumstance:
    """Lay it before the panel, once, and before the allocation is decided. Raises TooLateToAsk, AskedAlready."""
    if preferences.are_closed(asked.participant):
        raise TooLateToAsk
    asked.submitted_at = at
    with refusing(ASKED_TWICE):
        asked.save(force_insert=True)
    workflow.begin(asked, by=by, at=at)
    return asked


@transaction.atomic
def vote(asked: Circumstance, *, says_yes: bool, reason: str, by: User, at: datetime) -> Circumstance:
    """One member says yes or no; as soon as two agree it is decided.

    Raises NotBeforeThePanel, OwnCase, VotedAlready.
    """
    asked = _held(asked, by)
    if asked.state not in BEFORE_THE_PANEL:
        raise NotBeforeThePanel
    with refusing(VOTED_TWICE):
        asked.votes.create(round=asked.round, says_yes=says_yes, reason=reason, by=by, at=at)
    if asked.state == State.SUBMITTED:
        workflow.move(asked, to=State.PANEL, by=by, at=at)
    if asked.votes.filter(round=asked.round, says_yes=says_yes).count() >= ENOUGH:
        _decide(asked, says_yes=says_yes, by=by, at=at)
    return asked


@transaction.atomic
def withdraw(asked: Circumstance, *, by: User, at: datetime) -> Circumstance:
    """The participant does not need it any more."""
    workflow.move(asked, to=State.WITHDRAWN, by=by, at=at)
    return asked


@transaction.atomic
def appeal(asked: Circumstance, *, about: str, by: User, at: datetime) -> Circumstance:
    """The participant objects to the procedure, within the days given. Raises AppealOver."""
    if not asked.appeal_is_open(in_japan(at)):
        raise AppealOver
    workflow.move(asked, to=State.APPEALED, by=by, at=at, also={"appeal": about})
    return asked


@transaction.atomic
def uphold(asked: Circumstance, *, reason: str, by: User, at: datetime) -> Circumstance:
    """Something went wrong: the panel looks at it once more, from the beginning. Raises OwnCase, JudgedBefore."""
    asked = _judged(asked, by)
    new_round = {"round": ROUNDS, "appeal_until_on": None}
    workflow.move(asked, to=State.PANEL, by=by, at=at, reason=reason, also=new_round)
    _tell(asked, at)
    return asked


@transaction.atomic
def dismiss(asked: Circumstance, *, reason: str, by: User, at: datetime) -> Circumstance:
    """Nothing went wrong: the refusal stands. Raises OwnCase, JudgedBefore."""
    asked = _judged(asked, by)
    workflow.move(asked, to=State.FINAL, by=by, at=at, reason=reason, also={"appeal_until_on": None})
    _tell(asked, at)
    return asked


def _held(asked: Circumstance, by: User) -> Circumstance:
    """The row as it is now, locked, so that two votes at the same moment see each other."""
    found = Circumstance.objects.select_for_update(of=("self",)).select_related("participant__person").get(pk=asked.pk)
    if found.participant.person_id == by.person_id:
        raise OwnCase
    return found


def _judged(asked: Circumstance, by: User) -> Circumstance:
    """An appeal is looked at by somebody who had no part in the refusal."""
    found = _held(asked, by)
    if CircumstanceVote.objects.filter(circumstance=found, by=by).exists():
        raise JudgedBefore
    return found


def _decide(asked: Circumstance, *, says_yes: bool, by: User, at: datetime) -> None:
    """Granted; else refused with time to appeal, or for good after an appeal."""
    if says_yes:
        workflow.move(asked, to=State.GRANTED, by=by, at=at)
    elif asked.round == ROUNDS:
        workflow.move(asked, to=State.FINAL, by=by, at=at)
    else:
        until = in_japan(at) + timedelta(days=DAYS_TO_APPEAL)
        workflow.move(asked, to=State.REFUSED, by=by, at=at, also={"appeal_until_on": until})
    _tell(asked, at)


def _tell(asked: Circumstance, at: datetime) -> None:
    if asked.participant.person.email:
        outbox.put(emails.answered(asked), at=at)
