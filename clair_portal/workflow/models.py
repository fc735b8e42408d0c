"""The transition log's columns; each aggregate has its own table, so that a foreign key guards every row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Transition(models.Model):
    """One move of one row. A subclass adds `subject`, a foreign key with `related_name="transitions"`."""

    from_state = models.CharField(_("from"), max_length=32, blank=True)
    to_state = models.CharField(_("to"), max_length=32)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"), db_index=False
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True
