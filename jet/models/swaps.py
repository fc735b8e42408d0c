"""Swap cycles: participants who take each other's places, or a free one, and the employers' consents to it."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import known_state
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from jet.models.contracting import ContractingOrganisation
from jet.models.requests import PlacementRequest
from jet.models.transfers import TransferRequest
from jet.policy import TRANSFERS_CONSENT, TRANSFERS_DECIDE


class State(models.TextChoices):
    """How far a cycle is."""

    ASKED = "asked", pgettext_lazy("swap cycle", "the employers are asked")
    AGREED = "agreed", pgettext_lazy("swap cycle", "all employers agree")
    APPROVED = "approved", pgettext_lazy("swap cycle", "approved")
    DISSOLVED = "dissolved", pgettext_lazy("swap cycle", "dissolved")


LIVE = (State.ASKED, State.AGREED)


class Answer(models.TextChoices):
    """What an employer says to a cycle."""

    YES = "yes", pgettext_lazy("consent", "agrees")
    NO = "no", pgettext_lazy("consent", "does not agree")


class SwapCycleQuerySet(models.QuerySet["SwapCycle"]):
    """The vocabulary of cycles."""

    def visible_to(self, user: Any) -> SwapCycleQuerySet:
        """Whole cycles are for those who decide; an employer sees its own part as a consent."""
        return self if reach(user, TRANSFERS_DECIDE).everywhere else self.none()

    def live(self) -> SwapCycleQuerySet:
        return self.filter(state__in=LIVE)

    def for_pages(self) -> SwapCycleQuerySet:
        moves = SwapMove.objects.for_pages().order_by("place")
        consents = TransferConsent.objects.for_pages().order_by("pk")
        found = self.select_related("vacancy__employer__organisation")
        return without_tokens(found, "vacancy__employer__organisation").prefetch_related(
            models.Prefetch("moves", moves), models.Prefetch("consents", consents)
        )

    def newest_first(self) -> SwapCycleQuerySet:
        return self.order_by("-proposed_at", "-pk")


class SwapCycle(models.Model):
    """People who move together on one day, or not at all. With a `vacancy`, the first to move takes that free post."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.ASKED: frozenset({State.AGREED, State.DISSOLVED}),
        State.AGREED: frozenset({State.APPROVED, State.DISSOLVED}),
        State.APPROVED: frozenset(),
        State.DISSOLVED: frozenset(),
    }

    number = models.CharField(_("number"), max_length=16, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ASKED)
    effective_on = models.DateField(_("first day at the new place"))
    vacancy = models.ForeignKey(
        PlacementRequest, models.PROTECT, null=True, blank=True, related_name="swap_cycles",
        verbose_name=_("free post"),
    )  # fmt: skip
    fingerprint = models.CharField(max_length=32, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by"), db_index=False
    )
    proposed_at = models.DateTimeField(_("proposed"))

    objects = SwapCycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("swap cycle")
        verbose_name_plural = _("swap cycles")
        constraints = [
            known_state(State.values, name="swapcycle_state_known"),
            models.CheckConstraint(condition=~Q(fingerprint=""), name="swapcycle_has_a_fingerprint"),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(state__in=sorted(LIVE)), name="swapcycle_live_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SwapCycleTransition(Transition):
    """One move of a cycle."""

    subject = models.ForeignKey(SwapCycle, models.CASCADE, related_name="transitions")


class SwapMoveQuerySet(models.QuerySet["SwapMove"]):
    """The vocabulary of moves."""

    def for_pages(self) -> SwapMoveQuerySet:
        people = self.select_related("request__participant__person", "leaves__organisation", "joins__organisation")
        return without_tokens(people, "request__participant__person", "leaves__organisation", "joins__organisation")


class SwapMove(models.Model):
    """One person's part of a cycle: which employer is left, and which one joined."""

    cycle = models.ForeignKey(SwapCycle, models.CASCADE, related_name="moves", db_index=False)
    request = models.ForeignKey(
        TransferRequest, models.PROTECT, related_name="moves", verbose_name=_("transfer request")
    )
    place = models.PositiveSmallIntegerField(_("place in the cycle"))
    leaves = models.ForeignKey(ContractingOrganisation, models.PROTECT, related_name="+", verbose_name=_("leaves"))
    joins = models.ForeignKey(ContractingOrganisation, models.PROTECT, related_name="+", verbose_name=_("joins"))
    rank = models.PositiveSmallIntegerField(_("which wish"))

    objects = SwapMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a swap cycle")
        verbose_name_plural = _("parts of swap cycles")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "place"], name="swapmove_place_once"),
            models.UniqueConstraint(fields=["cycle", "request"], name="swapmove_person_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="swapmove_was_wished_for"),
            models.CheckConstraint(condition=~Q(leaves=models.F("joins")), name="swapmove_goes_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}.{self.place}"


class TransferConsentQuerySet(models.QuerySet["TransferConsent"]):
    """The vocabulary of consents."""

    def visible_to(self, user: Any) -> TransferConsentQuerySet:
        """What the organisations are asked for which one may answer."""
        return self.filter(employer__organisation__in=reach(user, TRANSFERS_CONSENT).organisations)

    def for_pages(self) -> TransferConsentQuerySet:
        found = self.select_related("cycle", "employer__organisation", "by__person")
        return without_tokens(found, "employer__organisation", "by__person")

    def open(self) -> TransferConsentQuerySet:
        """Those that still wait for an answer."""
        return self.filter(answer="", cycle__state=State.ASKED)


class TransferConsent(models.Model):
    """What one employer is asked about a cycle, and what it answered: once, by whom and when."""

    Answer = Answer

    cycle = models.ForeignKey(SwapCycle, models.CASCADE, related_name="consents", db_index=False)
    employer = models.ForeignKey(
        ContractingOrganisation, models.PROTECT, related_name="consents", verbose_name=_("contracting organisation")
    )
    answer = models.CharField(pgettext_lazy("consent", "answer"), max_length=3, choices=Answer.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"),
        db_index=False,
    )  # fmt: skip
    at = models.DateTimeField(_("when"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = TransferConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to a transfer")
        verbose_name_plural = _("consents to transfers")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "employer"], name="transferconsent_asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", by=None, at=None, reason="")
                | Q(answer=Answer.YES, by__isnull=False, at__isnull=False)
                | (Q(answer=Answer.NO, by__isnull=False, at__isnull=False) & ~Q(reason="")),
                name="transferconsent_answered_whole",
                violation_error_message=_("Say why not: headquarters reads the reason."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="answered_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.employer_id}"

    @property
    def scope_ids(self) -> frozenset[int]:
        """A permission for the employer's organisation covers it."""
        return frozenset({self.employer.organisation_id})
