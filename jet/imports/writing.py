"""Writes what an import changes, in bulk: names, facts, placements, languages, terms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from clair_portal.directory.actions.history import written
from clair_portal.directory.actions.people import describe
from clair_portal.directory.models import Person
from clair_portal.spreadsheets.adaptors import Values
from jet.imports.columns import FACTS, KEY, NAMES, TERMS
from jet.imports.knowing import chosen, with_all
from jet.models import ArrivalGroup, LanguageSkill, Participant, ParticipantTransition, Placement, Term

Change = tuple[Values, Values]
WRITTEN_BY_FILES = (Placement, Term, LanguageSkill, ParticipantTransition)


@dataclass
class Writer:
    """One chunk on its way into the database."""

    employers: Mapping[str, int]
    groups: Mapping[str, ArrivalGroup]
    by: Any  # the user; the directory's actions know them as a row only
    at: datetime
    new: dict[type[models.Model], list[Any]] = field(default_factory=dict)

    def change(self, rows: Sequence[Change]) -> None:
        """Only what differs is written; a term or placement that is not there any more goes."""
        after_of = {after[KEY]: (before, after) for before, after in rows}
        found = with_all(Participant.objects.filter(jet_number__in=after_of)).order_by("pk")
        pairs = [(participant, *after_of[participant.jet_number]) for participant in found]
        with written(self.by, self.at):
            self._change_people([(one, after) for one, before, after in pairs if _differs(before, after, NAMES)])
            self._change_facts([(one, after) for one, _before, after in pairs])
        self._change_placements(pairs)
        self._change_skills([(one, after) for one, before, after in pairs if _differs(before, after, ["languages"])])
        self._change_terms([(one, after) for one, _before, after in pairs])
        self._flush()

    def _add(self, *rows: models.Model | None) -> None:
        for row in rows:
            if row is not None:
                self.new.setdefault(type(row), []).append(row)

    def _flush(self) -> None:
        for model, rows in self.new.items():
            model._default_manager.bulk_create(rows)
        self.new = {}

    def _change_people(self, pairs: Sequence[tuple[Participant, Values]]) -> None:
        people = [one.person for one, _after in pairs]
        for person, (_one, after) in zip(people, pairs, strict=True):
            describe(person, {name: after[name] for name in NAMES})
            person.version += 1  # whoever edits the person right now is told so
        Person.objects.bulk_update(people, [*NAMES, "latin_order", "search_tokens", "version"])

    def _change_facts(self, pairs: Sequence[tuple[Participant, Values]]) -> None:
        changed = []
        for one, after in pairs:
            new = {name: after[name] for name in FACTS} | {"arrival_group": self.groups[after["arrival_group"]]}
            if any(getattr(one, name) != value for name, value in new.items()):
                for name, value in new.items():
                    setattr(one, name, value)
                changed.append(one)
        Participant.objects.bulk_update(changed, [*FACTS, "arrival_group"])

    def _change_placements(self, pairs: Sequence[tuple[Participant, Values, Values]]) -> None:
        gone, changed = [], []
        for one, before, after in pairs:
            wanted = placement_of(after, self.employers, one)
            there = _placement_meant(one, before)
            if there and (wanted is None or wanted.first_on != there.first_on):
                gone.extend([there] if not after["placement_first_on"] else [])
                there = None
            if there and wanted:
                there.employer_id, there.workplace, there.last_on = wanted.employer_id, wanted.workplace, wanted.last_on
                changed.append(there)
            elif wanted:
                self._add(wanted)
        Placement.objects.filter(pk__in=[one.pk for one in gone]).delete()
        Placement.objects.bulk_update(changed, ["employer_id", "workplace", "last_on"])

    def _change_skills(self, pairs: Sequence[tuple[Participant, Values]]) -> None:
        gone, changed = [], []
        for one, after in pairs:
            wanted = skills_of(after, one)
            for skill in one.languages.all():
                new = wanted.pop(skill.language, None)
                if new is None:
                    gone.append(skill.pk)
                elif new.level != skill.level:
                    skill.level = new.level
                    changed.append(skill)
            self._add(*wanted.values())
        LanguageSkill.objects.filter(pk__in=gone).delete()
        LanguageSkill.objects.bulk_update(changed, ["level"])

    def _change_terms(self, pairs: Sequence[tuple[Participant, Values]]) -> None:
        gone: list[int] = []
        moved: list[list[tuple[Term, Term]]] = []
        for one, after in pairs:
            wanted, there = terms_of(after, one), {term.number: term for term in one.terms.all()}
            gone.extend(there[number].pk for number in there.keys() - wanted.keys())
            self._add(*(wanted[number] for number in wanted.keys() - there.keys()))
            moved.append([(there[number], wanted[number]) for number in sorted(there.keys() & wanted.keys())])
        Term.objects.filter(pk__in=gone).delete()
        for step in in_steps(moved):
            Term.objects.bulk_update(step, ["first_on", "last_on", "exception"])


def in_steps(moved: Iterable[Sequence[tuple[Term, Term]]]) -> Iterator[list[Term]]:
    """Terms in such an order that none is moved onto days which another has not left yet."""
    left = [list(pairs) for pairs in moved]
    while any(left):
        step = []
        for pairs in left:
            if pairs:
                pair = next((pair for pair in pairs if _is_free(pair, pairs)), pairs[0])
                pairs.remove(pair)
                step.extend(_moved(*pair))
        if step:
            yield step


def _is_free(pair: tuple[Term, Term], pairs: Iterable[tuple[Term, Term]]) -> bool:
    new = pair[1]
    others = [old for old, _new in pairs if old is not pair[0]]
    return not any(old.first_on <= new.last_on and new.first_on <= old.last_on for old in others)


def _moved(old: Term, new: Term) -> list[Term]:
    wanted = (new.first_on, new.last_on, new.exception)
    if (old.first_on, old.last_on, old.exception) == wanted:
        return []
    old.first_on, old.last_on, old.exception = wanted
    return [old]


def placement_of(row: Values, employers: Mapping[str, int], participant: Participant) -> Placement | None:
    first_on = as_day(row["placement_first_on"])
    if first_on is None:
        return None
    return Placement(
        participant=participant, employer_id=employers[row["employer"]], workplace=row["workplace"],
        first_on=first_on, last_on=as_day(row["placement_last_on"]),
    )  # fmt: skip


def terms_of(row: Values, participant: Participant) -> dict[int, Term]:
    found = {}
    for number in TERMS:
        first_on, last_on = as_day(row[f"term_{number}_first_on"]), as_day(row[f"term_{number}_last_on"])
        if first_on and last_on:
            why = row.get(f"term_{number}_exception", "")
            found[number] = Term(
                participant=participant, number=number, first_on=first_on, last_on=last_on, exception=why
            )
    return found


def skills_of(row: Values, participant: Participant) -> dict[str, LanguageSkill]:
    pairs = [one.split(" ") for one in row["languages"].split("; ") if one]
    return {code: LanguageSkill(participant=participant, language=code, level=level) for code, level in pairs}


def as_day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _placement_meant(one: Participant, before: Values) -> Placement | None:
    first_on = before["placement_first_on"]
    return chosen(list(one.placements.all()), first_on) if first_on else None


def _differs(before: Values, after: Values, names: Iterable[str]) -> bool:
    return any(before[name] != after[name] for name in names)
