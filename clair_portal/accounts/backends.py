"""The one authentication backend: e-mail and password through allauth, permissions from role assignments."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from clair_portal.accounts.models import User
from clair_portal.search.lookup import without_tokens


class PortalBackend(AuthenticationBackend):
    """allauth's sign-in; permissions answered by the user's roles."""

    def get_user(self, user_id: Any) -> User | None:
        found = without_tokens(User.objects.select_related("person"), "person").filter(pk=user_id)
        user = next(iter(found), None)
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return bool(user_obj.is_authenticated and user_obj.has_perm(perm, obj))
