"""One row per mail that shall leave: the truth that Celery is only rung for."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Person
from clair_portal.directory.visibility import reach
from clair_portal.mail.policy import MAIL_VIEW
from clair_portal.mail.topics import Topic
from clair_portal.workflow.constraints import filled_in, known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves


class State(models.TextChoices):
    """Where a mail stands."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    PARKED = "parked", _("needs attention")
    SUPPRESSED = "suppressed", _("not sent")
    CANCELLED = "cancelled", _("withdrawn")


class Trouble(models.TextChoices):
    """Why a mail has not left, in words for staff; `answer` holds the mail server's own words."""

    WAITING = "waiting", _("The mail server asked us to try later. We try again by ourselves.")
    REFUSED = "refused", _("The mail server refused this mail for good. Check the address.")
    TIMED_OUT = "timed_out", _("The mail server did not take this mail for three days.")
    DOUBTFUL = (
        "doubtful",
        _("The line broke at the last moment. It may have arrived; sending it again may double it."),
    )
    BROKEN = "broken", _("This mail cannot be put together. It needs a technician.")
    CRASHED = "crashed", _("The program stopped each time it worked on this mail. It needs a technician.")
    UNWANTED = "unwanted", _("The recipient does not want this kind of mail, or the address no longer works.")


GONE = (State.SENT, State.SUPPRESSED, State.CANCELLED)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """The vocabulary of the outbox."""

    def visible_to(self, user: Any) -> OutgoingMailQuerySet:
        """Everything for those who look after the mail, nothing for others."""
        return self if reach(user, MAIL_VIEW).everywhere else self.none()

    def due(self, at: datetime) -> OutgoingMailQuerySet:
        """What may leave now: service mails before bulk, then in the order of their due times."""
        return self.filter(state=State.QUEUED, due_at__lte=at).order_by("rank", "due_at", "pk")

    def unsuspicious(self) -> OutgoingMailQuerySet:
        """Mails that never failed on our side: these go in batches."""
        return self.filter(failures=0)

    def suspicious(self) -> OutgoingMailQuerySet:
        """Mails that failed on our side, or lay in the same batch as one that did: these go one by one."""
        return self.filter(failures__gt=0)

    def abandoned(self, at: datetime) -> OutgoingMailQuerySet:
        """Leased by a worker that has not come back in time."""
        return self.filter(state=State.SENDING, lease_ends_at__lt=at).order_by("pk")

    def parked(self) -> OutgoingMailQuerySet:
        """What needs a human decision, the newest first."""
        return self.filter(state=State.PARKED).order_by("-created_at", "-pk")


class OutgoingMail(models.Model):
    """A mail to one address, from intent to hand-over."""

    State = State
    Trouble = Trouble
    MOVES: ClassVar[Moves] = {
        State.QUEUED: frozenset({State.SENDING, State.CANCELLED}),
        State.SENDING: frozenset({State.SENT, State.QUEUED, State.PARKED, State.SUPPRESSED}),
        State.PARKED: frozenset({State.QUEUED, State.CANCELLED}),
        State.SENT: frozenset(),
        State.SUPPRESSED: frozenset(),
        State.CANCELLED: frozenset(),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=200, unique=True)
    template = models.CharField(_("template"), max_length=100)
    to = models.EmailField(_("to"))
    reply_to = models.EmailField(_("answers go to"), blank=True)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=5)
    topic = models.CharField(_("kind of mail"), max_length=32, choices=Topic.choices)
    rank = models.PositiveSmallIntegerField(editable=False, default=0)
    context = models.JSONField(_("content"), default=dict, encoder=DjangoJSONEncoder)
    sensitive = models.BooleanField(_("content is wiped after sending"), default=False)
    attachments = models.JSONField(_("attachments"), default=list)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(_("created"))
    due_at = models.DateTimeField(_("due"))
    lease = models.UUIDField(null=True, blank=True, editable=False)
    lease_ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    refusals = models.PositiveSmallIntegerField(_("tried in vain"), default=0)
    failures = models.PositiveSmallIntegerField(_("failed on our side"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), max_length=16, choices=Trouble.choices, blank=True)
    answer = models.TextField(_("the mail server's words"), blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            known_state(State.values, name="mail_state_known"),
            filled_in("sent_at", [State.SENT], name="mail_sent_at_when_sent"),
            filled_in("lease", [State.SENDING], name="mail_lease_while_sending"),
            filled_in("lease_ends_at", [State.SENDING], name="mail_lease_ends_at_while_sending"),
            one_line("to", name="mail_to_one_line"),
            one_line("reply_to", name="mail_reply_to_one_line"),
            one_line("key", name="mail_key_one_line"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="mail_topic_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PARKED, State.SUPPRESSED]) | ~Q(trouble=""), name="mail_trouble_named"
            ),
            models.CheckConstraint(
                condition=Q(sensitive=False) | ~Q(state__in=GONE) | Q(context={}), name="mail_sensitive_wiped"
            ),
        ]
        indexes = [
            models.Index(fields=["rank", "due_at", "id"], condition=Q(state=State.QUEUED), name="mail_due"),
            models.Index(fields=["lease_ends_at"], condition=Q(state=State.SENDING), name="mail_leased"),
            models.Index(fields=["created_at"], condition=Q(state=State.PARKED), name="mail_parked"),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.to}"

    @property
    def spread(self) -> float:
        """Between 0 and 1, always the same for one mail: the jitter of its waiting times."""
        return (self.uuid.int & 0xFFFF) / 0xFFFF


class OutgoingMailTransition(Transition):
    """What staff did with a mail; the worker's own steps are in the row itself."""

    subject = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="transitions", verbose_name=_("mail"))

    class Meta:
        verbose_name = _("step of a mail")
        verbose_name_plural = _("steps of mails")
        constraints = [models.CheckConstraint(condition=Q(to_state__in=State.values), name="mail_step_to_known_state")]
