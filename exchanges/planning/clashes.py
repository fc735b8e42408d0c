"""The conflicts of a version, each with the items that it is about: for the page that shows them beside these."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from exchanges.models import ItineraryItem
from exchanges.planner import checker
from exchanges.planner.breaches import Breach, Fault
from exchanges.planning import differences, findings, laying, lines, posing
from exchanges.planning.journey import Journey

Kind = ItineraryItem.Kind


@dataclass(frozen=True)
class Clash:
    """One sentence, and the keys of the items that it names; none where a meeting is missing."""

    sentence: str
    keys: frozenset[UUID]


def of(way: Journey, items: list[ItineraryItem], language: str) -> list[Clash]:
    """What the independent checker says of the meetings, then what was added by hand across something else."""
    found = checker.faults(posing.pose(way).problem, laying.plan_of(way, items))
    names, keys = _names(way, items, language), _keys(items)
    clashes = (_clash(fault, names, keys) for fault in (*found, *_by_hand(items)))
    return list({clash.sentence: clash for clash in clashes}.values())


def by_key(clashes: Iterable[Clash]) -> dict[UUID, list[str]]:
    """Item → the sentences about it."""
    found: dict[UUID, list[str]] = {}
    for clash in clashes:
        for key in clash.keys:
            found.setdefault(key, []).append(clash.sentence)
    return found


def _names(way: Journey, items: list[ItineraryItem], language: str) -> dict[str, str]:
    return {**{str(_id(item)): lines.headline(item, language) for item in items}, **way.names(language)}


def _keys(items: list[ItineraryItem]) -> dict[str, UUID]:
    return {str(_id(item)): item.key for item in items}


def _id(item: ItineraryItem) -> int | UUID:
    """Meetings are known to the checker by their number; what was added by hand goes by its own key."""
    return item.meeting_id or item.key


def _clash(fault: Fault, names: Mapping[str, str], keys: Mapping[str, UUID]) -> Clash:
    about = frozenset(keys[name] for name in fault.meetings if name in keys)
    return Clash(findings.sentences([fault], names)[0], about)


def _by_hand(items: list[ItineraryItem]) -> Iterator[Fault]:
    """A flight during a meeting; two meetings at once are the checker's, and a hotel is there all night."""
    told = [item for item in items if differences.is_told(item) and item.kind != Kind.HOTEL]
    for first, second in combinations(told, 2):
        if not (first.meeting_id and second.meeting_id) and _meet(first, second):
            yield Fault(Breach.OVERLAP, (str(_id(first)), str(_id(second))))


def _meet(first: ItineraryItem, second: ItineraryItem) -> bool:
    """At the same time, and for the same people."""
    same_people = "" in (first.group, second.group) or first.group == second.group
    return same_people and first.starts_at < second.ends_at and second.starts_at < first.ends_at
