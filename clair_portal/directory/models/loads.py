"""Which edition of the reference data the database holds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceLoad(models.Model):
    """One loading of the data files; the digest of the latest tells whether they have changed since."""

    digest = models.CharField(_("digest of the files"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded"))
    created = models.PositiveIntegerField(_("rows created"))
    changed = models.PositiveIntegerField(_("rows changed"))

    class Meta:
        verbose_name = _("loading of reference data")
        verbose_name_plural = _("loadings of reference data")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__regex="^[0-9a-f]{64}$"), name="referenceload_digest_is_sha256"
            )
        ]
