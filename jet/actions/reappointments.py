"""One reappointment: the two answers, and what follows from them. Each function is one sentence of the rule book."""

from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.mail import outbox
from clair_portal.workflow import DomainError, Outdated
from jet.actions import terms
from jet.actions.days import in_japan
from jet.actions.speakers import speakers
from jet.emails import reappointments as emails
from jet.errors import ReasonMissing
from jet.models import Reappointment, Term
from jet.models.reappointment_states import FOLLOWS, NO, OPEN, YES
from jet.reappointment_errors import AnswersClosed, NoIsFinal, NothingToDecide, StatementMissing

State = Reappointment.State
Side = Literal["authority", "participant"]


@transaction.atomic
def answer_as_authority(
    asked: Reappointment, answer: str, *, by: User, at: datetime, seen: str = "", statement: str = ""
) -> Reappointment:
    """The contracting organisation says yes or no. Raises StatementMissing for a fourth or fifth year without one."""
    held = _held(asked)
    if answer == YES and held.is_exception and not statement.strip():
        raise StatementMissing
    kept = {"statement": statement.strip()} if answer == YES and held.is_exception else {}
    return _answer(held, "authority", answer, seen=seen, by=by, at=at, also=kept)


@transaction.atomic
def answer_as_participant(
    asked: Reappointment, answer: str, *, by: User, at: datetime, seen: str = ""
) -> Reappointment:
    """The participant says yes or no. Raises NoIsFinal, AnswersClosed; Outdated if `seen` is no longer the answer."""
    return _answer(_held(asked), "participant", answer, seen=seen, by=by, at=at)


@transaction.atomic
def take_back(asked: Reappointment, side: Side, *, by: User, at: datetime) -> Reappointment:
    """A yes becomes no answer yet: somebody needs more time. Raises NoIsFinal, AnswersClosed."""
    held = _held(asked)
    return _answer(held, side, "", seen=getattr(held, f"{side}_answer"), by=by, at=at)


@transaction.atomic
def decide(asked: Reappointment, *, renewed: bool, by: User, at: datetime, reason: str) -> Reappointment:
    """Headquarters settles what the two sides have not. Raises NothingToDecide, ReasonMissing; what terms refuse."""
    held = _held(asked)
    if held.state != State.ESCALATED:
        raise NothingToDecide
    if not reason.strip():
        raise ReasonMissing
    following = _next_term(held, exception=held.statement or reason, by=by, at=at) if renewed else None
    settled = {"decided_by": by, "settled_at": at, "next_term": following}
    with written(by, at):
        workflow.move(
            held, to=State.AGREED if renewed else State.NOT_RENEWED, by=by, at=at, reason=reason, also=settled
        )
    _tell_the_end(held, at)
    return held


@transaction.atomic
def close(asked: Reappointment, *, at: datetime) -> Reappointment:
    """The deadline is over: an agreement becomes a term, a no stands, and headquarters looks after silence.

    Nobody loses a post by silence, and nobody is bound by it.
    """
    held = _held(asked)
    if held.settled_at is not None or held.due_on >= in_japan(at) or held.state == State.ESCALATED:
        return held
    with written(None, at):
        if held.state == State.AGREED:
            _keep_the_agreement(held, at)
        elif NO in (held.authority_answer, held.participant_answer):
            workflow.move(held, to=State.NOT_RENEWED, by=None, at=at, also={"settled_at": at})
            _tell_the_end(held, at)
        else:
            workflow.move(held, to=State.ESCALATED, by=None, at=at)
    return held


def _held(asked: Reappointment) -> Reappointment:
    """The row as it stands, held until the transaction ends: two answers at once come one after the other."""
    return Reappointment.objects.for_pages().select_for_update(of=("self",)).get(pk=asked.pk)


def _answer(
    held: Reappointment, side: Side, answer: str, *, seen: str, by: User, at: datetime,
    also: dict[str, Any] | None = None,
) -> Reappointment:  # fmt: skip
    own = getattr(held, f"{side}_answer")
    if own == answer and not _changes(held, also or {}):
        return held  # a second click
    _check(held, own, at)
    if own not in (seen, answer):
        raise Outdated
    facts = {
        f"{side}_answer": answer, f"{side}_answered_at": at if answer else None,
        f"{side}_answered_by": by if answer else None, **(also or {}),
    }  # fmt: skip
    with written(by, at):
        _write(held, facts, by=by, at=at)
    _tell(held, at)
    return held


def _changes(held: Reappointment, also: dict[str, Any]) -> bool:
    return any(getattr(held, name) != value for name, value in also.items())


def _check(held: Reappointment, own: str, at: datetime) -> None:
    if held.state not in OPEN or held.settled_at is not None or in_japan(at) > held.due_on:
        raise AnswersClosed
    if own == NO:
        raise NoIsFinal


def _write(held: Reappointment, facts: dict[str, Any], *, by: User, at: datetime) -> None:
    """The answer, together with what follows from both."""
    answers = {"authority_answer": held.authority_answer, "participant_answer": held.participant_answer, **facts}
    to = FOLLOWS[answers["authority_answer"], answers["participant_answer"]]
    if to == State.NOT_RENEWED:
        facts = {**facts, "settled_at": at}
    if to != held.state:
        workflow.move(held, to=to, by=by, at=at, also=facts)
    else:
        Reappointment.objects.filter(pk=held.pk).update(**facts)


def _tell(held: Reappointment, at: datetime) -> None:
    if held.state == State.ESCALATED:
        _tell_both(held, emails.talk, at)
    elif held.state == State.NOT_RENEWED:
        _tell_the_end(held, at)


def _tell_the_end(held: Reappointment, at: datetime) -> None:
    _tell_both(held, emails.settled, at)


def _tell_both(held: Reappointment, message: emails.OfOne, at: datetime) -> None:
    occurrence, person = at.isoformat(), held.participant.person
    people = [emails.as_reader(user) for user in speakers([held.employer]).get(held.employer.organisation_id, [])]
    readers = [*([emails.as_person(person)] if person.email else []), *people]
    outbox.put_all((message(held, to=reader, occurrence=occurrence) for reader in readers), at=at)


def _keep_the_agreement(held: Reappointment, at: datetime) -> None:
    """What the rules of terms refuse after all, headquarters looks at."""
    try:
        following = _next_term(held, exception=held.statement, by=None, at=at)
    except DomainError as refusal:
        workflow.move(held, to=State.ESCALATED, by=None, at=at, reason=str(refusal))
        return
    changed = Reappointment.objects.filter(pk=held.pk, settled_at__isnull=True)
    changed.update(next_term=following, settled_at=at)
    held.next_term, held.settled_at = following, at
    _tell_the_end(held, at)


def _next_term(held: Reappointment, *, exception: str, by: User | None, at: datetime) -> Term:
    """The one that was entered by hand meanwhile, else a new one."""
    entered = Term.objects.filter(participant=held.participant_id, number=held.number).first()
    return entered or terms.renew(held.term, exception=exception if held.is_exception else "", by=by, at=at)
