"""The sign-in identity: an e-mail address, linked to at most one person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts import roles
from clair_portal.directory.models import Person
from clair_portal.directory.visibility import EVERYWHERE, Reach


class UserManager(BaseUserManager["User"]):
    """Creates users; the address is the natural key, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        user = self.model(email=self.normalize_email(email), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do is in their role assignments."""

    email = models.EmailField(_("e-mail"))
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")
    language = models.CharField(_("language"), max_length=5, default="en-gb")
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.email

    @cached_property
    def _reaches(self) -> dict[str, Reach]:
        """Every permission this user holds and how far it reaches; one query for the request."""
        return roles.reaches(self.role_assignments.values_list("role", "organisation_id"))

    def reach(self, permission: str) -> Reach:
        return self._reaches.get(permission, Reach())

    @property
    def is_staff(self) -> bool:
        """Whether the staff site opens for this user."""
        return bool(self.reach(roles.STAFF_SITE))

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether the permission holds for `obj` (by its `scope_id`), or everywhere when no object is given."""
        if not self.is_active:
            return False
        reach = self.reach(permission)
        return bool(reach) if obj is None else reach == EVERYWHERE or reach.covers(getattr(obj, "scope_id", None))

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(name.startswith(f"{app_label}.") for name in self._reaches)
