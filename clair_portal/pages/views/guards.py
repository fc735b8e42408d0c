"""Who may come in: the permission of a page, and the one object a page is about."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic.base import ContextMixin, View

from clair_portal.accounts.models import User

PUBLIC = "public"
SIGNED_IN = "signed in"


def signed_in(request: HttpRequest) -> User:
    """The user of a page that lets nobody in without signing in."""
    if not isinstance(request.user, User):
        raise TypeError("This page lets nobody in without signing in.")
    return request.user


class Guarded(ContextMixin, View):
    """A view that asks for its `permission` first: PUBLIC, SIGNED_IN or a name of the role table."""

    permission: ClassVar[str]

    def __init_subclass__(cls, *, abstract: bool = False, **facts: Any) -> None:
        super().__init_subclass__(**facts)
        if not abstract and not hasattr(cls, "permission"):
            raise ImproperlyConfigured(f"{cls.__name__} must say who may see it: permission = …")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission != PUBLIC and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self.admit()
        return super().dispatch(request, *args, **kwargs)

    def admit(self) -> None:
        """Raises PermissionDenied, or Http404, unless this user may come in."""
        if not self.may():
            raise PermissionDenied

    def may(self, obj: Model | None = None) -> bool:
        """Whether this user holds the page's permission, for `obj` or at all."""
        return self.permission in (PUBLIC, SIGNED_IN) or self.request.user.has_perm(self.permission, obj)


class OneObject(Guarded, abstract=True):
    """A page about one row: invisible rows are not found (404), visible ones may still be forbidden (403)."""

    model: ClassVar[type[Model]]
    lookup: ClassVar[str] = "pk"  # the URL's keyword and the model's field

    def visible(self) -> "QuerySet[Any]":
        """The rows this user may know of. Extend it with `select_related`, never widen it."""
        found: QuerySet[Any] = self.model.objects.visible_to(self.request.user)  # type: ignore[attr-defined]
        return found

    def admit(self) -> None:
        super().admit()
        if not self.may(self.object):
            raise PermissionDenied

    @cached_property
    def object(self) -> Any:
        return get_object_or_404(self.visible(), **{self.lookup: self.kwargs[self.lookup]})

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"object": self.object, str(self.model._meta.model_name): self.object, **facts}
        )
