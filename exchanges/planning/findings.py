"""What the independent checker has found, in words."""

from collections.abc import Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchanges.planner.breaches import Breach, Fault

WORDS = {
    Breach.UNKNOWN: gettext_lazy(
        "%(meetings)s: this is no longer among the meetings, or its interpreter is not known."
    ),
    Breach.TWICE: gettext_lazy("%(meetings)s: this meeting stands in the programme twice."),
    Breach.MISSING: gettext_lazy("%(meetings)s: this meeting must take place but is missing."),
    Breach.PIN_MOVED: gettext_lazy("%(meetings)s: the host has agreed to another time."),
    Breach.PIN_TEAM: gettext_lazy("%(meetings)s: other interpreters have accepted."),
    Breach.WINDOW: gettext_lazy("%(meetings)s: the host has not offered this time."),
    Breach.CLOSED: gettext_lazy("%(meetings)s: this day is a holiday or closed."),
    Breach.HOURS: gettext_lazy("%(meetings)s: this lies outside the hours of the visit."),
    Breach.OVERLAP: gettext_lazy("%(meetings)s: these overlap."),
    Breach.TRAVEL: gettext_lazy("%(meetings)s: there is not enough time for the way."),
    Breach.LUNCH: gettext_lazy("%(meetings)s: there is no room left for lunch."),
    Breach.TEAM_SIZE: gettext_lazy("%(meetings)s: the number of interpreters is not right."),
    Breach.LANGUAGE: gettext_lazy("%(meetings)s: an interpreter does not work in these languages."),
    Breach.MODE: gettext_lazy("%(meetings)s: an interpreter does not work in this mode."),
    Breach.AVAILABILITY: gettext_lazy("%(meetings)s: an interpreter is not free."),
    Breach.INTERPRETER_OVERLAP: gettext_lazy("%(meetings)s: an interpreter would be in two places."),
    Breach.INTERPRETER_PAUSE: gettext_lazy("%(meetings)s: an interpreter has too short a pause between these."),
    Breach.LONGEST_DAY: gettext_lazy("%(meetings)s: the day is too long for an interpreter."),
}


def sentences(found: list[Fault], names: Mapping[str, str]) -> list[str]:
    """One for every fault; what is broken for several parties in the same way is told once."""
    return list(dict.fromkeys(_sentence(fault, names) for fault in found))


def _sentence(fault: Fault, names: Mapping[str, str]) -> str:
    meetings = get_text_list([names.get(key, key) for key in fault.meetings], _("and"))
    return str(WORDS[fault.breach]) % {"meetings": meetings}
