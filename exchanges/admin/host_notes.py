"""The memory of hosts on the staff site: its lines, and the promises that somebody has still to keep."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import tag
from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.work import Tone
from clair_portal.pages.forms import Careful
from clair_portal.pages.views import signed_in
from exchanges.actions import host_notes
from exchanges.models import HostNote
from exchanges.models.host_notes import HostNoteQuerySet
from exchanges.policy import HOSTS_EDIT, HOSTS_VIEW


class HostNoteForm(Careful, PortalModelForm):
    """One line; today unless another day is named."""

    class Meta:
        model = HostNote
        fields = ("host", "kind", "happened_on", "text", "case", "meeting", "due_on", "kept_on")
        widgets = {"text": forms.Textarea({"rows": 3})}
        help_texts = {
            "due_on": _("Only for a promise: it stands on the start page until it is kept."),
            "kept_on": _("Only for a promise."),
        }


class OpenPromises(DropdownFilter):
    """What is promised and not kept."""

    title = _("promises")
    parameter_name = "promises"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("open", _("open promises"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=HostNote.Kind.PROMISE, kept_on=None) if self.value() == "open" else queryset


@admin.register(HostNote)
class HostNoteAdmin(PortalModelAdmin):
    """The lines of all hosts, the newest first; one host's own stand on its history page."""

    view_permission = HOSTS_VIEW
    add_permission = change_permission = HOSTS_EDIT
    form = HostNoteForm
    moves = (
        StateButton(
            name="keep", label=_("The promise is kept"), action=host_notes.keep, permission=HOSTS_EDIT,
            possible=lambda note: note.is_open_promise, done=_("The promise is noted as kept today."),
        ),
    )  # fmt: skip
    list_display = ("happened_on", "host", "kind", "text", "promise", "noted_by")
    list_filter = (OpenPromises, "kind", "host", "case")
    list_select_related = ("host__organisation", "noted_by__person")
    search_fields = ("text", "host__organisation__name_en", "host__organisation__name_ja")
    ordering = ("-happened_on", "-pk")
    sortable_by = ("happened_on",)
    readonly_fields = ("noted_by",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HostNote]:
        return cast("HostNoteQuerySet", super().get_queryset(request)).for_pages()

    def get_fields(self, request: HttpRequest, obj: HostNote | None = None) -> Any:
        return (*HostNoteForm.Meta.fields, *(["noted_by"] if obj else []))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"happened_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def save_action(self, request: HttpRequest, obj: HostNote, form: Any, change: bool) -> HostNote:
        if not change:
            return host_notes.add(form.instance, by=signed_in(request), at=timezone.now())
        return host_notes.edit(obj, changes=form.changes_to(obj), by=signed_in(request), at=timezone.now())

    @admin.display(description=_("promise"))
    def promise(self, obj: HostNote) -> Any:
        if obj.kind != HostNote.Kind.PROMISE:
            return ""
        late = obj.is_overdue(timezone.localdate())
        return tag(_("open"), Tone.LATE if late else Tone.WAITING) if obj.is_open_promise else tag(_("kept"), Tone.GOOD)
