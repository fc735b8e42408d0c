"""A record's row history: which columns changed, from what to what, written by the database itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from pghistory import core
from pghistory.models import Events
from unfold.admin import ModelAdmin

from clair_portal.backoffice.story import who_is

LONGEST = 100
NOT_SHOWN = frozenset({"search_tokens", "version"})


@dataclass(frozen=True)
class FieldChange:
    """One column's words before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One write to the row."""

    at: datetime
    who: str
    fields: list[FieldChange]


class ShowsHistory(ModelAdmin):
    """The history page, to be read only; empty for tables that keep none."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"), "original": obj, "opts": self.opts,
            "tracked": is_tracked(self.model), "changes": changes(obj), **(extra_context or {}),
        }  # fmt: skip
        return TemplateResponse(request, "backoffice/history.html", context)

    def last_change(self, obj: Any) -> tuple[str, datetime | None]:
        newest = changes(obj, longest=1)
        return (newest[0].who, newest[0].at) if newest else ("", None)


def is_tracked(model: type[Model]) -> bool:
    """Whether the database keeps a history of this table."""
    return bool(list(core.event_models(tracks_model=model)))


def changes(obj: Any, longest: int = LONGEST) -> list[RowChange]:
    """The newest writes to this row, newest first."""
    if not is_tracked(type(obj)):
        return []
    rows: Any = Events.objects
    events = list(rows.tracks(obj).order_by("-pgh_created_at", "-pgh_id")[:longest])
    users = _users(events)
    return [RowChange(event.pgh_created_at, users.get(_user_key(event), ""), _fields(obj, event)) for event in events]


def _users(events: list[Any]) -> dict[Any, str]:
    keys = {_user_key(event) for event in events} - {None}
    rows = get_user_model().objects.filter(pk__in=keys).select_related("person")
    return {user.pk: who_is(user) for user in rows}


def _user_key(event: Any) -> Any:
    return (event.pgh_context or {}).get("by")


def _fields(obj: Any, event: Any) -> list[FieldChange]:
    diff = event.pgh_diff or {}
    return [
        FieldChange(_label(obj, name), _words(before), _words(after))
        for name, (before, after) in diff.items()
        if name not in NOT_SHOWN
    ]


def _label(obj: Any, name: str) -> str:
    try:
        return str(obj._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name


def _words(value: Any) -> str:
    return "" if value is None else str(value)
