"""The yearly terms of a participant: the first with the arrival, each further one without a gap."""

from datetime import date, datetime, timedelta

import pghistory
from django.db import transaction

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.workflow.refusals import refusing
from jet.actions.days import MONTHS, months_after
from jet.errors import ExceptionMissing, NotServing, RenewedAlready, TermEmpty, TermsUsedUp, TooLong
from jet.models import Participant, Term
from jet.models.placements import MOST_MONTHS, MOST_MONTHS_FROM_APRIL, MOST_TERMS, USUAL_TERMS

FIRST_EXTENSION = 2
DAY = timedelta(days=1)


def begin(participant: Participant, *, first_on: date) -> Term:
    """The first term: one year."""
    last_on = months_after(first_on, MONTHS) - DAY
    return Term.objects.create(participant=participant, number=1, first_on=first_on, last_on=last_on)


@transaction.atomic
def renew(term: Term, *, by: User | None, at: datetime, last_on: date | None = None, exception: str = "") -> Term:
    """The term after `term`, from the next day: a year, or until `last_on`.

    The first extension of an April arrival is four months longer. Raises RenewedAlready for the slower of two.
    """
    participant = Participant.objects.select_for_update(of=("self",)).select_related("arrival_group")
    following = _after(term, participant.get(pk=term.participant_id))
    following.exception = exception.strip()
    if last_on is not None:
        following.last_on = last_on
    _check(following)
    with written(by, at), refusing({"term_once": RenewedAlready}):
        following.save(force_insert=True)
        pghistory.create_event(following, label="entered")
    return following


def most_months(participant: Participant) -> int:
    """How long all terms may last together."""
    return MOST_MONTHS_FROM_APRIL if participant.arrival_group.is_april else MOST_MONTHS


def _after(term: Term, participant: Participant) -> Term:
    number, first_on = term.number + 1, term.last_on + DAY
    is_longer = participant.arrival_group.is_april and number == FIRST_EXTENSION
    months = MONTHS + MOST_MONTHS_FROM_APRIL - MOST_MONTHS if is_longer else MONTHS
    last_on = months_after(first_on, months) - DAY
    return Term(participant=participant, number=number, first_on=first_on, last_on=last_on)


def _check(term: Term) -> None:
    """Raises what the rule book says against this term."""
    participant = term.participant
    if participant.state != Participant.State.SERVING:
        raise NotServing
    if term.number > MOST_TERMS:
        raise TermsUsedUp
    if term.number > USUAL_TERMS and not term.exception:
        raise ExceptionMissing
    if term.last_on < term.first_on:
        raise TermEmpty
    begun_on = participant.terms.order_by("first_on").values_list("first_on", flat=True).first()
    if begun_on and term.last_on >= months_after(begun_on, most_months(participant)):
        raise TooLong
