"""Two people edit one record: whose words stand, field by field, and what is asked when both wrote the same field."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Model
from django.utils.translation import gettext as _

from clair_portal.backoffice import dates
from clair_portal.workflow import DomainError

Facts = dict[str, str]


@dataclass(frozen=True)
class Difference:
    """One field that both people changed."""

    label: str
    stored: str
    typed: str

    def __str__(self) -> str:
        return _("%(field)s: now “%(stored)s”, you wrote “%(typed)s”.") % {
            "field": self.label, "stored": self.stored or _("empty"), "typed": self.typed or _("empty"),
        }  # fmt: skip


class EditConflict(DomainError):
    """The record changed while this person was typing, in fields that they changed too."""

    def __init__(self, differences: list[Difference], *, seen: str, who: str, at: datetime | None) -> None:
        super().__init__()
        self.differences = differences
        self.seen = seen
        self.who = who
        self.at = at

    def sentences(self) -> list[str]:
        """What to show above the form, the last line saying how to go on."""
        return [
            self._headline(),
            *map(str, self.differences),
            _("What you typed is still in the form. Save again to keep it, or change it first."),
        ]

    def _headline(self) -> str:
        who = self.who or _("somebody else")
        if self.at is None:
            return _("Nothing was saved: this record was changed by %(who)s in the meantime.") % {"who": who}
        when = dates.short_moment(self.at)
        return _("Nothing was saved: this record was changed by %(who)s at %(when)s.") % {"who": who, "when": when}


def facts_of(obj: Model, names: Iterable[str]) -> Facts:
    """The stored form of these fields, as text that compares equal exactly when the values do."""
    return {name: _text(obj, name) for name in names}


def seal(obj: Model, facts: Facts) -> str:
    """What the person saw when the form opened, in a hidden field that cannot be forged or moved to another record."""
    return signing.dumps(facts, salt=_salt(obj), compress=True)


def unseal(obj: Model, text: str) -> Facts | None:
    """What `seal` kept; None when it is missing, forged or another record's."""
    try:
        facts: Facts = signing.loads(text, salt=_salt(obj))
    except signing.BadSignature:
        return None
    return facts


def fingerprint(facts: Mapping[str, str]) -> str:
    """A short name for one state of a record: says which conflict a person has already been shown."""
    return hashlib.sha256(repr(sorted(facts.items())).encode()).hexdigest()[:16]


def theirs(seen: Facts, stored: Facts, typed: Facts) -> list[str]:
    """Fields that only the other person changed: their words stand."""
    return [name for name in typed if stored[name] != seen.get(name) and typed[name] == seen.get(name)]


def clashing(seen: Facts, stored: Facts, typed: Facts) -> list[str]:
    """Fields that both changed, to different words: a human being decides."""
    return [
        name for name in typed if typed[name] not in (seen.get(name), stored[name]) and stored[name] != seen.get(name)
    ]


def _salt(obj: Model) -> str:
    return f"backoffice.edit:{obj._meta.label}:{obj.pk}"


def _text(obj: Any, name: str) -> str:
    return str(obj._meta.get_field(name).value_to_string(obj))
