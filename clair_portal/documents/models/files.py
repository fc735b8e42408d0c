"""Files that only their owner may fetch, for a few days."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.visibility import reach
from clair_portal.documents.policy import JOBS_VIEW
from clair_portal.workflow.constraints import one_line


class PrivateFileQuerySet(models.QuerySet["PrivateFile"]):
    """The vocabulary of private files."""

    def visible_to(self, user: Any) -> PrivateFileQuerySet:
        """One's own; all for those who look after everybody's jobs."""
        return self if reach(user, JOBS_VIEW).everywhere else self.filter(owner=user.pk)

    def kept(self, at: datetime) -> PrivateFileQuerySet:
        return self.filter(expires_at__gt=at)

    def expired(self, at: datetime) -> PrivateFileQuerySet:
        return self.filter(expires_at__lte=at)


class PrivateFile(models.Model):
    """A file under a random name outside the web root; its real name is told only at the download."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"))
    stored_as = models.CharField(max_length=100, unique=True, editable=False)
    filename = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("private file")
        verbose_name_plural = _("private files")
        constraints = [
            models.CheckConstraint(condition=~Q(filename=""), name="private_file_has_a_name"),
            one_line("filename", name="private_file_name_one_line"),
            one_line("content_type", name="private_file_type_one_line"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="private_file_expires_later"),
        ]

    def __str__(self) -> str:
        return self.filename
