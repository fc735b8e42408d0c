"""Where a participant works, and for which yearly terms: dated rows that are never overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models.facts import one_at_a_time
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import in_order, one_line
from jet.models.arrivals import APRIL
from jet.models.contracting import ContractingOrganisation
from jet.models.participants import Participant
from jet.policy import PARTICIPANTS_VIEW

by_hand: Any = pghistory.ManualEvent  # the library does not tell its types
ENTERED = by_hand("entered")

MOST_TERMS = 5
USUAL_TERMS = 3
MOST_MONTHS = 60
MOST_MONTHS_FROM_APRIL = 64

FROM_APRIL = (
    f"CASE WHEN extract(month FROM g.arrives_on) = {APRIL} THEN {MOST_MONTHS_FROM_APRIL} ELSE {MOST_MONTHS} END"
)

# Deferred, because terms that are moved together may stand too far apart until the last of them is written.
NOT_TOO_LONG = """
    IF EXISTS (
        SELECT 1 FROM jet_participant p JOIN jet_arrivalgroup g ON g.id = p.arrival_group_id
         WHERE p.id = NEW.participant_id
           AND (SELECT max(last_on) FROM jet_term WHERE participant_id = p.id)
               >= (SELECT min(first_on) FROM jet_term WHERE participant_id = p.id) + make_interval(months => :months)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'term_months_at_most',
            MESSAGE = 'the terms of a participant break term_months_at_most';
    END IF;
    RETURN NULL;
""".replace(":months", FROM_APRIL)


def _known_to_employer(user: Any) -> Q:
    """Where somebody went after a transfer is no longer the business of whom they left."""
    far = reach(user, PARTICIPANTS_VIEW)
    if far.everywhere:
        return Q()
    own = Placement.objects.filter(
        participant=OuterRef("participant"), employer__organisation_id__in=far.organisations,
    )  # fmt: skip
    since = own.filter(Q(last_on__isnull=True) | Q(last_on__gte=OuterRef("first_on")))
    return Q(participant__person_id=getattr(user, "person_id", None)) | Q(Exists(since))


class PlacementQuerySet(models.QuerySet["Placement"]):
    """The vocabulary of placements."""

    def visible_to(self, user: Any) -> PlacementQuerySet:
        """Those of the participants one may see; an employer those that began no later than the last of its own."""
        seen = self.filter(participant__in=Participant.objects.visible_to(user))
        return seen.filter(_known_to_employer(user))

    def on(self, day: date) -> PlacementQuerySet:
        """Where everybody works on that day."""
        return self.filter(Q(last_on__isnull=True) | Q(last_on__gte=day), first_on__lte=day)

    def for_pages(self) -> PlacementQuerySet:
        return without_tokens(self.select_related("employer__organisation"), "employer__organisation")

    def in_time_order(self) -> PlacementQuerySet:
        return self.order_by("first_on", "pk")


# An import of 150,000 rows logs none of its own: what an action enters or changes is logged.
@pghistory.track(ENTERED, pghistory.UpdateEvent())
class Placement(models.Model):
    """A participant at a contracting organisation, from a day until a day; a transfer ends one and begins the next."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="placements", verbose_name=_("participant"), db_index=False
    )
    employer = models.ForeignKey(
        ContractingOrganisation, models.PROTECT, related_name="placements", verbose_name=_("contracting organisation")
    )
    workplace = models.CharField(_("school or section"), max_length=200, blank=True)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"), null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        indexes = [models.Index(fields=["participant", "first_on"], name="placement_of_participant")]
        constraints = [
            in_order("first_on", "last_on", name="placement_in_order",
                     message=_("The last day lies before the first.")),
            one_line("workplace", name="placement_workplace_one_line"),
            one_at_a_time(
                [F("participant_id")], "first_on", "last_on", name="placement_one_at_a_time",
                message=_("The participant works somewhere else on these days."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.employer} {self.first_on}"


class TermQuerySet(models.QuerySet["Term"]):
    """The vocabulary of terms."""

    def visible_to(self, user: Any) -> TermQuerySet:
        """Those of the participants one may see; an employer those that began while it employed them."""
        seen = self.filter(participant__in=Participant.objects.visible_to(user))
        return seen.filter(_known_to_employer(user))

    def on(self, day: date) -> TermQuerySet:
        """The terms that run on that day."""
        return self.filter(first_on__lte=day, last_on__gte=day)

    def by_number(self) -> TermQuerySet:
        return self.order_by("number", "pk")


@pghistory.track(ENTERED, pghistory.UpdateEvent())
class Term(models.Model):
    """任用: one yearly appointment, the first to the fifth. The fourth and fifth need a reasoned statement.

    One year from the day after arrival; the first extension of an April arrival runs about four months longer, so
    that five terms come to at most 60 months, or 64.
    """

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="terms", verbose_name=_("participant"), db_index=False
    )
    number = models.PositiveSmallIntegerField(_("term"))
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    exception = models.TextField(_("why a fourth or fifth year"), max_length=2000, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        indexes = [models.Index(fields=["last_on"], name="term_by_last_day")]
        constraints = [
            in_order("first_on", "last_on", name="term_in_order", message=_("The last day lies before the first.")),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_TERMS),
                name="term_first_to_fifth",
                violation_error_message=_("Nobody serves more than five terms."),
            ),
            models.CheckConstraint(
                condition=Q(number__lte=USUAL_TERMS) | ~Q(exception=""),
                name="term_exception_has_a_reason",
                violation_error_message=_("A fourth or fifth year needs a reasoned statement."),
            ),
            models.UniqueConstraint(
                fields=["participant", "number"],
                name="term_once",
                violation_error_message=_("The participant has this term already."),
            ),
            one_at_a_time(
                [F("participant_id")], "first_on", "last_on", name="term_one_at_a_time",
                message=_("The terms of a participant never overlap."),
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="months_at_most", when=pgtrigger.After, operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred, func=NOT_TOO_LONG,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}: {self.first_on} – {self.last_on}"
