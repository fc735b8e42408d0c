"""Lists as files: CSV that Excel opens with the right letters and without running what is in it."""

import csv
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from unfold.admin import ModelAdmin

from clair_portal.backoffice.guarding import holds
from clair_portal.backoffice.lists import filtered_rows
from clair_portal.spreadsheets.writing import harmless

log = logging.getLogger(__name__)

BOM = "\ufeff"  # tells Excel that the letters are UTF-8
CHUNK = 2000


@dataclass(frozen=True)
class ExportColumn:
    """One column of a file: its heading, and how a row fills it (no queries: use `export_rows` to prepare)."""

    label: str | Promise
    value: Callable[[Any], Any]


class _Echo:
    """A file that hands back what is written, so that the answer can stream."""

    def write(self, text: str) -> str:
        return text


class ExportsList(ModelAdmin):
    """Offers the list, as filtered and searched in the address, as a CSV file."""

    export_columns: ClassVar[tuple[ExportColumn, ...]] = ()
    export_permission: ClassVar[str | None] = None

    def export_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Joins and prefetches that the columns need."""
        return rows

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name=self._export_route()), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The list of this address, every page of it."""
        if not holds(request, self.export_permission):
            raise PermissionDenied
        rows = filtered_rows(self, request)
        if rows is None:
            return redirect(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist")
        log.info("export list=%s user=%s filter=%r", self.opts.label, request.user.pk, request.GET.urlencode())
        return self._answer(self.export_rows(rows))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        link = {"export_url": self._export_url(request)} if holds(request, self.export_permission) else {}
        return super().changelist_view(request, {**link, **(extra_context or {})})

    def _answer(self, rows: QuerySet[Any]) -> HttpResponseBase:
        answer = StreamingHttpResponse(csv_lines(self.export_columns, rows.iterator(CHUNK)), content_type="text/csv")
        name = f"{self.opts.verbose_name_plural} {timezone.localdate().isoformat()}.csv"
        answer["Content-Disposition"] = disposition(name, plain=f"{self.opts.model_name}.csv")
        return answer

    def _export_url(self, request: HttpRequest) -> str:
        url = reverse(f"{self.admin_site.name}:{self._export_route()}")
        return f"{url}?{request.GET.urlencode()}" if request.GET else url

    def _export_route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_export"


def csv_lines(columns: Iterable[ExportColumn], rows: Iterable[Any]) -> Iterator[str]:
    """A CSV file line by line, heading first, every text made harmless."""
    columns = tuple(columns)
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([harmless(str(column.label)) for column in columns])
    for row in rows:
        yield writer.writerow([harmless(column.value(row)) for column in columns])


def disposition(name: str, *, plain: str) -> str:
    """The file's name for every browser: the full one, and an ASCII one for those that know no other."""
    stem = slugify(name.removesuffix(".csv"))
    ascii_name = f"{stem}.csv" if stem and any(letter.isalpha() for letter in stem) else plain
    full = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return full if "filename*" not in full else f'attachment; filename="{ascii_name}"; {full.split("; ", 1)[1]}'
