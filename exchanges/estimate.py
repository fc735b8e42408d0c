"""What the interpreting of a visit may cost, for the authority before it asks; an estimate, never an offer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from exchanges import interpreting, rule_table, working_days
from exchanges.interpreting import Need, Rates
from exchanges.models import Interpreter, Meeting, VisitCase
from exchanges.models.interpreters import Mode

CLOCKS = (time(10), time(14))  # of a usual day: one meeting before lunch and one after it
MINUTES = 90
LONGEST_DAYS = 31
ZONE = ZoneInfo("Europe/London")
SPOKEN = {"DE": "de", "AT": "de", "NL": "nl", "DK": "da", "SE": "sv", "NO": "nb", "FI": "fi"}


@dataclass(frozen=True)
class Estimate:
    """From the cheapest to the dearest of those who could do it; `days` of work, one team."""

    days: int
    team: int
    lowest: str
    highest: str
    by_meetings: bool


def of_case(case: VisitCase) -> Estimate | None:
    """None when nobody interprets, no dates are named, or the roster has nobody for the country."""
    if VisitCase.Support.INTERPRETING not in case.support:
        return None
    meetings = [one for one in case.meetings.live() if one.needs_interpreter and one.starts_at]
    needs = [_need(one) for one in meetings] or _usual(case)
    rates = _rates(case)
    if not needs or not rates:
        return None
    currency = max(rates, key=lambda known: len(rates[known]))
    return _summed(needs, rates[currency], currency, by_meetings=bool(meetings))


def _summed(needs: list[Need], rates: list[Rates], currency: str, *, by_meetings: bool) -> Estimate:
    terms = rule_table.terms()
    previews = [interpreting.preview(needs, one, terms) for one in rates]
    totals = sorted(sum(day.cost for day in days) for days in previews)
    return Estimate(
        days=len(previews[0]), team=max(day.team for day in previews[0]), by_meetings=by_meetings,
        lowest=interpreting.money(totals[0], currency), highest=interpreting.money(totals[-1], currency),
    )  # fmt: skip


def _need(meeting: Meeting) -> Need:
    return Need(meeting.starts_at or meeting.created_at, meeting.minutes, Mode.CONSECUTIVE.value, meeting.zone)


def _usual(case: VisitCase) -> list[Need]:
    """Two meetings on every day that is worked in the country."""
    if not case.first_on or not case.last_on or (case.last_on - case.first_on).days >= LONGEST_DAYS:
        return []
    days = working_days.between(case.first_on, case.last_on)
    worked = [day for day in days if working_days.works(day, str(case.country))]
    return [
        Need(datetime.combine(day, clock, tzinfo=ZONE), MINUTES, Mode.CONSECUTIVE.value)
        for day in worked for clock in CLOCKS
    ]  # fmt: skip


def _rates(case: VisitCase) -> dict[str, list[Rates]]:
    """What those take who interpret between Japanese and the language of the country, by currency."""
    language = SPOKEN.get(str(case.country), "en")
    able = Interpreter.objects.able([f"{language}>ja", f"ja>{language}"], Mode.CONSECUTIVE)
    return _by_currency(able or Interpreter.objects.able(["en>ja", "ja>en"], Mode.CONSECUTIVE))


def _by_currency(roster: Iterable[Interpreter]) -> dict[str, list[Rates]]:
    found: dict[str, list[Rates]] = defaultdict(list)
    for one in roster:
        found[one.currency].append(Rates(one.hour_rate, one.half_day_rate, one.day_rate, one.overtime_rate))
    return found
