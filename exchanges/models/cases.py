"""A case of visit support: what a local authority asks for, and how far the office has come with it."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from clair_portal.directory.models import Organisation
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import in_order, known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from exchanges.policy import CASES_ASK, CASES_VIEW


class State(models.TextChoices):
    """Where a case stands: features.md 4.A."""

    DRAFT = "draft", _("draft")
    ENQUIRY = "enquiry", _("sounding-out")
    NEED_INFO = "need_info", _("question to you")
    POSSIBLE = "possible", _("possible")
    PARTLY = "partly", _("partly possible")
    DECLINED = "declined", _("declined")
    FORMAL = "formal", _("formal request")
    ENDORSED = "endorsed", _("endorsed by the branch")
    PLANNING = "planning", _("being planned")
    PROPOSED = "proposed", _("programme proposed")
    AGREED = "agreed", _("programme agreed")
    UNDER_WAY = "under_way", _("under way")
    COMPLETED = "completed", _("completed")
    REPORTED = "reported", _("reported")
    CLOSED = "closed", _("closed")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("called off")


PLAUSIBLE = (date(2000, 1, 1), date(2099, 12, 31))  # a year typed wrong would ask the calendars for year 9999
OVER = frozenset({State.DECLINED, State.CLOSED, State.CANCELLED})
WITH_THE_AUTHORITY = frozenset({State.DRAFT, State.NEED_INFO, State.POSSIBLE, State.PARTLY, State.PROPOSED})
# The sentence a reader follows from the first question to the last letter.
WAY = (
    State.ENQUIRY, State.POSSIBLE, State.FORMAL, State.ENDORSED, State.PLANNING, State.AGREED, State.COMPLETED,
    State.CLOSED,
)  # fmt: skip


def _leads(*targets: State, ends: bool = True) -> frozenset[str]:
    """These states, and calling off, which is open until the journey is done."""
    return frozenset({*targets, State.CANCELLED} if ends else targets)


def _plausible(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": PLAUSIBLE})


class VisitCaseQuerySet(models.QuerySet["VisitCase"]):
    """The vocabulary of cases."""

    def visible_to(self, user: Any) -> VisitCaseQuerySet:
        """The office sees what was sent; branch and authority their own; a draft only who may ask on its behalf."""
        permitted, drafting = reach(user, CASES_VIEW), reach(user, CASES_ASK)
        sent = ~Q(state=State.DRAFT)
        own_draft = Q(state=State.DRAFT, authority__in=drafting.organisations)
        if permitted.everywhere:
            return self.filter(sent | own_draft)
        parties = Q(authority__in=permitted.organisations) | Q(branch__in=permitted.organisations)
        return self.filter((sent & parties) | own_draft)

    def open(self) -> VisitCaseQuerySet:
        """Cases that somebody has still to work on."""
        return self.exclude(state__in=sorted(OVER))

    def with_the_office(self) -> VisitCaseQuerySet:
        """Open cases whose next step is the office's, waiting for nobody."""
        return self.open().exclude(state__in=sorted(WITH_THE_AUTHORITY)).filter(waiting_for="")

    def for_pages(self) -> VisitCaseQuerySet:
        parties = ("authority", "branch", "office")
        return without_tokens(self.select_related(*parties, "owner__person"), *parties, "owner__person")

    def alike(self, case: VisitCase, since: datetime) -> VisitCaseQuerySet:
        """Other sent cases of the same country and kind since then: the hosts may have heard the questions."""
        alike = self.filter(country=case.country, kind=case.kind, created_at__gt=since)
        return alike.exclude(pk=case.pk).exclude(state__in=[State.DRAFT, State.DECLINED]).newest_first()

    def by_due_day(self) -> VisitCaseQuerySet:
        """What is due first; what has no day stands behind."""
        return self.order_by(models.F("answer_due_on").asc(nulls_last=True), "pk")

    def newest_first(self) -> VisitCaseQuerySet:
        return self.order_by("-created_at", "-pk")


