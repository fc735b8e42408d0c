"""Arrival groups on the staff site."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.pages.forms import Careful
from jet.actions import arrivals
from jet.admin.days import within_reason
from jet.models import ArrivalGroup
from jet.policy import PARTICIPANTS_EDIT, PARTICIPANTS_VIEW


class ArrivalGroupForm(Careful, PortalModelForm):
    """The day, from which the year follows."""

    class Meta:
        model = ArrivalGroup
        fields = ("code", "arrives_on", "capacity")

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        within_reason(self)


@admin.register(ArrivalGroup)
class ArrivalGroupAdmin(PortalModelAdmin):
    """Who comes on which day; the newest first."""

    view_permission = PARTICIPANTS_VIEW
    add_permission = change_permission = PARTICIPANTS_EDIT
    form = ArrivalGroupForm
    list_display = ("__str__", "arrives_on", "capacity", "people")
    ordering = ("-arrives_on", "code", "pk")
    sortable_by = ("arrives_on",)
    search_fields = ("code", "year")
    fields = ("code", "arrives_on", "capacity")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArrivalGroup]:
        found: QuerySet[ArrivalGroup] = super().get_queryset(request)
        return found.annotate(number_of_people=Count("participants"))

    def save_action(self, request: HttpRequest, obj: ArrivalGroup, form: Any, change: bool) -> ArrivalGroup:
        if not change:
            return arrivals.add(form.instance)
        return arrivals.edit(obj, **form.changes_to(obj))

    @admin.display(description=_("participants"))
    def people(self, obj: Any) -> int:
        return int(obj.number_of_people)
