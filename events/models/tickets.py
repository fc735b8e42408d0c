"""Ticket types and the quotas they draw from: how many places there are, and for whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Min, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.languages import translated
from clair_portal.workflow.constraints import one_line
from events.models.events import Event


class QuotaQuerySet(models.QuerySet["Quota"]):
    """The vocabulary of quotas."""

    def with_room_for(self, places: int) -> QuotaQuerySet:
        """Those that are open and can take so many more."""
        fits = Q(size__isnull=True) | Q(size__gte=F("taken") + F("blocked") + places)
        return self.filter(fits, is_open=True)


class Quota(models.Model):
    """A number of places, counted in `taken`; several ticket types may draw from it.

    `taken` is only ever changed by a conditional update under the row's lock, and the check constraint holds
    even against code that forgets to ask. `is_open` closes with the event, under the same lock.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="quotas")
    name = models.CharField(_("name"), max_length=100)
    size = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Leave empty for no limit."))
    blocked = models.PositiveIntegerField(_("kept by the office"), default=0)
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    is_open = models.BooleanField(default=True, editable=False)
    in_total = models.BooleanField(
        _("counts towards the event’s total"),
        default=True,
        help_text=_("Untick it for a share of another quota, such as 20 recruiters among 120 guests."),
    )

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__gte=F("taken") + F("blocked")),
                name="quota_never_oversold",
                violation_error_message=_("More places are taken or kept than this leaves. Choose a higher number."),
            ),
            models.UniqueConstraint(fields=["event", "name"], name="quota_name_once"),
            one_line("name", name="quota_name_one_line"),
        ]

    def __str__(self) -> str:
        return self.name


class TicketTypeQuerySet(models.QuerySet["TicketType"]):
    """The vocabulary of ticket types."""

    def with_places(self) -> TicketTypeQuerySet:
        """Adds `size`, `free` and `gone`, by the tightest quotas; NULL where there is no limit."""
        left = F("quotas__size") - F("quotas__taken") - F("quotas__blocked")
        smallest = Min("quotas__size")
        return self.annotate(size=smallest, free=Min(left), gone=smallest - Min(left))

    def offered_for(self, events: Iterable[Event]) -> TicketTypeQuerySet:
        """What one can register for at these events; the events are what a reader may see."""
        return self.filter(event__in=events, is_offered=True).in_order()

    def in_order(self) -> TicketTypeQuerySet:
        return self.order_by("position", "pk")


class TicketType(models.Model):
    """What one registers for: "returnee", "recruiter", "online"."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="ticket_types")
    quotas = models.ManyToManyField(Quota, related_name="ticket_types", verbose_name=_("quotas"))
    name = translated(models.CharField(_("name"), max_length=100), required="en")
    description = translated(models.CharField(_("description"), max_length=300))
    position = models.PositiveSmallIntegerField(_("order in the list"), default=0)
    is_offered = models.BooleanField(_("offered"), default=True)
    takes_part_online = models.BooleanField(_("takes part online"), default=False)

    name_en: str  # with name_ja and name_de, by `name`
    size: int | None  # the three by `with_places()`
    free: int | None
    gone: int | None

    objects = TicketTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        constraints = [
            one_line("name_en", name="ticket_type_name_one_line"),
            models.CheckConstraint(condition=~Q(name_en=""), name="ticket_type_has_a_name"),
            models.UniqueConstraint(fields=["event", "name_en"], name="ticket_type_once"),
        ]

    def __str__(self) -> str:
        return str(self.name)
