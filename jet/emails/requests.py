"""The mails about a placement request: to the branch that passes it on, and to whoever asked."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.accounts.models import User
from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from jet.models import PlacementRequest

USUAL = "ja"  # who asks and who passes on sit in Japan


def request_sent(asked: PlacementRequest, *, to: User, occurrence: str) -> Message:
    """A request of one's prefecture or city waits for the branch."""
    return _to(to, asked, "request_sent", {}, occurrence=occurrence)


def request_answered(asked: PlacementRequest, *, reason: str, occurrence: str) -> Message:
    """It was handed back, accepted or declined: to whoever asked."""
    return _to(asked.asked_by, asked, "request_answered", {"reason": reason}, occurrence=occurrence)


def _to(user: User, asked: PlacementRequest, name: str, more: dict[str, Any], *, occurrence: str) -> Message:
    language = user.language or USUAL
    with override(language):
        context = _about(asked, language) | more
    return Message(
        template=f"jet/{name}", to=user.email, language=language, person_id=user.person_id,
        key=f"jet.{name}:{asked.number}:{occurrence}:{user.pk}", context=context,
    )  # fmt: skip


def _about(asked: PlacementRequest, language: str) -> dict[str, Any]:
    return {
        "number": asked.number,
        "state": asked.state,
        "employer": in_language(asked.employer.organisation, "name", language),
        "facts": [
            {"label": _("Position"), "value": str(asked.get_position_display())},
            {"label": _("Number of posts"), "value": str(asked.posts)},
            {"label": _("Arrival group"), "value": str(asked.arrival_group)},
        ],
        "action_label": _("Open the placement request"),
        "action_url": settings.PORTAL_URL + reverse("jet:request", args=[asked.number]),
    }
