"""Runs of the allocation: sealed input, proof and result, and the two people who made it public."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.visibility import reach
from clair_portal.workflow.constraints import filled_in, known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from jet.models.arrivals import ArrivalGroup
from jet.models.participants import Participant
from jet.models.requests import PlacementRequest
from jet.policy import ALLOCATION_VIEW


class State(models.TextChoices):
    """How far a run is."""

    DRAFT = "draft", pgettext_lazy("allocation run", "draft")
    PROPOSED = "proposed", pgettext_lazy("allocation run", "proposed")
    PUBLISHED = "published", pgettext_lazy("allocation run", "published")
    SUPERSEDED = "superseded", pgettext_lazy("allocation run", "superseded")
    DISCARDED = "discarded", pgettext_lazy("allocation run", "discarded")


PUBLIC = (State.PUBLISHED, State.SUPERSEDED)


class AllocationRunQuerySet(models.QuerySet["AllocationRun"]):
    """The vocabulary of runs."""

    def visible_to(self, user: Any) -> AllocationRunQuerySet:
        """Those who look at the allocation see all of it, everybody else nothing: their own place is another row."""
        return self if reach(user, ALLOCATION_VIEW).everywhere else self.none()

    def for_pages(self) -> AllocationRunQuerySet:
        """Without the sealed file, which weighs megabytes."""
        people = ("made_by__person", "proposed_by__person", "published_by__person")
        return self.select_related("arrival_group", "base", *people).defer("sealed", "base__sealed")

    def published(self, group: ArrivalGroup) -> AllocationRunQuerySet:
        return self.filter(arrival_group=group, state=State.PUBLISHED)

    def newest_first(self) -> AllocationRunQuerySet:
        return self.order_by("-made_at", "-pk")


def _actor(word: Any, *, once: bool = False) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=once, blank=once, related_name="+", verbose_name=word,
        db_index=False,
    )  # fmt: skip


class AllocationRun(models.Model):
    """One solution for one arrival group. `sealed` is the certificate file, packed: the input and the proof in one.

    `summary` holds figures for pages alone; what counts is in the sealed file and in the places.
    """

    State = State
    MOVES: ClassVar[Moves] = {
        State.DRAFT: frozenset({State.PROPOSED, State.DISCARDED}),
        State.PROPOSED: frozenset({State.PUBLISHED, State.DRAFT, State.DISCARDED}),
        State.PUBLISHED: frozenset({State.SUPERSEDED}),
        State.SUPERSEDED: frozenset(),
        State.DISCARDED: frozenset(),
    }

    arrival_group = models.ForeignKey(
        ArrivalGroup, models.PROTECT, related_name="runs", verbose_name=_("arrival group")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reruns", verbose_name=_("follows the run")
    )
    seed = models.CharField(_("lot"), max_length=100)
    rules = models.CharField(_("version of the rules"), max_length=20)
    input_hash = models.CharField(_("fingerprint of the input"), max_length=64)
    sealed = models.BinaryField()
    summary = models.JSONField(_("figures"), default=dict)
    proved = models.BooleanField(_("proved to be the best"), default=False)
    made_by = _actor(_("made by"))
    made_at = models.DateTimeField(_("made"))
    proposed_by = _actor(_("proposed by"), once=True)
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    published_by = _actor(_("published by"), once=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = AllocationRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation run")
        verbose_name_plural = _("allocation runs")
        constraints = [
            known_state(State.values, name="allocationrun_state_known"),
            models.CheckConstraint(
                condition=Q(input_hash__regex=r"^[0-9a-f]{64}$"), name="allocationrun_has_a_fingerprint"
            ),
            models.CheckConstraint(condition=~Q(seed=""), name="allocationrun_has_a_lot"),
            one_line("seed", name="allocationrun_lot_one_line"),
            filled_in("published_at", PUBLIC, name="allocationrun_published_when_public"),
            filled_in("published_by", PUBLIC, name="allocationrun_published_by_somebody"),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True, proposed_at__isnull=True)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="allocationrun_proposed_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PROPOSED, *PUBLIC]) | Q(proposed_by__isnull=False),
                name="allocationrun_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("proposed_by")),
                name="allocationrun_two_people",
                violation_error_message=_("Whoever proposed the allocation cannot publish it too."),
            ),
            models.UniqueConstraint(
                fields=["arrival_group"], condition=Q(state=State.PUBLISHED), name="allocationrun_one_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrival_group} · {self.pk}"


class AllocationRunTransition(Transition):
    """One move of a run."""

    subject = models.ForeignKey(AllocationRun, models.CASCADE, related_name="transitions")


class PinQuerySet(models.QuerySet["Pin"]):
    """The vocabulary of pins and bans."""

    def visible_to(self, user: Any) -> PinQuerySet:
        return self if reach(user, ALLOCATION_VIEW).everywhere else self.none()

    def of_group(self, group: ArrivalGroup) -> PinQuerySet:
        return self.filter(request__arrival_group=group)

    def for_pages(self) -> PinQuerySet:
        return self.select_related("participant", "request__employer__organisation", "by__person").order_by("pk")


@pghistory.track(pghistory.DeleteEvent())
class Pin(models.Model):
    """Somebody of headquarters settles, or forbids, that a person goes to a place; it holds for the runs to come."""

    class Kind(models.TextChoices):
        """What is decided."""

        PIN = "pin", _("goes there")
        BAN = "ban", _("does not go there")

    kind = models.CharField(_("decision"), max_length=3, choices=Kind.choices)
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="pins", verbose_name=_("participant"), db_index=False
    )
    request = models.ForeignKey(
        PlacementRequest, models.CASCADE, related_name="pins", verbose_name=_("placement request")
    )
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["pin", "ban"]), name="pin_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="pin_has_a_reason"),
            models.UniqueConstraint(
                fields=["participant", "request"],
                name="pin_pair_once",
                violation_error_message=_("This pair has been decided already."),
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(kind="pin"),
                name="pin_one_place_per_person",
                violation_error_message=_("This person has been pinned to another place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} – {self.request_id}"
