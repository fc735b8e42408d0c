"""A register of the programme since 1987 as one sheet: synthetic people in the proportions that were published.

The proportions come from the yearly table and the tables by country and position that the statistics page quotes; how
long people stay is chosen so that 64,000 people come to about 150,000 terms.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from clair_portal.demonstration.dice import Dice
from clair_portal.demonstration.people import FAMILY, GIVEN

FIRST_YEAR, SEED = 1987, 2027
NUMBERED_SINCE = 2000  # JET numbers begin with 20: whoever came before was given one later
DAY = timedelta(days=1)
APRIL, JULY, AUGUST = "S", "A", "B"
GROUPS = {APRIL: (4, 8), JULY: (7, 26), AUGUST: (8, 2)}
SHARES = ((JULY, 47), (AUGUST, 45), (APRIL, 8))
# How many came in a year; between the years that are known the line is straight.
ARRIVED = {1987: 848, 1990: 1200, 1997: 2500, 2002: 2800, 2007: 2186, 2010: 1660, 2016: 1946, 2019: 2091, 2020: 40,
           2021: 700, 2022: 2100}  # fmt: skip
# Country, weight, share of coordinators, and the year of its first participants.
COUNTRIES = (
    ("US", 52.0, 0.05, 1987), ("GB", 11.0, 0.04, 1987), ("CA", 12.0, 0.04, 1988), ("AU", 6.5, 0.06, 1987),
    ("NZ", 5.0, 0.05, 1987), ("IE", 2.4, 0.05, 1988), ("ZA", 2.2, 0.0, 1997), ("CN", 1.7, 0.97, 1992),
    ("KR", 1.3, 0.96, 1993), ("JM", 1.0, 0.0, 2000), ("SG", 0.8, 0.1, 2000), ("PH", 0.7, 0.05, 2014),
    ("TT", 0.5, 0.0, 2005), ("DE", 0.5, 0.85, 1989), ("FR", 0.5, 0.8, 1989), ("BR", 0.4, 0.95, 1996),
    ("RU", 0.3, 0.7, 1994), ("VN", 0.2, 0.95, 2010), ("FI", 0.1, 0.5, 2000), ("NL", 0.1, 0.4, 2000),
)  # fmt: skip
SPEAKS = {"CN": "zh", "KR": "ko", "DE": "de", "FR": "fr", "BR": "pt", "RU": "ru", "VN": "vi", "FI": "fi", "NL": "nl"}
STAYS = ((1, 24.0), (2, 29.0), (3, 27.0), (4, 10.0), (5, 10.0))
MOST_WITHOUT_A_REASON, ARRIVAL_TO_AUGUST = 3, 4
REASON = "学校と本人の双方が希望するため（見本）"
LEVELS = ("N5", "N4", "N3", "N2")
WITHDRAWS, ENDS_EARLY, SPORT = 0.01, 0.03, 0.002
SPORT_SINCE, UNTIL_AUGUST = 1994, 2  # the year of the first sports advisers; the number of the long term
HEADINGS = (
    "JET番号", "パスポート氏名", "姓", "名", "ミドルネーム", "姓(漢字)", "姓(カナ)", "国籍", "職種", "来日グループ",
    "状態", "終了日", "団体コード", "任用団体", "配置先", "配置開始日", "配置終了日", "言語", "運転免許", "教員免許",
    "帯同家族数",
    "第1期開始日", "第1期終了日", "第2期開始日", "第2期終了日", "第3期開始日", "第3期終了日",
    "第4期開始日", "第4期終了日", "第4期理由", "第5期開始日", "第5期終了日", "第5期理由",
)  # fmt: skip

Employer = tuple[str, str]  # code and name
Span = tuple[date, date]


def group_days(today: date) -> dict[tuple[int, str], date]:
    """Every arrival group from the first year to the one that comes next."""
    years = range(FIRST_YEAR, _coming(today) + 1)
    return {(year, code): date(year, *days) for year in years for code, days in GROUPS.items()}


def _coming(today: date) -> int:
    return today.year + (today > date(today.year, *GROUPS[AUGUST]))


def lines(count: int, employers: Sequence[Employer], *, today: date, seed: int = SEED) -> Iterator[list[str]]:
    """So many people in the order of their arrival, one to a line, in the columns of HEADINGS."""
    years = range(FIRST_YEAR, _coming(today) + 1)
    sums = list(accumulate(_arrived(year) for year in years))
    for number in range(count):
        year = years[bisect_right(sums, (number + 0.5) / count * sums[-1])]
        yield _line(Life(Dice(seed, number), year, today), employers)


def _arrived(year: int) -> float:
    known = sorted(ARRIVED)
    later = next((one for one in known if one >= year), known[-1])
    earlier = max((one for one in known if one <= year), default=known[0])
    if later <= earlier:
        return ARRIVED[earlier]
    return ARRIVED[earlier] + (ARRIVED[later] - ARRIVED[earlier]) * (year - earlier) / (later - earlier)


@dataclass(frozen=True)
class Life:
    """What somebody is and does, until today."""

    dice: Dice
    year: int
    today: date

    @cached_property
    def group(self) -> str:
        return self.dice.by_weight("group", SHARES)

    @cached_property
    def arrives_on(self) -> date:
        return date(self.year, *GROUPS[self.group])

    @cached_property
    def country(self) -> tuple[str, float]:
        """The country, and how many of its people are coordinators."""
        open_to = [((code, cir), weight) for code, weight, cir, since in COUNTRIES if since <= self.year]
        return self.dice.by_weight("country", open_to)

    @cached_property
    def position(self) -> str:
        if self.year >= SPORT_SINCE and self.dice.happens("sport", SPORT):
            return "SEA"
        return "CIR" if self.dice.happens("position", self.country[1]) else "ALT"

    @cached_property
    def terms(self) -> list[Span]:
        """Those that have begun; the last of somebody who leaves early ends on that day."""
        if self.arrives_on >= self.today or self.withdraws:
            return []
        planned = list(_terms(self.arrives_on, self.dice.by_weight("stays", STAYS)))
        begun = [span for span in planned if span[0] <= self.today]
        if self.dice.happens("early", ENDS_EARLY):
            first, last = begun[-1]
            leaves = first + (last - first) * self.dice.share("leaves")
            return [*begun[:-1], (first, leaves)] if leaves < self.today else begun
        return begun

    @property
    def withdraws(self) -> bool:
        return self.dice.happens("withdraws", WITHDRAWS)

    @cached_property
    def state(self) -> str:
        """In the words of the sheet."""
        if not self.terms:
            return "辞退" if self.withdraws else "来日予定"
        if self.terms[-1][1] >= self.today:
            return "在職中"
        return "中途退職" if self.dice.happens("early", ENDS_EARLY) else "満了"

    @property
    def is_over(self) -> bool:
        return self.state in {"満了", "中途退職"}


def _terms(arrives_on: date, stays: int) -> Iterator[Span]:
    """A year each from the day after the arrival; the second of those who came in April runs until August."""
    first = arrives_on + DAY
    for number in range(1, stays + 1):
        months = ARRIVAL_TO_AUGUST if arrives_on.month == GROUPS[APRIL][0] and number == UNTIL_AUGUST else 0
        after = date(first.year + 1, first.month + months, first.day)
        yield first, after - DAY
        first = after


def _line(life: Life, employers: Sequence[Employer]) -> list[str]:
    return [*_oneself(life), *_placed(life, employers), *_able(life), *_served(life)]


def _oneself(life: Life) -> list[str]:
    """Every middle name says that nobody of them lives."""
    given = life.dice.one_of("given", GIVEN)
    family, kanji, kana = life.dice.one_of("family", FAMILY)
    family = f"{family} {life.dice.number % 997}" if not kanji else family
    passport = f"{family} {given} EXAMPLE".upper()
    number = f"{max(life.year, NUMBERED_SINCE)}{5_000_000 + life.dice.number}"
    ended = life.terms[-1][1].isoformat() if life.is_over else ""
    return [
        number, passport, family, given, "Example", kanji, kana, life.country[0], life.position,
        f"{life.year} {life.group}", life.state, ended,
    ]  # fmt: skip


def _placed(life: Life, employers: Sequence[Employer]) -> list[str]:
    if not life.terms:
        return [""] * 5
    code, name = life.dice.one_of("employer", employers)
    school = f"{name}立第{1 + int(5 * life.dice.share('school'))}中学校" if life.position == "ALT" else "国際交流課"
    last = life.terms[-1][1].isoformat() if life.is_over else ""
    return [code, name, school, life.terms[0][0].isoformat(), last]


def _able(life: Life) -> list[str]:
    country = life.country[0]
    level = "N1" if life.position == "CIR" else life.dice.one_of("japanese", LEVELS)
    own = SPEAKS.get(country, "en")
    more = "; en C1" if own != "en" else ""
    family = life.dice.by_weight("dependants", (("0", 90.0), ("1", 7.0), ("2", 2.0), ("3", 1.0)))
    return [f"ja {level}; {own} native{more}", _yes(life, "drives", 0.6), _yes(life, "teaches", 0.25), family]


def _yes(life: Life, question: str, chance: float) -> str:
    return "はい" if life.dice.happens(question, chance) else "いいえ"


def _served(life: Life) -> Iterator[str]:
    for number in range(1, len(STAYS) + 1):
        span = life.terms[number - 1] if number <= len(life.terms) else None
        yield from (day.isoformat() for day in span) if span else ("", "")
        if number > MOST_WITHOUT_A_REASON:
            yield REASON if span else ""
