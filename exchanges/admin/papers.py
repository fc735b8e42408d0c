"""The papers of interpreters on the staff site: filed once, fetched as downloads, never shown to anybody else."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.guarding import holds
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.documents.results import ResultFile
from clair_portal.pages.forms import Careful
from clair_portal.pages.views import signed_in
from exchanges.actions import roster
from exchanges.models import InterpreterPaper
from exchanges.models.roster import InterpreterPaperQuerySet
from exchanges.policy import INTERPRETERS_EDIT, INTERPRETERS_VIEW

LARGEST = 10 * 1024 * 1024
# What the file begins with decides what it is; its name and what the browser says do not.
KNOWN = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
LOCKED_IN = {
    "Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}  # fmt: skip


class PaperForm(Careful, PortalModelForm):
    """What it is, of whom, until when; and the file."""

    upload = forms.FileField(label=_("File"), help_text=_("PDF, JPEG or PNG, 10 MB at most."))

    class Meta:
        model = InterpreterPaper
        fields = ("interpreter", "kind", "title", "valid_until_on")

    def clean_upload(self) -> UploadedFile:
        """Refuse what is too large, or is something else than it says."""
        upload = cast("UploadedFile", self.cleaned_data["upload"])
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        if not _type_of(upload):
            raise forms.ValidationError(_("Only PDF, JPEG and PNG files are kept."))
        return upload


@admin.register(InterpreterPaper)
class InterpreterPaperAdmin(PortalModelAdmin):
    """Contracts, agreements of confidentiality, invoices, certificates: the newest first."""

    view_permission = INTERPRETERS_VIEW
    add_permission = INTERPRETERS_EDIT
    form = PaperForm
    list_display = ("interpreter", "kind", "title", "valid_until_on", "download", "added_at", "added_by")
    list_filter = ("kind", "interpreter")
    list_select_related = ("interpreter__person", "file", "added_by__person")
    search_fields = ("title", "interpreter__person__family", "interpreter__person__given")
    ordering = ("-added_at", "-pk")
    sortable_by = ("added_at",)
    readonly_fields = ("download", "added_at", "added_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterpreterPaper]:
        return cast("InterpreterPaperQuerySet", super().get_queryset(request)).for_pages()

    def get_fields(self, request: HttpRequest, obj: InterpreterPaper | None = None) -> Any:
        return (*PaperForm.Meta.fields, *(self.readonly_fields if obj else ("upload",)))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:paper_id>/file/", view, name="exchanges_interpreterpaper_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, paper_id: int) -> FileResponse:
        """The paper itself, as a download and nothing else."""
        if not holds(request, INTERPRETERS_VIEW):
            raise PermissionDenied
        file = get_object_or_404(self.get_queryset(request), pk=paper_id).file
        try:
            content = default_storage.open(file.stored_as)
        except FileNotFoundError as gone:
            raise Http404 from gone
        return FileResponse(
            content, as_attachment=True, filename=file.filename, content_type=file.content_type, headers=LOCKED_IN
        )

    def save_action(self, request: HttpRequest, obj: InterpreterPaper, form: Any, change: bool) -> InterpreterPaper:
        upload = form.cleaned_data["upload"]
        content = ResultFile(upload.name, upload, _type_of(upload))
        return roster.file_paper(form.instance, content, by=signed_in(request), at=timezone.now())

    @admin.display(description=_("file"))
    def download(self, obj: InterpreterPaper) -> SafeString:
        address = reverse("admin:exchanges_interpreterpaper_file", args=[obj.pk])
        return format_html('<a class="link" href="{}">{}</a>', address, obj.file.filename)


def _type_of(upload: UploadedFile) -> str:
    upload.seek(0)
    beginning = upload.read(8)
    upload.seek(0)
    return next((kind for mark, kind in KNOWN.items() if beginning.startswith(mark)), "")