@pghistory.track()
class VisitCase(models.Model):
    """One visit that a local authority wants supported."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.DRAFT: frozenset({State.ENQUIRY}),
        State.ENQUIRY: _leads(State.NEED_INFO, State.POSSIBLE, State.PARTLY, State.DECLINED),
        State.NEED_INFO: _leads(State.ENQUIRY),
        State.POSSIBLE: _leads(State.FORMAL, State.POSTPONED),
        State.PARTLY: _leads(State.FORMAL, State.POSTPONED),
        State.DECLINED: frozenset(),
        State.FORMAL: _leads(State.ENDORSED, State.NEED_INFO, State.POSTPONED),
        State.ENDORSED: _leads(State.PLANNING, State.POSTPONED),
        State.PLANNING: _leads(State.PROPOSED, State.POSTPONED),
        State.PROPOSED: _leads(State.AGREED, State.PLANNING, State.POSTPONED),
        State.AGREED: _leads(State.UNDER_WAY, State.PLANNING, State.POSTPONED),
        State.UNDER_WAY: _leads(State.COMPLETED),
        State.COMPLETED: _leads(State.REPORTED, ends=False),
        State.REPORTED: _leads(State.CLOSED, ends=False),
        State.CLOSED: frozenset(),
        State.POSTPONED: _leads(State.FORMAL, State.PLANNING),
        State.CANCELLED: frozenset(),
    }

    class Kind(models.TextChoices):
        """What sort of visit it is; checklists hang on it."""

        STUDY = "study", _("study tour")
        COURTESY = "courtesy", _("courtesy call")
        FAIR = "fair", _("trade fair or promotion")
        SEMINAR = "seminar", _("seminar")
        STUDENTS = "students", _("trip of pupils or students")
        BRIEFING = "briefing", _("briefing by the office")

    class Support(models.TextChoices):
        """What the office shall do."""

        APPOINTMENTS = "appointments", _("appointments with hosts")
        INTERPRETING = "interpreting", _("interpreters")
        RESEARCH = "research", _("information beforehand")
        BRIEFING = "briefing", _("briefing at the office")
        ACCOMPANYING = "accompanying", _("an officer who comes along")
        DESK = "desk", _("a desk or equipment")

    class Waiting(models.TextChoices):
        """For whom the office waits; the service clock stands meanwhile."""

        REQUESTER = "requester", _("the local authority")
        HOST = "host", _("a host")
        INTERPRETER = "interpreter", _("an interpreter")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=16, unique=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    waiting_for = models.CharField(_("waiting for"), max_length=16, choices=Waiting.choices, blank=True)
    authority = models.ForeignKey(
        Organisation, models.PROTECT, related_name="visit_cases", verbose_name=_("local authority")
    )
    branch = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("CLAIR branch")
    )
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("office"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="owned_cases",
        verbose_name=_("in charge"),
    )  # fmt: skip
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"), db_index=False
    )
    kind = models.CharField(_("kind of visit"), max_length=16, choices=Kind.choices, default=Kind.STUDY)
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    background = models.TextField(_("how things are in Japan"), max_length=4000, blank=True)
    wished_hosts = models.TextField(_("bodies to visit"), max_length=2000, blank=True)
    earlier_visits = models.TextField(_("earlier visits"), max_length=2000, blank=True)
    country = CountryField(_("country"))
    city = models.CharField(_("town or city"), max_length=100, blank=True)
    first_on = models.DateField(_("first day"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    dates_are_fixed = models.BooleanField(_("the dates are fixed"), default=False)
    other_dates = models.CharField(_("other possible dates"), max_length=300, blank=True)
    party_size = models.PositiveSmallIntegerField(_("number of people"), null=True, blank=True)
    support = ArrayField(
        models.CharField(max_length=16, choices=Support.choices), verbose_name=_("what is asked for"), default=list
    )
    language = models.CharField(_("language of letters"), max_length=5, default="ja")
    waiting_since_on = models.DateField(_("waiting since"), null=True, blank=True)
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    version = models.PositiveIntegerField(default=1)

    objects = VisitCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit case")
        verbose_name_plural = _("visit cases")
        indexes = [
            models.Index(fields=["state", "answer_due_on"], name="case_by_due_day"),
            models.Index(fields=["-created_at"], name="case_newest"),
        ]
        constraints = [
            known_state(State.values, name="case_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="case_has_a_title"),
            one_line("title", name="case_title_one_line"),
            one_line("city", name="case_city_one_line"),
            in_order(
                "first_on",
                "last_on",
                name="case_days_in_order",
                message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=_plausible("first_on") & _plausible("last_on"),
                name="case_days_are_plausible",
                violation_error_message=_("The days must lie between the years 2000 and 2099."),
            ),
            models.CheckConstraint(
                condition=Q(waiting_for="", waiting_since_on__isnull=True)
                | (~Q(waiting_for="") & Q(waiting_since_on__isnull=False)),
                name="case_wait_has_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(waiting_for="") | ~Q(state__in=sorted({State.DRAFT, *OVER})),
                name="case_waits_only_while_open",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | Q(owner__isnull=True) | ~Q(deputy=models.F("owner")),
                name="case_deputy_is_another",
                violation_error_message=_("The deputy must be somebody else."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | ~Q(purpose=""), name="case_has_a_purpose_once_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def scope_ids(self) -> frozenset[int]:
        """The parties of the case: a permission for one of them covers it."""
        return frozenset(found for found in (self.authority_id, self.branch_id) if found)

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day wished, if both are known."""
        return (self.first_on, self.last_on) if self.first_on and self.last_on else None

    def is_late(self, today: date) -> bool:
        """Whether the answer is overdue; while the office waits for others the clock stands."""
        return not self.waiting_for and self.answer_due_on is not None and self.answer_due_on < today


class CaseTransition(Transition):
    """One move of a case."""

    subject = models.ForeignKey(VisitCase, models.CASCADE, related_name="transitions")
