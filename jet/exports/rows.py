"""The cells of a list of participants, line by line: plain values out of the database, no object for each row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from jet.imports.columns import EXCEPTIONAL, TERMS
from jet.imports.employers import Employers
from jet.imports.knowing import day
from jet.models import LanguageSkill, Placement, Term
from jet.models.participants import ParticipantQuerySet

CHUNK = 2000
ONESELF = (
    "pk", "jet_number", "passport_name", "person__family", "person__given", "person__middle", "person__family_kanji",
    "person__given_kanji", "person__family_kana", "person__given_kana", "nationality", "position",
    "arrival_group__year", "arrival_group__code", "arrival_group__arrives_on", "state", "ended_on", "drives", "teaches",
    "dependants",
)  # fmt: skip
YES, NO = "はい", "いいえ"
NOWHERE = ("", "", "", "", "")
NEVER: tuple[str, ...] = ("", "")

Row = list[str | int]
Several = Mapping[int, Sequence[Any]]


def rows(found: ParticipantQuerySet, reader: Any) -> Iterator[Row]:
    """In the order of `columns.COLUMNS`, of those that are written; so many people at a time are in memory.

    Placements and terms are those that `reader` may know of.
    """
    labels = {pk: employer_cells(label) for pk, label in Employers().labels.items()}
    people = found.order_by("jet_number", "pk").values_list(*ONESELF).iterator(CHUNK)
    while chunk := list(islice(people, CHUNK)):
        keys = [person[0] for person in chunk]
        placements, terms, languages = _placements(keys, reader), _terms(keys, reader), _languages(keys)
        for person in chunk:
            key = person[0]
            placed = _placed(placements.get(key), labels)
            yield _row(person, placed, "; ".join(languages.get(key, ())), terms.get(key, ()))


def employer_cells(label: str) -> tuple[str, str]:
    """Code and name in columns of their own, each checking the other when the file comes back."""
    code, __, name = label.partition(" ")
    is_code = code.isdecimal() and bool(name)
    return code if is_code else "", name if is_code else label


def _row(person: Sequence[Any], placed: Sequence[str], languages: str, terms: Sequence[Any]) -> Row:
    year, code, arrives_on, state, ended_on, drives, teaches, dependants = person[12:]
    return [
        *person[1:12], f"{year} {code}", arrives_on.isoformat(), state, day(ended_on), *placed, languages,
        YES if drives else NO, YES if teaches else NO, dependants, *_served(terms),
    ]  # fmt: skip


def _placements(keys: Sequence[int], reader: Any) -> dict[int, Sequence[Any]]:
    """The newest of each."""
    found = Placement.objects.visible_to(reader).filter(participant__in=keys).in_time_order()
    facts = ("participant_id", "employer_id", "workplace", "first_on", "last_on")
    return {placement[0]: placement for placement in found.values_list(*facts)}


def _placed(placement: Sequence[Any] | None, labels: Mapping[int, tuple[str, str]]) -> Sequence[str]:
    if placement is None:
        return NOWHERE
    _participant, employer, workplace, first_on, last_on = placement
    return (*labels[employer], workplace, first_on.isoformat(), day(last_on))


def _terms(keys: Sequence[int], reader: Any) -> Several:
    found: dict[int, list[Any]] = defaultdict(list)
    facts = ("participant_id", "number", "first_on", "last_on", "exception")
    seen = Term.objects.visible_to(reader).filter(participant__in=keys)
    for participant, *term in seen.by_number().values_list(*facts):
        found[participant].append(term)
    return found


def _served(terms: Sequence[tuple[int, date, date, str]]) -> list[str]:
    cells: dict[int, tuple[str, ...]] = {
        number: (first_on.isoformat(), last_on.isoformat(), *((why,) if number in EXCEPTIONAL else ()))
        for number, first_on, last_on, why in terms
    }
    return [cell for number in TERMS for cell in cells.get(number, ("", "", "") if number in EXCEPTIONAL else NEVER)]


def _languages(keys: Sequence[int]) -> Several:
    found: dict[int, list[str]] = defaultdict(list)
    skills = LanguageSkill.objects.filter(participant__in=keys).order_by("language")
    for participant, language, level in skills.values_list("participant_id", "language", "level"):
        found[participant].append(f"{language} {level}")
    return found
