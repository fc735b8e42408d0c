"""Signs of life: when a part of the portal that nobody sees last did its work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tick(models.Model):
    """The last time that `name` was heard of; "beat" is noted every fifteen seconds."""

    name = models.CharField(_("name"), primary_key=True, max_length=32)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="tick_has_a_name")]
