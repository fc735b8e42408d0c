"""What others have published about the programme: yearly figures and who does what, each with its source."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.languages import translated
from clair_portal.directory.models.facts import Fact, FactQuerySet, Source
from clair_portal.workflow.constraints import one_line
from jet.models.participants import Position

FIRST_YEAR = 1987
PARTLY_KNOWN_DAY = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"


def _as_far_as_known(model: str) -> models.CheckConstraint:
    """Of some sources one knows the day, of others the month or the year, of many nothing."""
    return models.CheckConstraint(
        condition=Q(published__regex=PARTLY_KNOWN_DAY),
        name=f"{model}_published_in",
        violation_error_message=_("Write the year, the month or the day: 2016, 2016-07 or 2016-07-28."),
    )


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    """The vocabulary of published figures."""

    def visible_to(self, _user: Any) -> PublishedFigureQuerySet:
        """Everything: it has been published."""
        return self

    def of_year(self, year: int) -> PublishedFigureQuerySet:
        return self.filter(year=year)

    def totals(self) -> PublishedFigureQuerySet:
        """Everybody who served in a year: one figure for each year and source."""
        return self.filter(dimension=PublishedFigure.Dimension.TOTAL, position="")

    def for_pages(self) -> PublishedFigureQuerySet:
        return self.select_related("source")

    def in_order(self) -> PublishedFigureQuerySet:
        """As a table lists them: by year and question, the largest first, what lacks a figure at the end."""
        return self.order_by(
            "year", "dimension", "unit", models.F("value").desc(nulls_last=True), "key", "source__key", "pk"
        )


class PublishedFigure(models.Model):
    """One figure that one source gives for one year. Sources that disagree stand side by side.

    An empty `value` says that the source lists the year without a figure, which is not zero.
    """

    class Dimension(models.TextChoices):
        """What the figure is about; `key` says which of them."""

        TOTAL = "total", _("participants serving")
        SERVICE = "service", _("new and reappointed")
        POSITION = "position", _("by position")
        COUNTRY = "country", _("by country")
        PREFECTURE = "prefecture", _("by prefecture")
        COUNTRIES = "countries", _("sending countries")
        EVER = "ever", _("everybody since 1987")
        DEPARTURES = "departures", _("departures from the United Kingdom")
        AGE = "age", _("by age")
        MAJOR = "major", _("by field of study")
        BODIES = "bodies", _("receiving bodies")
        BUDGET = "budget", _("budget of the Ministry of Foreign Affairs")
        INTERNSHIP = "internship", _("internships")

    class Unit(models.TextChoices):
        """What is counted."""

        PEOPLE = "people", _("people")
        PERCENT = "percent", _("per cent")
        COUNTRIES = "countries", _("countries")
        BODIES = "bodies", _("bodies")
        FIRMS = "firms", _("firms")
        MILLION_YEN = "million_yen", _("million yen")

    class Precision(models.TextChoices):
        """How the source puts it."""

        EXACT = "exact", pgettext_lazy("figure", "exact")
        ABOUT = "about", pgettext_lazy("figure", "about")
        MORE = "more", pgettext_lazy("figure", "more than")
        LESS = "less", pgettext_lazy("figure", "less than")

    year = models.PositiveSmallIntegerField(_("year"))
    dimension = models.CharField(_("about"), max_length=12, choices=Dimension.choices)
    key = models.CharField(_("which of them"), max_length=40, blank=True)
    position = models.CharField(_("of this position only"), max_length=3, choices=Position.choices, blank=True)
    unit = models.CharField(_("counted in"), max_length=12, choices=Unit.choices, default=Unit.PEOPLE)
    value = models.DecimalField(_("figure"), max_digits=9, decimal_places=1, null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=5, choices=Precision.choices, default=Precision.EXACT)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    published = models.CharField(_("published in"), max_length=10, blank=True)

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "dimension", "key", "position", "unit", "source"],
                name="publishedfigure_once",
                violation_error_message=_("This source has given this figure already."),
            ),
            models.CheckConstraint(condition=Q(year__gte=FIRST_YEAR), name="publishedfigure_since_1987"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="publishedfigure_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(dimension__in=["total", "countries"], key="")
                | Q(dimension="ever")
                | (~Q(dimension__in=["total", "countries", "ever"]) & ~Q(key="")),
                name="publishedfigure_says_which",
                violation_error_message=_("Say which position, country or group the figure is about."),
            ),
            models.CheckConstraint(
                condition=Q(position="") | (Q(position__in=Position.values) & ~Q(dimension="position")),
                name="publishedfigure_position_known",
            ),
            models.CheckConstraint(
                condition=~Q(unit="percent") | Q(value__isnull=True) | Q(value__lte=100),
                name="publishedfigure_at_most_all",
            ),
            _as_far_as_known("publishedfigure"),
            one_line("key", name="publishedfigure_key_one_line"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.dimension} {self.key}: {self.value}"


class DutyQuerySet(FactQuerySet["Duty"]):
    """The vocabulary of duties."""

    def visible_to(self, _user: Any) -> DutyQuerySet:
        """Everything: who does what is public."""
        return self

    def for_pages(self) -> DutyQuerySet:
        return self.select_related("source")

    def in_order(self) -> DutyQuerySet:
        """From the ministries to the school."""
        return self.order_by("place", "valid_from_on", "pk")


class Duty(Fact):
    """What one body does in the programme, from a day until a day; a change of duties is a new row."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("place in the list"))
    actor = translated(models.CharField(_("who"), max_length=200), required="en")
    text = translated(models.TextField(_("does what"), max_length=1000), required="en")
    published = models.CharField(_("published in"), max_length=10, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("duty in the programme")
        verbose_name_plural = _("duties in the programme")
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=~Q(actor_en=""), name="duty_has_an_actor"),
            models.CheckConstraint(condition=~Q(text_en=""), name="duty_has_a_text"),
            one_line("actor_en", name="duty_actor_one_line"),
            _as_far_as_known("duty"),
        ]

    def __str__(self) -> str:
        return str(self.actor)
