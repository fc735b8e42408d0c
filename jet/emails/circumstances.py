"""The mail that something personal was answered. It says neither what was asked for nor what was decided:
mails lie in other people's sight, and whoever looks after the post reads them too.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.mail.message import Message
from jet.models import Circumstance

USUAL = "en-gb"


def answered(asked: Circumstance) -> Message:
    """Headquarters has answered: once for each answer."""
    person = asked.participant.person
    language = person.language or USUAL
    with override(language):
        context = {
            "action_label": _("Read the answer"),
            "action_url": settings.PORTAL_URL + reverse("jet:my_circumstances"),
        }
    return Message(
        template="jet/personal_answer", to=person.email, language=language, person_id=person.pk,
        key=f"jet.personal_answer:{asked.pk}:{asked.round}:{asked.state}", context=context,
    )  # fmt: skip
