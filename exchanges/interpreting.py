"""The rules of the interpreters' associations as one table, and what follows: team, pauses, warnings, fees.

Team sizes and the longest day are the planner's own table, so that a plan and an offer never disagree.
Sources, as collected in the office's notes (features 4.11): AIIC Canada and AICE for teams, pauses and days,
APIC for cancellations. The office's own contracts come before all of them: `rule_table` reads the table that the
office keeps on the staff site, which begins with these figures, and hands it in as `terms`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from exchanges.planner.problem import RULES, Mode, ModeRule

HOUR, HALF_DAY, DAY = 60, 240, 420
WITHOUT_COINS = frozenset({"JPY", "ISK"})


# Notice given, in order from the longest; below it so many hundredths of the fee are owed. APIC.
CANCELLATION: Sequence[tuple[timedelta, int]] = ((timedelta(days=7), 50), (timedelta(hours=48), 100))


@dataclass(frozen=True)
class Terms:
    """How one mode is worked and paid beside the planner's `ModeRule`: minutes until a pause, minutes always paid."""

    rule: ModeRule
    pause_after: int | None
    least_paid: int
    cancellation: Sequence[tuple[timedelta, int]] = CANCELLATION

    @property
    def alone(self) -> int:
        """How long one person may interpret without a colleague."""
        return next((up_to for up_to, people in self.rule.teams if people == 1), 0)


# pause: AICE; whispering is held to the rules of simultaneous work, the harder ones. Two hours are the usual minimum.
TERMS: Mapping[str, Terms] = {
    Mode.CONSECUTIVE.value: Terms(RULES[Mode.CONSECUTIVE], pause_after=90, least_paid=2 * HOUR),
    Mode.WHISPERED.value: Terms(RULES[Mode.WHISPERED], pause_after=None, least_paid=2 * HOUR),
    Mode.SIMULTANEOUS.value: Terms(RULES[Mode.SIMULTANEOUS], pause_after=None, least_paid=HALF_DAY),
}

# Shown beside the row of the office's own table that begins with these figures.
SOURCES: Mapping[str, str] = {
    Mode.CONSECUTIVE.value: "AICE (pause, day), AIIC Canada (team), APIC (cancellation)",
    Mode.WHISPERED.value: "AIIC Canada, as for simultaneous work; APIC (cancellation)",
    Mode.SIMULTANEOUS.value: "AIIC Canada (team, day), APIC (cancellation)",
}


@dataclass(frozen=True)
class Rates:
    """What an interpreter takes, in the smallest coin; without a half day or day, the hour counts."""

    hour: int
    half_day: int | None = None
    day: int | None = None
    overtime: int | None = None


@dataclass(frozen=True)
class Need:
    """One meeting to be interpreted."""

    starts_at: datetime
    minutes: int
    mode: str
    zone: str = "Europe/London"

    @property
    def on(self) -> date:
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class DayCost:
    """What one day of meetings takes: so many people, present for so many minutes, for so much."""

    on: date
    team: int
    minutes: int
    cost: int
    warnings: tuple[str, ...]


def team_size(mode: str, minutes: int, terms: Mapping[str, Terms] = TERMS) -> int:
    """How many interpreters a meeting of that length takes; beyond the table, as many as its last row.

    Simultaneous: one up to 40 minutes, two up to 4 hours, three up to 6 (AIIC Canada).
    Consecutive: one, two on a long day (AICE, AIIC Canada); the planner's table draws the line.
    """
    rule = terms[mode].rule
    return rule.team(minutes) or rule.teams[-1][1]


def pauses(mode: str, minutes: int, terms: Mapping[str, Terms] = TERMS) -> int:
    """How many pauses belong into a meeting of that length: consecutive, one every 90 minutes (AICE)."""
    every = terms[mode].pause_after
    return (minutes - 1) // every if every and minutes else 0


