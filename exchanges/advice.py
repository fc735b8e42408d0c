"""What the offices advise before a request is sent: it warns and explains; people decide.

Source: the advice pages of the offices in London, New York, Singapore and Beijing (domain.md §4.1).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from exchanges import working_days

MANY_THEMES = 3
LEAD = timedelta(weeks=8)  # a guess until the office settles it: no rule was found
LONGEST_CHECKED = 60  # days


@dataclass(frozen=True)
class Wish:
    """The facts of a request that the advice is about."""

    kind: str
    country: str
    themes: Sequence[tuple[str, str]]  # title, questions
    first_on: date | None
    last_on: date | None
    asked_on: date
    earlier: Sequence[str] = ()  # similar cases of the last two years, as people call them


@dataclass(frozen=True)
class Advice:
    """One piece of advice: what was seen, and why it matters."""

    code: str
    seen: str | Promise
    why: str | Promise


def on(wish: Wish) -> list[Advice]:
    """Everything the offices would say about this wish, the gravest first."""
    return [*_about_themes(wish), *_about_the_kind(wish), *_about_time(wish), *_about_earlier(wish)]


def _about_themes(wish: Wish) -> Iterator[Advice]:
    if len(wish.themes) > MANY_THEMES:
        yield Advice(
            "too_broad",
            _("There are more than three themes."),
            _("Officers abroad are specialists: many themes need many hosts. Choose the themes that matter most."),
        )
    for title, questions in wish.themes:
        if not questions.strip():
            yield Advice(
                "no_questions",
                _("The theme “%(theme)s” has no questions.") % {"theme": title},
                _("Hosts say yes to few, concrete questions and refuse overviews."),
            )


def _about_the_kind(wish: Wish) -> Iterator[Advice]:
    if wish.kind == "courtesy":
        yield Advice(
            "courtesy_only",
            _("This is a courtesy call."),
            _("Hosts rarely receive visitors for a courtesy call alone. A theme for a two-way talk opens doors."),
        )


def _about_time(wish: Wish) -> Iterator[Advice]:
    if wish.first_on is None:
        return
    if wish.first_on - wish.asked_on < LEAD:
        yield Advice(
            "short_notice",
            _("The visit begins in less than eight weeks."),
            _("Hosts and good interpreters are booked long ahead."),
        )
    for day, country in _holidays(wish):
        yield Advice(
            "holiday",
            _("%(day)s is a public holiday in %(country)s.")
            % {"day": date_format(day), "country": countries.name(country)},
            _("Offices are closed; leave the day free or move the visit."),
        )


def _holidays(wish: Wish) -> list[tuple[date, str]]:
    first, last = wish.first_on, wish.last_on
    if first is None or last is None or last < first:
        return []
    return working_days.holidays_between(
        first, min(last, first + timedelta(days=LONGEST_CHECKED)), dict.fromkeys([wish.country, "JP"])
    )


def _about_earlier(wish: Wish) -> Iterator[Advice]:
    for case in wish.earlier:
        yield Advice(
            "earlier_visit",
            _("A similar visit took place or was asked for: %(case)s.") % {"case": case},
            _("Hosts do not like to answer the same questions twice. Ask that authority for its report first."),
        )
