"""Rows of another kind inside a record: read, or saved by one action of the rule book."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from clair_portal.backoffice.forms import LabelledInlineFormSet
from clair_portal.backoffice.guarding import holds, visible


@dataclass(frozen=True)
class RowChanges:
    """What the form wants: rows filled in but not saved, rows to take out."""

    added: list[Any]
    changed: list[tuple[Any, list[str]]]
    removed: list[Any]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class PortalInline(TabularInline):
    """Like a record's own page: nobody may do anything unless a permission is named, and nothing saves by itself."""

    formset = LabelledInlineFormSet
    extra = 0
    hide_title = True
    view_permission: ClassVar[str | None] = None
    add_permission: ClassVar[str | None] = None
    change_permission: ClassVar[str | None] = None
    delete_permission: ClassVar[str | None] = None

    def save_rows(self, parent: Any, changes: RowChanges, *, by: Any, at: datetime) -> None:
        """Call the action that adds, edits and removes these rows."""
        raise ImproperlyConfigured(f"{type(self).__name__} allows editing but names no action: define save_rows.")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return holds(request, self.view_permission, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return holds(request, self.add_permission, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return holds(request, self.change_permission, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return holds(request, self.delete_permission, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible(super().get_queryset(request), request.user)

    def get_formset(self, request: HttpRequest, obj: Any = None, **facts: Any) -> Any:
        formset = super().get_formset(request, obj, **facts)
        formset.saved_by = self
        return formset


def changes_of(formset: Any) -> RowChanges:
    """What a validated formset asks for, nothing of it written."""
    formset.save(commit=False)
    return RowChanges(added=formset.new_objects, changed=formset.changed_objects, removed=formset.deleted_objects)
