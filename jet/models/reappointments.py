"""Reappointment: whether a participant and the contracting organisation both want another year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import known_state
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from jet.models.contracting import ContractingOrganisation
from jet.models.participants import Participant
from jet.models.placements import MOST_TERMS, USUAL_TERMS, Placement, Term
from jet.models.reappointment_states import FOLLOWS, NO, OPEN, OVER, WAITING, YES, Answer, ReappointmentState, moves
from jet.policy import REAPPOINTMENTS_VIEW

FIRST_WARNING, LAST_WARNING = timedelta(days=14), timedelta(days=3)  # before the deadline
YEARS = (1987, 2100)
SECOND = 2
State = ReappointmentState


class ReappointmentQuerySet(models.QuerySet["Reappointment"]):
    """The vocabulary of reappointments."""

    def visible_to(self, user: Any) -> ReappointmentQuerySet:
        """One's own; those of the participants one's organisations employ; all for those who run the programme."""
        far = reach(user, REAPPOINTMENTS_VIEW)
        if far.everywhere:
            return self
        own = Q(participant__person_id=getattr(user, "person_id", None), participant__person__isnull=False)
        return self.filter(own | Q(employer__organisation__in=far.organisations))

    def live(self) -> ReappointmentQuerySet:
        return self.exclude(state=State.LAPSED)

    def of_others(self, user: Any) -> ReappointmentQuerySet:
        """Not one's own: nobody answers or decides for the other side about themselves."""
        return self.exclude(participant__person=getattr(user, "person_id", None))

    def undecided(self) -> ReappointmentQuerySet:
        """Whatever may still change."""
        return self.filter(state__in=sorted(OPEN), settled_at__isnull=True)

    def matching(self, text: str) -> ReappointmentQuerySet:
        """By the participant's name or JET number, or by the employer's name."""
        person = Q(participant__in=Participant.objects.matching(text))
        return self.filter(person | Q(employer__in=ContractingOrganisation.objects.matching(text)))

    def groundless(self) -> ReappointmentQuerySet:
        """Those of people who no longer serve, or who will work for somebody else on the last day of the term."""
        there = Placement.objects.filter(
            Q(last_on__isnull=True) | Q(last_on__gte=OuterRef("term__last_on")),
            participant=OuterRef("participant"), employer=OuterRef("employer"),
            first_on__lte=OuterRef("term__last_on"),
        )  # fmt: skip
        serving = Q(participant__state=Participant.State.SERVING)
        return self.undecided().filter(~serving | ~Q(Exists(there)))

    def to_be_reminded(self, today: date) -> ReappointmentQuerySet:
        """Where somebody is silent a fortnight, or three days, before the deadline and was not reminded yet."""
        fortnight = Q(reminded=0, due_on__lte=today + FIRST_WARNING)
        soon = Q(reminded__lt=2, due_on__lte=today + LAST_WARNING)
        return self.undecided().filter(fortnight | soon, state__in=WAITING, due_on__gte=today)

    def overdue(self, today: date) -> ReappointmentQuerySet:
        """What the deadline decides: agreements to be kept, answers that are missing."""
        return self.undecided().filter(due_on__lt=today).exclude(state=State.ESCALATED)

    def early_warning(self, today: date) -> ReappointmentQuerySet:
        """Near the deadline and both silent; then one silent; then those who disagree."""
        near = Q(due_on__lte=today + FIRST_WARNING)
        one_silent = near & Q(state__in=WAITING)
        found = self.undecided().annotate(
            urgency=Case(
                When(near & Q(state=State.ASKED), then=Value(0)), When(one_silent, then=Value(1)),
                When(state=State.ESCALATED, then=Value(2)), output_field=models.SmallIntegerField(),
            )
        )  # fmt: skip
        return found.filter(urgency__isnull=False).order_by("urgency", "due_on", "pk")

    def for_pages(self) -> ReappointmentQuerySet:
        paths = ("participant__person", "employer__organisation", "term", "next_term")
        return without_tokens(self.select_related(*paths), "participant__person", "employer__organisation")


