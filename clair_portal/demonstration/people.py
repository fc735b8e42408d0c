"""The demonstration's people: one account per role, and many alumni whose names say that they are examples."""

from collections.abc import Iterator
from datetime import datetime
from itertools import product

from clair_portal.accounts.actions import roles as role_actions
from clair_portal.accounts.actions import sign_ups
from clair_portal.accounts.models import User
from clair_portal.accounts.roles import table
from clair_portal.directory.actions import people
from clair_portal.directory.models import Organisation, Person

# Printed on the console: such accounts exist in demonstrations only.
SHOWN_TO_EVERYBODY = "plainly-for-show-2027"
DOMAIN = "demo.example.org"

GIVEN = (
    "Robin", "Alex", "Kim", "Sam", "Jo", "Chris", "Noor", "Mika", "Luca", "Toni", "Sascha", "Andrea", "Dominique",
    "Jules", "Charlie", "Frankie", "Billie", "Eden", "Quinn", "Rowan",
)  # fmt: skip
FAMILY = (
    ("Example", "", ""), ("Sample", "", ""), ("Muster", "", ""), ("Beispiel", "", ""), ("Probe", "", ""),
    ("Mihon", "見本", "ミホン"), ("Reida", "例田", "レイダ"), ("Tameshi", "試", "タメシ"), ("Placeholder", "", ""),
    ("Specimen", "", ""), ("Model", "", ""), ("Pattern", "", ""), ("Instance", "", ""), ("Trial", "", ""),
)  # fmt: skip
LANGUAGES = ("en-gb", "de", "ja", "en-gb", "de")


def accounts(organisations: dict[str, Organisation], *, at: datetime) -> dict[str, User]:
    """One account for every role of the table; a scoped role is held for an organisation of the demonstration."""
    return {key: _account(key, organisations, at=at) for key in table()}


def _account(key: str, organisations: dict[str, Organisation], *, at: datetime) -> User:
    user = User.objects.filter(email=address(key)).select_related("person").first()
    if user is not None:
        return user
    user = sign_ups.admit(address(key), family="Example", given=_spoken(key), password=SHOWN_TO_EVERYBODY, at=at)
    organisation = _home_of(key, organisations) if table()[key].scoped else None
    role_actions.give(user, key, organisation=organisation, by=None, at=at)
    return user


def address(key: str) -> str:
    return f"{key}@{DOMAIN}"


def _spoken(key: str) -> str:
    return key.replace("_", " ").title()


def _home_of(key: str, organisations: dict[str, Organisation]) -> Organisation:
    """A chapter's officer serves a chapter; everybody else of a scoped role the first fitting organisation."""
    if key in organisations:
        return organisations[key]
    return organisations["JETAA Germany"] if key.startswith(("chapter", "country")) else organisations["London"]


def alumni(number: int, *, at: datetime) -> list[Person]:
    """So many synthetic people, the same at every load."""
    wanted = list(zip(range(number), _names(), strict=False))
    known = {person.email: person for person in Person.objects.filter(email__in=[_mailbox(n) for n, _name in wanted])}
    return [known.get(_mailbox(n)) or _person(n, *name, at=at) for n, name in wanted]


def _names() -> Iterator[tuple[str, tuple[str, str, str]]]:
    return ((given, family) for family, given in product(FAMILY, GIVEN))


def _mailbox(number: int) -> str:
    return f"alumnus{number:03}@{DOMAIN}"


def _person(number: int, given: str, family: tuple[str, str, str], *, at: datetime) -> Person:
    latin, kanji, kana = family
    return people.create(
        family=latin, given=given, family_kanji=kanji, family_kana=kana, email=_mailbox(number),
        email_verified_at=at, language=LANGUAGES[number % len(LANGUAGES)], by=None, at=at,
    )  # fmt: skip
