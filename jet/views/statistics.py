"""The programme in figures: what has been published for everybody, what the portal counts for those who may know."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.documents.actions import jobs
from clair_portal.pages.views import PUBLIC, ActionPage, Guarded, Page, signed_in
from jet.actions.days import in_japan
from jet.mapping import names
from jet.models import PublishedFigure
from jet.policy import PARTICIPANTS_VIEW, counts_told
from jet.statistics import printing, sheets, years
from jet.statistics.telling import told
from jet.statistics.work import KIND
from jet.statistics.years import Year


class OfAYear(Guarded, abstract=True):
    """A page of the year in its address, or of the year that runs."""

    @cached_property
    def latest(self) -> Year:
        return years.of_day(in_japan(timezone.now()))

    @cached_property
    def year(self) -> Year:
        found = years.known(self.kwargs.get("year", self.latest.number), self.latest)
        if found is None:
            raise Http404
        return found


class Statistics(OfAYear, Page):
    """One year: what others have published, and strictly apart what the portal counts."""

    permission = PUBLIC
    template_name = "jet/statistics.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        before, after = years.around(self.year, self.latest)
        return super().get_context_data(**{
            **facts, "year": self.year, "before": before, "after": after, "told": told(self.request.user, self.year),
        })  # fmt: skip


class StatisticsFile(OfAYear):
    """Every published figure for a spreadsheet, with the year's counts for those who may know them."""

    permission = PUBLIC

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        figures = PublishedFigure.objects.visible_to(request.user).for_pages().in_order()
        content = sheets.workbook(figures, told(request.user, self.year), names(get_language() or ""))
        answer = HttpResponse(content, content_type=sheets.XLSX)
        answer["Content-Disposition"] = f'attachment; filename="jet-programme-{self.year.number}.xlsx"'
        return answer


class PrintStatistics(OfAYear, ActionPage):
    """The figures as a PDF, made in the background, for those who are told what the portal counts."""

    permission = PARTICIPANTS_VIEW
    template_name = "jet/statistics_print.html"

    def may(self, _obj: Model | None = None) -> bool:
        return bool(counts_told(self.request.user))

    @property
    def side(self) -> str:
        side: str = self.kwargs["side"]
        if side not in printing.SIDES:
            raise Http404
        return side

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(**{**facts, "year": self.year, "side": self.side})

    def perform(self) -> str:
        year, side, user = self.year, self.side, signed_in(self.request)
        title = _("The JET Programme in figures, %(year)s") % {"year": year}
        parameters = {"year": year.number, "side": side}
        job = jobs.enqueue(KIND, title=title, parameters=parameters, by=user, at=timezone.now())
        return reverse("job", args=[job.uuid])
