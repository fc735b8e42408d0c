"""The mails about a case, to whoever asked, is in charge or passes it on."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.accounts.models import User
from clair_portal.directory.languages import in_language
from clair_portal.mail import reply_address
from clair_portal.mail.message import Message
from exchanges.models import CaseMessage, VisitCase

REPLIES = "case"  # the name in settings.PORTAL_MAIL_REPLIES of who takes answers


def case_moved(case: VisitCase, *, reason: str, occurrence: str) -> Message:
    """Where the case stands now, to whoever asked, in the language of the case."""
    with override(case.language):
        context = _about(case, case.language) | {"state": case.get_state_display(), "reason": reason}
    return _to(case.asked_by, case, "case_moved", context, language=case.language, occurrence=occurrence)


def case_message(message: CaseMessage, *, to: User) -> Message:
    """Somebody wrote about the case."""
    case, language = message.case, to.language or message.case.language
    with override(language):
        writer = str((message.written_by and message.written_by.person) or message.mailed_from or _("the office"))
        context = _about(case, language) | {"text": message.text, "writer": writer}
    return _to(to, case, "case_message", context, language=language, occurrence=f"{message.pk}:{to.pk}")


def case_to_endorse(case: VisitCase, *, to: User, occurrence: str) -> Message:
    """A formal request of one's prefecture or city waits for the branch."""
    language = to.language or case.language
    with override(language):
        context = _about(case, language)
    return _to(to, case, "case_to_endorse", context, language=language, occurrence=f"{occurrence}:{to.pk}")


def _about(case: VisitCase, language: str) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": case.title,
        "authority": in_language(case.authority, "name", language),
        "office": in_language(case.office, "name", language),
        "action_label": _("Open the request"),
        "action_url": settings.PORTAL_URL + reverse("exchanges:case", args=[case.number]),
    }


def _to(user: User, case: VisitCase, name: str, context: dict[str, Any], *, language: str, occurrence: str) -> Message:
    return Message(
        template=f"exchanges/{name}", to=user.email, language=language, person_id=user.person_id,
        key=f"exchanges.{name}:{case.uuid}:{occurrence}", context=context,
        reply_to=reply_address.address(REPLIES, case.pk, user.pk),
    )  # fmt: skip
