"""Participants of the JET Programme, from the invitation to the return."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from clair_portal.directory.models import Person
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import filled_in, known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from jet.models.arrivals import ArrivalGroup
from jet.policy import PARTICIPANTS_VIEW


class State(models.TextChoices):
    """Where somebody stands in the programme."""

    EXPECTED = "expected", pgettext_lazy("participant", "expected")
    SERVING = "serving", pgettext_lazy("participant", "serving")
    COMPLETED = "completed", pgettext_lazy("participant", "completed")
    ENDED_EARLY = "ended_early", pgettext_lazy("participant", "ended early")
    WITHDRAWN = "withdrawn", pgettext_lazy("participant", "withdrawn")


LIVE = (State.EXPECTED, State.SERVING)
OVER = (State.COMPLETED, State.ENDED_EARLY, State.WITHDRAWN)


class Position(models.TextChoices):
    """What somebody is employed as."""

    ALT = "alt", _("assistant language teacher (ALT)")
    CIR = "cir", _("coordinator for international relations (CIR)")
    SEA = "sea", _("sports exchange adviser (SEA)")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """The vocabulary of participants."""

    def visible_to(self, user: Any) -> ParticipantQuerySet:
        """Oneself; those whom one's organisations employ or have employed; everybody where one may see all."""
        far = reach(user, PARTICIPANTS_VIEW)
        if far.everywhere:
            return self
        oneself = Q(person_id=getattr(user, "person_id", None), person__isnull=False)
        if not far:
            return self.filter(oneself)
        employed = Participant.objects.filter(placements__employer__organisation_id__in=far.organisations)
        return self.filter(oneself | Q(pk__in=employed.values("pk")))

    def matching(self, text: str) -> ParticipantQuerySet:
        """By the words of the name in any script, or by the JET number, whole or its last nine digits."""
        digits = text.strip()
        if digits.isascii() and digits.isdigit():
            return self.filter(jet_number__endswith=digits) if len(digits) >= LOG_IN_DIGITS else self.none()
        return self.filter(person__in=Person.objects.matching(text))

    def live(self) -> ParticipantQuerySet:
        return self.filter(state__in=LIVE)

    def for_pages(self) -> ParticipantQuerySet:
        return without_tokens(self.select_related("person", "arrival_group"), "person")

    def newest_first(self) -> ParticipantQuerySet:
        """By the year in the JET number, which is the order of the invitations."""
        return self.order_by("-jet_number", "pk")


LOG_IN_DIGITS = 9  # CLAIR's own systems ask for the last nine


@pghistory.track()
class Participant(models.Model):
    """One person's time in the programme. Whoever comes again years later gets another number and another row.

    The year in `jet_number` is that of the invitation, not of the arrival: those invited in 2020 came later.
    """

    State = State
    Position = Position
    MOVES: ClassVar[Moves] = {
        State.EXPECTED: frozenset({State.SERVING, State.WITHDRAWN}),
        State.SERVING: frozenset({State.COMPLETED, State.ENDED_EARLY}),
        State.COMPLETED: frozenset(),
        State.ENDED_EARLY: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    jet_number = models.CharField(_("JET number"), max_length=11, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations", verbose_name=_("person"))
    passport_name = models.CharField(_("name as in the passport"), max_length=200)
    nationality = CountryField(_("nationality"))
    position = models.CharField(_("position"), max_length=3, choices=Position.choices)
    arrival_group = models.ForeignKey(
        ArrivalGroup, models.PROTECT, related_name="participants", verbose_name=_("arrival group")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.EXPECTED)
    drives = models.BooleanField(_("has a driving licence"), default=False)
    teaches = models.BooleanField(_("has a teaching certificate"), default=False)
    dependants = models.PositiveSmallIntegerField(_("dependants who come along"), default=0)
    created_at = models.DateTimeField(_("created"))
    ended_on = models.DateField(_("last day in the programme"), null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        indexes = [
            models.Index(fields=["arrival_group", "position"], name="participant_by_group"),
            models.Index(fields=["nationality", "position"], name="participant_by_country"),
            models.Index(fields=["state", "-jet_number"], name="participant_by_state"),
        ]
        constraints = [
            known_state(State.values, name="participant_state_known"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="participant_position_known"),
            models.CheckConstraint(
                condition=Q(jet_number__regex=r"^20[0-9]{9}$"),
                name="participant_number_eleven_digits",
                violation_error_message=_("A JET number has eleven digits and begins with 20."),
            ),
            models.CheckConstraint(condition=~Q(passport_name=""), name="participant_has_a_passport_name"),
            one_line("passport_name", name="participant_passport_name_one_line"),
            filled_in("ended_on", [State.COMPLETED, State.ENDED_EARLY], name="participant_ended_on_when_ended"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=sorted(LIVE)),
                name="participant_one_live_per_person",
                violation_error_message=_("This person is in the programme already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passport_name} ({self.jet_number})"


class ParticipantTransition(Transition):
    """One move of a participant."""

    subject = models.ForeignKey(Participant, models.CASCADE, related_name="transitions")


class LanguageSkill(models.Model):
    """How well a participant knows a language; Japanese by the levels of the JLPT, others by those of the CEFR."""

    class Level(models.TextChoices):
        """From beginner to native speaker."""

        N5, N4, N3, N2, N1 = "N5", "N4", "N3", "N2", "N1"
        A1, A2, B1, B2, C1, C2 = "A1", "A2", "B1", "B2", "C1", "C2"
        NATIVE = "native", _("first language")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="languages", db_index=False)
    language = models.CharField(_("language"), max_length=5)
    level = models.CharField(_("level"), max_length=6, choices=Level.choices)

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(fields=["participant", "language"], name="languageskill_once"),
            models.CheckConstraint(
                condition=Q(language="ja", level__in=["N5", "N4", "N3", "N2", "N1", "native"])
                | (~Q(language="ja") & Q(level__in=["A1", "A2", "B1", "B2", "C1", "C2", "native"])),
                name="languageskill_level_of_its_scale",
                violation_error_message=_("Japanese is given from N5 to N1, other languages from A1 to C2."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.level}"


class EmergencyContact(models.Model):
    """Whom to call; read by those who look after the participant and by nobody else."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="emergency_contacts")
    name = models.CharField(_("name"), max_length=200)
    relation = models.CharField(_("relation"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("emergency contact")
        verbose_name_plural = _("emergency contacts")
        constraints = [
            one_line("name", name="emergencycontact_name_one_line"),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="emergencycontact_can_be_reached",
                violation_error_message=_("Give a telephone number or an e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
