"""What the record of a case shows of cases like it: who received them, who did not, and why."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clair_portal.backoffice.columns import tag
from clair_portal.backoffice.work import Tone
from exchanges import similar
from exchanges.models import VisitCase
from exchanges.similar import Answer, Similar


def of_case(case: VisitCase) -> SafeString | str:
    """The cases most alike, each with the answers of its hosts."""
    found = similar.to(case, at=timezone.now())
    return format_html_join("", "{}", ((_shown(one),) for one in found)) or _("Nothing like it so far.")


def _shown(one: Similar) -> SafeString:
    address = reverse("admin:exchanges_visitcase_change", args=[one.case.pk])
    link = format_html('<div><a class="link" href="{}">{}</a> ({}, {})</div>', address, one.case, one.case.authority,
                       one.case.get_state_display())  # fmt: skip
    return link + _answers(one.answers)


def _answers(answers: Iterable[Answer]) -> SafeString:
    rows = [
        (
            tag(_("said yes"), Tone.GOOD) if one.said_yes else tag(_("said no"), Tone.LATE),
            reverse("admin:exchanges_host_story", args=[one.meeting.host_id]), one.meeting.host, one.why,
        )
        for one in answers
    ]  # fmt: skip
    return format_html_join("", '<div>{} <a class="link" href="{}">{}</a> {}</div>', rows)
