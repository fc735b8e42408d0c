"""Somebody leaves the office: the work goes to others in one step, what they know is written down, access ends."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.accounts.actions import roles as role_actions
from clair_portal.accounts.actions import users
from clair_portal.accounts.models import RoleAssignment, User
from clair_portal.accounts.roles import STAFF_SITE, granting
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from clair_portal.mail import outbox
from clair_portal.workflow import DomainError
from exchanges.actions import cases, host_notes
from exchanges.emails import routing as routing_emails
from exchanges.handing import knowledge
from exchanges.models import Departure, HandedCase, Host, HostNote, VisitCase
from exchanges.office_errors import LastDayIsOver, SuccessorLeaves, SuccessorMissing

logger = logging.getLogger(__name__)
BOOK = "hand_over_book"


@dataclass(frozen=True)
class Leaving:
    """What was settled in the wizard: keys are those of cases and hosts; `successor` takes what names nobody else."""

    last_on: date
    language: str
    successor: User | None = None
    by_case: Mapping[int, User] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def leave(person: User, *, plan: Leaving, by: User, at: datetime) -> Job:
    """Hand on every open case, keep the notes, set the last day, and ask for the hand-over book. All or nothing.

    Once more before the last day changes that day, and hands on what has come since.
    Raises LastDayIsOver, SuccessorMissing, SuccessorLeaves, LastAdministrator.
    """
    if plan.last_on < at.date():
        raise LastDayIsOver
    User.objects.select_for_update().get(pk=person.pk)  # the same form sent twice waits here
    role_actions.refuse_without_administrator(except_for=_office_roles(person).values_list("pk", flat=True))
    departure = _departure(person, plan.last_on, by=by, at=at)
    departure.hosts.add(*knowledge.hosts_of(person))
    _hand_on(departure, plan, by=by, at=at)
    _write_down(plan, by=by, at=at)
    return book(departure, language=plan.language, by=by, at=at)


@transaction.atomic
def book(departure: Departure, *, language: str, by: User, at: datetime) -> Job:
    """Ask for the hand-over book, as things stand now."""
    with override(language):
        title = _("Hand-over book of %(person)s") % {"person": departure}
    return jobs.enqueue(BOOK, title=title, parameters={"departure": departure.pk, "language": language}, by=by, at=at)


@transaction.atomic
def end(departure: Departure, *, at: datetime) -> Departure:
    """The last day is over: the roles of the office are taken, every session ends. Raises LastAdministrator.

    The portal takes them itself: whoever arranged the departure may have left before.
    """
    if Departure.objects.filter(pk=departure.pk, ended_at=None).update(ended_at=at) == 1:
        why = f"left the office on {departure.last_on.isoformat()}"
        for assignment in _office_roles(departure.person).select_related("user"):
            role_actions.take(assignment, by=None, at=at, reason=why)
        users.sign_out_everywhere(departure.person)
    departure.refresh_from_db()
    return departure


def sweep(clock: Callable[[], datetime]) -> int:
    """End the access of everybody whose last day is over, one by one; the last administrator stays and is logged."""
    now = clock()
    ended = 0
    for departure in Departure.objects.to_be_ended(now.date()).select_related("person"):
        try:
            end(departure, at=now)
        except DomainError as refusal:
            logger.warning("Departure %s: %s", departure.uuid, refusal)
        else:
            ended += 1
    return ended


def _office_roles(person: User) -> models.QuerySet[RoleAssignment]:
    """The roles that open the staff site; what somebody is besides (alumnus, chapter chair) is their own."""
    return RoleAssignment.objects.filter(user=person, role__in=granting(STAFF_SITE)).order_by("pk")


def _departure(person: User, last_on: date, *, by: User, at: datetime) -> Departure:
    facts = {"last_on": last_on, "made_by": by, "made_at": at}
    departure, _is_new = Departure.objects.update_or_create(person=person, ended_at=None, defaults=facts)
    return departure


def _hand_on(departure: Departure, plan: Leaving, *, by: User, at: datetime) -> None:
    """Every open case, as it is now and not as the form saw it, goes to its successor; who is told in one mail."""
    gone_to: dict[User, list[VisitCase]] = {}
    person = departure.person
    for case in knowledge.cases_of(person).order_by("pk").select_for_update(of=("self",)):
        successor = _successor(plan.by_case.get(case.pk) or plan.successor, person)
        as_deputy = case.owner_id != person.pk
        _put_in_charge(case, successor, as_deputy=as_deputy, by=by, at=at)
        facts = {"successor": successor, "as_deputy": as_deputy}
        HandedCase.objects.update_or_create(departure=departure, case=case, defaults=facts)
        gone_to.setdefault(successor, []).append(case)
    mails = (
        routing_emails.work_handed_over(
            found, leaving=person, last_on=plan.last_on, to=to, occurrence=f"{departure.uuid}:{at.isoformat()}"
        )
        for to, found in gone_to.items()
    )
    outbox.put_all(mails, at=at)


def _successor(chosen: User | None, person: User) -> User:
    if chosen is None:
        raise SuccessorMissing
    if chosen.pk == person.pk or Departure.objects.filter(person=chosen, ended_at=None).exists():
        raise SuccessorLeaves
    return chosen


def _put_in_charge(case: VisitCase, successor: User, *, as_deputy: bool, by: User, at: datetime) -> None:
    """Nobody is their own deputy: where both would be the same, the case has no deputy."""
    owner, deputy = (case.owner, successor) if as_deputy else (successor, case.deputy)
    if owner is not None and deputy is not None and owner.pk == deputy.pk:
        deputy = None
    cases.put_in_charge(case, owner=owner, deputy=deputy, by=by, at=at)


def _write_down(plan: Leaving, *, by: User, at: datetime) -> None:
    """Each note becomes a line in the memory of its host."""
    for host in Host.objects.filter(pk__in=[pk for pk, text in plan.notes.items() if text]).order_by("pk"):
        note = HostNote(host=host, kind=HostNote.Kind.NOTE, happened_on=at.date(), text=plan.notes[host.pk])
        host_notes.add(note, by=by, at=at)
