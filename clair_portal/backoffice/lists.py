"""Lists that stay quick at tens of thousands of rows, with search, filters and order in the address."""

from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    RangeDateFilter,
)
from unfold.views import ChangeList

from clair_portal.backoffice.choosers import Chooser
from clair_portal.backoffice.columns import Column
from clair_portal.backoffice.filters import DaysFilter

SEARCH_COLUMN = "search_tokens"
LONGEST_SEARCH = 200

FILTERS: dict[str, Any] = {
    "BooleanField": BooleanRadioFilter,
    "DateField": RangeDateFilter,
    "DateTimeField": DaysFilter,
}


class PortalChangeList(ChangeList):
    """One page of a list: the keys first, then only these rows with everything that they show."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        page: QuerySet[Any] = self.result_list
        self.result_list = self._rows_of(list(page.values_list("pk", flat=True)))

    def get_ordering_field(self, field_name: str) -> Any:
        """Only the columns named order the list, whatever the address asks for."""
        return super().get_ordering_field(field_name) if field_name in (self.sortable_by or ()) else None

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """By the list's own order, or by the column chosen; the key that breaks ties runs the same way: one index."""
        ordering = list(super().get_ordering(request, queryset))
        own = list(self._get_default_ordering())
        if ordering[: len(own)] == own:
            return ordering
        return [ordering[0], "-pk" if _descends(ordering[0]) else "pk"]

    def columns(self) -> list[Column]:
        """What is drawn, worked out once for the page; nobody runs bulk actions here."""
        return [Column(self.model_admin, name) for name in self.list_display if name != "action_checkbox"]

    def _rows_of(self, keys: list[Any]) -> list[Any]:
        """Deep pages skip keys, not joined rows; the order is the order of the keys."""
        rows = self.apply_select_related(self.root_queryset.filter(pk__in=keys)).order_by()
        if SEARCH_COLUMN in {field.name for field in self.opts.fields}:
            rows = rows.defer(SEARCH_COLUMN)
        found = {row.pk: row for row in rows}
        return [found[key] for key in keys if key in found]


class QuickLists(ModelAdmin):
    """Search through the portal's search tokens, filters applied together, order only by the columns named."""

    search_fields: Any = ()
    actions = None
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    list_filter_submit = True
    list_fullwidth = True
    sortable_by: ClassVar[tuple[str, ...]] = ()
    change_list_template = "backoffice/change_list.html"

    def __init__(self, model: Any, admin_site: Any) -> None:
        if not self.search_fields and hasattr(model._meta.default_manager.all(), "matching"):
            self.search_fields = (SEARCH_COLUMN,)
        super().__init__(model, admin_site)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
            return redirect(request.path)  # PostgreSQL has no such character
        return super().changelist_view(request, extra_context)

    def get_changelist(self, request: HttpRequest, **facts: Any) -> type[PortalChangeList]:
        return PortalChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not hasattr(queryset, "matching"):
            return super().get_search_results(request, queryset, search_term)
        text = search_term.strip()[:LONGEST_SEARCH]
        return (queryset.matching(text) if text else queryset), False

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """A field named plainly gets the control that fits it, all of them in one form."""
        return [self._filter(wanted) for wanted in super().get_list_filter(request)]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Whatever can be searched is searched, never offered as a long list."""
        keys = [field for field in self.opts.fields if isinstance(field, ForeignKey)]
        return [field.name for field in keys if self._searchable(field.remote_field.model)]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **facts: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            facts.setdefault("widget", Chooser(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **facts)

    def _filter(self, wanted: Any) -> Any:
        if not isinstance(wanted, str) or "__" in wanted:
            return wanted
        field = self.opts.get_field(wanted)
        if field.remote_field:
            return (wanted, AutocompleteSelectFilter)
        if field.choices:
            return (wanted, ChoicesDropdownFilter)
        kind = FILTERS.get(field.get_internal_type())
        return (wanted, kind) if kind else wanted

    def _searchable(self, model: Any) -> bool:
        site = self.admin_site
        return site.is_registered(model) and bool(site.get_model_admin(model).search_fields)


def _descends(key: Any) -> bool:
    return key.startswith("-") if isinstance(key, str) else bool(getattr(key, "descending", False))


def filtered_rows(model_admin: Any, request: HttpRequest) -> QuerySet[Any] | None:
    """The rows of the list as the address describes it; None when the address makes no sense."""
    try:
        rows: QuerySet[Any] = model_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        return None
    return rows
