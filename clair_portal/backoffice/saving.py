"""Saving on the staff site: one edit action per POST, nothing overwritten that somebody else wrote meanwhile."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn

from django.contrib.admin.utils import display_for_field
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from clair_portal.backoffice import conflicts
from clair_portal.backoffice.conflicts import Difference, EditConflict, Facts
from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.workflow import DomainError, Outdated

SEEN_FACTS, SEEN_CONFLICT = "_seen_facts", "_seen_conflict"


class SavesThroughActions(ModelAdmin):
    """`save_action` is the only way from a form to the database; what it refuses is shown above the form."""

    form = PortalModelForm
    last_change: Callable[[Any], tuple[str, datetime | None]]  # the history mixin's

    def save_action(self, request: HttpRequest, obj: Any, form: PortalModelForm, change: bool) -> Model | None:
        """Call the rule book's edit (`obj` is the stored row, locked) or add action; return a row that was added."""
        raise ImproperlyConfigured(f"{type(self).__name__} allows saving but names no action: define save_action.")

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        """Show a refusal on the form that was sent, with everything typed kept, by validating it a second time."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as refusal:
            _note(request, refusal)
        except IntegrityError:  # a race that validation could not see; the second pass names it where it can
            _note(request, Outdated())
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **facts: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **facts)
        form.refusal = getattr(request, "refusal", None)
        return form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= self._hidden_facts(request, context["adminform"].form, context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: PortalModelForm, change: bool) -> None:
        if change:
            self.save_action(request, self._merged(request, obj, form), form, change)
            return
        added = self.save_action(request, obj, form, change)
        if added is None:
            raise ImproperlyConfigured(f"{type(self).__name__}.save_action must return the row that it added.")
        obj.pk = added.pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        raise ImproperlyConfigured(f"{type(self).__name__} allows deleting but names no action: define delete_model.")

    def log_addition(self, *args: Any) -> None:
        """Django's own log keeps people's names for ever and knows only this window; row history replaces it."""

    log_change = log_deletions = log_addition

    def _hidden_facts(self, request: HttpRequest, form: Any, obj: Any) -> dict[str, str]:
        if obj is None or not isinstance(form, PortalModelForm):
            return {}
        if request.method == "POST":
            refusal = form.refusal
            shown = refusal.seen if isinstance(refusal, EditConflict) else request.POST.get(SEEN_CONFLICT, "")
            return {"seen_facts": request.POST.get(SEEN_FACTS, ""), "seen_conflict": shown}
        return {"seen_facts": conflicts.seal(obj, conflicts.facts_of(obj, form.stored_fields())), "seen_conflict": ""}

    def _merged(self, request: HttpRequest, obj: Any, form: PortalModelForm) -> Any:
        """The stored row, locked, after the form's values were merged with what somebody else changed meanwhile."""
        stored = self.model._meta.base_manager.select_for_update().get(pk=obj.pk)
        names = form.stored_fields()
        seen = conflicts.unseal(stored, request.POST.get(SEEN_FACTS, ""))
        if seen is None:
            raise Outdated
        now, typed = conflicts.facts_of(stored, names), conflicts.facts_of(obj, names)
        both = conflicts.clashing(seen, now, typed)
        if both and request.POST.get(SEEN_CONFLICT) != conflicts.fingerprint(now):
            self._refuse(stored, obj, both, now)
        for name in conflicts.theirs(seen, now, typed):
            setattr(obj, name, getattr(stored, name))
        return stored

    def _refuse(self, stored: Any, typed: Any, names: list[str], now: Facts) -> NoReturn:
        who, at = self.last_change(stored)
        differences = [_difference(stored, typed, name) for name in names]
        raise EditConflict(differences, seen=conflicts.fingerprint(now), who=who, at=at)


def _difference(stored: Any, typed: Any, name: str) -> Difference:
    field = stored._meta.get_field(name)
    words = (str(display_for_field(getattr(row, name), field, "")) for row in (stored, typed))
    return Difference(str(field.verbose_name), *words)


def _note(request: Any, refusal: DomainError) -> None:
    request.refusal = refusal
