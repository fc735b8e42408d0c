"""Arrival groups as the workbench lists them: what there is to allocate, and the runs so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from jet.models import AllocationRun, ArrivalGroup, Participant, PlacementRequest, Preference


@dataclass(frozen=True)
class GroupCard:
    """One group: its figures, and its runs, the newest first."""

    group: ArrivalGroup
    requests: int
    posts: int
    waiting: int
    wishes: int
    runs: list[AllocationRun]

    @property
    def is_ready(self) -> bool:
        """Whether there is anything to allocate, and anybody to place."""
        return bool(self.requests and self.waiting)


def cards(groups: Iterable[ArrivalGroup], user: Any) -> list[GroupCard]:
    """In a number of queries that does not grow with the groups."""
    shown = list(groups)
    requests, waiting, wishes = _requests(shown, user), _waiting(shown, user), _wishes(shown, user)
    runs: dict[int, list[AllocationRun]] = {group.pk: [] for group in shown}
    for run in _runs(shown, user):
        runs[run.arrival_group_id].append(run)
    return [
        GroupCard(
            group, *requests.get(group.pk, (0, 0)), waiting.get(group.pk, 0), wishes.get(group.pk, 0), runs[group.pk]
        )
        for group in shown
    ]


def _requests(groups: list[ArrivalGroup], user: Any) -> dict[int, tuple[int, int]]:
    frozen = PlacementRequest.objects.visible_to(user).filter(
        state=PlacementRequest.State.FROZEN, arrival_group__in=groups
    )
    counted = frozen.values("arrival_group").annotate(requests=Count("pk"), posts=Sum("posts")).order_by()
    return {row["arrival_group"]: (row["requests"], row["posts"]) for row in counted}


def _waiting(groups: list[ArrivalGroup], user: Any) -> Mapping[int, int]:
    expected = Participant.objects.visible_to(user).filter(state=Participant.State.EXPECTED)
    return _counted(expected.filter(arrival_group__in=groups), "arrival_group")


def _wishes(groups: list[ArrivalGroup], user: Any) -> Mapping[int, int]:
    written = Preference.objects.visible_to(user).filter(participant__state=Participant.State.EXPECTED)
    return _counted(written.filter(participant__arrival_group__in=groups), "participant__arrival_group")


def _counted(rows: QuerySet[Any], by: str) -> Mapping[int, int]:
    return dict(rows.values_list(by).annotate(Count("pk")).order_by())


def _runs(groups: list[ArrivalGroup], user: Any) -> QuerySet[AllocationRun]:
    """Without their figures but these two: the figures of all runs together would weigh too much."""
    found = AllocationRun.objects.visible_to(user).filter(arrival_group__in=groups).for_pages().defer(
        "sealed", "base__sealed", "summary", "base__summary"
    )  # fmt: skip
    return found.annotate(placed=F("summary__placed"), people=F("summary__people")).newest_first()
