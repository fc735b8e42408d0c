"""The report of a visit (復命書), begun by the portal: for the authority and the office, once the visit is over."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from exchanges.afterwards import report, report_files
from exchanges.models.thanks import AFTERWARDS
from exchanges.policy import CASES_STEER, CASES_VIEW
from exchanges.views.cases import AboutCase


class ReportFile(AboutCase):
    """A PDF to read, or a Word file to write on. Internal notes stand only in the office's own."""

    permission = CASES_VIEW

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        case, side, ending = self.object, self.kwargs["side"], self.kwargs["ending"]
        if case.state not in AFTERWARDS or side not in report.LANGUAGES:
            raise Http404
        of_the_office = self.request.user.has_perm(CASES_STEER, case)
        told = report.of_case(case, side, at=timezone.now(), with_notes=of_the_office)
        is_word = ending == "docx"
        content = report_files.docx(told, case) if is_word else report_files.pdf(told, case)
        answer = HttpResponse(content, content_type=report_files.WORD if is_word else "application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{report_files.filename(case, side, ending)}"'
        answer["Cache-Control"] = "private, no-store"
        return answer
