"""What a user agreed to: which text, in which language, when, and whether that was taken back."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.policy import ROLES_VIEW
from clair_portal.directory.visibility import reach
from clair_portal.workflow.constraints import in_order


class ConsentQuerySet(models.QuerySet["Consent"]):
    """The vocabulary of consents."""

    def visible_to(self, user: Any) -> ConsentQuerySet:
        """Everybody's for whoever looks after accounts, otherwise only one's own."""
        return self if reach(user, ROLES_VIEW).everywhere else self.of(user)

    def of(self, user: Any) -> ConsentQuerySet:
        return self.filter(user_id=user.pk)

    def live(self) -> ConsentQuerySet:
        return self.filter(withdrawn_at=None)

    def to(self, purpose: str) -> ConsentQuerySet:
        return self.filter(purpose=purpose)

    def newest_first(self) -> ConsentQuerySet:
        return self.order_by("-given_at", "-pk")


class Consent(models.Model):
    """One consent to one version of a text.

    Its facts never change, and it leaves only together with its user; the one thing that may happen to it is that it
    is withdrawn, once. Whoever agrees again adds a row. The database holds all of this.
    """

    class Purpose(models.TextChoices):
        PRIVACY_NOTICE = "privacy_notice", _("Privacy notice")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=32, choices=Purpose.choices)
    version = models.CharField(_("version of the text"), max_length=10)
    language = models.CharField(_("read in"), max_length=5)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose", "version"],
                condition=models.Q(withdrawn_at=None),
                name="consent_live_once",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=["privacy_notice"]), name="consent_has_a_known_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(version__regex=r"^\d{4}-\d{2}-\d{2}$"), name="consent_version_is_a_day"
            ),
            models.CheckConstraint(condition=~models.Q(language=""), name="consent_names_the_language"),
            in_order(
                "given_at", "withdrawn_at", name="consent_given_first",
                message=_("A consent cannot be withdrawn before it was given."),
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.ReadOnly(name="facts_stay", exclude=["withdrawn_at"]),
            pgtrigger.Protect(
                name="withdrawn_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            # Asked at the end of the transaction, when the user whose data is erased is gone as well.
            pgtrigger.Trigger(
                name="leaves_with_its_user",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (SELECT 1 FROM accounts_user WHERE id = OLD.user_id) THEN
                        RAISE EXCEPTION 'a consent leaves only together with its user';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]
