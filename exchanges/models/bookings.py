"""Who and what is taken when: nobody and nothing is in two places, and the database sees to it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import BigIntegerField, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from exchanges.models.meetings import Meeting

KINDS = 8  # room for more kinds in the key of what is taken


class BookingQuerySet(models.QuerySet["Booking"]):
    """The vocabulary of bookings."""

    def during(self, starts_at: datetime, ends_at: datetime) -> BookingQuerySet:
        """Those that take any of that time."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Booking(models.Model):
    """That a party of a delegation, an officer, an interpreter or a vehicle is taken for a meeting.

    `resource` is the primary key of what is taken within its kind; the sub-groups of a case are counted within it.
    """

    class Kind(models.IntegerChoices):
        """What is taken."""

        PARTY = 1, _("sub-group of a delegation")
        OFFICER = 2, _("officer")
        INTERPRETER = 3, _("interpreter")
        VEHICLE = 4, _("vehicle")

    PARTIES = 32  # of one case at most: 0 is the whole, the sub-groups are 1 to 31

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="bookings")
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    resource = models.BigIntegerField()
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="booking_ends_later"),
            models.CheckConstraint(condition=Q(resource__gte=0), name="booking_resource_is_a_key"),
            models.CheckConstraint(condition=Q(kind__range=(1, KINDS - 1)), name="booking_kind_fits_the_key"),
            ExclusionConstraint(
                name="booking_never_in_two_places",
                expressions=[
                    (
                        Func(
                            F("resource") * Value(KINDS, output_field=BigIntegerField()) + F("kind"),
                            F("resource") * Value(KINDS, output_field=BigIntegerField()) + F("kind"),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Somebody or something needed here is taken at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.resource}"

    @property
    def key(self) -> int:
        """What is taken, as one number: the one that the exclusion constraint compares."""
        return self.resource * KINDS + self.kind
