"""Follow-ups: planned when the visit is over, asked once on their day, answered by the authority."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from exchanges.actions import host_notes
from exchanges.emails import afterwards as emails
from exchanges.models import FollowUp, HostNote, Meeting, VisitCase
from exchanges.models.followups import MONTHS
from exchanges.models.thanks import took_place


@transaction.atomic
def plan(case: VisitCase, *, at: datetime) -> None:
    """Half a year and a year after the last day; those that are there already stay."""
    last = case.last_on or at.date()
    rows = (FollowUp(case=case, months=months, due_on=months_later(last, months)) for months in MONTHS)
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def ask(follow_up: FollowUp, *, at: datetime) -> bool:
    """Ask the authority, once: whoever claims the row first sends the mails. Whether it was this call."""
    if FollowUp.objects.to_ask(at.date()).filter(pk=follow_up.pk).order_by().update(asked_at=at) != 1:
        return False
    outbox.put_all((emails.follow_up_asked(follow_up, to=user) for user in _speakers(follow_up.case)), at=at)
    return True


def sweep(clock: Callable[[], datetime], *, most: int = 200) -> int:
    """Ask about every visit whose day has come, each in a transaction of its own. How many were asked."""
    at = clock()
    due = list(FollowUp.objects.to_ask(at.date()).for_pages()[:most])
    return sum(ask(one, at=at) for one in due)


@transaction.atomic
def answer(follow_up: FollowUp, *, outcome: str, words: str, by: User, at: datetime) -> FollowUp:
    """What has come of the visit; the memory of every host that received it keeps the first answer. Raises Outdated."""
    facts = {"outcome": outcome, "words": words, "answered_by": by, "answered_at": at}
    found = FollowUp.objects.filter(pk=follow_up.pk, version=follow_up.version)
    if found.update(**facts, version=F("version") + 1) != 1:
        raise workflow.Outdated
    is_first = follow_up.answered_at is None
    follow_up.refresh_from_db()
    if is_first and outcome != FollowUp.Outcome.NOTHING_YET:
        _remember(follow_up, by=by, at=at)
    return follow_up


def months_later(day: date, months: int) -> date:
    """The same day so many months on; of a longer month its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _remember(follow_up: FollowUp, *, by: User, at: datetime) -> None:
    text = f"{follow_up.get_outcome_display()}. {follow_up.words}".strip()[:2000]
    held = took_place(Meeting.objects.filter(case=follow_up.case_id).select_related("host", "case"), at)
    for meeting in {one.host_id: one for one in held}.values():
        kind = HostNote.Kind.OUTCOME
        note = HostNote(host=meeting.host, kind=kind, happened_on=at.date(), text=text, meeting=meeting)
        host_notes.add(note, by=by, at=at)


def _speakers(case: VisitCase) -> Iterable[User]:
    """Whoever asked; where that account is shut by now, the others who speak for the authority."""
    if case.asked_by.is_active:
        return [case.asked_by]
    held = User.objects.filter(role_assignments__role="authority", role_assignments__organisation=case.authority_id)
    return list(held.filter(is_active=True).order_by("pk").distinct())
