"""Conflicts in words: one sentence for why there is no programme, and one for each way out."""

from collections.abc import Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchanges.planner.outcome import Conflict, Remedy, Rule, WayOut

RULES = {
    Rule.HOURS: gettext_lazy("The hours of the day are too short."),
    Rule.CLOSED_DAYS: gettext_lazy("The hosts have offered days that are holidays or closed."),
    Rule.TRAVEL: gettext_lazy("There is not enough time for the way between the places."),
    Rule.LUNCH: gettext_lazy("There is no room left for lunch."),
    Rule.INTERPRETERS: gettext_lazy("There are not enough interpreters for these languages, times and working rules."),
}
WAYS_OUT = {
    WayOut.LEAVE_OUT: gettext_lazy("Leave out: %(subject)s."),
    WayOut.ASK_FOR_ANOTHER_TIME: gettext_lazy("Ask for another time: %(subject)s."),
    WayOut.MEET_ONLINE: gettext_lazy("Meet online: %(subject)s."),
    WayOut.SPLIT_PARTY: gettext_lazy("Split the group: %(subject)s."),
    WayOut.MORE_INTERPRETERS: gettext_lazy("Find another interpreter."),
    WayOut.SKIP_LUNCH: gettext_lazy("Go without a lunch break on that day."),
    WayOut.LONGER_DAY: gettext_lazy("Begin earlier or end later on that day."),
    WayOut.USE_CLOSED_DAY: gettext_lazy("Ask the host to open on a holiday."),
}


def why(conflict: Conflict, names: Mapping[str, str]) -> list[str]:
    """`names` gives meetings and groups the names that the reader knows."""
    return [_what(conflict, names), *(str(RULES[rule]) for rule in conflict.rules)]


def _what(conflict: Conflict, names: Mapping[str, str]) -> str:
    keys = dict.fromkeys((*conflict.meetings, *conflict.pins))
    told = {"meetings": get_text_list([names[key] for key in keys], _("and"))}
    if len(keys) == 1:
        return _("There is no possible time for %(meetings)s.") % told
    return _("These meetings cannot all be held: %(meetings)s.") % told


def ways_out(conflict: Conflict, names: Mapping[str, str]) -> list[str]:
    return [_way_out(remedy, names) for remedy in conflict.remedies]


def _way_out(remedy: Remedy, names: Mapping[str, str]) -> str:
    return str(WAYS_OUT[remedy.way]) % {"subject": names.get(remedy.subject, remedy.subject)}
