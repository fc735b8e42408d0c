"""The rule table of interpreting on the staff site."""

from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.inlines import PortalInline, RowChanges
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.pages.forms import Careful
from clair_portal.pages.views import signed_in
from exchanges.actions import rules
from exchanges.models import CancellationStep, InterpreterRule
from exchanges.models.rules import InterpreterRuleQuerySet
from exchanges.policy import INTERPRETERS_EDIT, INTERPRETERS_VIEW


class RuleForm(Careful, PortalModelForm):
    """One row of the table."""

    class Meta:
        model = InterpreterRule
        fields = (
            "mode", "alone_minutes", "two_minutes", "three_minutes", "longest_day", "pause_after", "pause_between",
            "least_paid", "source",
        )  # fmt: skip


class StepInline(PortalInline):
    """What is owed for how little notice."""

    model = CancellationStep
    fields = ("hours", "percent")
    view_permission = INTERPRETERS_VIEW
    add_permission = change_permission = delete_permission = INTERPRETERS_EDIT

    def save_rows(self, parent: Any, changes: RowChanges, *, by: Any, at: datetime) -> None:
        for step in changes.removed:
            rules.remove_step(step, by=by, at=at)
        for step, names in changes.changed:
            rules.edit_step(step, changes={name: getattr(step, name) for name in names}, by=by, at=at)
        for step in changes.added:
            rules.add_step(step, by=by, at=at)


@admin.register(InterpreterRule)
class InterpreterRuleAdmin(PortalModelAdmin):
    """Three rows, one per mode. New offers, estimates and plans follow them; what is agreed keeps its fee."""

    view_permission = INTERPRETERS_VIEW
    add_permission = change_permission = INTERPRETERS_EDIT
    form = RuleForm
    inlines = (StepInline,)
    list_display = ("mode", "shown_teams", "longest_day", "pause_after", "least_paid", "cancellation", "source")
    ordering = ("mode", "pk")
    fieldsets = (
        (None, {"fields": ("mode", "source")}),
        (_("Teams"), {"fields": ("alone_minutes", "two_minutes", "three_minutes")}),
        (_("The day"), {"fields": ("longest_day", "pause_after", "pause_between")}),
        (_("Pay"), {"fields": ("least_paid",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterpreterRule]:
        return cast("InterpreterRuleQuerySet", super().get_queryset(request)).with_steps()

    def save_action(self, request: HttpRequest, obj: InterpreterRule, form: Any, change: bool) -> InterpreterRule:
        if not change:
            return rules.add(form.instance, by=signed_in(request), at=timezone.now())
        return rules.edit(obj, changes=form.changes_to(obj), by=signed_in(request), at=timezone.now())

    @admin.display(description=_("teams"))
    def shown_teams(self, obj: InterpreterRule) -> str:
        return ", ".join(f"{people}: {minutes} min" for minutes, people in obj.teams)

    @admin.display(description=_("cancellation"))
    def cancellation(self, obj: InterpreterRule) -> str:
        return ", ".join(str(step) for step in sorted(obj.steps.all(), key=lambda step: -step.hours))
