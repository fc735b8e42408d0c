"""Who may do what with one kind of row: nobody, unless the registration names a permission of the role table."""

from typing import Any, ClassVar, NoReturn

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from unfold.admin import ModelAdmin


class Guarded(ModelAdmin):
    """Permissions by name, and rows only through the model's `visible_to`."""

    view_permission: ClassVar[str | None] = None
    add_permission: ClassVar[str | None] = None
    change_permission: ClassVar[str | None] = None
    delete_permission: ClassVar[str | None] = None

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows come through `visible_to`; one that knows its organisation is asked for besides."""
        return holds(request, self.view_permission, obj if hasattr(obj, "scope_id") else None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return holds(request, self.add_permission)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return holds(request, self.change_permission, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return holds(request, self.delete_permission, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) or self.has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The only source of rows here: lists, records, autocomplete, search, history, exports all come from it."""
        return visible(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **facts: Any) -> Any:
        """A choice offers, and a forged choice finds, nothing that this person may not see."""
        if "queryset" not in facts:
            facts["queryset"] = visible(db_field.remote_field.model._meta.default_manager.all(), request.user)
        return super().formfield_for_foreignkey(db_field, request, **facts)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        raise Http404  # invisible and absent look the same


def holds(request: HttpRequest, permission: str | None, obj: Model | None = None) -> bool:
    """Whether this person holds `permission` for `obj`, or anywhere when no row is given."""
    return permission is not None and request.user.has_perm(permission, obj)


def visible(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """What `user` may see of `rows`; reference tables without `visible_to` are open to whoever may open the page."""
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows
