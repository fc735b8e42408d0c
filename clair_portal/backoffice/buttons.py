"""Buttons that move a record from one state to the next: they call the same actions as every other window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from clair_portal.backoffice.forms import ReasonForm
from clair_portal.backoffice.guarding import holds
from clair_portal.workflow import DomainError, legal_moves


@dataclass(frozen=True)
class StateButton:
    """One button: shown when the table of moves leads to `to_state` and the person holds `permission` for the record.

    `action` is called as `action(obj, by=user, at=now)`, with `reason=…` too when `needs_reason`.
    A step that moves no state (a retry) leaves `to_state` empty and says in `possible` when it makes sense.
    """

    name: str
    label: str | Promise
    action: Callable[..., Any]
    permission: str
    to_state: str = ""
    needs_reason: bool = False
    confirm: str | Promise = ""
    done: str | Promise = ""
    danger: bool = False
    possible: Callable[[Any], bool] | None = None

    def fits(self, obj: Any) -> bool:
        """Whether the rule book knows this step from where the record stands."""
        by_table = not self.to_state or self.to_state in legal_moves(obj)
        return by_table and (self.possible is None or self.possible(obj))

    def offered(self, request: HttpRequest, obj: Any) -> bool:
        """Whether this person sees the button on this record now."""
        return holds(request, self.permission, obj) and self.fits(obj)

    def press(self, obj: Any, **facts: Any) -> None:
        self.action(obj, **facts)


class MovesByButtons(ModelAdmin):
    """Draws `moves` on the record's page; each opens a page that asks once more, and only a POST moves anything."""

    moves: ClassVar[tuple[StateButton, ...]] = ()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move_view)
        route = path("<path:object_id>/move/<slug:name>/", view, name=self._route("move"))
        return [route, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = context.get("original")
        if obj is not None:
            context["move_links"] = self._move_links(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def move_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask once more on GET; take the step on POST."""
        obj, button = self._asked_for(request, object_id, name)
        if not button.fits(obj):
            messages.info(request, _("This step is not possible any more: the record has moved on."))
            return self._back(obj)
        form = ReasonForm(request.POST or None) if button.needs_reason else None
        if request.method == "POST" and (form is None or form.is_valid()):
            return self._press(request, obj, button, form)
        return self._ask(request, obj, button, form)

    def _asked_for(self, request: HttpRequest, object_id: str, name: str) -> tuple[Any, StateButton]:
        """The record and the button of an address. Raises Http404 for what is not there, PermissionDenied otherwise."""
        button = next((move for move in self.moves if move.name == name), None)
        obj = self.get_object(request, unquote(object_id))
        if button is None or obj is None:
            raise Http404
        if not holds(request, button.permission, obj):
            raise PermissionDenied
        return obj, button

    def _press(self, request: HttpRequest, obj: Any, button: StateButton, form: ReasonForm | None) -> HttpResponse:
        reason = {} if form is None else {"reason": form.cleaned_data["reason"]}
        try:
            button.press(obj, by=request.user, at=timezone.now(), **reason)
        except DomainError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, str(button.done or _("Done.")))
        return self._back(obj)

    def _ask(self, request: HttpRequest, obj: Any, button: StateButton, form: ReasonForm | None) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": button.label, "opts": self.opts, "original": obj, "button": button, "form": form,
            "back": self._record_url(obj),
        }  # fmt: skip
        return TemplateResponse(request, "backoffice/move.html", context)

    def _move_links(self, request: HttpRequest, obj: Any) -> list[tuple[StateButton, str]]:
        route = f"{self.admin_site.name}:{self._route('move')}"
        offered = [move for move in self.moves if move.offered(request, obj)]
        return [(move, reverse(route, args=[obj.pk, move.name])) for move in offered]

    def _back(self, obj: Any) -> HttpResponse:
        return redirect(self._record_url(obj))

    def _record_url(self, obj: Any) -> str:
        return reverse(f"{self.admin_site.name}:{self._route('change')}", args=[obj.pk])

    def _route(self, what: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{what}"
