"""The mails about meetings, to hosts and about their answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from clair_portal.accounts import links
from clair_portal.accounts.models import User
from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from clair_portal.pages import times
from exchanges.models import Meeting
from exchanges.models.details import ToldTheme

HOST_LINK = "exchanges.host"


def host_asked(meeting: Meeting, *, starts: Sequence[datetime], head: str, themes: Sequence[ToldTheme] = ()) -> Message:
    """May the delegation come, and when? Times in the host's zone, in the language of the meeting's letters."""
    with override(meeting.language):
        context = _of_meeting(meeting) | {
            "moved": meeting.state == Meeting.State.CHANGED,
            "facts": [
                *_who_asks(meeting, head),
                *_times_of(starts, meeting),
                *map(_theme, themes),
            ],
            "action_label": _("Answer"),
            "action_url": settings.PORTAL_URL + host_path(meeting),
        }
    return _to_host(meeting, "host_asked", context)


def host_confirmed(meeting: Meeting) -> Message:
    """The time is settled; a calendar entry is attached, and the page takes a speaker and a room."""
    with override(meeting.language):
        context = _of_meeting(meeting) | {
            "facts": _when_and_where(meeting),
            "action_label": _("Name the speaker and the room"),
            "action_url": settings.PORTAL_URL + host_path(meeting),
        }
    return _to_host(meeting, "host_confirmed", context, calendar="request")


def meeting_cancelled(meeting: Meeting, *, reason: str) -> Message:
    """The delegation does not come; the reason is the office's own words."""
    with override(meeting.language):
        context = _of_meeting(meeting) | {"reason": reason, "facts": _when_and_where(meeting)}
    return _to_host(meeting, "meeting_cancelled", context, calendar="cancel" if meeting.starts_at else "")


def host_answered(meeting: Meeting, *, to: User) -> Message:
    """A host has answered: what, and what it wrote."""
    language = to.language or meeting.case.language
    with override(language):
        facts = [
            {"label": _("Speaker"), "value": meeting.speaker, "note": ""},
            {"label": _("How to arrive"), "value": meeting.arrival, "note": ""},
            {"label": _("The host writes"), "value": meeting.reason, "note": ""},
        ]
        context = _of_meeting(meeting) | {
            "host": in_language(meeting.host.organisation, "name", language),
            "state": meeting.get_state_display(),
            "facts": [*_when_and_where(meeting), *(fact for fact in facts if fact["value"])],
            "action_label": _("Open the meeting"),
            "action_url": settings.PORTAL_URL + reverse("admin:exchanges_meeting_change", args=[meeting.pk]),
        }
    return Message(
        template="exchanges/host_answered", to=to.email, language=language, person_id=to.person_id,
        key=f"exchanges.host_answered:{meeting.uuid}:{meeting.version}:{to.pk}", context=context,
    )  # fmt: skip


def host_path(meeting: Meeting) -> str:
    """The host's page, for whoever holds the link of the newest question."""
    return reverse("exchanges:host", args=[links.token(HOST_LINK, str(meeting.uuid), meeting.nonce)])


def _of_meeting(meeting: Meeting) -> dict[str, Any]:
    """What the sentences about a meeting name, in the language that is active."""
    language = get_language() or meeting.language
    return {
        "number": meeting.case.number,
        "topic": meeting.topic,
        "authority": in_language(meeting.case.authority, "name", language),
        "office": in_language(meeting.case.office, "name", language),
        "contact": meeting.contact_name,
        "host": in_language(meeting.host.organisation, "name", language),
    }


def _who_asks(meeting: Meeting, head: str) -> list[dict[str, str]]:
    case, language = meeting.case, get_language() or meeting.language
    party = ngettext("%(count)d person", "%(count)d people", case.party_size or 0) % {"count": case.party_size or 0}
    return [
        {"label": _("Who asks"), "value": in_language(case.authority, "name", language), "note": head},
        *([{"label": _("Size of the party"), "value": party, "note": ""}] if case.party_size else []),
        {"label": _("Topic"), "value": meeting.topic, "note": ""},
        {"label": _("Length"), "value": _("%(count)d minutes") % {"count": meeting.minutes}, "note": ""},
    ]


def _theme(theme: ToldTheme) -> dict[str, str]:
    note = _("in the words of the authority; not translated yet") if theme.is_original else ""
    return {"label": _("Question on"), "value": "\n".join(filter(None, (theme.title, theme.questions))), "note": note}


def _times_of(starts: Sequence[datetime], meeting: Meeting) -> list[dict[str, str]]:
    spans = [times.span(start, meeting.end_of(start), meeting.zone) for start in starts]
    offered = "\n".join(f"{span.there} ({span.zone})" for span in spans)
    return [{"label": _("Times offered"), "value": offered, "note": ""}] if offered else []


def _when_and_where(meeting: Meeting) -> list[dict[str, str]]:
    facts = [{"label": _("Topic"), "value": meeting.topic, "note": ""}]
    if meeting.starts_at and meeting.ends_at:
        when = times.span(meeting.starts_at, meeting.ends_at, meeting.zone)
        facts.append({"label": _("When"), "value": f"{when.there} ({when.zone})", "note": ""})
    if meeting.place:
        facts.append({"label": _("Where"), "value": meeting.place, "note": ""})
    return facts


def _to_host(meeting: Meeting, name: str, context: dict[str, Any], *, calendar: str = "") -> Message:
    attachments = (("exchanges.meeting", f"{meeting.uuid}/{calendar}"),) if calendar else ()
    return Message(
        template=f"exchanges/{name}", to=meeting.contact_email, language=meeting.language,
        key=f"exchanges.{name}:{meeting.uuid}:{meeting.version}", context=context, attachments=attachments,
    )  # fmt: skip
