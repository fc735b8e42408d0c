"""The mail to a participant whose place was made public."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from jet.models import AllocationPlace, PlacementRequest

USUAL = "en-gb"  # who comes to Japan reads English, unless another language is known


def place_released(place: AllocationPlace) -> Message:
    """Where somebody is to go, in their language. Who keeps the same place in the next run gets no second mail."""
    person = place.participant.person
    language = person.language or USUAL
    with override(language):
        context = _about(place.request, language) | {
            "number": place.participant.jet_number,
            "action_label": _("See your place and answer"),
            "action_url": settings.PORTAL_URL + reverse("jet:place"),
        }
    return Message(
        template="jet/place_released", to=person.email, language=language, person_id=person.pk,
        key=f"jet.place_released:{place.participant.jet_number}:{place.request_id or 'none'}", context=context,
    )  # fmt: skip


def _about(asked: PlacementRequest | None, language: str) -> dict[str, Any]:
    """Nothing is told of the place where there is none yet."""
    if asked is None:
        return {"employer": "", "facts": []}
    employer = asked.employer
    return {
        "employer": in_language(employer.organisation, "name", language),
        "facts": [
            {"label": _("Prefecture"), "value": in_language(employer.prefecture.organisation, "name", language)},
            {"label": _("Position"), "value": str(asked.get_position_display())},
        ],
    }