def warnings(
    mode: str, minutes: int, *, team: int, worked: int = 0, terms: Mapping[str, Terms] = TERMS
) -> Iterator[str]:
    """What the associations would say about `team` people at a meeting, `worked` minutes into their day.

    They warn; the office decides. Longest day: consecutive 7 hours (AICE), simultaneous 6 (AIIC Canada).
    """
    needed, longest = team_size(mode, minutes, terms), terms[mode].rule.longest_day
    if team < needed:
        yield _("%(minutes)d minutes of this take a team of %(team)d interpreters.") % {
            "minutes": minutes, "team": needed,
        }  # fmt: skip
    if pauses(mode, minutes, terms):
        yield _("Plan a pause every %(minutes)d minutes.") % {"minutes": terms[mode].pause_after}
    if worked + minutes > longest:
        hours = longest // HOUR
        yield _("The day is too long: one interpreter works %(hours)d hours a day at most.") % {"hours": hours}


def fee(rates: Rates, mode: str, minutes: int, terms: Mapping[str, Terms] = TERMS) -> int:
    """What one interpreter costs for that presence: the cheapest of hours, half day, day; beyond a day, overtime.

    Hours are counted in full, never fewer than the mode's minimum. Half a day is up to 4 hours, a day up to 7.
    """
    paid = max(minutes, terms[mode].least_paid)
    ways = [_hours(min(paid, DAY)) * rates.hour]
    if rates.half_day is not None and paid <= HALF_DAY:
        ways.append(rates.half_day)
    if rates.day is not None:
        ways.append(rates.day)
    over = rates.hour if rates.overtime is None else rates.overtime
    return min(ways) + _hours(max(paid - DAY, 0)) * over


def cancellation_fee(
    fee: int, *, starts_at: datetime, at: datetime, steps: Sequence[tuple[timedelta, int]] = CANCELLATION
) -> int:
    """What is owed when called off at that moment: nothing before 7 days, half until 48 hours, then all (APIC).

    Exactly 7 days and exactly 48 hours before are still the gentler step's; half a coin is rounded up.
    """
    notice = starts_at - at
    percent = max((step for before, step in steps if notice < before), default=0)
    return -(-fee * percent // 100)


def preview(needs: Iterable[Need], rates: Rates, terms: Mapping[str, Terms] = TERMS) -> list[DayCost]:
    """What the interpreting of a set of meetings will cost, a day at a time.

    A team is engaged from its first meeting of a day to its last; the hardest meeting decides its size and its mode.
    """
    in_order = sorted(needs, key=lambda need: need.starts_at)
    return [_of_day(on, list(found), rates, terms) for on, found in groupby(in_order, key=lambda need: need.on)]


def money(amount: int, currency: str) -> str:
    """1,250.00 GBP · 1.250,00 EUR, as the active language writes it; yen have no smaller coin."""
    places = 0 if currency in WITHOUT_COINS else 2
    return f"{number_format(amount / 10**places, places, use_l10n=True, force_grouping=True)} {currency}"


def _of_day(on: date, needs: list[Need], rates: Rates, terms: Mapping[str, Terms]) -> DayCost:
    hardest = max(needs, key=lambda need: (team_size(need.mode, need.minutes, terms), need.minutes))
    team = team_size(hardest.mode, hardest.minutes, terms)
    present = int((max(need.ends_at for need in needs) - needs[0].starts_at).total_seconds()) // 60
    cost = team * fee(rates, hardest.mode, present, terms)
    return DayCost(on, team, present, cost, tuple(dict.fromkeys(_said_of_day(needs, team, terms))))


def _said_of_day(needs: list[Need], team: int, terms: Mapping[str, Terms]) -> Iterator[str]:
    worked = 0
    for need in needs:
        yield from warnings(need.mode, need.minutes, team=team, worked=worked, terms=terms)
        worked += need.minutes


def _hours(minutes: int) -> int:
    """Hours begun."""
    return -(-minutes // HOUR)
