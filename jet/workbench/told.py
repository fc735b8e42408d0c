"""The figures and reasons that a run has written down, ready for its pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jet import mapping
from jet.mapping import TileMap
from jet.models import AllocationPlace, AllocationRun, PlacementRequest
from jet.workbench import words

NOTHING: Mapping[str, Any] = {
    "people": 0, "posts": 0, "placed": 0, "must": 0, "must_filled": 0, "worst": 0, "ranks": [], "rules": {},
    "prefectures": [], "unfilled": [], "pins": [], "pinned": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One of the two rules that a run compares."""

    name: str
    placed: int
    worst: str
    mean: float
    blocking: int


@dataclass(frozen=True)
class Refused:
    """A place that somebody asked for and did not get."""

    wish: str
    number: str
    request: PlacementRequest | None
    posts: int
    asked: int
    reason: str
    moved: int
    worse: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class OpenPost:
    """A request that was not filled."""

    number: str
    request: PlacementRequest | None
    unfilled: int
    must_unfilled: int
    considered: int
    allowed: int
    removed: list[str]
    if_nice: list[str]
    nearest: str
    missing: str


@dataclass(frozen=True)
class PinCost:
    """What keeping a decision has cost the others; without figures where the others hang on it."""

    participant: str
    place: str
    moved: int | None
    ranks_lost: int | None
    changed: list[str]


def figures(run: AllocationRun) -> dict[str, Any]:
    """Everything of the summary, also where a run has written none."""
    return {**NOTHING, **run.summary}


def wishes(run: AllocationRun) -> list[tuple[str, float]]:
    """How many people got which wish, from the best to none."""
    found = figures(run)
    rows: list[tuple[str, float]] = [(words.wish(rank), count) for rank, count in found["ranks"]]
    without = found["people"] - found["placed"]
    return [*rows, (words.wish(None), without)] if without else rows


def rules(run: AllocationRun) -> list[Rule]:
    """The rule that was chosen, and deferred acceptance beside it."""
    names = {"chosen": _("This run"), "deferred": _("Deferred acceptance")}
    found = figures(run)["rules"]
    return [_rule(name, found[key]) for key, name in names.items() if key in found]


def _rule(name: str, facts: Mapping[str, Any]) -> Rule:
    return Rule(name, facts["placed"], words.wish(facts["worst"]), round(facts["mean"], 2), facts["blocking"])


def japan(run: AllocationRun) -> TileMap:
    """Posts and people by prefecture; each tile leads to the people there."""
    return mapping.tile_map(
        {code: (filled / posts if posts else 0, f"{filled}/{posts}") for code, posts, filled in _prefectures(run)},
        names=mapping.names(get_language() or "en"),
        title=_("Filled posts by prefecture"),
        column=_("Filled posts of all posts"),
        note=_(
            "First the people who go there, then the posts. The deeper the shade, the more of the posts are filled."
        ),
        most=1,
        address=lambda code: f"{reverse('jet:allocation_run', args=[run.pk])}?prefecture={code}#people",
    )


def _prefectures(run: AllocationRun) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = figures(run)["prefectures"]
    return found


def reasons(place: AllocationPlace, requests: QuerySet[PlacementRequest]) -> list[Refused]:
    """Why not a higher wish, wish by wish."""
    known = _known(requests, (each["place"] for each in place.refused))
    return [
        Refused(
            words.wish(each["rank"]), each["place"], known.get(each["place"]), each["posts"], each["asked"],
            words.reason(each), each["moved"], words.changes(each["worse"]),
        )
        for each in place.refused
    ]  # fmt: skip


def open_posts(found: Iterable[Mapping[str, Any]], requests: QuerySet[PlacementRequest]) -> list[OpenPost]:
    """These unfilled posts with their reasons."""
    rows = list(found)
    known = _known(requests, (row["place"] for row in rows))
    return [_open_post(row, known.get(row["place"])) for row in rows]


def _open_post(row: Mapping[str, Any], request: PlacementRequest | None) -> OpenPost:
    nearest = row["alternative"] or {"participant": "", "missing": []}
    return OpenPost(
        row["place"], request, row["unfilled"], row["must_unfilled"], row["considered"], row["allowed"],
        words.counted(row["removed"]), words.counted(row["if_nice"]),
        nearest["participant"], words.conditions(nearest["missing"]),
    )  # fmt: skip


def urgent_first(run: AllocationRun) -> list[Mapping[str, Any]]:
    """The unfilled posts, those with indispensable ones before the others."""
    return sorted(figures(run)["unfilled"], key=lambda row: (-row["must_unfilled"], row["place"]))


def pins(run: AllocationRun) -> list[PinCost]:
    return [
        PinCost(
            row["participant"], row["place"], row.get("moved"), row.get("ranks_lost"),
            words.changes(row.get("changed", [])),
        )
        for row in figures(run)["pins"]
    ]  # fmt: skip


def _known(requests: QuerySet[PlacementRequest], numbers: Iterable[str]) -> dict[str, PlacementRequest]:
    """The requests of these numbers, in one query."""
    return {request.number: request for request in requests.filter(number__in={*numbers})}
