"""What is different between two versions: added, moved, changed, left out. Ways and plain meals are not told."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from exchanges.models import ItineraryItem

Kind = ItineraryItem.Kind
TOLD = ("title_en", "title_ja", "place", "group", "note")


class Change(Enum):
    ADDED = "added"
    MOVED = "moved"
    CHANGED = "changed"  # another place, group, title or remark at the same time
    DROPPED = "dropped"


@dataclass(frozen=True)
class Difference:
    """One item that is not as it was; `before` is empty for what is new, `after` for what is gone."""

    change: Change
    before: ItineraryItem | None
    after: ItineraryItem | None

    @property
    def item(self) -> ItineraryItem:
        found = self.after or self.before
        if found is None:
            raise ValueError("A difference is about an item.")
        return found


def between(before: Iterable[ItineraryItem], after: Iterable[ItineraryItem]) -> list[Difference]:
    """In the order of the days; what is gone stands where it was."""
    old, new = _by_key(before), _by_key(after)
    found = [_difference(old.get(key), new.get(key)) for key in old | new]
    return sorted((one for one in found if one), key=lambda one: (one.item.starts_at, str(one.item.key)))


def is_told(item: ItineraryItem) -> bool:
    """Ways, and meals that nobody has named, are laid anew with every version."""
    return item.kind != Kind.TRAVEL and (item.kind != Kind.MEAL or bool(item.title_en or item.title_ja))


def _by_key(items: Iterable[ItineraryItem]) -> dict[UUID, ItineraryItem]:
    return {item.key: item for item in items if is_told(item)}


def _difference(before: ItineraryItem | None, after: ItineraryItem | None) -> Difference | None:
    change = _change(before, after)
    return Difference(change, before, after) if change else None


def _change(before: ItineraryItem | None, after: ItineraryItem | None) -> Change | None:
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.DROPPED
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        return Change.MOVED
    return Change.CHANGED if any(getattr(before, name) != getattr(after, name) for name in TOLD) else None
