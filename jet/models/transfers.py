"""Transfer requests: a participant asks to serve somewhere else, why, and where to."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.models import LocalAuthority
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import known_state
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from jet.models.contracting import ContractingOrganisation
from jet.models.participants import Participant
from jet.policy import TRANSFERS_DECIDE

MOST_WISHES = 3


class Ground(models.TextChoices):
    """Why somebody may ask at all."""

    HEALTH = "health", pgettext_lazy("transfer", "health")
    MARRIAGE = "marriage", pgettext_lazy("transfer", "marriage or family")
    OTHER = "other", pgettext_lazy("transfer", "another exceptional reason")


class State(models.TextChoices):
    """How far a transfer request is."""

    DRAFT = "draft", pgettext_lazy("transfer request", "draft")
    SUBMITTED = "submitted", pgettext_lazy("transfer request", "with headquarters")
    ELIGIBLE = "eligible", pgettext_lazy("transfer request", "a place is being looked for")
    NOT_ELIGIBLE = "not_eligible", pgettext_lazy("transfer request", "not possible")
    MATCHED = "matched", pgettext_lazy("transfer request", "the employers are asked")
    AGREED = "agreed", pgettext_lazy("transfer request", "the employers agree")
    APPROVED = "approved", pgettext_lazy("transfer request", "approved")
    EFFECTIVE = "effective", pgettext_lazy("transfer request", "transferred")
    CLOSED = "closed", pgettext_lazy("transfer request", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer request", "withdrawn")


LIVE = (State.DRAFT, State.SUBMITTED, State.ELIGIBLE, State.MATCHED, State.AGREED, State.APPROVED)
IN_A_CYCLE = (State.MATCHED, State.AGREED)
UNSENT = (State.DRAFT, State.WITHDRAWN)


class TransferRequestQuerySet(models.QuerySet["TransferRequest"]):
    """The vocabulary of transfer requests."""

    def visible_to(self, user: Any) -> TransferRequestQuerySet:
        """One's own; those who decide see whatever was submitted. No employer reads why somebody wants to leave."""
        own = Q(participant__person_id=getattr(user, "person_id", None), participant__person__isnull=False)
        if not reach(user, TRANSFERS_DECIDE).everywhere:
            return self.filter(own)
        was_sent = TransferRequestTransition.objects.filter(subject=OuterRef("pk"), to_state=State.SUBMITTED)
        return self.filter(own | ~Q(state__in=UNSENT) | Q(Exists(was_sent), state=State.WITHDRAWN))

    def live(self) -> TransferRequestQuerySet:
        return self.filter(state__in=LIVE)

    def for_pages(self) -> TransferRequestQuerySet:
        return without_tokens(self.select_related("participant__person"), "participant__person")

    def newest_first(self) -> TransferRequestQuerySet:
        return self.order_by("-created_at", "-pk")


@pghistory.track()
class TransferRequest(models.Model):
    """異動願: one participant asks for another place. At most one is open at a time."""

    State = State
    Ground = Ground
    MOVES: ClassVar[Moves] = {
        State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
        State.SUBMITTED: frozenset({State.ELIGIBLE, State.NOT_ELIGIBLE, State.WITHDRAWN}),
        State.ELIGIBLE: frozenset({State.MATCHED, State.CLOSED, State.WITHDRAWN}),
        State.NOT_ELIGIBLE: frozenset(),
        State.MATCHED: frozenset({State.AGREED, State.ELIGIBLE}),
        State.AGREED: frozenset({State.APPROVED, State.ELIGIBLE}),
        State.APPROVED: frozenset({State.EFFECTIVE}),
        State.EFFECTIVE: frozenset(),
        State.CLOSED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    number = models.CharField(_("number"), max_length=16, unique=True)
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="transfer_requests", verbose_name=_("participant")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    ground = models.CharField(pgettext_lazy("transfer", "ground"), max_length=8, choices=Ground.choices)
    explanation = models.TextField(_("explanation"), max_length=4000, blank=True)
    created_at = models.DateTimeField(_("created"))
    version = models.PositiveIntegerField(default=1)

    objects = TransferRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer request")
        verbose_name_plural = _("transfer requests")
        indexes = [models.Index(fields=["state", "created_at"], name="transferrequest_by_state")]
        constraints = [
            known_state(State.values, name="transferrequest_state_known"),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="transferrequest_ground_known"),
            models.CheckConstraint(
                condition=Q(state__in=UNSENT) | ~Q(explanation=""), name="transferrequest_sent_with_explanation"
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state__in=sorted(LIVE)),
                name="transferrequest_one_live",
                violation_error_message=_("There is an open transfer request already."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TransferRequestTransition(Transition):
    """One move of a transfer request."""

    subject = models.ForeignKey(TransferRequest, models.CASCADE, related_name="transitions")


class TransferWish(models.Model):
    """Where to: a prefecture, which stands for every employer in it, or one employer there."""

    request = models.ForeignKey(TransferRequest, models.CASCADE, related_name="wishes", db_index=False)
    rank = models.PositiveSmallIntegerField(_("which wish"))
    prefecture = models.ForeignKey(LocalAuthority, models.PROTECT, related_name="+", verbose_name=_("prefecture"))
    employer = models.ForeignKey(
        ContractingOrganisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("contracting organisation"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("wish for a transfer")
        verbose_name_plural = _("wishes for a transfer")
        constraints = [
            models.CheckConstraint(condition=Q(rank__range=(1, MOST_WISHES)), name="transferwish_first_to_third"),
            models.UniqueConstraint(fields=["request", "rank"], name="transferwish_rank_once"),
            models.UniqueConstraint(
                fields=["request", "prefecture", "employer"], nulls_distinct=False, name="transferwish_place_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.employer or self.prefecture)

    def is_met_by(self, employer: ContractingOrganisation) -> bool:
        """Whether going to `employer` is what was wished for."""
        if self.employer_id is not None:
            return self.employer_id == employer.pk
        return self.prefecture_id == employer.prefecture_id
