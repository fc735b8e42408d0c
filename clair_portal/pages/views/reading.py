"""Pages that are read: one template per GET."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.views.generic.base import TemplateView

from clair_portal.pages.views.guards import Guarded, OneObject


class Page(Guarded, TemplateView, abstract=True):
    """A page that is read."""


class ObjectPage(OneObject, TemplateView, abstract=True):
    """A page that shows one row."""


class ListPage(Guarded, TemplateView, abstract=True):
    """Rows in pages. Filters and order stand in the address, so that a list can be kept and passed on.

    `sorts` maps the words allowed after `?sort=` to columns, the first being the usual order; nothing else sorts.
    """

    sorts: ClassVar[Mapping[str, Sequence[str]]] = {"": ()}
    filter_form: ClassVar[type[forms.Form] | None] = None
    page_size: ClassVar[int] = 25

    def rows(self) -> "QuerySet[Any]":
        """Every row this user may know of, through `visible_to`."""
        raise NotImplementedError

    def narrow(self, rows: "QuerySet[Any]", **wanted: Any) -> "QuerySet[Any]":
        """The rows that fit; called with those values of the filter form that are filled in and valid."""
        return rows.filter(**wanted)

    @cached_property
    def filters(self) -> forms.Form | None:
        return self.filter_form(self.request.GET) if self.filter_form else None

    @cached_property
    def sort(self) -> str:
        """The order asked for, else the first one."""
        asked = self.request.GET.get("sort", "")
        return asked if asked in self.sorts else next(iter(self.sorts))

    def found(self) -> "QuerySet[Any]":
        """The rows that fit, in order, with the key as tie-break so that pages never overlap."""
        return self.narrow(self.rows(), **self.wanted()).order_by(*self.sorts[self.sort], "pk")

    def wanted(self) -> dict[str, Any]:
        """The filters that are filled in and valid; the others show their error and narrow nothing."""
        if self.filters is None:
            return {}
        self.filters.full_clean()
        return {name: value for name, value in self.filters.cleaned_data.items() if value not in ("", None, [])}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        # A page number that is none, or too high, shows the nearest page instead of an error.
        page = Paginator(self.found(), self.page_size).get_page(self.request.GET.get("page"))
        return super().get_context_data(**{"page": page, "filters": self.filters, "sort": self.sort, **facts})
