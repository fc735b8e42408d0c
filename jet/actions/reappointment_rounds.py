"""A year's round of reappointment: everybody concerned is asked, reminded, and brought to an end."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Least

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.mail import outbox
from clair_portal.mail.message import Message
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.moves import move_all
from clair_portal.workflow.refusals import refusing
from jet.actions import reappointments
from jet.actions.days import in_japan
from jet.actions.speakers import speakers
from jet.emails import reappointments as emails
from jet.models import Reappointment, ReappointmentDeadline, ReappointmentTransition, Term
from jet.models.reappointment_states import WAITING
from jet.models.reappointments import (
    FIRST_WARNING,
    LAST_WARNING,
    ReappointmentQuerySet,
    terms_to_ask_about,
)
from jet.reappointment_errors import DeadlineFarAway, DeadlineOver

State = Reappointment.State
EVERYBODY_ELSE = ""


@transaction.atomic
def open_round(*, year: int, due_on: date, by: User, at: datetime) -> list[Reappointment]:
    """Ask everybody whose term ends before one that would begin in `year`; whoever was asked is not asked again.

    The deadline's row is held, so that a twin of this call waits, and then finds nobody left to ask.
    """
    set_deadline(year=year, country=EVERYBODY_ELSE, due_on=due_on, by=by, at=at)
    days = dict(ReappointmentDeadline.objects.filter(year=year).values_list("country", "due_on"))
    found = terms_to_ask_about(year, in_japan(at)).filter(employer__isnull=False)
    people = without_tokens(found.select_related("participant__person"), "participant__person").order_by("pk")
    rows = [_asked(term, year, days, at) for term in people]
    with written(by, at):
        Reappointment.objects.bulk_create(rows, batch_size=1000)
    moves = (ReappointmentTransition(subject=row, to_state=row.state, at=at, by=by) for row in rows)
    ReappointmentTransition.objects.bulk_create(moves, batch_size=1000)
    _ask(rows, at=at)
    return rows


@transaction.atomic
def set_deadline(*, year: int, country: str, due_on: date, by: User, at: datetime) -> ReappointmentDeadline:
    """A day for a country, or for all that have none of their own; who has been asked follows it.

    Raises DeadlineOver, DeadlineFarAway.
    """
    if due_on < in_japan(at):
        raise DeadlineOver
    with refusing({"reappointmentdeadline_near_its_year": DeadlineFarAway}):
        deadline, _made = ReappointmentDeadline.objects.update_or_create(
            year=year, country=country, defaults={"due_on": due_on}
        )
    term_ends = Subquery(Term.objects.filter(pk=OuterRef("term")).values("last_on"))
    with written(by, at):
        _of_country(year, country).update(due_on=Least(due_on, term_ends), reminded=warned(due_on, in_japan(at)))
    return deadline


def sweep(clock: Callable[[], datetime], *, most: int = 500) -> None:
    """What time brings: drop what has lost its ground, remind the silent, close what is overdue."""
    at = clock()
    lapse(at=at)
    remind(at=at)
    for one in Reappointment.objects.overdue(in_japan(at)).order_by("due_on", "pk")[:most]:
        reappointments.close(one, at=at)


@transaction.atomic
def lapse(*, at: datetime) -> list[Reappointment]:
    """Whoever has left, or works for somebody else by now, is no longer asked; the next round may ask anew."""
    with written(None, at):
        return move_all(Reappointment.objects.groundless(), to=State.LAPSED, by=None, at=at, also={"settled_at": at})


@transaction.atomic
def remind(*, at: datetime) -> list[Reappointment]:
    """A fortnight and three days before the deadline, whoever is silent: one mail for each person, each time."""
    today = in_japan(at)
    silent = Reappointment.objects.to_be_reminded(today).for_pages().order_by("pk")
    rows = list(silent.select_for_update(of=("self",), skip_locked=True))
    for number in (1, 2):
        now = [row.pk for row in rows if warned(row.due_on, today) == number]
        Reappointment.objects.filter(pk__in=now).update(reminded=number)
    _ask(rows, at=at, reminding=True)
    return rows


def warned(due_on: date, today: date) -> int:
    """How many reminders lie behind on that day: they are not sent to people who have just been asked."""
    left = due_on - today
    return 2 if left <= LAST_WARNING else 1 if left <= FIRST_WARNING else 0


def _asked(term: Any, year: int, days: dict[str, date], at: datetime) -> Reappointment:
    one = term.participant
    due_on = min(days.get(one.nationality.code, days[EVERYBODY_ELSE]), term.last_on)
    return Reappointment(
        participant=one, employer_id=term.employer, term=term, year=year, number=term.number + 1,
        due_on=due_on, asked_at=at, reminded=warned(due_on, in_japan(at)),
    )  # fmt: skip


def _of_country(year: int, country: str) -> ReappointmentQuerySet:
    rows = Reappointment.objects.undecided().filter(year=year)
    if country != EVERYBODY_ELSE:
        return rows.filter(participant__nationality=country)
    others = ReappointmentDeadline.objects.filter(year=year).exclude(country=EVERYBODY_ELSE)
    return rows.exclude(participant__nationality__in=others.values("country"))


def _ask(rows: Iterable[Reappointment], *, at: datetime, reminding: bool = False) -> None:
    """One mail to each silent participant, and one to each person of a silent organisation, whatever their number."""
    waiting = [row for row in _with_employers(rows) if row.state in WAITING]
    mails = [
        emails.question(row, reminding=reminding)
        for row in waiting
        if not row.participant_answer and row.participant.person.email
    ]
    outbox.put_all([*mails, *_to_employers([row for row in waiting if not row.authority_answer], reminding)], at=at)


def _with_employers(rows: Iterable[Reappointment]) -> list[Reappointment]:
    """The same rows with the names that the mails need, in one query."""
    found = Reappointment.objects.filter(pk__in=[row.pk for row in rows]).for_pages()
    return list(found.order_by("employer_id", "due_on", "pk"))


def _to_employers(rows: list[Reappointment], reminding: bool) -> Iterable[Message]:
    people = speakers(row.employer for row in rows)
    for _employer, group in groupby(rows, key=lambda row: row.employer_id):
        of_one = list(group)
        for user in people.get(of_one[0].employer.organisation_id, []):
            yield emails.questions(of_one, to=user, reminding=reminding)
