"""A case from its draft to its last letter: each function is one sentence of the rule book."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.directory.models import Branch, LocalAuthority, Office, Organisation
from clair_portal.mail import outbox
from clair_portal.workflow.numbers import next_number
from exchanges.actions import afterwards, checklists, clock, details, meetings
from exchanges.emails import cases as case_emails
from exchanges.errors import DelegationMissing, Incomplete, OwnerMissing, PurposeMissing
from exchanges.models import CaseMessage, VisitCase

State = VisitCase.State
Themes = Sequence[tuple[str, str]]  # title, questions
MOVES_TASKS = frozenset({"first_on", "last_on", "office"})


@transaction.atomic
def draft(case: VisitCase, *, themes: Themes, by: User, at: datetime) -> VisitCase:
    """Write a new draft for `case.authority`: it gets its number, its branch, and the office of the country.

    Raises KeptAlready if a draft with this `uuid` is there: the same form came twice.
    """
    case.number = next_number("VS", year=at.year, digits=3)  # holds the twin of this form back
    if VisitCase.objects.filter(uuid=case.uuid).exists():
        raise workflow.KeptAlready
    case.asked_by, case.created_at, case.language = by, at, by.language or "ja"
    case.branch = _branch_of(case.authority, at.date())
    case.office = _office_for(str(case.country), at.date())
    case.save(force_insert=True)
    details.put_themes(case, themes)
    workflow.begin(case, by=by, at=at)
    return case


@transaction.atomic
def edit(case: VisitCase, *, changes: Mapping[str, Any], by: User, at: datetime) -> VisitCase:
    """Change what describes the case. Raises PurposeMissing, NothingToWaitFor, and Outdated if somebody was faster."""
    if case.state != State.DRAFT and not changes.get("purpose", case.purpose):
        raise PurposeMissing
    facts = {**changes, **_follows(case, changes, at.date())}
    with written(by, at):
        found = VisitCase.objects.filter(pk=case.pk, version=case.version)
        if found.update(**facts, version=F("version") + 1) != 1:
            raise workflow.Outdated
    case.refresh_from_db()
    if facts.keys() & MOVES_TASKS:
        checklists.date_anew(case)
    return case


@transaction.atomic
def edit_own(case: VisitCase, *, changes: Mapping[str, Any], themes: Themes, by: User, at: datetime) -> VisitCase:
    """The authority changes its request while it is with the authority. Raises WithSomebodyElse, Outdated."""
    details.put_themes(case, themes)
    return edit(case, changes=changes, by=by, at=at)


@transaction.atomic
def sound_out(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """Send the draft, or the completed request, to the office; its service clock starts. Raises Incomplete."""
    if not (case.purpose and case.first_on and case.themes.exists()):
        raise Incomplete
    workflow.move(case, to=State.ENQUIRY, by=by, at=at, also=clock.started(case, at.date()))
    return case


@transaction.atomic
def ask_back(case: VisitCase, *, by: User, at: datetime, reason: str) -> VisitCase:
    """Return the request with a question; the clock stands until it comes back."""
    return _moved(case, State.NEED_INFO, by=by, at=at, reason=reason, also={"answer_due_on": None})


@transaction.atomic
def call_possible(case: VisitCase, *, by: User, at: datetime, reason: str = "") -> VisitCase:
    """Answer the sounding-out: the office can help."""
    return _moved(case, State.POSSIBLE, by=by, at=at, reason=reason, also={"answer_due_on": None})


@transaction.atomic
def call_partly_possible(case: VisitCase, *, by: User, at: datetime, reason: str) -> VisitCase:
    """Answer the sounding-out: the office can help with part of it, and says with which."""
    return _moved(case, State.PARTLY, by=by, at=at, reason=reason, also={"answer_due_on": None})


@transaction.atomic
def decline(case: VisitCase, *, by: User, at: datetime, reason: str) -> VisitCase:
    """Answer the sounding-out: the office cannot help, and says why."""
    return _moved(case, State.DECLINED, by=by, at=at, reason=reason, also=clock.STOPPED)


@transaction.atomic
def request_formally(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """The authority asks formally, with its delegation; the branch is told. Raises DelegationMissing."""
    if not case.delegates.heads().exists():
        raise DelegationMissing
    workflow.move(case, to=State.FORMAL, by=by, at=at, also=clock.answered(case))
    mails = [case_emails.case_to_endorse(case, to=user, occurrence=at.isoformat()) for user in _branch_people(case)]
    outbox.put_all(mails, at=at)
    return case


@transaction.atomic
def endorse(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """The branch passes the request on to the office."""
    return _moved(case, State.ENDORSED, by=by, at=at)


@transaction.atomic
def begin_planning(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """The office takes the case up, with its checklist; whoever begins is in charge unless somebody is already."""
    owner = case.owner or by
    deputy = None if case.deputy_id == owner.pk else case.deputy
    checklists.lay_over(case)
    return _moved(case, State.PLANNING, by=by, at=at, also={"owner": owner, "deputy": deputy})


@transaction.atomic
def propose(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """The programme goes to the authority for its consent. Raises OwnerMissing."""
    if case.owner is None:
        raise OwnerMissing
    return _moved(case, State.PROPOSED, by=by, at=at)


@transaction.atomic
def agree(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """The authority agrees to the programme."""
    workflow.move(case, to=State.AGREED, by=by, at=at, also=clock.answered(case))
    return case


@transaction.atomic
def plan_again(case: VisitCase, *, by: User, at: datetime, reason: str) -> VisitCase:
    """Back to planning, because something has changed."""
    return _moved(case, State.PLANNING, by=by, at=at, reason=reason)


@transaction.atomic
def set_out(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """The delegation is on its way."""
    return _moved(case, State.UNDER_WAY, by=by, at=at)


@transaction.atomic
def complete(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """The visit is over; what follows it begins."""
    _moved(case, State.COMPLETED, by=by, at=at, also=clock.RUNS)
    afterwards.begin(case, at=at)
    return case


@transaction.atomic
def report(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """The letters of thanks are out and the report is there."""
    return _moved(case, State.REPORTED, by=by, at=at)


@transaction.atomic
def close(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """Nothing is left to do."""
    return _moved(case, State.CLOSED, by=by, at=at, also=clock.RUNS)


@transaction.atomic
def postpone(case: VisitCase, *, by: User, at: datetime, reason: str) -> VisitCase:
    """The visit shall take place later."""
    return _moved(case, State.POSTPONED, by=by, at=at, reason=reason)


@transaction.atomic
def call_off(case: VisitCase, *, by: User, at: datetime, reason: str) -> VisitCase:
    """The visit does not take place; hosts and interpreters are told, before the case itself is locked."""
    meetings.cancel_all(case, by=by, at=at, reason=reason)
    return _moved(case, State.CANCELLED, by=by, at=at, reason=reason, also=clock.STOPPED)


@transaction.atomic
def wait_for(case: VisitCase, whom: str, *, by: User, at: datetime) -> VisitCase:
    """Stop the service clock while others have the next step; an empty `whom` lets it run again. NothingToWaitFor."""
    return edit(case, changes={"waiting_for": whom}, by=by, at=at)


@transaction.atomic
def put_in_charge(case: VisitCase, *, owner: User | None, deputy: User | None, by: User, at: datetime) -> VisitCase:
    """Somebody takes the case, or hands it on."""
    return edit(case, changes={"owner": owner, "deputy": deputy}, by=by, at=at)


@transaction.atomic
def write(case: VisitCase, *, text: str, is_internal: bool, by: User, at: datetime) -> CaseMessage:
    """Write a message to the other side, or a note for the office alone. The other side is told by mail.

    What stands at the end already is not written twice.
    """
    VisitCase.objects.select_for_update(of=("self",)).get(pk=case.pk)  # the same form sent twice waits here
    last = CaseMessage.objects.filter(case=case).order_by("-pk").first()
    if last and (last.text, last.is_internal, last.written_by_id) == (text, is_internal, by.pk):
        return last
    message = CaseMessage.objects.create(case=case, text=text, is_internal=is_internal, written_by=by, written_at=at)
    outbox.put_all((case_emails.case_message(message, to=user) for user in _told_of(message)), at=at)
    return message


def _moved(case: VisitCase, to: str, *, by: User, at: datetime, reason: str = "", also: Any = None) -> VisitCase:
    """Move the case and tell whoever asked."""
    workflow.move(case, to=to, by=by, at=at, reason=reason, also=also)
    outbox.put(case_emails.case_moved(case, reason=reason, occurrence=at.isoformat()), at=at)
    return case


def _told_of(message: CaseMessage) -> list[User]:
    """Whoever asked and whoever is in charge, unless they wrote it themselves; nobody for a note."""
    parties = (message.case.asked_by, message.case.owner)
    others = [user for user in parties if user is not None and user.pk != message.written_by_id]
    return [] if message.is_internal else others


def _follows(case: VisitCase, changes: Mapping[str, Any], day: date) -> dict[str, Any]:
    """What changes along: the office with the country, the branch with the authority, the clock with the waiting."""
    facts: dict[str, Any] = {}
    if changes.get("country", case.country) != case.country:  # a form repeats it, and an office handed over to stays
        facts["office"] = _office_for(str(changes["country"]), day)
    if changes.get("authority", case.authority) != case.authority:
        facts["branch"] = _branch_of(changes["authority"], day)
    if changes.get("waiting_for", case.waiting_for) != case.waiting_for:
        facts |= clock.set_to(case, changes["waiting_for"], day)
    return facts


def _branch_of(authority: Organisation, day: date) -> Organisation | None:
    """The branch that passes its requests on; None for whoever is no local authority or has none."""
    try:
        return Branch.objects.responsible_for(LocalAuthority.objects.get(organisation=authority), day).organisation
    except (LocalAuthority.DoesNotExist, Branch.DoesNotExist):
        return None


def _office_for(country: str, day: date) -> Organisation:
    return Office.objects.responsible_for(country, day).organisation


def _branch_people(case: VisitCase) -> list[User]:
    """The accounts that speak for the branch of the case."""
    if case.branch_id is None:
        return []
    holders = User.objects.filter(role_assignments__role="branch", role_assignments__organisation_id=case.branch_id)
    return list(holders.filter(is_active=True).order_by("pk").distinct())
