"""Why a row cannot be written although each of its cells can be read: what the rules of the programme say."""

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets.adaptors import Known, Line, Values
from jet.imports.columns import EXCEPTIONAL, TERMS
from jet.models import Participant

Span = tuple[str, str]  # days as text; an empty second one is open
FOR_EVER = "9999-12-31"
NEEDED = ("passport_name", "family", "nationality", "position", "arrival_group")
ENDED = (Participant.State.COMPLETED, Participant.State.ENDED_EARLY)


def object_to(line: Line, before: Known | None, after: Values) -> None:
    """Say at the line what stands against it."""
    if before is None:
        _someone_new(line, after)
    else:
        _someone_known(line, before.values, after)
    _placement(line, before, after)
    _terms(line, after)


def _someone_new(line: Line, after: Values) -> None:
    for name in NEEDED:
        if not after[name]:
            line.refuse(name, _("This is needed for somebody who is new."))
    if bool(after["ended_on"]) != (after["state"] in ENDED):
        line.refuse(
            "ended_on", _("The last day belongs to those who have completed or ended early, and to nobody else.")
        )


def _someone_known(line: Line, before: Values, after: Values) -> None:
    """A state has its steps, with mails and deadlines; a file must not jump over them."""
    for name in ("state", "ended_on"):
        if before[name] != after[name]:
            line.refuse(name, _("Whether somebody serves or has ended is changed at the participant, not by a file."))


def _placement(line: Line, before: Known | None, after: Values) -> None:
    first, last = after["placement_first_on"], after["placement_last_on"]
    lacking = _lacking(after)
    if lacking:
        line.refuse(lacking, _("A placement needs a contracting organisation and a first day."))
    elif last and last < first:
        line.refuse("placement_last_on", _("The last day lies before the first."))
    elif first and before and any(_overlap((first, last), other) for other in before.beside):
        line.refuse("placement_first_on", _("The participant works somewhere else on these days."))


def _lacking(after: Values) -> str:
    """The column at which half a placement shows; empty where it is whole, or none at all."""
    first = after["placement_first_on"]
    if bool(first) != bool(after["employer"]):
        return "placement_first_on"
    said = [name for name in ("placement_last_on", "workplace") if after[name]]
    return said[0] if said and not first else ""


def _terms(line: Line, after: Values) -> None:
    for number in TERMS:
        first, last = after[f"term_{number}_first_on"], after[f"term_{number}_last_on"]
        if bool(first) != bool(last):
            line.refuse(f"term_{number}_first_on", _("A term needs a first day and a last day."))
        elif last < first:
            line.refuse(f"term_{number}_last_on", _("The last day lies before the first."))
    for number in EXCEPTIONAL:
        if bool(after[f"term_{number}_first_on"]) != bool(after[f"term_{number}_exception"]):
            line.refuse(f"term_{number}_exception", _("A fourth or fifth year needs a reasoned statement."))
    for (_one, earlier), (number, later) in combinations(_spans(after), 2):
        if later[0] <= earlier[1]:
            line.refuse(
                f"term_{number}_first_on", _("The terms of a participant never overlap, and follow each other.")
            )
            return


def _spans(after: Values) -> Iterator[tuple[int, Span]]:
    for number in TERMS:
        first, last = after[f"term_{number}_first_on"], after[f"term_{number}_last_on"]
        if first and last:
            yield number, (first, last)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] <= (other[1] or FOR_EVER) and other[0] <= (one[1] or FOR_EVER)
