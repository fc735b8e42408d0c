"""Interpreters: what they can do, where they live, what they cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Person
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import matching, without_tokens
from clair_portal.workflow.constraints import one_line
from exchanges.models.bookings import Booking
from exchanges.policy import INTERPRETERS_VIEW

RECENTLY = timedelta(days=365)


class Language(models.TextChoices):
    """What the office's hosts and guests speak."""

    EN = "en", _("English")
    JA = "ja", _("Japanese")
    DE = "de", _("German")
    NL = "nl", _("Dutch")
    DA = "da", _("Danish")
    SV = "sv", _("Swedish")
    NB = "nb", _("Norwegian")
    FI = "fi", _("Finnish")


class Mode(models.TextChoices):
    """How it is interpreted; the planner and the rule table use the same words."""

    CONSECUTIVE = "consecutive", _("consecutive")
    WHISPERED = "whispered", _("whispered")
    SIMULTANEOUS = "simultaneous", _("simultaneous")


class InterpreterQuerySet(models.QuerySet["Interpreter"]):
    """The vocabulary of interpreters."""

    def visible_to(self, user: Any) -> InterpreterQuerySet:
        """The roster is the office's; an interpreter sees the own entry."""
        if reach(user, INTERPRETERS_VIEW).everywhere:
            return self
        own = getattr(user, "person_id", None)
        return self.filter(person_id=own) if own else self.none()

    def matching(self, text: str) -> InterpreterQuerySet:
        """Those whose names contain every word of `text`, in any script."""
        return self.filter(person__in=matching(Person.objects.all(), text))

    def for_pages(self) -> InterpreterQuerySet:
        return without_tokens(self.select_related("person"), "person")

    def speaking(self, pairs: list[str]) -> InterpreterQuerySet:
        """Those who interpret in all of these directions, written "en>ja"."""
        found = self
        for source, _to, target in (pair.partition(">") for pair in pairs):
            found = found.filter(Exists(LanguagePair.objects.of_this(source, target)))
        return found

    def able(self, pairs: list[str], mode: str) -> InterpreterQuerySet:
        """Those who are at work, in all these directions and in this mode."""
        return self.filter(is_active=True, modes__contains=[mode]).speaking(pairs)

    def free(self, starts_at: datetime, ends_at: datetime) -> InterpreterQuerySet:
        """Those whom nothing holds in that time; the exclusion constraint has the last word."""
        taken = Booking.objects.during(starts_at, ends_at).filter(kind=Booking.Kind.INTERPRETER)
        return self.exclude(pk__in=taken.values("resource"))

    def there(self, starts_at: datetime, ends_at: datetime) -> InterpreterQuerySet:
        """Those who have not said that they are away on a day of that time."""
        away = Q(absences__first_on__lte=ends_at.date(), absences__last_on__gte=starts_at.date())
        return self.exclude(pk__in=Interpreter.objects.filter(away).values("pk"))

    def nearest_first(self, city: str, at: datetime) -> InterpreterQuerySet:
        """Those who live there, then whoever was asked least in the last year."""
        recent = Count("assignments", filter=Q(assignments__accepted_at__gt=at - RECENTLY))
        lives_there = Q(city__iexact=city) if city else Q(pk__in=[])
        near = models.Case(models.When(lives_there, then=0), default=1)
        return self.annotate(recent=recent).order_by(near, "recent", "pk")


@pghistory.track()
class Interpreter(models.Model):
    """A person who interprets for the office's visitors. Rates are whole numbers of the smallest coin."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="interpreter", verbose_name=_("person"))
    modes = ArrayField(models.CharField(max_length=16, choices=Mode.choices), verbose_name=_("modes"), default=list)
    subjects = models.TextField(_("subjects"), max_length=1000, blank=True, help_text=_("One a line."))
    city = models.CharField(_("home town"), max_length=100, blank=True)
    travel_km = models.PositiveSmallIntegerField(_("travels up to, in kilometres"), default=50)
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    hour_rate = models.PositiveIntegerField(_("rate per hour"), help_text=_("In the smallest coin: pence, cents, öre."))
    half_day_rate = models.PositiveIntegerField(_("rate per half day"), null=True, blank=True)
    day_rate = models.PositiveIntegerField(_("rate per day"), null=True, blank=True)
    overtime_rate = models.PositiveIntegerField(_("rate per hour of overtime"), null=True, blank=True)
    is_active = models.BooleanField(_("takes assignments"), default=True)
    note = models.TextField(_("note for the office"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = InterpreterQuerySet.as_manager()

    class Meta:
        verbose_name = _("interpreter")
        verbose_name_plural = _("interpreters")
        constraints = [
            one_line("city", name="interpreter_city_one_line"),
            models.CheckConstraint(condition=Q(modes__contained_by=Mode.values), name="interpreter_modes_known"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="interpreter_currency_is_a_code",
                violation_error_message=_("Write the currency as three capital letters, for example GBP."),
            ),
            models.CheckConstraint(condition=Q(hour_rate__gt=0), name="interpreter_is_paid"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class LanguagePairQuerySet(models.QuerySet["LanguagePair"]):
    """The vocabulary of directions."""

    def of_this(self, source: str, target: str) -> LanguagePairQuerySet:
        """One direction, of the interpreter of the query around it."""
        return self.filter(interpreter=OuterRef("pk"), source=source, target=target)


class LanguagePair(models.Model):
    """One direction in which somebody interprets."""

    class Level(models.TextChoices):
        """How well; the office's own judgement."""

        BASIC = "basic", _("everyday talk")
        BUSINESS = "business", _("business talk")
        CONFERENCE = "conference", _("conference")

    interpreter = models.ForeignKey(Interpreter, models.CASCADE, related_name="pairs")
    source = models.CharField(_("from the language"), max_length=5, choices=Language.choices)
    target = models.CharField(_("into the language"), max_length=5, choices=Language.choices)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.BUSINESS)

    objects = LanguagePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("direction")
        verbose_name_plural = _("directions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="languagepair_has_two_languages",
                violation_error_message=_("A direction has two different languages."),
            ),
            models.UniqueConstraint(fields=["interpreter", "source", "target"], name="languagepair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}>{self.target}"
