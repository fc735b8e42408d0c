"""An event: who invites to what, when, where, and until when one may register or cancel."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pghistory
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from clair_portal.directory.languages import translated
from clair_portal.directory.models import Organisation
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import filled_in, in_order, known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from events.models.stamps import PageStamp
from events.policy import EVENTS_VIEW


class State(models.TextChoices):
    """Where an event stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")


class EventQuerySet(models.QuerySet["Event"]):
    """The vocabulary of events."""

    def visible_to(self, user: Any) -> EventQuerySet:
        """Everything that was published; drafts only to those who prepare events of that host."""
        permitted = reach(user, EVENTS_VIEW)
        if not permitted.organisations:
            return self if permitted.everywhere else self.announced()
        return self.filter(~Q(state=State.DRAFT) | Q(host__in=permitted.organisations))

    def published(self) -> EventQuerySet:
        return self.filter(state=State.PUBLISHED)

    def announced(self) -> EventQuerySet:
        """Published, or published and called off since: people must be able to read that it is off."""
        return self.exclude(state=State.DRAFT)

    def filtered(
        self, *, country: str = "", host: int | None = None, month: str = "", spoken: str = "", text: str = ""
    ) -> EventQuerySet:
        """By country, by the organisation that invites, by month ("2027-02"), by language spoken, by words."""
        found = self
        if country:
            found = found.filter(country=country)
        if host:
            found = found.filter(Q(host=host) | Q(partner=host))
        if month:
            found = found.filter(starts_at__year=month[:4], starts_at__month=month[5:])
        if spoken:
            found = found.filter(spoken__contains=[spoken])
        for word in text.split():
            in_title = Q(title_en__icontains=word) | Q(title_ja__icontains=word) | Q(title_de__icontains=word)
            found = found.filter(in_title)
        return found

    def upcoming(self, at: datetime) -> EventQuerySet:
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")

    def with_places(self) -> EventQuerySet:
        """Adds `places_size` (NULL: no limit) and `places_gone`, over the quotas that make up the event's total."""
        return self.annotate(
            places_size=_over_quotas(F("size")), places_gone=Coalesce(_over_quotas(F("taken") + F("blocked")), 0)
        )

    def for_pages(self) -> EventQuerySet:
        return without_tokens(self.select_related("host", "partner"), "host", "partner").with_places()

    def page_stamps(self) -> models.QuerySet[Event, tuple[Any, ...]]:
        """For each event: the versions of the rows that its page shows, and the moments from which it shows others."""
        return self.values_list(PageStamp(), "registration_opens_at", "registration_closes_at", "ends_at")


def _over_quotas(figure: Combinable) -> Subquery:
    """Sum of a figure over an event's quotas; NULL as soon as it is unknown for one of them."""
    quotas = apps.get_model("events", "Quota")._default_manager
    in_total = quotas.filter(event=OuterRef("pk"), in_total=True).order_by().values("event")
    summed = in_total.annotate(known=Count(figure), rows=Count("pk"), total=Sum(figure))
    return Subquery(summed.filter(known=F("rows")).values("total"), output_field=IntegerField())


@pghistory.track()
class Event(models.Model):
    """One event on one stretch of time; a series is several of them."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.DRAFT: frozenset({State.PUBLISHED}),
        State.PUBLISHED: frozenset({State.CANCELLED}),
        State.CANCELLED: frozenset(),
    }

    class Kind(models.TextChoices):
        """What sort of event it is, in the office's words."""

        EXPLANATION = "explanation", _("explanation day")
        CAREERS = "careers", _("careers and networking")
        RECEPTION = "reception", _("reception")
        FAIR = "fair", _("fair or festival")
        TRAINING = "training", _("orientation or training")
        SOCIAL = "social", _("meeting of alumni")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=16, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="hosted_events", verbose_name=_("host"))
    partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("together with")
    )
    title = translated(models.CharField(_("title"), max_length=160), required="en")
    summary = translated(models.CharField(_("summary"), max_length=300), required="en")
    description = translated(models.TextField(_("description"), max_length=10_000))
    spoken = ArrayField(models.CharField(max_length=2), verbose_name=_("languages spoken"), default=list)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(_("time zone"), max_length=40)
    place = models.CharField(_("place"), max_length=160, blank=True)
    address = models.CharField(_("street and number"), max_length=300, blank=True)
    city = models.CharField(_("town or city"), max_length=100, blank=True)
    country = CountryField(_("country"), blank=True)
    join_url = models.CharField(
        _("link to take part online"), max_length=500, blank=True, validators=[URLValidator(["https"])]
    )
    registration_opens_at = models.DateTimeField(_("registration opens"))
    registration_closes_at = models.DateTimeField(_("registration closes"))
    cancel_until_at = models.DateTimeField(_("places can be given back until"))
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("called off on"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text=_("Counts changes of time and place for calendars."))
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"))

    title_en: str  # with title_ja and title_de, by `title`
    places_size: int | None  # both by `with_places()`
    places_gone: int

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="event_by_time"),
            models.Index(fields=["host", "starts_at"], name="event_by_host"),
        ]
        constraints = [
            known_state(State.values, name="event_state_known"),
            filled_in("cancelled_at", [State.CANCELLED], name="event_cancelled_at_when_cancelled"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(published_at__isnull=False), name="event_published_at_once_published"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="event_starts_before_it_ends",
                violation_error_message=_("The event must end after it starts."),
            ),
            in_order(
                "registration_opens_at",
                "registration_closes_at",
                name="event_registration_opens_before_it_closes",
                message=_("Registration must open before it closes."),
            ),
            in_order(
                "registration_closes_at",
                "ends_at",
                name="event_registration_closes_by_the_end",
                message=_("Registration must close before the event ends."),
            ),
            in_order(
                "cancel_until_at",
                "starts_at",
                name="event_cancelling_ends_by_the_start",
                message=_("Places can be given back until the event starts at the latest."),
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(join_url=""),
                name="event_is_somewhere",
                violation_error_message=_("Say where the event is: a place, a link to take part online, or both."),
            ),
            *[one_line(f"title_{code}", name=f"event_title_{code}_one_line") for code in ("en", "ja", "de")],
            one_line("place", name="event_place_one_line"),
            one_line("address", name="event_address_one_line"),
            one_line("city", name="event_city_one_line"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def scope_id(self) -> int:
        """The organisation on whose behalf one must be allowed to act."""
        return self.host_id

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def whereabouts(self) -> str:
        """Place, street and town on one line, as far as they are known."""
        return ", ".join(part for part in (self.place, self.address, self.city) if part)

    def takes_registrations(self, at: datetime) -> bool:
        """Whether registration is open at this moment, places aside."""
        in_time = self.registration_opens_at <= at < min(self.registration_closes_at, self.ends_at)
        return self.state == State.PUBLISHED and in_time

    def lets_cancel(self, at: datetime) -> bool:
        """Whether people may still give their place back by themselves."""
        return self.state == State.PUBLISHED and at <= self.cancel_until_at


class EventTransition(Transition):
    """One move of an event."""

    subject = models.ForeignKey(Event, models.CASCADE, related_name="transitions")
