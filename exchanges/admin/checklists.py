"""The checklists on the staff site: what each kind of visit needs done, and when."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.model_admin import PortalModelAdmin
from exchanges.actions import checklists
from exchanges.models import ChecklistItem
from exchanges.policy import CASES_STEER


@admin.register(ChecklistItem)
class ChecklistItemAdmin(PortalModelAdmin):
    """Lines in their order. A change holds for the cases whose planning begins later."""

    view_permission = add_permission = change_permission = CASES_STEER
    list_display = ("name", "for_kind", "days", "counted_from", "in_working_days", "who", "is_used")
    list_filter = ("kind", "who", "is_used")
    search_fields = ("name_en", "name_ja", "name_de")
    ordering = ("position", "pk")
    sortable_by = ("days",)
    fieldsets = (
        (None, {"fields": ("kind", "name_en", "name_ja", "name_de", "who")}),
        (_("When it is due"), {"fields": ("days", "counted_from", "in_working_days")}),
        (_("In the list"), {"fields": ("position", "is_used")}),
    )

    def save_action(self, request: HttpRequest, obj: ChecklistItem, form: Any, change: bool) -> ChecklistItem:
        return checklists.edit(obj, changes=form.changes_to(obj)) if change else checklists.add(form.instance)

    @admin.display(description=_("kind of visit"))
    def for_kind(self, obj: ChecklistItem) -> str:
        return obj.get_kind_display() if obj.kind else str(_("every kind"))
