"""Who is coming: the list of an event, its export, and taking somebody off it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.exports import ExportColumn, ExportsList
from clair_portal.backoffice.model_admin import ReadOnly
from clair_portal.backoffice.work import Tone
from events.actions import registrations
from events.models import Registration
from events.policy import REGISTRATIONS_EDIT, REGISTRATIONS_EXPORT, REGISTRATIONS_VIEW

TONES: Mapping[str, Tone] = {Registration.State.CONFIRMED: Tone.GOOD, Registration.State.CANCELLED_BY_EVENT: Tone.LATE}


@admin.register(Registration)
class RegistrationAdmin(ExportsList, ReadOnly):
    """Registrations, the newest first."""

    view_permission = REGISTRATIONS_VIEW
    export_permission = REGISTRATIONS_EXPORT
    list_display = ("person", "event", "ticket_type", "shown_state", "registered_at", "note", "reference")
    list_filter = ("event", "state", "registered_at")
    list_select_related = ("person", "event__host", "ticket_type")
    search_fields = ("person__family", "person__given", "person__family_kanji", "email")
    ordering = ("-registered_at", "-pk")
    sortable_by = ("registered_at",)
    fields = (
        "event", "person", "ticket_type", "state", "email", "language", "note", "reference", "registered_at",
        "cancelled_at",
    )  # fmt: skip
    moves: ClassVar[tuple[StateButton, ...]] = (
        StateButton(
            name="take-off",
            label=_("Take off the list"),
            action=registrations.cancel_for_office,
            permission=REGISTRATIONS_EDIT,
            to_state=Registration.State.CANCELLED,
            needs_reason=True,
            confirm=_("The place is free at once, and the person gets a mail."),
            done=_("The place is free again, and the person is being told."),
            danger=True,
        ),
    )
    export_columns: ClassVar[tuple[ExportColumn, ...]] = (
        ExportColumn(_("Reference"), lambda row: row.reference),
        ExportColumn(_("Event"), lambda row: row.event.number),
        ExportColumn(_("Family name"), lambda row: row.person.family),
        ExportColumn(_("Given name"), lambda row: row.person.given),
        ExportColumn(_("Family name in kanji"), lambda row: row.person.family_kanji),
        ExportColumn(_("Given name in kanji"), lambda row: row.person.given_kanji),
        ExportColumn(_("E-mail"), lambda row: row.email),
        ExportColumn(_("Comes as"), lambda row: str(row.ticket_type)),
        ExportColumn(_("State"), lambda row: row.get_state_display()),
        ExportColumn(_("Registered"), lambda row: row.registered_at.isoformat(timespec="minutes")),
        ExportColumn(_("Note"), lambda row: row.note),
    )

    def export_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("event", "person", "ticket_type")

    @admin.display(description=_("state"))
    def shown_state(self, obj: Registration) -> SafeString:
        return state_tag(obj, TONES)

    @admin.display(description=_("reference"))
    def reference(self, obj: Registration) -> str:
        return obj.reference
