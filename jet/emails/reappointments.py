"""The mails about reappointment: the question, its reminders, "please talk", and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.accounts.models import User
from clair_portal.directory.languages import in_language
from clair_portal.directory.models import Person
from clair_portal.mail.message import Message
from clair_portal.pages.times import day
from jet.models import Reappointment

OF_PARTICIPANTS, OF_ORGANISATIONS = "en-gb", "ja"  # unless another language is known


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody on one of the two sides."""

    key: str
    email: str
    language: str
    person_id: int | None
    is_participant: bool


class OfOne(Protocol):
    """A mail about one reappointment, to a reader of either side."""

    def __call__(self, asked: Reappointment, *, to: Reader, occurrence: str) -> Message:
        """The mail; `occurrence` tells it from the next one of its kind."""


def as_person(person: Person) -> Reader:
    """The participant."""
    return Reader("participant", person.email, person.language or OF_PARTICIPANTS, person.pk, is_participant=True)


def as_reader(user: User) -> Reader:
    """Somebody who speaks for the organisation."""
    return Reader(str(user.pk), user.email, user.language or OF_ORGANISATIONS, user.person_id, is_participant=False)


def question(asked: Reappointment, *, reminding: bool = False) -> Message:
    """To the participant: would you like to stay another year?"""
    to = as_person(asked.participant.person)
    return _message(asked, "reappointment_asked", to, _occurrence(asked, reminding), {"reminding": reminding})


def questions(rows: Sequence[Reappointment], *, to: User, reminding: bool = False) -> Message:
    """To the organisation: one mail about all of its participants; `rows` begin with the nearest deadline."""
    first, reader = rows[0], as_reader(to)
    with override(reader.language):
        context = {
            "reminding": reminding,
            "number": len(rows),
            "employer": in_language(first.employer.organisation, "name", reader.language),
            "due_on": day(first.due_on),
            "action_label": _("Open the list"),
            "action_url": f"{settings.PORTAL_URL}{reverse('jet:reappointments')}?year={first.year}&answer=none",
        }
    key = f"{first.employer_id}:{_occurrence(first, reminding)}:{to.pk}"
    return _to(reader, "reappointment_asked_authority", key, context)


def talk(asked: Reappointment, *, to: Reader, occurrence: str) -> Message:
    """To both: the answers differ; please talk before the deadline."""
    return _message(asked, "reappointment_talk", to, occurrence, {})


def settled(asked: Reappointment, *, to: Reader, occurrence: str) -> Message:
    """To both: there is a next term, or there is none."""
    return _message(asked, "reappointment_settled", to, occurrence, {"renewed": asked.state == asked.State.AGREED})


def _message(asked: Reappointment, name: str, to: Reader, occurrence: str, more: dict[str, Any]) -> Message:
    with override(to.language):
        context = _about(asked, to) | more
    return _to(to, name, f"{asked.pk}:{occurrence}:{to.key}", context)


def _to(to: Reader, name: str, key: str, context: dict[str, Any]) -> Message:
    return Message(
        template=f"jet/{name}", to=to.email, language=to.language, person_id=to.person_id, key=f"jet.{name}:{key}",
        context=context,
    )  # fmt: skip


def _occurrence(asked: Reappointment, reminding: bool) -> str:
    """Once for each deadline and reminder: a deadline that was moved is a new occasion."""
    return f"{asked.asked_at.isoformat()}:{asked.due_on}:{asked.reminded if reminding else 'asked'}"


def _about(asked: Reappointment, to: Reader) -> dict[str, Any]:
    own = reverse("jet:my_reappointment") if to.is_participant else reverse("jet:reappointment", args=[asked.pk])
    following = asked.next_term
    return {
        "to_participant": to.is_participant,
        "name": str(asked.participant.person),
        "employer": in_language(asked.employer.organisation, "name", to.language),
        "due_on": day(asked.due_on),
        "facts": [
            {"label": _("Your present term ends") if to.is_participant else _("The present term ends"),
             "value": day(asked.term.last_on)},
            {"label": _("Proposed term"), "value": str(asked.number)},
            *([{"label": _("The next term"), "value": f"{day(following.first_on)} – {day(following.last_on)}"}]
              if following else []),
        ],
        "action_label": _("Open the page"),
        "action_url": settings.PORTAL_URL + own,
    }  # fmt: skip
