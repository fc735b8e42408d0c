"""Itineraries (行程表): versions of a case's programme, their items, and how long the ways take."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.languages import translated
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from exchanges.models.cases import VisitCase
from exchanges.models.interpreters import Interpreter
from exchanges.models.meetings import Meeting
from exchanges.policy import CASES_STEER, CASES_VIEW


class State(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("draft version")
    PROPOSED = "proposed", _("proposed version")
    AGREED = "agreed", _("agreed version")
    REPLACED = "replaced", _("replaced version")


SHOWN = (State.PROPOSED, State.AGREED)
ONE_OF_EACH = (State.DRAFT, *SHOWN)


class ItineraryQuerySet(models.QuerySet["Itinerary"]):
    """The vocabulary of versions."""

    def visible_to(self, user: Any) -> ItineraryQuerySet:
        """The office sees every version; the parties of the case those that were proposed to them once."""
        of_cases = self.filter(case__in=VisitCase.objects.visible_to(user))
        return of_cases if reach(user, CASES_VIEW).everywhere else of_cases.filter(proposed_at__isnull=False)

    def draft_of(self, case: VisitCase) -> ItineraryQuerySet:
        return self.filter(case=case, state=State.DRAFT)

    def shown(self) -> ItineraryQuerySet:
        """What is proposed or agreed, the newest first."""
        return self.filter(state__in=SHOWN).newest_first()

    def before(self, itinerary: Itinerary) -> ItineraryQuerySet:
        """Earlier versions that the authority has seen, the newest first."""
        earlier = self.filter(case=itinerary.case_id, number__lt=itinerary.number, proposed_at__isnull=False)
        return earlier.newest_first()

    def for_pages(self) -> ItineraryQuerySet:
        parties = ("case__authority", "case__office", "case__owner__person")
        return without_tokens(self.select_related(*parties, "made_by__person"), *parties, "made_by__person")

    def newest_first(self) -> ItineraryQuerySet:
        return self.order_by("-number", "-pk")


class Itinerary(models.Model):
    """One version of the programme of a case. A case has one draft, one proposed and one agreed version at most."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.DRAFT: frozenset({State.PROPOSED, State.REPLACED}),
        State.PROPOSED: frozenset({State.AGREED, State.REPLACED}),
        State.AGREED: frozenset({State.REPLACED}),
        State.REPLACED: frozenset(),
    }

    class Status(models.TextChoices):
        """What the planner says of its plan."""

        OPTIMAL = "optimal", _("there is no better one")
        BEST_FOUND = "best_found", _("the best one found in time")

    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="itineraries", verbose_name=_("case"))
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    status = models.CharField(_("what the planner says"), max_length=16, choices=Status.choices)
    goals = models.JSONField(_("what the plan is worth"), default=list, blank=True)
    note = models.TextField(_("note on the programme"), max_length=2000, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"), db_index=False
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ItineraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme version")
        verbose_name_plural = _("programme versions")
        constraints = [
            known_state(State.values, name="itinerary_state_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="itinerary_counts_from_one"),
            models.CheckConstraint(
                condition=Q(status__in=["optimal", "best_found"]), name="itinerary_comes_from_a_plan"
            ),
            models.CheckConstraint(
                condition=(~Q(state=State.DRAFT) | Q(proposed_at__isnull=True))
                & (~Q(state__in=sorted(SHOWN)) | Q(proposed_at__isnull=False)),
                name="itinerary_is_seen_once_proposed",
            ),
            models.UniqueConstraint(fields=["case", "number"], name="itinerary_version_once"),
            *(
                models.UniqueConstraint(
                    fields=["case"], condition=Q(state=state.value), name=f"itinerary_one_{state.value}"
                )
                for state in ONE_OF_EACH
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} v{self.number}"

    @property
    def scope_ids(self) -> frozenset[int]:
        """The parties of the case, which is always fetched along."""
        return self.case.scope_ids

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT


class ItineraryTransition(Transition):
    """One move of a version."""

    subject = models.ForeignKey(Itinerary, models.CASCADE, related_name="transitions")


class ItineraryItemQuerySet(models.QuerySet["ItineraryItem"]):
    """The vocabulary of items."""

    def visible_to(self, user: Any) -> ItineraryItemQuerySet:
        return self.filter(itinerary__in=Itinerary.objects.visible_to(user))

    def in_order(self) -> ItineraryItemQuerySet:
        return self.order_by("starts_at", "position", "pk")

    def for_pages(self) -> ItineraryItemQuerySet:
        """With the meeting, its host and who interprets, whatever their number: two statements."""
        paths = ("meeting__host__organisation",)
        found = without_tokens(self.select_related(*paths), *paths).defer("meeting__host__search_tokens")
        team = without_tokens(Interpreter.objects.select_related("person").order_by("pk"), "person")
        return found.prefetch_related(models.Prefetch("team", queryset=team))


class ItineraryItem(models.Model):
    """One item of a version. `key` stays with what it stands for from version to version."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting with a host")
        TRAVEL = "travel", _("way")
        MEAL = "meal", _("meal")
        FREE = "free", _("free time")
        FLIGHT = "flight", _("flight")
        HOTEL = "hotel", _("hotel")

    BY_HAND = (Kind.FREE, Kind.FLIGHT, Kind.HOTEL)

    title_en: str
    title_ja: str
    title_de: str

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    itinerary = models.ForeignKey(Itinerary, models.CASCADE, related_name="items", verbose_name=_("programme version"))
    kind = models.CharField(_("kind of item"), max_length=8, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/London")
    title = translated(models.CharField(_("what"), max_length=200))
    place = models.CharField(_("place"), max_length=200, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("meeting")
    )
    group = models.CharField(_("sub-group; empty for everybody"), max_length=20, blank=True)
    team = models.ManyToManyField(Interpreter, related_name="+", blank=True, verbose_name=_("interpreters planned"))
    note = models.TextField(_("remark"), max_length=1000, blank=True)

    objects = ItineraryItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["meeting", "travel", "meal", "free", "flight", "hotel"]),
                name="itineraryitem_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="itineraryitem_ends_later",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(kind="meeting", meeting__isnull=False) | (~Q(kind="meeting") & Q(meeting__isnull=True)),
                name="itineraryitem_meeting_is_one",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["free", "flight", "hotel"]) | ~Q(title_en="", title_ja=""),
                name="itineraryitem_says_what",
                violation_error_message=_("Write what it is, in English or Japanese."),
            ),
            models.UniqueConstraint(fields=["itinerary", "meeting"], name="itineraryitem_meeting_once"),
            models.UniqueConstraint(fields=["itinerary", "key"], name="itineraryitem_once"),
            one_line("title_en", name="itineraryitem_title_en_one_line"),
            one_line("title_ja", name="itineraryitem_title_ja_one_line"),
            one_line("title_de", name="itineraryitem_title_de_one_line"),
            one_line("place", name="itineraryitem_place_one_line"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.tz)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class TravelTimeQuerySet(models.QuerySet["TravelTime"]):
    """The vocabulary of ways."""

    def visible_to(self, user: Any) -> TravelTimeQuerySet:
        """The office's own table."""
        return self if reach(user, CASES_STEER).everywhere else self.none()

    def between(self, names: set[str]) -> TravelTimeQuerySet:
        """The ways between these places and towns."""
        return self.filter(from_place__in=names, to_place__in=names)


class TravelTime(models.Model):
    """How many minutes the way takes from one place or town to another, and back unless that is written too."""

    from_place = models.CharField(_("from the place or town"), max_length=200)
    to_place = models.CharField(_("to the place or town"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    objects = TravelTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("travel time")
        verbose_name_plural = _("travel times")
        constraints = [
            models.UniqueConstraint(
                fields=["from_place", "to_place"], name="traveltime_once",
                violation_error_message=_("This way is in the table already."),
            ),
            models.CheckConstraint(
                condition=~Q(from_place=F("to_place")) & ~Q(from_place="") & ~Q(to_place=""),
                name="traveltime_goes_somewhere",
                violation_error_message=_("A way leads from one place to another."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 1440)),
                name="traveltime_is_plausible",
                violation_error_message=_("A way takes between one minute and a day."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.from_place} – {self.to_place}"
