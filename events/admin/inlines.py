"""Quotas and ticket types inside an event's record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from clair_portal.backoffice.inlines import PortalInline, RowChanges
from events.actions import tickets
from events.admin.forms import ProgrammeFormSet, ProgrammeItemForm, TicketTypeForm
from events.models import Event, ProgrammeItem, Quota, TicketType
from events.policy import EVENTS_EDIT, EVENTS_VIEW


class PartOfEvent(PortalInline):
    """Whoever may edit events may edit what belongs to them."""

    view_permission = EVENTS_VIEW
    add_permission = change_permission = delete_permission = EVENTS_EDIT


class QuotaInline(PartOfEvent):
    """How many places there are; "taken" is counted by the portal alone."""

    model = Quota
    fields = ("name", "size", "blocked", "in_total", "taken")
    readonly_fields = ("taken",)

    def save_rows(self, parent: Any, changes: RowChanges, *, by: Any, at: datetime) -> None:
        for quota in changes.added:
            tickets.add_quota(quota)
        for quota, names in changes.changed:
            tickets.edit_quota(quota, changes=_values(quota, names))
        for quota in changes.removed:
            tickets.remove_quota(quota)


class ProgrammeInline(PartOfEvent):
    """What happens when."""

    model = ProgrammeItem
    form = ProgrammeItemForm
    formset = ProgrammeFormSet
    template = "admin/edit_inline/stacked.html"
    fields = ("starts_at", "title_en", "title_ja", "title_de", "place", "spoken", "zone")

    def save_rows(self, parent: Any, changes: RowChanges, *, by: Any, at: datetime) -> None:
        for item in [*changes.added, *(row for row, _names in changes.changed)]:
            tickets.put_programme_item(item)
        for item in changes.removed:
            tickets.remove_programme_item(item)


class TicketTypeInline(PartOfEvent):
    """What one can register for."""

    model = TicketType
    form = TicketTypeForm
    template = "admin/edit_inline/stacked.html"  # three languages side by side leave no room in a table
    fields = (
        "name_en", "name_ja", "name_de", "places", "quotas", "is_offered", "takes_part_online", "position",
    )  # fmt: skip

    def save_rows(self, parent: Any, changes: RowChanges, *, by: Any, at: datetime) -> None:
        for added in changes.added:
            tickets.add_ticket_type(added, quotas=added.wanted_quotas, places=added.wanted_places)
        for changed, names in changes.changed:
            described = [name for name in names if name not in ("quotas", "places")]
            tickets.edit_ticket_type(changed, changes=_values(changed, described), quotas=changed.wanted_quotas)
        for removed in changes.removed:
            tickets.remove_ticket_type(removed)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **facts: Any) -> Any:
        """Only the event's own quotas are offered."""
        event = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        facts["queryset"] = Quota.objects.filter(event__in=Event.objects.visible_to(request.user).filter(pk=event or 0))
        return super().formfield_for_manytomany(db_field, request, **facts)


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
