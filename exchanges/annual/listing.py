"""The visits of a year as a list on paper, in Japanese or English: a draft of the yearly page of activities."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.directory.languages import in_language
from clair_portal.documents import rendering
from clair_portal.pages import times
from exchanges.annual.counting import cases_of
from exchanges.annual.years import Year
from exchanges.models import Delegate, VisitCase

SIDES = {"ja": "ja", "en": "en-gb"}
TEMPLATE = "exchanges/documents/visit_list.html"


def rows_of(user: Any, year: Year) -> list[VisitCase]:
    """The visits of the year with the title of their head, in one statement."""
    head = Delegate.objects.heads().filter(case=OuterRef("pk"))
    titles = {f"head_{code}": Subquery(head.values(f"title_{code}")[:1]) for code in ("ja", "en")}
    found = cases_of(user, year).select_related("authority", "office").annotate(**titles)
    return list(found.defer("authority__search_tokens", "office__search_tokens").order_by("first_on", "pk"))


def pdf(cases: Iterable[VisitCase], year: Year, side: str) -> bytes:
    language = SIDES[side]
    with override(language):
        context = {
            "heading": _("Visits supported, %(year)s") % {"year": year},
            "period": f"{times.day(year.first_on)} – {times.day(year.last_on)}",
            "rows": [_row(case, language) for case in cases],
        }
        return rendering.render(TEMPLATE, context, language=language)


def filename(year: Year, side: str) -> str:
    return f"visits-{year.way}-{year.number}-{side}.pdf"


def _row(case: Any, language: str) -> dict[str, str]:
    titles = (case.head_ja, case.head_en) if language == "ja" else (case.head_en, case.head_ja)
    return {
        "number": case.number,
        "day": times.day(case.first_on) if case.first_on else "",
        "authority": in_language(case.authority, "name", language),
        "head": next(filter(None, titles), ""),
        "title": case.title,
        "where": ", ".join(filter(None, (str(case.country.name), case.city))),
        "state": case.get_state_display(),
    }
