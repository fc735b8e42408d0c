"""The programme of an event: what happens when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.languages import translated
from clair_portal.workflow.constraints import one_line
from events.models.events import Event


class ProgrammeItem(models.Model):
    """One point of the programme."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme")
    starts_at = models.DateTimeField(_("starts"))
    title = translated(models.CharField(_("title"), max_length=160), required="en")
    place = models.CharField(_("room"), max_length=100, blank=True)
    spoken = models.CharField(_("language spoken"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme")
        constraints = [
            one_line("title_en", name="programme_title_one_line"),
            models.CheckConstraint(condition=~Q(title_en=""), name="programme_item_has_a_title"),
            models.UniqueConstraint(fields=["event", "starts_at", "title_en"], name="programme_item_once"),
        ]

    def __str__(self) -> str:
        return str(self.title)
