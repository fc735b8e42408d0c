"""The office's window on meetings: what is wanted of whom, the times offered, the answer, and the next step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.work import Tone
from clair_portal.pages import times
from clair_portal.pages.views import signed_in
from exchanges import notice
from exchanges.actions import answers, meetings
from exchanges.admin.assignments import TONES as TONES_OF_ASSIGNMENTS
from exchanges.admin.hosts import load_warning
from exchanges.admin.meeting_forms import SLOTS, MeetingForm
from exchanges.models import Assignment, Meeting, VisitCase
from exchanges.models.meetings import MeetingQuerySet
from exchanges.policy import CASES_STEER, CASES_VIEW

State = Meeting.State
TOLD = _("The host gets a mail.")
TONES: Mapping[str, Tone] = {
    State.CONFIRMED: Tone.GOOD,
    State.DONE: Tone.GOOD,
    State.ASKED: Tone.WAITING,
    State.SLOTS_OFFERED: Tone.WAITING,
    State.HELD: Tone.WAITING,
    State.CHANGED: Tone.WAITING,
    State.DECLINED: Tone.LATE,
    State.CANCELLED: Tone.LATE,
}
STEPS = (
    StateButton(
        name="offer", label=_("Offer the times"), action=meetings.offer, permission=CASES_STEER,
        to_state=State.SLOTS_OFFERED, confirm=TOLD, done=_("The times are on their way to the host."),
    ),
    StateButton(
        name="ask", label=_("Ask without times"), action=meetings.ask, permission=CASES_STEER,
        to_state=State.ASKED, confirm=TOLD, done=_("The question is on its way to the host."),
    ),
    StateButton(
        name="accept", label=_("Accept the host's time"), action=meetings.accept, permission=CASES_STEER,
        to_state=State.CONFIRMED, confirm=TOLD, done=_("The meeting is confirmed."),
        possible=lambda meeting: meeting.state == State.HELD,
    ),
    StateButton(
        name="done", label=_("It has taken place"), action=meetings.mark_done, permission=CASES_STEER,
        to_state=State.DONE, done=_("The meeting is done."),
    ),
    StateButton(
        name="declined", label=_("The host has declined"), action=answers.decline, permission=CASES_STEER,
        to_state=State.DECLINED, needs_reason=True, done=_("The refusal is noted."), danger=True,
    ),
    StateButton(
        name="cancel", label=_("Call the meeting off"), action=meetings.cancel, permission=CASES_STEER,
        to_state=State.CANCELLED, needs_reason=True, confirm=TOLD, done=_("The meeting is called off."), danger=True,
    ),
)  # fmt: skip

PLACE_AND_CONTACT = (
    "zone", "place", "contact_name", "contact_email", "contact_phone", "language", "needs_interpreter",
)  # fmt: skip


@admin.register(Meeting)
class MeetingAdmin(PortalModelAdmin):
    """Meetings of all cases, the newest first; a case's own stand on the case's page."""

    view_permission = CASES_VIEW
    add_permission = change_permission = CASES_STEER
    form = MeetingForm
    moves: ClassVar[tuple[StateButton, ...]] = STEPS
    list_display = ("topic", "host", "case", "shown_state", "when", "group")
    list_filter = ("state", "priority", "host", "case")
    list_select_related = ("host__organisation", "case")
    search_fields = ("topic", "host__organisation__name_en", "case__number")
    ordering = ("-created_at", "-pk")
    sortable_by = ("when",)
    readonly_fields = ("shown_state", "when", "reason", "interpreters", "notice")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return cast("MeetingQuerySet", super().get_queryset(request)).for_pages()

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        return [
            *([(None, {"fields": ("shown_state", "when", "reason", "interpreters")})] if obj else []),
            (_("What and with whom"), {"fields": ("case", "host", "topic", "minutes", "priority", "group")}),
            (_("Place and contact"), {"fields": PLACE_AND_CONTACT}),
            _times_of(obj),
            (_("From the host"), {"fields": ("speaker", "arrival")}),
        ]

    def save_action(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> Meeting:
        facts: dict[str, Any] = {"by": signed_in(request), "at": timezone.now()}
        _warn(request, form.instance, form.slots())
        if not change:
            return meetings.want(form.instance, slots=form.slots(), **facts)
        if form.cleaned_data.get("moved_to"):
            return meetings.change(obj, starts_at=form.cleaned_data["moved_to"], **facts)
        slots = form.slots() if set(SLOTS) & set(form.changed_data) else None
        return meetings.edit(obj, changes=form.changes_to(obj), slots=slots, **facts)

    @admin.display(description=_("state"))
    def shown_state(self, obj: Meeting) -> SafeString:
        return state_tag(obj, TONES)

    @admin.display(description=_("notice that the host asks for"))
    def notice(self, obj: Meeting) -> SafeString | str:
        """Beside the times, before the host is asked: too soon is no mistake, but it is said."""
        sentence = notice.of_slots(obj, asked_on=timezone.localdate())
        days = _("%(count)d days") % {"count": obj.host.lead_days}
        return format_html('<span class="bo-error">{}</span>', sentence) if sentence else str(days)

    @admin.display(description=_("interpreters"))
    def interpreters(self, obj: Meeting) -> SafeString:
        rows = Assignment.objects.filter(meeting=obj).for_pages().in_time_order()
        listed = ((row.interpreter, state_tag(row, TONES_OF_ASSIGNMENTS)) for row in rows)
        ask = reverse("admin:exchanges_assignment_offer", args=[obj.pk])
        words = format_html_join("", "<div>{} {}</div>", listed)
        return format_html('{}<div><a class="link" href="{}">{}</a></div>', words, ask, _("Ask interpreters"))

    @admin.display(description=_("time"), ordering="starts_at")
    def when(self, obj: Meeting) -> str:
        return in_words(obj)


def in_words(meeting: Meeting) -> str:
    """The agreed time in the meeting's zone."""
    return times.moment(meeting.starts_at, meeting.zone) if meeting.starts_at else "–"


