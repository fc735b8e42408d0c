"""What a page is: a class that cannot be defined without saying who may see it."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic.base import TemplateView, View

PUBLIC = "public"
SIGNED_IN = "signed in"


class Guarded(View):
    """A view that asks for its `permission` first: PUBLIC, SIGNED_IN or a name of the role table."""

    permission: ClassVar[str]

    def __init_subclass__(cls, *, abstract: bool = False, **facts: Any) -> None:
        super().__init_subclass__(**facts)
        if not abstract and not hasattr(cls, "permission"):
            raise ImproperlyConfigured(f"{cls.__name__} must say who may see it: permission = …")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission == PUBLIC:
            return super().dispatch(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if self.permission != SIGNED_IN and not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Page(Guarded, TemplateView, abstract=True):
    """A page that is read: one template per GET."""
