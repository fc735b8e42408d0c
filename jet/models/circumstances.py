"""Special circumstances: what ties somebody to a place, decided by a panel before the allocation is made."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.models import LocalAuthority
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import filled_in, known_state
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from jet.models.arrivals import ArrivalGroup
from jet.models.contracting import ContractingOrganisation
from jet.models.participants import Participant
from jet.policy import CIRCUMSTANCES_DECIDE


class State(models.TextChoices):
    """How far a request is."""

    SUBMITTED = "submitted", pgettext_lazy("circumstances", "submitted")
    PANEL = "panel", pgettext_lazy("circumstances", "with the panel")
    GRANTED = "granted", pgettext_lazy("circumstances", "granted")
    REFUSED = "refused", pgettext_lazy("circumstances", "refused")
    APPEALED = "appealed", pgettext_lazy("circumstances", "appealed")
    FINAL = "final", pgettext_lazy("circumstances", "refused for good")
    WITHDRAWN = "withdrawn", pgettext_lazy("circumstances", "withdrawn")


class Criterion(models.TextChoices):
    """What may tie somebody to a place."""

    PARENT = "parent", _("parent or guardian of a child")
    CARER = "carer", _("carer of a relative")
    HEALTH = "health", _("own health")
    OTHER = "other", pgettext_lazy("circumstances", "something else")


BEFORE_THE_PANEL = (State.SUBMITTED, State.PANEL)
REFUSED_ONCE = (State.REFUSED, State.APPEALED)
ENOUGH = 2  # so many members must agree
ROUNDS = 2  # the second one follows an appeal


class CircumstanceQuerySet(models.QuerySet["Circumstance"]):
    """The vocabulary of special circumstances."""

    def visible_to(self, user: Any) -> CircumstanceQuerySet:
        """The panel's, and one's own. No employer, no branch and no other participant ever sees one."""
        if reach(user, CIRCUMSTANCES_DECIDE).everywhere:
            return self
        return self.filter(participant__person_id=getattr(user, "person_id", None), participant__person__isnull=False)

    def live(self) -> CircumstanceQuerySet:
        return self.exclude(state=State.WITHDRAWN)

    def granted(self, group: ArrivalGroup) -> CircumstanceQuerySet:
        """The hard conditions of an allocation of this group."""
        return self.filter(state=State.GRANTED, participant__arrival_group=group)

    def waiting_for(self, user: Any) -> CircumstanceQuerySet:
        """Those on which this member of the panel has still to say something."""
        voted = CircumstanceVote.objects.filter(circumstance=OuterRef("pk"), round=OuterRef("round"), by=user)
        earlier = CircumstanceVote.objects.filter(circumstance=OuterRef("pk"), by=user)
        to_vote = Q(~Exists(voted), state__in=BEFORE_THE_PANEL)
        of_others = self.exclude(participant__person_id=user.person_id) if user.person_id else self
        return of_others.filter(to_vote | Q(~Exists(earlier), state=State.APPEALED))

    def for_pages(self) -> CircumstanceQuerySet:
        places = ("prefecture__organisation", "second_prefecture__organisation", "employer__organisation")
        people = ("participant__person", "participant__arrival_group")
        return without_tokens(self.select_related(*people, *places), "participant__person")


def _prefecture(word: Any) -> Any:
    return models.ForeignKey(
        LocalAuthority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=word, db_index=False
    )


class Circumstance(models.Model):
    """事情: why somebody can only go to one or two prefectures, or to one contracting organisation.

    No row history is kept of it: what people tell about their health and family stands here and nowhere else.
    """

    State = State
    Criterion = Criterion
    MOVES: ClassVar[Moves] = {
        State.SUBMITTED: frozenset({State.PANEL, State.WITHDRAWN}),
        State.PANEL: frozenset({State.GRANTED, State.REFUSED, State.FINAL, State.WITHDRAWN}),
        State.GRANTED: frozenset({State.WITHDRAWN}),
        State.REFUSED: frozenset({State.APPEALED}),
        State.APPEALED: frozenset({State.PANEL, State.FINAL}),
        State.FINAL: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="circumstances", verbose_name=_("participant")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.SUBMITTED)
    criterion = models.CharField(_("ground"), max_length=8, choices=Criterion.choices)
    told = models.TextField(_("what is asked for, and why"), max_length=4000)
    prefecture = _prefecture(_("prefecture"))
    second_prefecture = _prefecture(_("another prefecture that would do"))
    employer = models.ForeignKey(
        ContractingOrganisation, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("contracting organisation"),
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("submitted"))
    round = models.PositiveSmallIntegerField(_("round of the panel"), default=1)
    appeal_until_on = models.DateField(_("appeal possible until"), null=True, blank=True)
    appeal = models.TextField(_("what went wrong in the procedure"), max_length=2000, blank=True)

    objects = CircumstanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("special circumstances")
        verbose_name_plural = _("special circumstances")
        constraints = [
            known_state(State.values, name="circumstance_state_known"),
            models.CheckConstraint(condition=Q(criterion__in=Criterion.values), name="circumstance_ground_known"),
            models.CheckConstraint(condition=~Q(told=""), name="circumstance_is_told"),
            models.CheckConstraint(
                condition=Q(prefecture__isnull=False, employer=None)
                | Q(prefecture=None, second_prefecture=None, employer__isnull=False),
                name="circumstance_names_a_place",
                violation_error_message=_("Name a prefecture or a contracting organisation, not both."),
            ),
            models.CheckConstraint(
                condition=Q(second_prefecture=None) | ~Q(second_prefecture=F("prefecture")),
                name="circumstance_each_prefecture_once",
                violation_error_message=_("Name each prefecture once."),
            ),
            models.CheckConstraint(condition=Q(round__range=(1, ROUNDS)), name="circumstance_two_rounds_at_most"),
            filled_in("appeal_until_on", REFUSED_ONCE, name="circumstance_appeal_while_refused"),
            models.CheckConstraint(
                condition=~Q(appeal="") | (~Q(state=State.APPEALED) & Q(round=1)), name="circumstance_appeal_is_told"
            ),
            models.UniqueConstraint(
                fields=["participant"], condition=~Q(state=State.WITHDRAWN), name="circumstance_one_live",
                violation_error_message=_("You have asked for this already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.participant} · {self.get_state_display()}"

    def appeal_is_open(self, on: dt.date) -> bool:
        """Whether the participant can still object to the procedure."""
        return self.state == State.REFUSED and self.appeal_until_on is not None and on <= self.appeal_until_on

    def binds_to(self, employer: ContractingOrganisation) -> bool:
        """Whether somebody who is granted this may be placed there."""
        if self.employer_id:
            return employer.pk == self.employer_id
        return employer.prefecture_id in {self.prefecture_id, self.second_prefecture_id}


class CircumstanceTransition(Transition):
    """One move of a request."""

    subject = models.ForeignKey(Circumstance, models.CASCADE, related_name="transitions")


class CircumstanceVote(models.Model):
    """What one member of the panel thinks, and why. The others read it only after their own."""

    circumstance = models.ForeignKey(
        Circumstance, models.CASCADE, related_name="votes", verbose_name=_("special circumstances"), db_index=False
    )
    round = models.PositiveSmallIntegerField(_("round of the panel"))
    says_yes = models.BooleanField(_("in favour"))
    reason = models.TextField(_("reason"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="circumstancevote_has_a_reason"),
            models.CheckConstraint(condition=Q(round__range=(1, ROUNDS)), name="circumstancevote_round_known"),
            models.UniqueConstraint(
                fields=["circumstance", "round", "by"], name="circumstancevote_each_once",
                violation_error_message=_("You have said what you think already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.says_yes)
