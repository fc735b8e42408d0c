"""The codes of the allocation in words: wishes, reasons, and by how much a goal changes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from jet.allocating.conditions import in_words
from jet.allocating.posing import LONGEST
from jet.allocation.explanation import Why
from jet.allocation.goals import Goal

REASONS = {
    Why.CONDITION: gettext_lazy("The place and the person do not fit together. Missing: %(missing)s."),
    Why.BANNED: gettext_lazy("Headquarters has decided that this person does not go there."),
    Why.SETTLED: gettext_lazy("This person’s place was settled before the run."),
    Why.LINKED: gettext_lazy("The choice was made for two people together."),
    Why.BEYOND: gettext_lazy("In this run nobody was given a wish so far down the list."),
    Why.WORSE: gettext_lazy("Giving this place would make the whole worse."),
    Why.TIE: gettext_lazy("It would be exactly as good as what was chosen. The lot has decided."),
    Why.HELD: gettext_lazy("The place is held by decisions that were settled before the run."),
}
# Each grows when the result gets worse, so that "+1" always reads the same way.
GOALS = {
    Goal.PROMISES: gettext_lazy("settled decisions not kept"),
    Goal.PLACED: gettext_lazy("people without a place"),
    Goal.MUST: gettext_lazy("indispensable posts left empty"),
    Goal.APART: gettext_lazy("linked people placed apart"),
    Goal.WORST: gettext_lazy("the worst wish"),
    Goal.AT_WORST: gettext_lazy("people who get the worst wish"),
    Goal.RANKS: gettext_lazy("steps below the first wish, all people together"),
    Goal.NICE: gettext_lazy("conditions of employers that would be good, not met"),
}
NO_PLACE = pgettext_lazy("allocation", "no place")


def wish(rank: int | None) -> str:
    """Which wish a place meets."""
    if rank is None:
        return str(NO_PLACE)
    if rank == 0:
        return _("no preference")
    return _("wish %(number)d") % {"number": rank} if rank <= LONGEST else _("not among the wishes")


def changes(found: Iterable[tuple[str, int]]) -> list[str]:
    """By how much each goal would change; the lot is no goal that anybody could weigh."""
    told = [(GOALS[Goal(goal)], by) for goal, by in found if goal != Goal.SEED]
    return [_("%(what)s: %(by)+d") % {"what": what, "by": by} for what, by in told]


def conditions(found: Iterable[str]) -> str:
    return _(", ").join(in_words(word) for word in found)


def counted(found: Iterable[tuple[str, int]]) -> list[str]:
    """Conditions, each with a number of people."""
    return [
        ngettext("%(condition)s: %(count)d person", "%(condition)s: %(count)d people", count)
        % {"condition": in_words(word), "count": count}
        for word, count in found
    ]


def reason(refusal: Mapping[str, Any]) -> str:
    """Why somebody did not get one place."""
    return REASONS[Why(refusal["why"])] % {"missing": conditions(refusal["conditions"])}
