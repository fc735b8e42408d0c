"""Versions of a programme: each function is one sentence of the rule book. Lock order: the case, then its versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.languages import in_language
from exchanges.actions import cases
from exchanges.errors import DaysMissing, NotADraft, NotInPlanning, ProgrammeUnsound
from exchanges.models import Itinerary, ItineraryItem, VisitCase
from exchanges.planner import checker
from exchanges.planning import differences, findings, journey, laying, posing
from exchanges.planning.journey import Journey
from exchanges.planning.laying import Laid

State = Itinerary.State
Kind = ItineraryItem.Kind
IN_PLANNING = frozenset({
    VisitCase.State.PLANNING, VisitCase.State.PROPOSED, VisitCase.State.AGREED, VisitCase.State.UNDER_WAY,
})  # fmt: skip
EDITABLE = frozenset({"starts_at", "ends_at", "zone", "title_en", "title_ja", "title_de", "place", "group", "note"})
COPIED = EDITABLE | {"key", "kind", "position"}


@dataclass(frozen=True)
class Plan:
    """What the planner has answered, laid out."""

    laid: Sequence[Laid]
    status: str
    goals: Sequence[Mapping[str, Any]] = ()
    note: str = ""


@transaction.atomic
def draft(case: VisitCase, plan: Plan, *, by: User, at: datetime) -> Itinerary:
    """Write a plan as the draft of the case, in place of an older draft. What staff wrote by hand is carried over.

    Raises NotInPlanning.
    """
    locked = _held(case)
    if locked.state not in IN_PLANNING:
        raise NotInPlanning
    before = Itinerary.objects.filter(case=locked).newest_first().first()
    _replace(locked, State.DRAFT, by=by, at=at)
    last = locked.itineraries.aggregate(last=Max("number"))["last"] or 0
    itinerary = Itinerary.objects.create(
        case=locked, number=last + 1, status=plan.status, goals=list(plan.goals), note=plan.note, made_at=at, made_by=by
    )
    workflow.begin(itinerary, by=by, at=at)
    _write(itinerary, [*plan.laid, *_carried_over(before, plan.laid)])
    return itinerary


@transaction.atomic
def continue_from(itinerary: Itinerary, *, by: User, at: datetime) -> Itinerary:
    """A new draft with the same items as a version that the authority has seen, to be changed by hand.

    Raises NotInPlanning.
    """
    same = [Laid(_twin(item), frozenset(one.pk for one in item.team.all())) for item in itinerary.items.for_pages()]
    plan = Plan(laid=(), status=itinerary.status, goals=itinerary.goals, note=itinerary.note)
    made = draft(itinerary.case, plan, by=by, at=at)
    made.items.all().delete()  # what was carried over stands among the same items
    _write(made, same)
    return made


@transaction.atomic
def edit_item(item: ItineraryItem, *, changes: Mapping[str, Any]) -> ItineraryItem:
    """Change an item of a draft; after a meeting has moved, ways and meals are laid anew. NotADraft, Outdated."""
    itinerary = _open(item.itinerary)
    for name, value in _with_end(item, changes).items():
        setattr(item, name, value)
    item.save(update_fields=sorted(EDITABLE))
    if item.kind == Kind.MEETING and "starts_at" in changes:
        _lay_anew(itinerary)
    return item


@transaction.atomic
def add_item(item: ItineraryItem) -> ItineraryItem:
    """Add a flight, a hotel, a meal or free time to a draft; meetings come from the plan. NotADraft, Outdated."""
    _open(item.itinerary)
    item.save(force_insert=True)
    return item


@transaction.atomic
def remove_item(item: ItineraryItem) -> None:
    """Take an item out of a draft; whether a meeting may be missing is for the checker. NotADraft, Outdated."""
    _open(item.itinerary)
    item.delete()


@transaction.atomic
def propose(itinerary: Itinerary, *, by: User, at: datetime) -> Itinerary:
    """The draft goes to the authority, in place of an earlier proposal, and the case with it.

    The independent checker looks at it first, with the meetings as they are now. Raises ProgrammeUnsound with the
    checker's words, DaysMissing, OwnerMissing.
    """
    case = _held(itinerary.case)
    broken = faults(itinerary, in_language_of=by.language)
    if broken:
        raise ProgrammeUnsound(broken)
    _replace(case, State.PROPOSED, by=by, at=at)
    workflow.move(itinerary, to=State.PROPOSED, by=by, at=at, also={"proposed_at": at})
    cases.propose(case, by=by, at=at)
    return itinerary


@transaction.atomic
def agree(itinerary: Itinerary, *, by: User, at: datetime) -> Itinerary:
    """The authority agrees to what is proposed: it takes the place of what was agreed before, and the case moves on."""
    case = _held(itinerary.case)
    _replace(case, State.AGREED, by=by, at=at)
    workflow.move(itinerary, to=State.AGREED, by=by, at=at)
    cases.agree(case, by=by, at=at)
    return itinerary


@transaction.atomic
def agree_to(case: VisitCase, *, by: User, at: datetime) -> VisitCase:
    """Agree to the programme of a case: its proposed version, or what was sent in another way."""
    proposed = Itinerary.objects.filter(case=case, state=State.PROPOSED).select_related("case").first()
    if proposed is None:
        return cases.agree(case, by=by, at=at)
    agree(proposed, by=by, at=at)
    case.refresh_from_db()
    return case


@transaction.atomic
def discard(itinerary: Itinerary, *, by: User, at: datetime) -> Itinerary:
    """The version is not pursued any more; it stays to be looked at."""
    _held(itinerary.case)
    workflow.move(itinerary, to=State.REPLACED, by=by, at=at)
    return itinerary


def faults(itinerary: Itinerary, *, in_language_of: str) -> list[str]:
    """Every rule that a version breaks, judged by the checker that knows nothing of how plans are made."""
    way = journey_of(itinerary.case)
    items = list(itinerary.items.for_pages().in_order())
    of_items = {str(item.meeting_id): in_language(item, "title", in_language_of) for item in items if item.meeting_id}
    found = checker.faults(posing.pose(way).problem, laying.plan_of(way, items))
    return findings.sentences(found, {**of_items, **way.names(in_language_of)})


def journey_of(case: VisitCase) -> Journey:
    """Raises DaysMissing."""
    found = journey.of(case)
    if found is None:
        raise DaysMissing
    return found


def _held(case: VisitCase) -> VisitCase:
    return VisitCase.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)


def _open(itinerary: Itinerary) -> Itinerary:
    """Whoever changes a draft counts it up: a second tab that read it before loses."""
    if not itinerary.is_draft:
        raise NotADraft
    found = Itinerary.objects.filter(pk=itinerary.pk, state=State.DRAFT, version=itinerary.version)
    if found.update(version=F("version") + 1) != 1:
        raise workflow.Outdated
    itinerary.version += 1
    return itinerary


def _replace(case: VisitCase, state: str, *, by: User, at: datetime) -> None:
    versions = Itinerary.objects.filter(case=case, state=state)
    workflow.move_all(versions, to=State.REPLACED, by=by, at=at)


def _write(itinerary: Itinerary, laid: Iterable[Laid]) -> None:
    rows = list(laid)
    for row in rows:
        row.item.itinerary = itinerary
    ItineraryItem.objects.bulk_create(row.item for row in rows)
    serving = ItineraryItem.team.through
    serving.objects.bulk_create(
        serving(itineraryitem_id=row.item.pk, interpreter_id=person) for row in rows for person in sorted(row.team)
    )


def _carried_over(before: Itinerary | None, laid: Iterable[Laid]) -> list[Laid]:
    """Flights, hotels and whatever else staff have added; remarks on meetings go over to the same meetings."""
    old = list(before.items.order_by("pk")) if before else []
    remarks = {item.key: item.note for item in old}
    for row in laid:
        row.item.note = remarks.get(row.item.key, "")
    by_hand = [item for item in old if item.kind != Kind.MEETING and differences.is_told(item)]
    return [Laid(_copy(item)) for item in by_hand]


def _copy(item: ItineraryItem) -> ItineraryItem:
    """The same for another version: `key` says that it is."""
    return ItineraryItem(**{name: getattr(item, name) for name in COPIED})


def _twin(item: ItineraryItem) -> ItineraryItem:
    """The copy of any item, a meeting's included."""
    twin = _copy(item)
    twin.meeting_id = item.meeting_id
    return twin


def _with_end(item: ItineraryItem, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What moves keeps its length, unless another end is given."""
    known = {name: value for name, value in changes.items() if name in EDITABLE}
    if "starts_at" in known and "ends_at" not in known:
        known["ends_at"] = known["starts_at"] + (item.ends_at - item.starts_at)
    return known


def _lay_anew(itinerary: Itinerary) -> None:
    way = journey_of(itinerary.case)
    items = list(itinerary.items.for_pages().in_order())
    problem = posing.pose(way).problem
    kept = {meeting.key for meeting in problem.meetings}
    plan = laying.plan_of(way, [item for item in items if str(item.meeting_id) in kept])
    old = [item.pk for item in items if not differences.is_told(item)]
    ItineraryItem.objects.filter(pk__in=old).delete()
    _write(itinerary, [row for row in laying.lay_out(way, problem, plan) if row.item.kind != Kind.MEETING])
