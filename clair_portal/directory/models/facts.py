"""Reference facts: each says where it was read and from when until when it holds."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from clair_portal.workflow.constraints import in_order

Row = TypeVar("Row", bound=models.Model)


class Source(models.Model):
    """Where facts were read. `checked_on` is the day of the last look; empty when nobody wrote it down."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=300, blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="source_has_a_title")]

    def __str__(self) -> str:
        return self.title


class FactQuerySet(models.QuerySet[Row]):
    """The vocabulary of dated facts."""

    def on(self, day: dt.date) -> Self:
        """What holds on that day; an empty date has no limit."""
        begun = Q(valid_from_on__isnull=True) | Q(valid_from_on__lte=day)
        not_over = Q(valid_until_on__isnull=True) | Q(valid_until_on__gte=day)
        return self.filter(begun, not_over)


class Fact(models.Model):
    """Source and validity of a row. `valid_until_on` is the last day; an empty `valid_from_on` means "not known"."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    valid_from_on = models.DateField(_("valid from"), null=True, blank=True)
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            in_order(
                "valid_from_on",
                "valid_until_on",
                name="%(class)s_validity_in_order",
                message=_("The last day of validity lies before the first."),
            )
        ]


def same(number: Any) -> Func:
    """A range of one number: equality as an overlap, so that an exclusion needs no extension."""
    return Func(number, number, Value("[]"), function="int8range")


def days(first: str, last: str) -> Func:
    """From the first day to the last, both included; an empty one has no limit."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


def one_at_a_time(numbers: list[Any], first: str, last: str, *, name: str, message: Any) -> ExclusionConstraint:
    """No two rows with the same numbers whose days overlap."""
    equal = [(same(number), RangeOperators.OVERLAPS) for number in numbers]
    return ExclusionConstraint(
        name=name,
        expressions=[*equal, (days(first, last), RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )
