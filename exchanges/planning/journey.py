"""What the planner has to know of a case, read from the tables at once, with the names of what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from clair_portal.directory.languages import in_language
from exchanges.models import Assignment, Delegate, Meeting, TravelTime, VisitCase
from exchanges.models.meetings import LIVE

EVERYBODY, OTHERS = "", "·"  # whoever belongs to no sub-group goes about as a party of its own
SAME_TOWN, OTHER_TOWN = 30, 120  # minutes where the office's table knows nothing better
PLANNED = (*LIVE, Meeting.State.DONE)
ZONES = {
    "GB": "Europe/London", "IE": "Europe/Dublin", "DE": "Europe/Berlin", "AT": "Europe/Vienna",
    "NL": "Europe/Amsterdam", "DK": "Europe/Copenhagen", "SE": "Europe/Stockholm", "NO": "Europe/Oslo",
    "FI": "Europe/Helsinki", "JP": "Asia/Tokyo",
}  # fmt: skip


@dataclass(frozen=True)
class Journey:
    """A case with its meetings (hosts, offered times, interpreters taken), its parties and its ways."""

    case: VisitCase
    first_on: date
    last_on: date
    meetings: list[Meeting]
    sizes: Mapping[str, int]  # party → people
    ways: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Meeting]:
        return {key_of(meeting): meeting for meeting in self.meetings}

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(ZONES.get(str(self.case.country), "Europe/London"))

    @cached_property
    def origin(self) -> datetime:
        """Midnight in UTC a day before the first: minutes are counted from here."""
        return datetime.combine(self.first_on - timedelta(days=1), time(), tzinfo=UTC)

    def minute(self, at: datetime) -> int:
        return int((at - self.origin).total_seconds()) // 60

    def moment(self, minute: int) -> datetime:
        return self.origin + timedelta(minutes=minute)

    def parties(self, meeting: Meeting) -> frozenset[str]:
        """Who goes there: the sub-group, or everybody where no such sub-group is known (any more)."""
        return frozenset({meeting.group}) if meeting.group in self.groups else frozenset(self.sizes)

    @cached_property
    def groups(self) -> list[str]:
        return [party for party in self.sizes if party not in (EVERYBODY, OTHERS)]

    def names(self, language: str) -> dict[str, str]:
        """Meetings and parties as the reader knows them."""
        parties = {party: party if party in self.groups else _("the delegation") for party in self.sizes}
        hosts = {key: in_language(one.host.organisation, "name", language) for key, one in self.by_key.items()}
        return {**parties, **hosts}

    def way(self, start: str, end: str) -> int:
        """Minutes between two places: as the table says for the places, else for their towns, else an estimate."""
        if start == end:
            return 0
        towns = self.towns
        found = self._known(start, end) or self._known(towns[start], towns[end])
        return found or (SAME_TOWN if towns[start] == towns[end] else OTHER_TOWN)

    def _known(self, start: str, end: str) -> int | None:
        return self.ways.get((start, end)) or self.ways.get((end, start))

    @cached_property
    def towns(self) -> dict[str, str]:
        return {place_of(one): one.host.city or self.case.city for one in self.meetings}


def key_of(meeting: Meeting) -> str:
    return str(meeting.pk)


def place_of(meeting: Meeting) -> str:
    return meeting.place or meeting.host.address or meeting.host.city or str(meeting.host.pk)


def of(case: VisitCase) -> Journey | None:
    """The journey of a case; None as long as its days are not known."""
    if case.days is None:
        return None
    meetings = list(_meetings(case))
    names = {name for one in meetings for name in (place_of(one), one.host.city or case.city)}
    ways = TravelTime.objects.between(names).values_list("from_place", "to_place", "minutes")
    return Journey(case, *case.days, meetings, _sizes(case), {(start, end): minutes for start, end, minutes in ways})


def _meetings(case: VisitCase) -> "list[Meeting]":
    taken = Assignment.objects.taken().select_related("interpreter").order_by("pk")
    found = Meeting.objects.filter(case=case, state__in=PLANNED).for_pages().order_by("pk")
    return list(found.prefetch_related("slots", Prefetch("assignments", queryset=taken, to_attr="taken")))


def _sizes(case: VisitCase) -> dict[str, int]:
    members = list(Delegate.objects.filter(case=case).order_by("group", "precedence", "pk"))
    groups = sorted({member.group for member in members} - {EVERYBODY})
    if not groups:
        return {EVERYBODY: len(members) or case.party_size or 1}
    sizes = {group: sum(member.group == group for member in members) for group in groups}
    others = sum(member.group == EVERYBODY for member in members)
    return {**sizes, OTHERS: others} if others else sizes
