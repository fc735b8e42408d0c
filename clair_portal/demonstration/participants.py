"""The demonstration's participants: sixty synthetic people over five years, moved along with the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from clair_portal.accounts.models import User
from clair_portal.demonstration import employers
from clair_portal.demonstration.people import DOMAIN, FAMILY, GIVEN
from clair_portal.directory.actions.people import Facts
from clair_portal.directory.models import Person
from jet.actions import participants, placements, terms
from jet.actions.days import JAPAN
from jet.models import ArrivalGroup, ContractingOrganisation, Participant, Placement, Term
from jet.models.placements import USUAL_TERMS

State, Position = Participant.State, Participant.Position
DAY, INVITED_BEFORE, LEAVES_AFTER = timedelta(days=1), timedelta(days=110), timedelta(days=200)
COUNTRIES = ("GB", "IE", "GB", "DE", "GB", "FR", "US", "GB", "CA", "AU")
LEVELS = ("N5", "N4", "N3", "N2", "N1")
EXCEPTION = "The school asks for another year, and the participant agrees (demonstration)."
EXTRA = 100  # the number of the first of those who come on top of the ten a year
SCHOOLS = ("North Junior High School", "West High School", "International Relations Section")


@dataclass(frozen=True)
class Life:
    """What becomes of one of the ten people whom each year brings."""

    stays: int = 1  # terms
    position: str = Position.ALT
    is_transferred: bool = False
    ends_early: bool = False
    withdraws: bool = False


LIVES = {
    "A": (Life(3), Life(1), Life(2), Life(5, is_transferred=True), Life(2, Position.CIR)),
    "B": (Life(1), Life(2), Life(3, ends_early=True), Life(4, Position.SEA), Life(withdraws=True)),
}


@dataclass(frozen=True)
class Plan:
    """Who somebody is; all of it follows from group and number, so that every load finds the same people."""

    group: ArrivalGroup
    number: int

    @property
    def life(self) -> Life:
        lives = LIVES[self.group.code]
        return lives[self.number] if self.number < len(lives) else Life()

    @property
    def place(self) -> int:
        """Among the ten of a year."""
        return self.number + (len(LIVES["A"]) if self.group.code == "B" else 0)

    @property
    def jet_number(self) -> str:
        return f"{self.group.year}{9_000_001 + self.place}"

    @property
    def name(self) -> tuple[str, tuple[str, str, str]]:
        key = self.group.year * 10 + self.place
        return GIVEN[key % len(GIVEN)], FAMILY[key // len(GIVEN) % len(FAMILY)]


@dataclass(frozen=True)
class Cast:
    """Whose accounts are among them, and who enters everybody."""

    serves: User
    is_back: User
    enters: User


def load(cast: Cast, *, at: datetime) -> int:
    """Write the people that are missing, and let everybody live on until today; says how many are new."""
    groups, bodies = employers.groups(at.date()), employers.bodies()
    plans = [Plan(group, number) for group in groups for number in range(len(LIVES[group.code]))]
    numbers = [plan.jet_number for plan in plans]
    rows = Participant.objects.filter(jet_number__in=numbers).select_related("arrival_group")
    known = {one.jet_number: one for one in rows}
    own = _people_of_accounts(cast, groups)
    for plan in plans:
        one = known.get(plan.jet_number) or _enrolled(plan, own.get(plan.jet_number), by=cast.enters)
        _live_on(one, plan, bodies, by=cast.enters, today=at.date())
    return len(plans) - len(known)


def candidates(group: ArrivalGroup, count: int, *, by: User) -> list[Participant]:
    """Everybody of the group who waits for a place, and so many more."""
    for place in range(EXTRA, EXTRA + count):
        _enrolled(Plan(group, place), None, by=by)
    waiting = Participant.objects.filter(arrival_group=group, state=State.EXPECTED)
    return list(waiting.order_by("jet_number"))


def _people_of_accounts(cast: Cast, groups: Sequence[ArrivalGroup]) -> dict[str, Person]:
    """The first of last year serves, the second of three years ago is back; nobody of them comes a second time."""
    found = ((Plan(groups[-4], 0), cast.serves.person), (Plan(groups[-8], 1), cast.is_back.person))
    people = {plan.jet_number: person for plan, person in found if person is not None}
    again = set(Participant.objects.filter(person__in=people.values()).values_list("person_id", flat=True))
    return {number: person for number, person in people.items() if person.pk not in again}


def _enrolled(plan: Plan, person: Person | None, *, by: User) -> Participant:
    """Invited in spring; whoever is expected waits for the allocation."""
    given, (family, kanji, kana) = plan.name
    own_given, own_family = (person.given, person.family) if person else (given, family)
    one = Participant(
        jet_number=plan.jet_number, passport_name=f"{own_given} {own_family}".upper(), position=plan.life.position,
        nationality=COUNTRIES[plan.place % len(COUNTRIES)], arrival_group=plan.group, drives=plan.place % 2 == 0,
        teaches=plan.place % 3 == 0,
    )  # fmt: skip
    facts: Facts = {
        "family": family, "given": given, "family_kanji": kanji, "family_kana": kana,
        "email": f"jet{plan.jet_number}@{DOMAIN}", "language": "en-gb",
    }  # fmt: skip
    languages = {"ja": LEVELS[(plan.group.year + plan.place) % len(LEVELS)]}
    invited = _noon(plan.group.arrives_on - INVITED_BEFORE)
    return participants.enrol(one, person=person or facts, by=by, at=invited, languages=languages)


def _live_on(
    one: Participant, plan: Plan, bodies: Sequence[ContractingOrganisation], *, by: User, today: date
) -> None:  # fmt: skip
    """Arrival, terms and the end, as far as the calendar has come."""
    if one.state == State.EXPECTED and plan.group.arrives_on < today:
        _arrive(one, plan, bodies, by=by)
    while one.state == State.SERVING:
        last = one.terms.by_number().last()
        if last is None or not _goes_on(last, one, plan, bodies, by=by, today=today):
            return


def _arrive(one: Participant, plan: Plan, bodies: Sequence[ContractingOrganisation], *, by: User) -> None:
    on = plan.group.arrives_on
    if plan.life.withdraws:
        participants.withdraw(one, by=by, at=_noon(on - timedelta(days=30)), reason="Found work at home.")
        return
    if not one.placements.exists():
        employer, school = bodies[plan.place % len(bodies)], SCHOOLS[plan.place % len(SCHOOLS)]
        Placement.objects.create(participant=one, employer=employer, workplace=school, first_on=on + DAY)
    participants.arrive(one, on=on, by=by, at=_noon(on))


def _goes_on(
    last: Term, one: Participant, plan: Plan, bodies: Sequence[ContractingOrganisation], *, by: User, today: date
) -> bool:  # fmt: skip
    """The next thing that happens to somebody who serves; False if nothing has until today."""
    if plan.life.ends_early and last.first_on + LEAVES_AFTER < today:
        on = last.first_on + LEAVES_AFTER
        participants.end_early(one, on=on, by=by, at=_noon(on), reason="Returns to the family.")
    elif last.last_on >= today:
        return False
    elif last.number >= plan.life.stays:
        participants.complete(one, by=by, at=_noon(last.last_on + DAY))
    else:
        _renew(last, plan, bodies, by=by)
    return True


def _renew(last: Term, plan: Plan, bodies: Sequence[ContractingOrganisation], *, by: User) -> None:
    at, exception = _noon(last.last_on), EXCEPTION if last.number >= USUAL_TERMS else ""
    following = terms.renew(last, by=by, at=at, exception=exception)
    placement = last.participant.placements.in_time_order().last()
    if plan.life.is_transferred and last.number == 1 and placement is not None:
        to = bodies[(plan.place + 1) % len(bodies)]
        placements.transfer(placement, to=to, on=following.first_on, workplace=SCHOOLS[0], by=by, at=at)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=JAPAN)