@pghistory.track()
class Reappointment(models.Model):
    """One question to two sides: shall the next term follow? `year` is the one in which it would begin.

    A yes is shown to the other side only after the other side has answered, so that nobody answers by looking at
    the other. A no cannot be taken back, and is shown at once: whoever looks for a successor needs the time.
    """

    State = ReappointmentState
    Answer = Answer
    MOVES: ClassVar[Moves] = moves()

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="reappointments", verbose_name=_("participant")
    )
    employer = models.ForeignKey(
        ContractingOrganisation, models.PROTECT, related_name="reappointments",
        verbose_name=_("contracting organisation"),
    )  # fmt: skip
    term = models.ForeignKey(Term, models.CASCADE, related_name="reappointments", verbose_name=_("present term"))
    next_term = models.OneToOneField(
        Term, models.SET_NULL, null=True, blank=True, related_name="agreed_in", verbose_name=_("next term")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("proposed term"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ASKED)
    due_on = models.DateField(_("answers until"))
    authority_answer = models.CharField(
        _("answer of the organisation"), max_length=3, blank=True, choices=Answer.choices
    )
    authority_answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    authority_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("answered by"),
    )  # fmt: skip
    statement = models.TextField(_("why a fourth or fifth year"), max_length=2000, blank=True)
    participant_answer = models.CharField(
        _("answer of the participant"), max_length=3, blank=True, choices=Answer.choices
    )
    participant_answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    participant_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("answered by"),
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("decided by"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(_("reminders sent"), default=0)

    objects = ReappointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reappointment")
        verbose_name_plural = _("reappointments")
        indexes = [
            models.Index(fields=["year", "state"], name="reappointment_by_year"),
            models.Index(fields=["due_on"], condition=Q(settled_at__isnull=True), name="reappointment_undecided"),
        ]
        constraints = [
            known_state(State.values, name="reappointment_state_known"),
            models.UniqueConstraint(
                fields=["participant", "year"], condition=~Q(state=State.LAPSED), name="reappointment_one_live"
            ),
            models.CheckConstraint(condition=Q(year__range=YEARS), name="reappointment_year_of_the_programme"),
            models.CheckConstraint(
                condition=Q(number__range=(SECOND, MOST_TERMS)), name="reappointment_second_to_fifth"
            ),
            models.CheckConstraint(
                condition=Q(number__lte=USUAL_TERMS) | ~Q(authority_answer=YES) | ~Q(statement=""),
                name="reappointment_exception_has_a_statement",
                violation_error_message=_("A fourth or fifth year needs a reasoned statement."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{side}_answer": "", f"{side}_answered_at": None, f"{side}_answered_by": None})
                    | Q(
                        **{f"{side}_answer__in": Answer.values, f"{side}_answered_at__isnull": False,
                           f"{side}_answered_by__isnull": False}
                    ),
                    name=f"reappointment_{side}_answer_whole",
                )
                for side in ("authority", "participant")
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.ESCALATED, State.LAPSED])
                | Q(state__in=[State.AGREED, State.NOT_RENEWED], decided_by__isnull=False)
                | Q(state=State.AGREED, authority_answer=YES, participant_answer=YES)
                | (Q(state=State.NOT_RENEWED) & (Q(authority_answer=NO) | Q(participant_answer=NO)))
                | Q(state=State.ASKED, authority_answer="", participant_answer="")
                | Q(state=State.AUTHORITY_YES, authority_answer=YES, participant_answer="")
                | Q(state=State.AUTHORITY_NO, authority_answer=NO, participant_answer="")
                | Q(state=State.PARTICIPANT_YES, authority_answer="", participant_answer=YES)
                | Q(state=State.PARTICIPANT_NO, authority_answer="", participant_answer=NO),
                name="reappointment_state_follows_from_answers",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OVER), settled_at__isnull=False, next_term__isnull=True)
                | Q(state=State.AGREED)
                | Q(state__in=sorted({*WAITING, State.ESCALATED}), settled_at__isnull=True, next_term__isnull=True),
                name="reappointment_settled_when_over",
            ),
            models.CheckConstraint(condition=Q(reminded__lte=2), name="reappointment_two_reminders"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.participant_id} {self.year}: {self.number}"

    @property
    def scope_id(self) -> int:
        """The organisation that a permission must cover."""
        return self.employer.organisation_id

    @property
    def is_exception(self) -> bool:
        """A fourth or a fifth year."""
        return self.number > USUAL_TERMS

    @property
    def stands(self) -> ReappointmentState:
        """The state, with its name."""
        return State(self.state)

    @property
    def authority_is_silent(self) -> bool:
        """So it is not told yet whether the participant has said yes."""
        return not self.authority_answer

    @property
    def told_to_authority(self) -> str:
        """The participant's answer, as far as the organisation may know it."""
        return _told(self.participant_answer, own=self.authority_answer)

    @property
    def told_to_participant(self) -> str:
        """The organisation's answer, as far as the participant may know it."""
        return _told(self.authority_answer, own=self.participant_answer)

    @property
    def state_for_authority(self) -> ReappointmentState:
        """The state without what the organisation may not know yet."""
        return self._seen(self.authority_answer, self.told_to_authority)

    @property
    def state_for_participant(self) -> ReappointmentState:
        """The state without what the participant may not know yet."""
        return self._seen(self.told_to_participant, self.participant_answer)

    def _seen(self, authority: str, participant: str) -> ReappointmentState:
        return FOLLOWS[authority, participant] if self.state in WAITING else State(self.state)

    def may_answer(self, own: str, today: date) -> bool:
        """Whether the side whose answer so far is `own` may give one, or another one, on that day."""
        return own != NO and self.state in OPEN and self.settled_at is None and today <= self.due_on


def _told(answer: str, *, own: str) -> str:
    return answer if own or answer == NO else ""


class ReappointmentTransition(Transition):
    """One answer, or what the deadline or headquarters has decided."""

    subject = models.ForeignKey(Reappointment, models.CASCADE, related_name="transitions")


def terms_to_ask_about(year: int, today: date) -> models.QuerySet[Any]:
    """The last terms of all who serve, whose next term would begin in that year, and about which nobody was asked.

    Each carries `employer`, for whom the participant works on its last day; empty if nobody knows.
    """
    mine = {"participant": OuterRef("participant")}
    later = Term.objects.filter(number__gt=OuterRef("number"), **mine)
    asked = Reappointment.objects.live().filter(year=year, **mine)
    there = Placement.objects.filter(
        Q(last_on__isnull=True) | Q(last_on__gte=OuterRef("last_on")), first_on__lte=OuterRef("last_on"), **mine
    )
    found = Term.objects.filter(
        ~Exists(later), ~Exists(asked), participant__state=Participant.State.SERVING, number__lt=MOST_TERMS,
        last_on__range=(max(date(year - 1, 12, 31), today), date(year, 12, 30)),
    )  # fmt: skip
    return found.annotate(employer=models.Subquery(there.values("employer")[:1]))
