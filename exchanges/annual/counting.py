"""Cases of a year, counted by PostgreSQL: one grouped statement for each question, however many cases there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, DateField, F, Min, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Lower, Trim
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from exchanges.annual.groups import LEAD_TIMES, RANKS, RESULTS, rank_of
from exchanges.annual.years import Year
from exchanges.models import CaseTransition, Delegate, Theme, VisitCase

THEMES_AT_MOST = 15
State = VisitCase.State


@dataclass(frozen=True)
class Breakdown:
    """The cases of a year by one property: label and number, in the order of the chart."""

    key: str
    title: str
    rows: list[tuple[str, int]]
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """Everything that is told about a year."""

    year: Year
    total: int
    breakdowns: list[Breakdown]


def cases_of(user: Any, year: Year) -> QuerySet[VisitCase]:
    """The cases that were sent, by the first day of the visit."""
    days = (year.first_on, year.last_on)
    return VisitCase.objects.visible_to(user).exclude(state=State.DRAFT).filter(first_on__range=days)


def figures(user: Any, year: Year) -> Figures:
    """All breakdowns of the year. What was declined or called off counts, and stands under results."""
    cases = cases_of(user, year)
    by_result = _by_result(cases)
    total = sum(number for _label, number in by_result.rows)
    others = [_by_kind, _by_prefecture, _by_country, _by_theme, _by_rank, _by_lead_time]
    return Figures(year, total, [by_result, *(count(cases) for count in others)] if total else [])


def _by_result(cases: QuerySet[VisitCase]) -> Breakdown:
    whens = [When(state__in=states, then=Value(key)) for key, _label, states in RESULTS]
    found = _grouped(cases.annotate(told=Case(*whens, output_field=CharField())))
    return Breakdown("result", _("By result"), _in_order(found, ((key, str(label)) for key, label, _s in RESULTS)))


def _by_kind(cases: QuerySet[VisitCase]) -> Breakdown:
    found = _grouped(cases.annotate(told=F("kind")))
    labels = [(value, str(label)) for value, label in VisitCase.Kind.choices]
    return Breakdown("kind", _("By kind of visit"), _largest(_in_order(found, labels)))


def _by_prefecture(cases: QuerySet[VisitCase]) -> Breakdown:
    name = "name_kanji" if (get_language() or "").startswith("ja") else "name_romaji"
    prefecture = Coalesce(f"authority__authority__prefecture__{name}", f"authority__authority__{name}", Value(""))
    found = _grouped(cases.annotate(told=prefecture))
    rows = [(name or _("no local authority"), number) for name, number in found.items()]
    return Breakdown("prefecture", _("By prefecture"), _largest(rows))


def _by_country(cases: QuerySet[VisitCase]) -> Breakdown:
    found = _grouped(cases.annotate(told=F("country")))
    return Breakdown("country", _("By country"), _largest((countries.name(code), n) for code, n in found.items()))


def _by_theme(cases: QuerySet[VisitCase]) -> Breakdown:
    """Free words: the same ones in another case or with blanks around them are one theme."""
    themes = Theme.objects.filter(case__in=cases).annotate(same=Lower(Trim("title"))).values("same")
    counted = themes.annotate(name=Min("title"), number=Count("case", distinct=True)).order_by("-number", "same")
    rows = [(row["name"].strip(), row["number"]) for row in counted[:THEMES_AT_MOST]]
    note = _("The %(count)d most frequent ones; a visit may have several.") % {"count": THEMES_AT_MOST}
    return Breakdown("theme", _("By theme"), rows, note)


def _by_rank(cases: QuerySet[VisitCase]) -> Breakdown:
    """Who leads the delegation, told from the title in either language."""
    heads = Delegate.objects.heads().filter(case__in=cases)
    found = _grouped(heads.annotate(told=rank_of()))
    rows = _in_order(found, ((key, str(label)) for key, label, _ja, _en in RANKS))
    note = _("Delegations whose head is named; the rank is told from the title.")
    return Breakdown("rank", _("By rank of the head of the party"), rows, note)


def _by_lead_time(cases: QuerySet[VisitCase]) -> Breakdown:
    """From the first sounding-out to the first day."""
    asked = CaseTransition.objects.filter(subject__in=cases, to_state=State.ENQUIRY).values("subject")
    first = asked.annotate(first=Min("at")).filter(subject=OuterRef("pk"))
    known = cases.annotate(asked_on=Cast(Subquery(first.values("first")), DateField()))
    span = F("first_on") - F("asked_on")
    whens = [When(lead__lt=timedelta(days=days), then=Value(key)) for key, _label, days in LEAD_TIMES if days]
    group = Case(When(asked_on=None, then=Value("unknown")), *whens, default=Value("longest"), output_field=CharField())
    found = _grouped(known.annotate(lead=span).annotate(told=group))
    labels = ((key, str(label)) for key, label, _days in LEAD_TIMES)
    return Breakdown("lead_time", _("By time from the first question to the visit"), _in_order(found, labels))


def _grouped(rows: QuerySet[Any]) -> dict[str, int]:
    """Group → number, in one statement."""
    counted = rows.values("told").annotate(number=Count("pk")).order_by("told")
    return {row["told"]: row["number"] for row in counted}


def _in_order(found: dict[str, int], labels: Iterable[tuple[str, str]]) -> list[tuple[str, int]]:
    """Rows as the office lists them, without those that nothing belongs to."""
    return [(label, found[key]) for key, label in labels if found.get(key)]


def _largest(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def table(told: Figures) -> Iterator[tuple[str, str, str, int]]:
    """One row for each bar, for a file: year, question, answer, number."""
    for breakdown in told.breakdowns:
        yield from ((str(told.year), breakdown.title, label, number) for label, number in breakdown.rows)
