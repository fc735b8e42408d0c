"""The demonstration's interpreters: three synthetic people, one of whom has said yes and one of whom is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clair_portal.accounts.models import User
from clair_portal.demonstration.people import DOMAIN
from clair_portal.directory.actions import people
from clair_portal.directory.models import Person
from exchanges.actions import interpreters, offers
from exchanges.actions.offers import Wish
from exchanges.models import Assignment, Interpreter, LanguagePair, Meeting

WISH = Wish(mode="consecutive", pairs=("en>ja", "ja>en"))


@dataclass(frozen=True)
class DemonstrationInterpreter:
    """One interpreter; the first of them is the person of the demonstration's account."""

    given: str
    city: str
    pairs: tuple[str, ...]
    modes: tuple[str, ...]
    rates: tuple[int, int, int]
    currency: str = "GBP"
    subjects: str = ""


ROSTER = (
    DemonstrationInterpreter(
        "Interpreter", "Leeds", ("en>ja", "ja>en"), ("consecutive", "whispered"), (6000, 22000, 40000),
        subjects="Elderly care\nLocal government",
    ),
    DemonstrationInterpreter(
        "Mika", "London", ("en>ja", "ja>en"), ("consecutive", "simultaneous"), (7500, 28000, 52000),
        subjects="Transport\nFinance",
    ),
    DemonstrationInterpreter(
        "Toni", "Düsseldorf", ("de>ja", "ja>de"), ("consecutive",), (7000, 26000, 48000), "EUR", "Trade fairs\nSake",
    ),
)  # fmt: skip


def load(meetings: Iterable[Meeting], *, account: User, by: User, at: datetime) -> int:
    """Write the interpreters that are missing; the first meeting has an interpreter, the second is on offer."""
    before = Interpreter.objects.count()
    roster = [_found_or_written(one, account, at=at) for one in ROSTER]
    written = Interpreter.objects.count() - before
    agreed = [one for one in meetings if one.state == Meeting.State.CONFIRMED and one.starts_at and one.starts_at > at]
    if not Assignment.objects.filter(interpreter__in=roster).exists():
        _ask(agreed, roster, by=by, at=at)
    return written


def _ask(agreed: list[Meeting], roster: list[Interpreter], *, by: User, at: datetime) -> None:
    for number, meeting in enumerate(agreed[:2]):
        to = roster[:1] if number == 0 else roster[1::-1]
        rows = offers.offer(meeting, to=to, wish=WISH, by=by, at=at)
        if number == 0:
            offers.accept(rows[0], by=None, at=at)


def _found_or_written(one: DemonstrationInterpreter, account: User, *, at: datetime) -> Interpreter:
    person = account.person if one is ROSTER[0] else None
    person = person or Person.objects.filter(email=_mailbox(one)).first() or _person(one, at=at)
    return Interpreter.objects.filter(person=person).first() or _written(one, person, at=at)


def _person(one: DemonstrationInterpreter, *, at: datetime) -> Person:
    return people.create(
        family="Example", given=one.given, email=_mailbox(one), email_verified_at=at, language="en-gb", by=None, at=at
    )  # fmt: skip


def _written(one: DemonstrationInterpreter, person: Person, *, at: datetime) -> Interpreter:
    hour, half_day, day = one.rates
    entry = Interpreter(
        person=person, city=one.city, modes=list(one.modes), subjects=one.subjects, currency=one.currency,
        hour_rate=hour, half_day_rate=half_day, day_rate=day,
    )  # fmt: skip
    interpreters.add(entry, by=None, at=at)
    for source, _to, target in (pair.partition(">") for pair in one.pairs):
        interpreters.add_pair(LanguagePair(interpreter=entry, source=source, target=target, level="conference"))
    return entry


def _mailbox(one: DemonstrationInterpreter) -> str:
    return f"interpreter.{one.given.lower()}@{DOMAIN}"
