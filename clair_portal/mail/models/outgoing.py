"""One row per mail that shall leave: the truth that Celery is only rung for."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Person


class OutgoingMail(models.Model):
    """A mail to one address, from intent to hand-over."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENT = "sent", _("sent")
        PARKED = "parked", _("parked")
        SUPPRESSED = "suppressed", _("not sent")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=200, unique=True)
    template = models.CharField(_("template"), max_length=100)
    to = models.EmailField(_("to"))
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=5)
    topic = models.CharField(_("topic"), max_length=32)
    context = models.JSONField(_("content"), default=dict)
    attachments = models.JSONField(_("attachments"), default=list)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(_("created"))
    due_at = models.DateTimeField(_("due"))
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    trouble = models.TextField(_("trouble"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
