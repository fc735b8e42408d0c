"""The figures of a year on paper, in Japanese or English."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.documents import rendering
from jet.statistics.telling import Breakdown, told
from jet.statistics.years import Year

SIDES = {"ja": "ja", "en": "en-gb"}
TEMPLATE = "jet/documents/statistics.html"
LENGTH = 200  # of the longest bar


def pdf(user: Any, year: Year, side: str) -> bytes:
    """What this reader may know of the year, with a chart in each table."""
    language = SIDES[side]
    with override(language):
        found = told(user, year)
        context = {
            "heading": _("The JET Programme in figures, %(year)s") % {"year": year},
            "told": found,
            "charts": [{"title": one.title, "note": one.note, "bars": bars(one)} for one in found.breakdowns],
        }
        return rendering.render(TEMPLATE, context, language=language)


def bars(breakdown: Breakdown) -> list[tuple[str, int, int]]:
    """Name, figure and the length of the bar."""
    most = max((number for _name, number in breakdown.rows), default=0) or 1
    return [(name, number, round(LENGTH * number / most)) for name, number in breakdown.rows]


def filename(year: Year, side: str) -> str:
    return f"jet-programme-{year.number}-{side}.pdf"