def of_case(case: VisitCase) -> SafeString:
    """The case's meetings in a compact list, each with its state, and the way to add one."""
    rows = [(_address(one), one.host, one.topic, state_tag(one, TONES), in_words(one)) for one in _rows(case)]
    listed = format_html_join("", '<div><a class="link" href="{}">{}: {}</a> {} {}</div>', rows)
    add = f"{reverse('admin:exchanges_meeting_add')}?case={case.pk}"
    return format_html('{}<div><a class="link" href="{}">{}</a></div>', listed, add, _("Add a meeting"))


def _rows(case: VisitCase) -> MeetingQuerySet:
    return Meeting.objects.filter(case=case).for_pages().in_time_order()


def _address(meeting: Meeting) -> str:
    return reverse("admin:exchanges_meeting_change", args=[meeting.pk])


def _times_of(obj: Meeting | None) -> tuple[Any, dict[str, Any]]:
    if obj and obj.state == State.CONFIRMED:
        return _("Another time"), {
            "fields": ("moved_to",), "description": _("The host gets a mail and has to confirm the new time."),
        }  # fmt: skip
    return _("Times to offer"), {
        "fields": (*SLOTS, *(["notice"] if obj else [])),
        "description": _(
            "What the clock on the wall shows where the meeting is. While times are offered, a change sends a new "
            "mail to the host, and the older link dies."
        ),
    }


def _warn(request: HttpRequest, meeting: Meeting, slots: list[datetime]) -> None:
    """Say when the host has as many visits as it wants in the year of the visit, or gets less notice than it asks."""
    day = meeting.case.first_on
    load = load_warning(meeting.host, day.year) if day else ""
    for sentence in (load, notice.warning(meeting.host, slots, meeting.zone, asked_on=timezone.localdate())):
        if sentence:
            messages.warning(request, sentence)
