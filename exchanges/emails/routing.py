"""The mails about where a case went: past a missing branch, to another office, into another case, to a colleague."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.accounts.models import User
from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from clair_portal.pages import times
from exchanges.models import HandOver, VisitCase


def case_passed_on(case: VisitCase, *, reason: str, occurrence: str) -> Message:
    """The office endorsed the request itself, to whoever asked."""
    with override(case.language):
        context = _about(case, case.language) | {"reason": reason}
    return _to(case.asked_by, case, "case_passed_on", context, language=case.language, occurrence=occurrence)


def case_handed_over(step: HandOver, *, to: User) -> Message:
    """Another office has the case now, to whoever asked."""
    case, language = step.case, step.case.language
    with override(language):
        context = _about(case, language) | {
            "office": in_language(step.to_office, "name", language),
            "before": in_language(step.from_office, "name", language),
            "reason": step.reason,
        }
    return _to(to, case, "case_handed_over", context, language=language, occurrence=step.at.isoformat())


def case_merged(case: VisitCase, into: VisitCase, *, reason: str, to: User) -> Message:
    """Two requests are one now, to whoever asked for either."""
    language = to.language or into.language
    with override(language):
        context = _about(into, language) | {"merged": case.number, "reason": reason}
    return _to(to, into, "case_merged", context, language=language, occurrence=f"{case.pk}:{to.pk}")


def work_handed_over(
    cases: Sequence[VisitCase], *, leaving: User, last_on: date, to: User, occurrence: str
) -> Message:  # fmt: skip
    """A colleague leaves, and these cases are yours now."""
    with override(to.language):
        context = {
            "leaving": str(leaving.person or leaving.email),
            "last_day": times.day(last_on),
            "cases": [str(case) for case in cases],
            "action_label": _("Open my work"),
            "action_url": settings.PORTAL_URL + reverse("admin:index"),
        }
    return Message(
        template="exchanges/work_handed_over", to=to.email, language=to.language, person_id=to.person_id,
        key=f"exchanges.work_handed_over:{occurrence}:{to.pk}", context=context,
    )  # fmt: skip


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
    )  # fmt: skip
