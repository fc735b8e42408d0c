"""The mails after a visit: the letter of thanks, the survey, and what has come of it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.accounts import links
from clair_portal.accounts.models import User
from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from exchanges.models import FollowUp, Survey, ThankYou

SURVEY_LINK = "exchanges.survey"


def survey_path(survey: Survey) -> str:
    """The survey's page for a host, who has no account."""
    return reverse("exchanges:host_survey", args=[links.token(SURVEY_LINK, str(survey.uuid), survey.nonce)])


def thanks(letter: ThankYou, survey: Survey) -> Message:
    """The letter itself, printed as well, and a link to four questions."""
    meeting, language = letter.meeting, letter.language
    with override(language):
        context = {
            "authority": in_language(letter.case.authority, "name", language),
            "office": in_language(letter.case.office, "name", language),
            "text": letter.text,
            "action_label": _("Answer four short questions"),
            "action_url": settings.PORTAL_URL + survey_path(survey),
        }
    return Message(
        template="exchanges/thanks", to=meeting.contact_email, language=language,
        key=f"exchanges.thanks:{letter.uuid}", context=context, attachments=(("exchanges.thanks", str(letter.uuid)),),
    )  # fmt: skip


def survey_asked(survey: Survey, *, to: User) -> Message:
    """How was the visit? Four questions to the authority."""
    case, language = survey.case, to.language or survey.case.language
    with override(language):
        context = {
            "number": case.number,
            "title": case.title,
            "office": in_language(case.office, "name", language),
            "action_label": _("Answer four short questions"),
            "action_url": settings.PORTAL_URL + reverse("exchanges:survey", args=[case.number]),
        }
    return _to(to, "survey_asked", f"{survey.uuid}", context, language)


def follow_up_asked(follow_up: FollowUp, *, to: User) -> Message:
    """Half a year or a year later: what has come of it?"""
    case, language = follow_up.case, to.language or follow_up.case.language
    with override(language):
        context = {
            "number": case.number,
            "title": case.title,
            "months": follow_up.months,
            "office": in_language(case.office, "name", language),
            "action_label": _("Tell us what has come of it"),
            "action_url": settings.PORTAL_URL + reverse("exchanges:follow_up", args=[case.number, follow_up.months]),
        }
    return _to(to, "follow_up_asked", f"{case.uuid}:{follow_up.months}:{to.pk}", context, language)


def _to(user: User, name: str, occasion: str, context: dict[str, object], language: str) -> Message:
    return Message(
        template=f"exchanges/{name}", to=user.email, language=language, person_id=user.person_id,
        key=f"exchanges.{name}:{occasion}", context=context,
    )  # fmt: skip
