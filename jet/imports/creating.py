"""Writes new people in bulk: with what the search needs, their participation, and all that hangs on it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from clair_portal.directory.actions.history import written
from clair_portal.directory.actions.people import describe
from clair_portal.directory.models import Person
from clair_portal.spreadsheets.adaptors import Values
from clair_portal.workflow import bulk
from jet.imports.columns import EXCEPTIONAL, FACTS, KEY, NAMES, TERMS
from jet.models import ArrivalGroup, LanguageSkill, Participant, ParticipantTransition, Placement, Term

Row = dict[str, Any]


def create(
    rows: Sequence[Values], employers: Mapping[str, int], groups: Mapping[str, ArrivalGroup], *, by: Any, at: datetime
) -> None:
    """People first, then what hangs on them; the states in which their lives begin are logged."""
    people, numbers = bulk.keys(Person, len(rows)), bulk.keys(Participant, len(rows))
    known = list(zip(numbers, rows, strict=True))
    with written(by, at):
        bulk.insert(Person, [_person(key, row, at) for key, row in zip(people, rows, strict=True)])
        bulk.insert(
            Participant,
            [_participant(key, person, row, groups, at) for (key, row), person in zip(known, people, strict=True)],
        )
    moves = [{"subject_id": key, "from_state": "", "to_state": row["state"], "by_id": by.pk, "at": at}
             for key, row in known]  # fmt: skip
    bulk.insert(ParticipantTransition, moves)
    bulk.insert(Placement, [_placement(key, row, employers) for key, row in known if row["placement_first_on"]])
    bulk.insert(Term, [term for key, row in known for term in _terms(key, row)])
    bulk.insert(LanguageSkill, [skill for key, row in known for skill in _skills(key, row)])


def _person(key: int, row: Values, at: datetime) -> Row:
    person = Person(pk=key, created_at=at)
    describe(person, {name: row[name] for name in NAMES})
    return {name: value for name, value in vars(person).items() if name != "_state"}


def _participant(key: int, person: int, row: Values, groups: Mapping[str, ArrivalGroup], at: datetime) -> Row:
    return {
        "id": key, "person_id": person, "jet_number": row[KEY], "arrival_group_id": groups[row["arrival_group"]].pk,
        "state": row["state"], "ended_on": row["ended_on"] or None, "created_at": at,
        **{name: row[name] for name in FACTS},
    }  # fmt: skip


def _placement(participant: int, row: Values, employers: Mapping[str, int]) -> Row:
    return {
        "participant_id": participant, "employer_id": employers[row["employer"]], "workplace": row["workplace"],
        "first_on": row["placement_first_on"], "last_on": row["placement_last_on"] or None,
    }  # fmt: skip


def _terms(participant: int, row: Values) -> Iterator[Row]:
    for number in TERMS:
        first_on, last_on = row[f"term_{number}_first_on"], row[f"term_{number}_last_on"]
        if first_on and last_on:
            why = row[f"term_{number}_exception"] if number in EXCEPTIONAL else ""
            yield {
                "participant_id": participant, "number": number, "first_on": first_on, "last_on": last_on,
                "exception": why,
            }  # fmt: skip


def _skills(participant: int, row: Values) -> Iterator[Row]:
    for one in filter(None, row["languages"].split("; ")):
        language, level = one.split(" ")
        yield {"participant_id": participant, "language": language, "level": level}
