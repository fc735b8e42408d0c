"""The mails about an assignment, to the interpreter."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from clair_portal.accounts import links
from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from clair_portal.pages import times
from exchanges import interpreting
from exchanges.models import Assignment
from exchanges.models.interpreters import Language

OFFER_LINK = "exchanges.offer"


def offer_path(assignment: Assignment) -> str:
    """The page where an interpreter sees an offer, answers it, and later finds the papers, account or not."""
    return reverse("exchanges:offer", args=[links.token(OFFER_LINK, str(assignment.uuid), assignment.nonce)])


def interpreter_offer(assignment: Assignment) -> Message:
    """Would you interpret at this meeting? Only a yes counts, and only until the moment named."""
    return _to_interpreter(assignment, "interpreter_offer", label=gettext_noop("Answer the offer"))


def offer_taken(assignment: Assignment) -> Message:
    """The offer is withdrawn: somebody else was faster, or the office no longer needs it."""
    return _to_interpreter(assignment, "offer_taken", reason=assignment.reason)


def interpreter_confirmed(assignment: Assignment) -> Message:
    """The office confirms the assignment."""
    return _to_interpreter(assignment, "interpreter_confirmed")


def interpreter_briefed(assignment: Assignment) -> Message:
    """The papers for the assignment are on its page."""
    return _to_interpreter(assignment, "interpreter_briefed")


def reconfirm(assignment: Assignment) -> Message:
    """Two days before: does it still stand?"""
    return _to_interpreter(assignment, "reconfirm", label=gettext_noop("Yes, I am coming"))


def assignment_cancelled(assignment: Assignment) -> Message:
    """What was agreed does not take place; with the fee that is owed, if any."""
    owed = assignment.cancellation_fee
    with override(assignment.interpreter.person.language):
        shown = interpreting.money(owed, assignment.currency) if owed else ""
    return _to_interpreter(assignment, "assignment_cancelled", reason=assignment.reason, owed=shown)


def _to_interpreter(assignment: Assignment, name: str, *, label: str = "", **more: Any) -> Message:
    person = assignment.interpreter.person
    with override(person.language):
        context = _about_assignment(assignment, person.language) | more
        context["action_label"] = _(label) if label else _("See the assignment")
    return Message(
        template=f"exchanges/{name}", to=person.email, language=person.language, person_id=person.pk,
        key=f"exchanges.{name}:{assignment.uuid}:{_occasion(assignment)}", context=context,
    )  # fmt: skip


def _occasion(assignment: Assignment) -> str:
    """The same assignment is offered, and agreed, again when its meeting moves."""
    since = assignment.accepted_at or assignment.offered_at
    return since.isoformat() if since else ""


def _about_assignment(assignment: Assignment, language: str) -> dict[str, Any]:
    meeting = assignment.meeting
    when = times.span(assignment.starts_at, assignment.ends_at, meeting.zone)
    until = assignment.expires_at
    facts = [
        (_("When"), f"{when.there} ({when.zone})", _japan_too(when.in_japan)),
        (_("Where"), meeting.place or meeting.host.city, ""),
        (_("Interpreting"), f"{assignment.get_mode_display()}: {directions(assignment.pairs)}", ""),
        (_("Fee"), interpreting.money(assignment.fee, assignment.currency), ""),
    ]
    return {
        "topic_of_meeting": meeting.topic,
        "host": in_language(meeting.host.organisation, "name", language),
        "day": times.day(assignment.starts_at.astimezone(times.as_zone(meeting.zone)), year=False),
        "until": times.moment(until, meeting.zone) if until else "",
        "facts": [{"label": label, "value": value, "note": note} for label, value, note in facts],
        "action_url": settings.PORTAL_URL + offer_path(assignment),
    }


def _japan_too(words: str) -> str:
    return _("in Japan: %(when)s") % {"when": words} if words else ""


def directions(pairs: Iterable[str]) -> str:
    """English → Japanese, Japanese → English, in the language that is active."""
    words = dict(Language.choices)
    found = (pair.partition(">") for pair in pairs)
    return ", ".join(f"{words.get(source, source)} → {words.get(target, target)}" for source, _to, target in found)
