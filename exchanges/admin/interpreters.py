"""The roster of interpreters on the staff site."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.inlines import PortalInline, RowChanges
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.pages.forms import Careful
from clair_portal.pages.views import signed_in
from exchanges import interpreting
from exchanges.actions import interpreters
from exchanges.models import Interpreter, LanguagePair
from exchanges.models.interpreters import InterpreterQuerySet, Language, Mode
from exchanges.policy import INTERPRETERS_EDIT, INTERPRETERS_VIEW


class InterpreterForm(Careful, PortalModelForm):
    """What the roster says about somebody."""

    modes = forms.MultipleChoiceField(label=_("Modes"), choices=Mode.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Interpreter
        fields = (
            "person", "is_active", "modes", "subjects", "city", "travel_km", "currency", "hour_rate", "half_day_rate",
            "day_rate", "overtime_rate", "note",
        )  # fmt: skip


class PairInline(PortalInline):
    """The directions somebody works in."""

    model = LanguagePair
    fields = ("source", "target", "level")
    view_permission = INTERPRETERS_VIEW
    add_permission = change_permission = delete_permission = INTERPRETERS_EDIT

    def save_rows(self, parent: Any, changes: RowChanges, *, by: Any, at: datetime) -> None:
        for pair in changes.added:
            interpreters.add_pair(pair)
        for pair, names in changes.changed:
            interpreters.edit_pair(pair, changes={name: getattr(pair, name) for name in names})
        for pair in changes.removed:
            interpreters.remove_pair(pair)


class PairFilter(DropdownFilter):
    """Who interprets in one direction."""

    title = _("direction")
    parameter_name = "pair"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        words = dict(Language.choices)
        known = LanguagePair.objects.order_by("source", "target").values_list("source", "target").distinct()
        return ((f"{source}>{target}", f"{words[source]} → {words[target]}") for source, target in known)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return cast("InterpreterQuerySet", queryset).speaking([self.value()]) if self.value() else queryset


class ModeFilter(DropdownFilter):
    """Who interprets in one mode."""

    title = _("mode")
    parameter_name = "mode"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return list(Mode.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(modes__contains=[self.value()]) if self.value() else queryset


@admin.register(Interpreter)
class InterpreterAdmin(PortalModelAdmin):
    """Interpreters, found by name in any script, by direction and by mode."""

    view_permission = INTERPRETERS_VIEW
    add_permission = change_permission = INTERPRETERS_EDIT
    in_global_search = True
    form = InterpreterForm
    inlines = (PairInline,)
    list_display = ("person", "works", "directions", "city", "costs", "is_active")
    list_filter = (PairFilter, ModeFilter, "is_active")
    list_select_related = ("person",)
    ordering = ("person__latin_order", "pk")
    sortable_by = ("city",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interpreter]:
        return cast("InterpreterQuerySet", super().get_queryset(request)).for_pages().prefetch_related("pairs")

    def save_action(self, request: HttpRequest, obj: Interpreter, form: Any, change: bool) -> Interpreter:
        by, now = signed_in(request), timezone.now()
        if not change:
            return interpreters.add(form.instance, by=by, at=now)
        return interpreters.edit(obj, changes=form.changes_to(obj), by=by, at=now)

    @admin.display(description=_("modes"))
    def works(self, obj: Interpreter) -> str:
        words = dict(Mode.choices)
        return ", ".join(str(words[mode]) for mode in obj.modes)

    @admin.display(description=_("directions"))
    def directions(self, obj: Interpreter) -> str:
        return ", ".join(sorted(str(pair) for pair in obj.pairs.all()))

    @admin.display(description=_("per hour"))
    def costs(self, obj: Interpreter) -> str:
        return interpreting.money(obj.hour_rate, obj.currency)

    def search_note(self, obj: Interpreter) -> str:
        return self.directions(obj)
