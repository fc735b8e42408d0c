"""Who goes where by a run, and what they answered."""

from __future__ import annotations

from typing import Any, ClassVar

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
from jet.models.participants import Participant
from jet.models.requests import PlacementRequest
from jet.models.runs import AllocationRun
from jet.policy import ALLOCATION_VIEW, PARTICIPANTS_VIEW


class State(models.TextChoices):
    """What a participant has been told, and has answered."""

    PLANNED = "planned", pgettext_lazy("allocated place", "planned")
    RELEASED = "released", pgettext_lazy("allocated place", "released")
    ACCEPTED = "accepted", pgettext_lazy("allocated place", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("allocated place", "withdrawn")


class AllocationPlaceQuerySet(models.QuerySet["AllocationPlace"]):
    """The vocabulary of allocated places."""

    def visible_to(self, user: Any) -> AllocationPlaceQuerySet:
        """All for the allocation's people; one's own once released; an employer's once the person has accepted."""
        if reach(user, ALLOCATION_VIEW).everywhere:
            return self
        own = Q(participant__person_id=getattr(user, "person_id", None), participant__person__isnull=False)
        employers = reach(user, PARTICIPANTS_VIEW).organisations
        accepted = Q(state=State.ACCEPTED, request__employer__organisation__in=employers)
        return self.filter((own & ~Q(state=State.PLANNED)) | accepted)

    def matching(self, text: str) -> AllocationPlaceQuerySet:
        """By the person's name or JET number, or by the employer's name or the number of its request."""
        person = Q(participant__in=Participant.objects.matching(text))
        employer = Q(request__employer__in=ContractingOrganisation.objects.matching(text))
        return self.filter(person | employer | Q(request__number__iexact=text.strip()))

    def current(self) -> AllocationPlaceQuerySet:
        """Those of the runs that hold now."""
        return self.filter(run__state=AllocationRun.State.PUBLISHED)

    def for_pages(self) -> AllocationPlaceQuerySet:
        paths = ("participant__person", "request__employer__organisation", "request__employer__prefecture")
        found = self.select_related("run__arrival_group", *paths).defer("run__sealed")
        return without_tokens(found, "participant__person", "request__employer__organisation")

    def in_order(self) -> AllocationPlaceQuerySet:
        """From north to south, those without a place last."""
        prefecture = models.F("request__employer__prefecture__code").asc(nulls_last=True)
        return self.order_by(prefecture, "request__number", "participant__jet_number", "pk")


class AllocationPlace(models.Model):
    """One person in one run. Without a request there was no place; `refused` says why the higher wishes failed."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.PLANNED: frozenset({State.RELEASED}),
        State.RELEASED: frozenset({State.ACCEPTED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.WITHDRAWN}),
        State.WITHDRAWN: frozenset(),
    }

    run = models.ForeignKey(AllocationRun, models.CASCADE, related_name="places", verbose_name=_("run"))
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="allocated", verbose_name=_("participant")
    )
    request = models.ForeignKey(
        PlacementRequest, models.PROTECT, null=True, blank=True, related_name="allocated",
        verbose_name=_("placement request"),
    )  # fmt: skip
    rank = models.PositiveSmallIntegerField(_("which wish"), null=True, blank=True)
    refused = models.JSONField(_("why not a higher wish"), default=list, blank=True)
    state = models.CharField(_("answer"), max_length=12, choices=State.choices, default=State.PLANNED)

    objects = AllocationPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocated place")
        verbose_name_plural = _("allocated places")
        constraints = [
            known_state(State.values, name="allocationplace_state_known"),
            models.UniqueConstraint(fields=["run", "participant"], name="allocationplace_once_per_run"),
            models.CheckConstraint(
                condition=Q(request__isnull=True, rank__isnull=True) | Q(request__isnull=False, rank__isnull=False),
                name="allocationplace_rank_of_its_place",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACCEPTED) | Q(request__isnull=False), name="allocationplace_accepts_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} – {self.request_id}"


class AllocationPlaceTransition(Transition):
    """One answer."""

    subject = models.ForeignKey(AllocationPlace, models.CASCADE, related_name="transitions")
