"""Placement requests: how many participants a contracting organisation asks for, and what they should bring."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.models import Organisation
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from jet.models.arrivals import ArrivalGroup
from jet.models.contracting import ContractingOrganisation
from jet.models.participants import LanguageSkill, Position
from jet.policy import REQUESTS_MAKE, REQUESTS_VIEW

MOST_POSTS = 500


class State(models.TextChoices):
    """How far a request is."""

    DRAFT = "draft", pgettext_lazy("placement request", "draft")
    SENT = "sent", pgettext_lazy("placement request", "with the branch")
    ENDORSED = "endorsed", pgettext_lazy("placement request", "endorsed")
    ACCEPTED = "accepted", pgettext_lazy("placement request", "accepted")
    FROZEN = "frozen", pgettext_lazy("placement request", "frozen for the allocation")
    DECLINED = "declined", pgettext_lazy("placement request", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("placement request", "withdrawn")


class Wanted(models.TextChoices):
    """How much a condition matters."""

    NO = "no", _("does not matter")
    NICE = "nice", _("would be good")
    MUST = "must", _("is indispensable")


class Area(models.TextChoices):
    """What sort of place it is."""

    URBAN = "urban", _("town")
    RURAL = "rural", _("countryside")


class School(models.TextChoices):
    """Where most of the work is done."""

    ELEMENTARY = "elementary", _("elementary school")
    JUNIOR = "junior", _("junior high school")
    SENIOR = "senior", _("senior high school")
    SPECIAL = "special", _("school for special needs")
    OFFICE = "office", _("office")


Level = LanguageSkill.Level
JAPANESE = (Level.N5, Level.N4, Level.N3, Level.N2, Level.N1, Level.NATIVE)
OTHERS = (Level.A1, Level.A2, Level.B1, Level.B2, Level.C1, Level.C2, Level.NATIVE)


class PlacementRequestQuerySet(models.QuerySet["PlacementRequest"]):
    """The vocabulary of placement requests."""

    def visible_to(self, user: Any) -> PlacementRequestQuerySet:
        """Headquarters sees what was sent; branch and authority their own; a draft only who may write one."""
        permitted, drafting = reach(user, REQUESTS_VIEW), reach(user, REQUESTS_MAKE)
        was_sent = PlacementRequestTransition.objects.filter(subject=OuterRef("pk"), to_state=State.SENT)
        sent = ~Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(Exists(was_sent), state=State.WITHDRAWN)
        own_draft = Q(state__in=[State.DRAFT, State.WITHDRAWN], employer__organisation__in=drafting.organisations)
        if permitted.everywhere:
            return self.filter(sent | own_draft)
        parties = Q(employer__organisation__in=permitted.organisations) | Q(branch__in=permitted.organisations)
        return self.filter((sent & parties) | own_draft)

    def frozen(self, group: ArrivalGroup) -> PlacementRequestQuerySet:
        """What an allocation of this group is made of."""
        return self.filter(state=State.FROZEN, arrival_group=group)

    def for_pages(self) -> PlacementRequestQuerySet:
        paths = ("employer__organisation", "branch", "employer__prefecture", "arrival_group")
        return without_tokens(self.select_related(*paths), "employer__organisation", "branch")

    def newest_first(self) -> PlacementRequestQuerySet:
        return self.order_by("-created_at", "-pk")


@pghistory.track()
class PlacementRequest(models.Model):
    """配置要望: so many posts of one kind for one arrival group. What matters is a language, never a nationality."""

    State = State
    Wanted = Wanted
    MOVES: ClassVar[Moves] = {
        State.DRAFT: frozenset({State.SENT, State.WITHDRAWN}),
        State.SENT: frozenset({State.ENDORSED, State.DRAFT, State.WITHDRAWN}),
        State.ENDORSED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.FROZEN, State.DECLINED, State.WITHDRAWN}),
        State.FROZEN: frozenset(),
        State.DECLINED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    uuid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False
    )  # the form's: the same one twice is one draft
    number = models.CharField(_("number"), max_length=16, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    employer = models.ForeignKey(
        ContractingOrganisation, models.PROTECT, related_name="requests", verbose_name=_("contracting organisation")
    )
    branch = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("CLAIR branch")
    )
    arrival_group = models.ForeignKey(
        ArrivalGroup, models.PROTECT, related_name="requests", verbose_name=_("arrival group")
    )
    position = models.CharField(_("position"), max_length=3, choices=Position.choices, default=Position.ALT)
    posts = models.PositiveSmallIntegerField(_("number of posts"), default=1)
    must = models.PositiveSmallIntegerField(_("of these, indispensable"), default=0)
    japanese = models.CharField(
        _("Japanese"), max_length=6, blank=True, choices=[(level.value, level.label) for level in JAPANESE]
    )
    japanese_wanted = models.CharField(
        _("this level of Japanese"), max_length=4, choices=Wanted.choices, default=Wanted.NO
    )
    language = models.CharField(_("another language"), max_length=5, blank=True)
    language_level = models.CharField(
        _("level"), max_length=6, blank=True, choices=[(level.value, level.label) for level in OTHERS]
    )
    language_wanted = models.CharField(_("this language"), max_length=4, choices=Wanted.choices, default=Wanted.NO)
    driving = models.CharField(_("driving licence"), max_length=4, choices=Wanted.choices, default=Wanted.NO)
    teaching = models.CharField(_("teaching certificate"), max_length=4, choices=Wanted.choices, default=Wanted.NO)
    family_housing = models.BooleanField(_("housing for a family is offered"), default=False)
    area = models.CharField(_("area"), max_length=5, choices=Area.choices, default=Area.URBAN)
    school = models.CharField(_("place of work"), max_length=12, choices=School.choices, default=School.JUNIOR)
    duties = models.TextField(_("duties"), max_length=2000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"), db_index=False
    )
    created_at = models.DateTimeField(_("created"))
    version = models.PositiveIntegerField(default=1)

    objects = PlacementRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement request")
        verbose_name_plural = _("placement requests")
        indexes = [models.Index(fields=["arrival_group", "state"], name="placementrequest_by_group")]
        constraints = [
            known_state(State.values, name="placementrequest_state_known"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="placementrequest_position_known"),
            models.CheckConstraint(condition=Q(area__in=Area.values), name="placementrequest_area_known"),
            models.CheckConstraint(condition=Q(school__in=School.values), name="placementrequest_school_known"),
            models.CheckConstraint(
                condition=Q(posts__range=(1, MOST_POSTS)),
                name="placementrequest_asks_for_somebody",
                violation_error_message=_("Ask for one post at least."),
            ),
            models.CheckConstraint(
                condition=Q(must__lte=F("posts")),
                name="placementrequest_must_within_count",
                violation_error_message=_("No more posts can be indispensable than are asked for."),
            ),
            models.CheckConstraint(
                condition=Q(japanese="", japanese_wanted=Wanted.NO)
                | Q(japanese__in=[level.value for level in JAPANESE], japanese_wanted__in=[Wanted.NICE, Wanted.MUST]),
                name="placementrequest_japanese_whole",
                violation_error_message=_("Give the level of Japanese, and how much it matters."),
            ),
            models.CheckConstraint(
                condition=Q(language="", language_level="", language_wanted=Wanted.NO)
                | (
                    ~Q(language__in=["", "ja"])
                    & Q(language_level__in=[level.value for level in OTHERS])
                    & Q(language_wanted__in=[Wanted.NICE, Wanted.MUST])
                ),
                name="placementrequest_language_whole",
                violation_error_message=_("Give the language, its level, and how much it matters."),
            ),
            models.CheckConstraint(
                condition=Q(driving__in=Wanted.values, teaching__in=Wanted.values),
                name="placementrequest_wanted_known",
            ),
            one_line("language", name="placementrequest_language_one_line"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def scope_ids(self) -> frozenset[int]:
        """The parties of the request: a permission for one of them covers it."""
        return frozenset(found for found in (self.employer.organisation_id, self.branch_id) if found)


class PlacementRequestTransition(Transition):
    """One move of a placement request."""

    subject = models.ForeignKey(PlacementRequest, models.CASCADE, related_name="transitions")
