"""What may happen to a person's record: creation, editing, a new name."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import models, transaction

from clair_portal.directory import names
from clair_portal.directory.actions.history import written
from clair_portal.directory.models import FormerName, Person
from clair_portal.search import tokens
from clair_portal.search.normalise import katakana
from clair_portal.workflow import Outdated

NAME_FIELDS = ("family", "given", "middle", "family_kanji", "given_kanji", "family_kana", "given_kana")


class NewName(TypedDict, total=False):
    """A name in three scripts; what is left out becomes empty."""

    family: str
    given: str
    middle: str
    family_kanji: str
    given_kanji: str
    family_kana: str
    given_kana: str


class Facts(NewName, total=False):
    """What may be said about a person."""

    preferred: str
    email: str
    email_verified_at: datetime | None
    language: str


@transaction.atomic
def create(*, by: models.Model | None, at: datetime, **facts: Unpack[Facts]) -> Person:
    """Enter a person into the directory."""
    person = Person(created_at=at)
    describe(person, dict(facts))
    with written(by, at):
        person.save(force_insert=True)
    return person


@transaction.atomic
def edit(person: Person, *, by: models.Model | None, at: datetime, version: int, **facts: Unpack[Facts]) -> Person:
    """Correct facts. A name that was right once is changed by `rename`, which keeps the old one.

    `version` is the one that the editor saw. Another address is an unverified one unless its proof comes with it.
    """
    changes: dict[str, Any] = dict(facts)
    if changes.get("email", person.email).lower() != person.email.lower():
        changes.setdefault("email_verified_at", None)
    with written(by, at):
        _replace(person, version, changes)
    return person


@transaction.atomic
def rename(
    person: Person,
    *,
    by: models.Model | None,
    at: datetime,
    version: int,
    until_on: date | None = None,
    **new: Unpack[NewName],
) -> Person:
    """Give a person a new name; the old one is kept as a former name, searchable only for those who may."""
    old = {field: getattr(person, field) for field in NAME_FIELDS}
    with written(by, at):
        _replace(person, version, {**dict.fromkeys(NAME_FIELDS, ""), **new})
        FormerName.objects.create(person=person, until_on=until_on, **old)
        keep_former_tokens(person)
    return person


def keep_former_tokens(person: Person) -> None:
    """Let the search know the person's former names as they are now in the database."""
    texts = [text for name in person.former_names.all() for text in names.in_every_script(name)]
    person.former_tokens = tokens.of(*texts)
    Person.objects.filter(pk=person.pk).update(former_tokens=person.former_tokens)


def _replace(person: Person, version: int, changes: dict[str, Any]) -> None:
    """Write by compare-and-set: whoever edits what somebody else has changed meanwhile is told so."""
    if person.version != version:
        raise Outdated
    describe(person, changes)
    columns = {*changes, "latin_order", "search_tokens"}
    values = {column: getattr(person, column) for column in columns}
    if Person.objects.filter(pk=person.pk, version=version).update(**values, version=version + 1) != 1:
        raise Outdated
    person.version = version + 1


def describe(person: Person, facts: dict[str, Any]) -> None:
    """Fill in facts, and what is computed from them; whoever writes many people in bulk calls this for each."""
    for field, value in facts.items():
        setattr(person, field, katakana(value) if field.endswith("_kana") else value)
    person.latin_order = names.latin_order(person)
    person.search_tokens = tokens.of(*names.in_every_script(person, person.preferred))
