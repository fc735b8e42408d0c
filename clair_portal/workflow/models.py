"""The transition log's columns, one table per aggregate so that a foreign key guards every row; number series."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Transition(models.Model):
    """One move of one row. A subclass adds `subject`, a foreign key with `related_name="transitions"`."""

    from_state = models.CharField(_("state before"), max_length=32, blank=True)
    to_state = models.CharField(_("state after"), max_length=32)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"), db_index=False
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_state=models.F("to_state")), name="%(class)s_goes_somewhere"
            )
        ]


class NumberSeries(models.Model):
    """The last number given in a series, for example "EVT-2026"."""

    name = models.CharField(primary_key=True, max_length=24)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(last__gte=1), name="number_series_counts_from_one")]
