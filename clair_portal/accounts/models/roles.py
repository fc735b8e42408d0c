"""Which role a user holds, for which organisation, and the log of who changed whose access."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Organisation


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    """The vocabulary of role assignments."""

    def of_active_users(self) -> RoleAssignmentQuerySet:
        return self.filter(user__is_active=True)

    def in_reading_order(self) -> RoleAssignmentQuerySet:
        return self.order_by("role", "organisation_id", "user__email", "pk")


class RoleAssignment(models.Model):
    """A user's role; without an organisation it holds everywhere."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=32)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation"], name="role_assignment_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~models.Q(role=""), name="role_assignment_names_a_role"),
        ]
        triggers = [
            # The update itself changes nothing; the user's own trigger then reads the assignments anew, under the lock.
            pgtrigger.Trigger(
                name="tell_the_user_row",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    UPDATE accounts_user SET grants = grants WHERE id IN (OLD.user_id, NEW.user_id);
                    RETURN NULL;
                """,
            )
        ]


class AccessChange(models.Model):
    """One line of the log: who gave or took what, when and why. Lines are only ever added."""

    class Kind(models.TextChoices):
        GIVEN = "given", _("role given")
        TAKEN = "taken", _("role taken away")
        DISABLED = "disabled", _("account disabled")
        ENABLED = "enabled", _("account enabled")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_changes")
    kind = models.CharField(_("change"), max_length=8, choices=Kind.choices)
    role = models.CharField(_("role"), max_length=32, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of access")
        verbose_name_plural = _("changes of access")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["given", "taken"]) ^ models.Q(role=""), name="access_change_names_a_role"
            )
        ]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]
