"""Addresses that must not be written to, and why."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clair_portal.mail.models.outgoing import OutgoingMail
from clair_portal.mail.topics import Topic, can_be_stopped
from clair_portal.workflow.constraints import one_line


class Reason(models.TextChoices):
    """Why an address is not written to."""

    BOUNCED = "bounced", _("the address no longer works")
    COMPLAINED = "complained", _("the recipient reported our mail as unwanted")
    UNSUBSCRIBED = "unsubscribed", _("the recipient unsubscribed")


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    """Answers which mails must not leave."""

    def for_addresses(self, addresses: Iterable[str]) -> SuppressionQuerySet:
        wanted = {address.lower() for address in addresses}
        return self.alias(lowered=Lower("address")).filter(lowered__in=wanted)

    def stopping(self, mails: Iterable[OutgoingMail]) -> set[int]:
        """The primary keys of those mails that somebody does not want; one query for the whole batch."""
        mails = list(mails)
        found: dict[str, list[Suppression]] = {}
        for row in self.for_addresses(mail.to for mail in mails):
            found.setdefault(row.address.lower(), []).append(row)
        return {mail.pk for mail in mails if any(row.stops(mail.topic) for row in found.get(mail.to.lower(), ()))}


class Suppression(models.Model):
    """One address and one topic; an empty topic means every mail that can be stopped."""

    Reason = Reason

    address = models.EmailField(_("address"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    topic = models.CharField(_("kind of mail"), max_length=32, choices=Topic.choices, blank=True)
    since_at = models.DateTimeField(_("since"))

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("address not written to")
        verbose_name_plural = _("addresses not written to")
        constraints = [
            models.UniqueConstraint(Lower("address"), "reason", "topic", name="suppression_once"),
            one_line("address", name="suppression_address_one_line"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="suppression_reason_known"),
            models.CheckConstraint(
                condition=Q(topic="") | Q(topic__in=[topic for topic in Topic.values if can_be_stopped(topic)]),
                name="suppression_never_of_service_alone",
            ),
            models.CheckConstraint(
                condition=~Q(reason=Reason.BOUNCED) | Q(topic=""), name="suppression_bounce_stops_everything"
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def stops(self, topic: str) -> bool:
        """A dead address gets nothing at all; otherwise service mails always pass."""
        if self.reason == Reason.BOUNCED:
            return True
        return can_be_stopped(topic) and self.topic in ("", topic)
