"""Where a case goes: past a branch that does not exist, to another office, together with another case, or into it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.directory.models import Office, Organisation
from clair_portal.mail import outbox
from clair_portal.workflow.refusals import refusing
from exchanges.actions import checklists, clock, merging
from exchanges.emails import routing as routing_emails
from exchanges.errors import CaseIsOver
from exchanges.models import CaseLink, HandOver, Meeting, VisitCase
from exchanges.models.meetings import BOOKED
from exchanges.office_errors import (
    HasABranch,
    LinkedAlready,
    LinkedToItself,
    MeetingsAgreed,
    MergeIsKept,
    NoSuchOffice,
    OfAnotherAuthority,
    OtherIsOver,
    SameOffice,
)

State = VisitCase.State
NOT_YET_OR_NO_MORE = frozenset({State.DRAFT, State.COMPLETED, State.REPORTED, State.CLOSED, State.DECLINED,
                                State.CANCELLED})  # fmt: skip


@transaction.atomic
def pass_on(case: VisitCase, *, by: User, at: datetime, reason: str) -> VisitCase:
    """Where no branch stands between, the office endorses a formal request itself, and says why. HasABranch."""
    if case.branch_id is not None:
        raise HasABranch
    workflow.move(case, to=State.ENDORSED, by=by, at=at, reason=reason)
    outbox.put(routing_emails.case_passed_on(case, reason=reason, occurrence=at.isoformat()), at=at)
    return case


@transaction.atomic
def hand_over(case: VisitCase, *, office: Organisation, by: User, at: datetime, reason: str) -> VisitCase:
    """Another office takes the case, with nobody in charge yet; whoever asked is told.

    What the office waits for and when an answer is due stay. Raises CaseIsOver, SameOffice, NoSuchOffice, Outdated.
    """
    if case.is_over:
        raise CaseIsOver
    if office.pk == case.office_id:
        raise SameOffice
    if not Office.objects.on(at.date()).filter(organisation=office).exists():
        raise NoSuchOffice
    with written(by, at):
        found = VisitCase.objects.filter(pk=case.pk, version=case.version, state=case.state)
        if found.update(office=office, owner=None, deputy=None, version=F("version") + 1) != 1:
            raise workflow.Outdated
    step = HandOver.objects.create(
        case=case, from_office_id=case.office_id, to_office=office, reason=reason, by=by, at=at
    )
    case.refresh_from_db()
    checklists.date_anew(case)
    outbox.put(routing_emails.case_handed_over(step, to=case.asked_by), at=at)
    return case


@transaction.atomic
def link(case: VisitCase, *, other: VisitCase, kind: str, by: User, at: datetime) -> CaseLink:
    """Say that two cases belong together. Raises LinkedToItself, LinkedAlready."""
    if case.pk == other.pk:
        raise LinkedToItself
    with refusing({"caselink_once": LinkedAlready}):  # from whichever side
        return CaseLink.objects.create(case=case, other=other, kind=kind, made_by=by, made_at=at)


@transaction.atomic
def unlink(found: CaseLink) -> None:
    """The two cases do not belong together after all. Raises MergeIsKept."""
    if found.kind == CaseLink.Kind.MERGED:
        raise MergeIsKept
    found.delete()


@transaction.atomic
def merge(case: VisitCase, *, into: VisitCase, by: User, at: datetime, reason: str) -> VisitCase:
    """The same request came twice: this case ends, and what was written in it goes into the other one.

    Raises LinkedToItself, OfAnotherAuthority, OtherIsOver, MeetingsAgreed, and IllegalMove where this one cannot end.
    """
    if case.pk == into.pk:
        raise LinkedToItself
    # In the order of their keys, so that two merges the other way round do not wait for each other.
    locked = VisitCase.objects.filter(pk__in=[case.pk, into.pk]).order_by("pk").select_for_update(of=("self",))
    one, other = (next(row for row in locked if row.pk == wanted.pk) for wanted in (case, into))
    _may_merge(one, other)
    merging.carry_over(case, into, by=by, at=at)
    workflow.move(case, to=State.CANCELLED, by=by, at=at, reason=reason, also=clock.STOPPED)
    CaseLink.objects.filter(case__in=[one, other], other__in=[one, other]).delete()
    CaseLink.objects.create(case=case, other=into, kind=CaseLink.Kind.MERGED, made_by=by, made_at=at)
    askers = {asker.pk: asker for asker in (case.asked_by, into.asked_by)}.values()
    outbox.put_all((routing_emails.case_merged(case, into, reason=reason, to=asker) for asker in askers), at=at)
    return into


def _may_merge(case: VisitCase, into: VisitCase) -> None:
    if case.authority_id != into.authority_id:
        raise OfAnotherAuthority
    if into.state in NOT_YET_OR_NO_MORE:
        raise OtherIsOver
    if Meeting.objects.filter(case=case, state__in=BOOKED).exists():
        raise MeetingsAgreed
