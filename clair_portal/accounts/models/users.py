"""The sign-in identity: an e-mail address, linked to at most one person."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts import roles
from clair_portal.accounts.policy import ROLES_VIEW
from clair_portal.directory.models import Person
from clair_portal.directory.visibility import NOWHERE, Reach, reach


class UserQuerySet(models.QuerySet["User"]):
    """The vocabulary of users."""

    def visible_to(self, user: Any) -> UserQuerySet:
        """Everybody for whoever looks after roles, otherwise only oneself."""
        return self if reach(user, ROLES_VIEW).everywhere else self.filter(pk=getattr(user, "pk", None))


class UserManager(BaseUserManager["User"]):
    """Creates users; the address in small letters is the natural key."""

    def get_by_natural_key(self, username: str | None) -> User:
        found: User = self.get(email=(username or "").lower())
        return found

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        user: User = self.model(email=email.lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do is in their role assignments.

    `grants` repeats those assignments, so that a permission is answered from the user's own row without a query.
    The database fills it in on every write of the row, whatever the writer says: a stale copy of a user that is
    saved after a role was taken away does not bring the role back.
    """

    email = models.EmailField(_("e-mail"))
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")
    language = models.CharField(_("language"), max_length=5, default="en-gb")
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    grants = models.JSONField(_("roles"), default=list, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(fields=["email"], name="user_email_once"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_small_letters"),
            models.CheckConstraint(condition=~models.Q(language=""), name="user_has_a_language"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="grants_are_the_assignments",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    SELECT COALESCE(jsonb_agg(jsonb_build_array(role, organisation_id)
                                              ORDER BY role, organisation_id), '[]'::jsonb)
                      INTO NEW.grants FROM accounts_roleassignment WHERE user_id = NEW.id;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def held(self) -> roles.Grants:
        """The roles this user holds, each with its organisation or None for everywhere."""
        return tuple((role, organisation) for role, organisation in self.grants)

    def reach(self, permission: str) -> Reach:
        return roles.reaches(self.held).get(permission, NOWHERE)

    @property
    def sees_others(self) -> bool:
        """Whether other people's data is open to this user: a second factor is asked, sessions are short."""
        return roles.see_others(self.held)

    @property
    def is_staff(self) -> bool:
        """Whether the staff site opens for this user."""
        return bool(self.reach(roles.STAFF_SITE))

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether the permission holds for `obj` (one of its `scope_ids`, or its `scope_id`), or somewhere."""
        if not self.is_active:
            return False
        far = self.reach(permission)
        return bool(far) if obj is None else any(far.covers(scope) for scope in _scopes(obj))

    def has_perms(self, permissions: Any, obj: Any = None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(name.startswith(f"{app_label}.") for name in roles.reaches(self.held))


def _scopes(obj: Any) -> frozenset[int | None]:
    """The organisations of a row, one of which a permission must cover; without any only "everywhere" does."""
    several: frozenset[int | None] = getattr(obj, "scope_ids", frozenset())
    return several or frozenset({getattr(obj, "scope_id", None)})
