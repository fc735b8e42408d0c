"""Filters of lists beside those that unfold brings."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.utils import parse_date_str


class DaysFilter(RangeDateFilter):
    """From one day to another, both included, for columns that hold moments; the day is the office's."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        first, last = self._day("from"), self._day("to")
        if first:
            queryset = queryset.filter(**{f"{self.parameter_name}__gte": midnight(first)})
        if last and last < date.max:
            queryset = queryset.filter(**{f"{self.parameter_name}__lt": midnight(last + timedelta(days=1))})
        return queryset

    def _day(self, end: str) -> date | None:
        """What was typed; nonsense counts as nothing."""
        found = parse_date_str(self.used_parameters.get(f"{self.parameter_name}_{end}", ""))
        return found if isinstance(found, date) and found > date.min else None


def midnight(day: date) -> datetime:
    """The beginning of a day on the office's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))
