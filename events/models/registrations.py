"""A registration: one person's place at one event."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Person
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import filled_in, known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from events.models.events import Event
from events.models.tickets import TicketType
from events.policy import REGISTRATIONS_VIEW


class State(models.TextChoices):
    """Where a registration stands."""

    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("given back")
    CANCELLED_BY_EVENT = "cancelled_by_event", _("event cancelled")


LIVE = (State.CONFIRMED,)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """The vocabulary of registrations."""

    def visible_to(self, user: Any) -> RegistrationQuerySet:
        """One's own, and those of the hosts for whom one may see registrations."""
        permitted = reach(user, REGISTRATIONS_VIEW)
        if permitted.everywhere:
            return self
        own = Q(person=getattr(user, "person_id", None), person__isnull=False)
        return self.filter(own | Q(event__host__in=permitted.organisations))

    def of(self, person: Person | None) -> RegistrationQuerySet:
        return self.filter(person=person) if person else self.none()

    def at_address(self, email: str) -> RegistrationQuerySet:
        """Those of the person who has proved to own this address."""
        return self.filter(person__in=Person.objects.with_address(email))

    def by_link(self, uuid: str, nonce: str) -> RegistrationQuerySet:
        """The one whose holder has shown the two facts of a genuine link."""
        return self.filter(uuid=uuid, nonce=nonce)

    def live(self) -> RegistrationQuerySet:
        """Those that hold a place."""
        return self.filter(state__in=LIVE)

    def for_pages(self) -> RegistrationQuerySet:
        return without_tokens(self.select_related("event__host", "ticket_type", "person"), "event__host", "person")

    def soonest_first(self) -> RegistrationQuerySet:
        return self.order_by("event__starts_at", "pk")


def new_nonce() -> str:
    """What makes a ticket or a link of an older life of the registration worthless."""
    return secrets.token_hex(8)


class Registration(models.Model):
    """A place at an event. Registering again after giving it back is a new row; the old one keeps its history."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.CONFIRMED: frozenset({State.CANCELLED, State.CANCELLED_BY_EVENT}),
        State.CANCELLED: frozenset(),
        State.CANCELLED_BY_EVENT: frozenset(),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="registrations", verbose_name=_("event"), db_index=False
    )
    ticket_type = models.ForeignKey(
        TicketType, models.PROTECT, related_name="registrations", verbose_name=_("ticket type")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations", verbose_name=_("person"))
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=5)
    note = models.CharField(_("note to the organisers"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=24, choices=State.choices, default=State.CONFIRMED)
    registered_at = models.DateTimeField(_("registered"))
    cancelled_at = models.DateTimeField(_("given back on"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [models.Index(fields=["event", "-registered_at"], name="registration_newest")]
        constraints = [
            known_state(State.values, name="registration_state_known"),
            filled_in(
                "cancelled_at",
                [State.CANCELLED, State.CANCELLED_BY_EVENT],
                name="registration_cancelled_at_when_cancelled",
            ),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=sorted(LIVE)),
                name="registration_one_live_per_person",
                violation_error_message=_("You are registered for this event already."),
            ),
            one_line("note", name="registration_note_one_line"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """A short number to read out at the door: eight hexadecimal digits of the unguessable identifier."""
        digits = self.uuid.hex[:8].upper()
        return f"{digits[:4]}-{digits[4:]}"

    @property
    def scope_id(self) -> int:
        """The host of the event; the event is always fetched along."""
        return self.event.host_id

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class RegistrationTransition(Transition):
    """One move of a registration."""

    subject = models.ForeignKey(Registration, models.CASCADE, related_name="transitions")
