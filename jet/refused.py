"""Why somebody was not given what they wished for more, in sentences that name nobody else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from jet.allocating.conditions import in_words
from jet.allocation.explanation import Why
from jet.models import PlacementRequest

SHOWN_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One wish, or the places of it that failed for the same reason."""

    rank: int
    places: list[str]
    reason: str


def told(refused: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The refusals of one place, the highest wish first; what failed alike is told once."""
    rows = sorted(refused, key=_alike)[:SHOWN_AT_MOST]
    names = _names({str(row["place"]) for row in rows})
    return [_one([*group], names) for _key, group in groupby(rows, key=_alike)]


def _alike(row: Mapping[str, Any]) -> tuple[int, str, list[str]]:
    return row["rank"], row["why"], [*row["conditions"]]


def _one(rows: list[Mapping[str, Any]], names: Mapping[str, str]) -> Told:
    places = sorted({names[row["place"]] for row in rows if row["place"] in names})
    return Told(rows[0]["rank"], places, _reason(rows[0]["why"], rows[0]["conditions"]))


def _names(numbers: set[str]) -> dict[str, str]:
    """The employers behind the numbers of the requests: who takes part is public."""
    asked = PlacementRequest.objects.filter(number__in=numbers).select_related("employer__organisation")
    return {request.number: str(request.employer) for request in asked}


def _reason(why: str, conditions: Iterable[str]) -> str:
    if why == Why.CONDITION:
        listed = ", ".join(in_words(word) for word in conditions)
        return _("A condition that the place or you need is not met: %(conditions)s.") % {"conditions": listed}
    return _sentences().get(why, _("Headquarters can tell you more."))


def _sentences() -> dict[str, str]:
    return {
        Why.BANNED: _("Headquarters has decided that you do not go there. Ask headquarters for the reason."),
        Why.SETTLED: _("Your place was settled before the allocation was made."),
        Why.LINKED: _("The choice was made for you together with the person you are linked with."),
        Why.BEYOND: _("This wish lies further down than any wish that was met for anybody."),
        Why.WORSE: _("More people could go there than there are posts. Giving you one would have made the allocation "
                     "worse as a whole."),
        Why.TIE: _("It would have been just as good as your place. The lot that was published beforehand decided."),
        Why.HELD: _("The posts were taken by decisions made before the allocation."),
    }  # fmt: skip
