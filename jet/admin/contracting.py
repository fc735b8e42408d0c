"""Contracting organisations on the staff site."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.directory.models import LocalAuthority
from clair_portal.pages.forms import Careful
from jet.actions import contracting
from jet.admin.days import within_reason
from jet.models import ContractingOrganisation
from jet.models.contracting import ContractingOrganisationQuerySet
from jet.policy import PARTICIPANTS_EDIT, PARTICIPANTS_VIEW

FACTS = ("kind", "host_organisation", "prefecture", "joined_on", "left_on")


class ContractingForm(Careful, PortalModelForm):
    """An organisation of the directory, and its part in the programme."""

    class Meta:
        model = ContractingOrganisation
        fields = ("organisation", *FACTS)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        within_reason(self)
        if "prefecture" in self.fields:
            field = cast("forms.ModelChoiceField[LocalAuthority]", self.fields["prefecture"])
            field.queryset = LocalAuthority.objects.prefectures()


@admin.register(ContractingOrganisation)
class ContractingOrganisationAdmin(PortalModelAdmin):
    """Who employs participants, from north to south."""

    view_permission = PARTICIPANTS_VIEW
    add_permission = change_permission = PARTICIPANTS_EDIT
    in_global_search = True
    form = ContractingForm
    list_display = ("organisation", "kind", "prefecture", "host_organisation", "joined_on", "left_on")
    list_filter = ("kind", "prefecture")
    list_select_related = ("organisation", "prefecture", "host_organisation")
    ordering = ("prefecture__code", "organisation__name_en", "pk")
    sortable_by = ("joined_on",)
    fields = ("organisation", *FACTS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContractingOrganisation]:
        return cast("ContractingOrganisationQuerySet", super().get_queryset(request)).for_pages()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Another organisation is another entry."""
        return ("organisation",) if obj else ()

    def save_action(
        self, request: HttpRequest, obj: ContractingOrganisation, form: Any, change: bool
    ) -> ContractingOrganisation:
        if not change:
            return contracting.add(form.instance)
        return contracting.edit(obj, **form.changes_to(obj))

    def search_note(self, obj: ContractingOrganisation) -> str:
        return str(obj.get_kind_display())
