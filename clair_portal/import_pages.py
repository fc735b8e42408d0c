"""The pages of imports: send a file, look at what it would change, say yes, take it back; at the root."""

from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.forms import PortalForm
from clair_portal.pages.views import SIGNED_IN, ActionPage, FormPage, Guarded, ListPage, OneObject, signed_in
from clair_portal.spreadsheets.actions import import_runs
from clair_portal.spreadsheets.adaptors import Adaptor, adaptor_of, kinds_open_to
from clair_portal.spreadsheets.findings import Finding, said
from clair_portal.spreadsheets.limits import LARGE
from clair_portal.spreadsheets.models import ImportRow, ImportRun
from clair_portal.spreadsheets.models.runs import ImportRunQuerySet
from clair_portal.spreadsheets.reporting import report

YES, NO = _("yes"), _("no")


class Importers(Guarded, abstract=True):
    """For whoever may import anything at all."""

    @cached_property
    def kinds(self) -> list[str]:
        return kinds_open_to(self.request.user)

    def may(self, obj: Any = None) -> bool:
        return super().may(obj) and bool(self.kinds)


class ImportList(Importers, ListPage):
    """The imports so far, and the way to another."""

    permission = SIGNED_IN
    template_name = "spreadsheets/imports.html"
    sorts: ClassVar = {"": ("-created_at",)}

    def rows(self) -> Any:
        return ImportRun.objects.visible_to(self.request.user).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        kinds = [(kind, adaptor_of(kind).title) for kind in self.kinds]
        return super().get_context_data(kinds=kinds, **facts)


class FileForm(PortalForm):
    """The list, as a workbook or as CSV."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file, up to 50 MB. First you see what would change."),
        widget=forms.FileInput({"accept": ".xlsx,.xlsm,.csv,.txt"}),
        allow_empty_file=True,  # the check says so with all the rest
    )

    def clean_file(self) -> Any:
        """Too large a file is not even kept."""
        file = self.cleaned_data["file"]
        if file.size > LARGE.size:
            raise ValidationError(_("The file is larger than 50 MB. Remove pictures and sheets that are not needed."))
        return file


class NewImport(Importers, FormPage):
    """Sends a file; nothing is changed by that."""

    permission = SIGNED_IN
    form_class = FileForm
    template_name = "spreadsheets/new_import.html"

    def admit(self) -> None:
        super().admit()
        if self.kwargs["kind"] not in self.kinds:
            raise Http404

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(adaptor=adaptor_of(self.kwargs["kind"]), **facts)

    def perform(self, form: FileForm) -> str:
        file = form.cleaned_data["file"]
        by, at = signed_in(self.request), timezone.now()
        return _page(import_runs.begin(self.kwargs["kind"], file.name, file.read(), by=by, at=at))


class OfARun(OneObject, abstract=True):
    """A page of one import; of kinds that one may not import oneself, none is found."""

    model = ImportRun
    lookup = "uuid"

    def visible(self) -> Any:
        return cast("ImportRunQuerySet", super().visible()).for_pages()


class OutcomeForm(PortalForm):
    """Which lines are shown."""

    outcome = forms.ChoiceField(choices=[("", _("all")), *ImportRow.Outcome.choices], required=False)


@dataclass(frozen=True)
class Change:
    """One column of a row, before and after."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Said:
    """A fault or a remark in words."""

    cell: str
    label: str
    value: str
    reason: str


@dataclass(frozen=True)
class Shown:
    """A row of an import as the page shows it."""

    row: ImportRow
    changes: list[Change]
    faults: list[Said]
    remarks: list[Said]


class RunPage(OfARun, ListPage):
    """What the check has found, row by row, and what has become of it."""

    permission = SIGNED_IN
    template_name = "spreadsheets/import.html"
    filter_form = OutcomeForm
    page_size = 50

    def rows(self) -> Any:
        return ImportRow.objects.visible_to(self.request.user).of_run(self.object).worth_showing()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        facts = super().get_context_data(**facts)
        adaptor = adaptor_of(self.object.kind)
        return {
            **facts,
            "run": self.object,
            "title": adaptor.title,
            "refusal": said(self.object.refusal) if self.object.refusal else "",
            "shown": [_shown(row, adaptor) for row in facts["page"]],
            "earlier": ImportRun.objects.visible_to(self.request.user).of_the_same_file(self.object).first(),
        }


def _shown(row: ImportRow, adaptor: Adaptor) -> Shown:
    labels = {column.name: column.label() for column in adaptor.columns}
    changes = [Change(labels[name], _plainly(old), _plainly(new)) for name, old, new in row.differences()]
    kept = [row.kept_because] if row.kept_because else []
    return Shown(row, changes, _said(row.faults, labels), _said([*row.remarks, *kept], labels))


def _said(found: list[Finding], labels: dict[str, str]) -> list[Said]:
    return [Said(one["cell"], labels.get(one["column"], ""), one["value"], said(one)) for one in found]


def _plainly(value: Any) -> Any:
    return (YES if value else NO) if isinstance(value, bool) else value


class RowsFile(OfARun):
    """The same as a CSV file, with every fault in English and Japanese."""

    permission = SIGNED_IN

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        file = report(self.object)
        named = content_disposition_header(as_attachment=True, filename=file.filename)
        headers = {"Content-Disposition": named or "attachment", "Cache-Control": "private, no-store"}
        return HttpResponse(file.content, content_type=file.content_type, headers=headers)


class ConfirmRun(OfARun, ActionPage):
    """Yes: every row that was shown as new or changed is taken over, or none."""

    permission = SIGNED_IN
    template_name = "spreadsheets/import_confirm.html"

    def done(self) -> str | None:
        run = self.object
        return None if run.may_be_confirmed and not run.is_being_worked_on else _page(run)

    def perform(self) -> str:
        return _page(import_runs.ask_to_confirm(self.object, by=signed_in(self.request), at=timezone.now()))


class UndoRun(OfARun, ActionPage):
    """Everything as it was before, but for what was changed since."""

    permission = SIGNED_IN
    template_name = "spreadsheets/import_undo.html"

    def done(self) -> str | None:
        run = self.object
        return None if run.state == ImportRun.State.CONFIRMED and not run.is_being_worked_on else _page(run)

    def perform(self) -> str:
        return _page(import_runs.ask_to_undo(self.object, by=signed_in(self.request), at=timezone.now()))


def _page(run: ImportRun) -> str:
    return reverse("import_run", args=[run.uuid])
