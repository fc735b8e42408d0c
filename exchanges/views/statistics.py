"""Visits in figures, for those who see every case."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clair_portal.backoffice.exports import ExportColumn, csv_lines, disposition
from clair_portal.directory.visibility import reach
from clair_portal.documents.actions import jobs
from clair_portal.pages.views import ActionPage, Guarded, Page, signed_in
from clair_portal.pages.views.writing import SeeOther
from exchanges.annual import counting, listing, years
from exchanges.annual.work import KIND
from exchanges.annual.years import Year
from exchanges.policy import CASES_VIEW

COLUMNS = (
    ExportColumn(gettext_lazy("Year of the visits"), lambda row: row[0]),
    ExportColumn(gettext_lazy("Counted by"), lambda row: row[1]),
    ExportColumn(gettext_lazy("Group"), lambda row: row[2]),
    ExportColumn(gettext_lazy("Cases"), lambda row: row[3]),
)


class SeesEveryCase(Guarded, abstract=True):
    """Figures of one's own authority alone would say little, and those of others are not for everybody."""

    permission = CASES_VIEW

    def may(self, _obj: Model | None = None) -> bool:
        return reach(self.request.user, self.permission).everywhere

    @cached_property
    def year(self) -> Year:
        found = years.known(self.kwargs["way"], self.kwargs["year"])
        if found is None:
            raise Http404
        return found


class ThisYear(SeesEveryCase):
    """To the fiscal year that runs."""

    permission = CASES_VIEW

    def get(self, _request: HttpRequest) -> HttpResponse:
        return SeeOther(address(years.of_day(timezone.localdate())))


class Statistics(SeesEveryCase, Page):
    """One year as charts, each with its table."""

    permission = CASES_VIEW
    template_name = "exchanges/statistics.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        year = self.year
        told = counting.figures(self.request.user, year)
        # The address's own words come along as strings; ours take their place.
        return super().get_context_data(**{**facts, "year": year, "total": told.total, "breakdowns": told.breakdowns})


class StatisticsFile(SeesEveryCase):
    """The same figures for a spreadsheet."""

    permission = CASES_VIEW

    def get(self, _request: HttpRequest, **_kwargs: Any) -> StreamingHttpResponse:
        rows = counting.table(counting.figures(self.request.user, self.year))
        answer = StreamingHttpResponse(csv_lines(COLUMNS, list(rows)), content_type="text/csv; charset=utf-8")
        name = f"visits-{self.year.way}-{self.year.number}.csv"
        answer["Content-Disposition"] = disposition(name, plain=name)
        return answer


class PrintList(SeesEveryCase, ActionPage):
    """The visits of the year as a PDF; it is made in the background."""

    permission = CASES_VIEW
    template_name = "exchanges/statistics_list.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(**{**facts, "year": self.year, "side": self.side})

    @property
    def side(self) -> str:
        side: str = self.kwargs["side"]
        if side not in listing.SIDES:
            raise Http404
        return side

    def perform(self) -> str:
        year, user = self.year, signed_in(self.request)
        facts = {"way": year.way, "year": year.number, "side": self.side}
        title = _("Visits supported, %(year)s") % {"year": year}
        job = jobs.enqueue(KIND, title=title, parameters=facts, by=user, at=timezone.now())
        return reverse("job", args=[job.uuid])


def address(year: Year) -> str:
    return reverse("exchanges:statistics", args=[year.way, year.number])
