"""Assignments on the staff site: who was asked, who said yes, and the next step."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.guarding import holds
from clair_portal.backoffice.model_admin import ReadOnly
from clair_portal.backoffice.work import Tone
from clair_portal.pages import times
from clair_portal.pages.views import signed_in
from clair_portal.workflow import DomainError
from exchanges import interpreting
from exchanges.actions import assignments, offers
from exchanges.admin.offering import Offering
from exchanges.emails import interpreters as interpreter_emails
from exchanges.models import Assignment, Meeting
from exchanges.models.assignments import AssignmentQuerySet
from exchanges.policy import INTERPRETERS_EDIT, INTERPRETERS_VIEW

State = Assignment.State
TONES: Mapping[str, Tone] = {
    State.OFFERED: Tone.WAITING,
    State.ACCEPTED: Tone.WAITING,
    State.CONFIRMED: Tone.GOOD,
    State.BRIEFED: Tone.GOOD,
    State.DECLINED: Tone.LATE,
    State.EXPIRED: Tone.LATE,
    State.CANCELLED: Tone.LATE,
    State.REPLACED: Tone.LATE,
}
TOLD = _("The interpreter gets a mail.")


def _step(name: str, label: Any, action: Any, to: str, done: Any, **more: Any) -> StateButton:
    return StateButton(
        name=name, label=label, action=action, permission=INTERPRETERS_EDIT, to_state=to, done=done, **more
    )  # fmt: skip


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    """Assignments, the latest first. They begin at a meeting: "Ask interpreters"."""

    view_permission = INTERPRETERS_VIEW
    list_display = ("interpreter", "meeting", "when", "shown_state", "shown_fee", "again")
    list_filter = ("state", "mode", "interpreter", "starts_at")
    list_select_related = ("interpreter__person", "meeting__host__organisation")
    search_fields = ("interpreter__person__family", "interpreter__person__given", "meeting__topic")
    ordering = ("-starts_at", "-pk")
    sortable_by = ("when",)
    fields = (
        "interpreter", "meeting", "shown_state", "when", "mode", "shown_pairs", "shown_fee", "owed", "travel_before",
        "travel_after", "offered_at", "expires_at", "accepted_at", "again", "reason",
    )  # fmt: skip
    readonly_fields = ("shown_state", "when", "shown_pairs", "shown_fee", "owed", "again")
    moves = (
        _step("confirm", _("Confirm"), assignments.confirm, State.CONFIRMED, _("It is confirmed."), confirm=TOLD),
        _step("brief", _("The papers are ready"), assignments.brief, State.BRIEFED, _("The papers are open."),
              confirm=_("The interpreter sees the delegation and its questions from now on, and gets a mail.")),
        _step("finish", _("The work is done"), assignments.finish, State.DONE, _("It is done.")),
        _step("invoice", _("The invoice has come"), assignments.invoice, State.INVOICED, _("The invoice is noted.")),
        _step("withdraw", _("Withdraw the offer"), offers.withdraw, State.WITHDRAWN, _("The offer is withdrawn."),
              needs_reason=True, confirm=TOLD),
        _step("replace", _("Replace"), assignments.replace, State.REPLACED, _("The time is free. Ask somebody else."),
              needs_reason=True, confirm=_("The interpreter cannot come: nothing is owed, and a mail says so.")),
        _step("cancel", _("Call off"), assignments.cancel, State.CANCELLED, _("The assignment is called off."),
              needs_reason=True, danger=True,
              confirm=_("Once confirmed, a part of the fee is owed by the rules of interpreting; the mail names it.")),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        return cast("AssignmentQuerySet", super().get_queryset(request)).for_pages()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.offer_view)
        return [path("offer/<int:meeting_id>/", view, name="exchanges_assignment_offer"), *super().get_urls()]

    def offer_view(self, request: HttpRequest, meeting_id: int) -> HttpResponse:
        """Who is free for a meeting; on POST, ask those who were ticked."""
        if not holds(request, INTERPRETERS_EDIT):
            raise PermissionDenied
        meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_pages(), pk=meeting_id)
        page = Offering(meeting, request.GET, request.POST if request.method == "POST" else None, at=timezone.now())
        if request.method == "POST" and page.is_valid():
            return self._offered(request, page)
        return self._ask_whom(request, page)

    def _offered(self, request: HttpRequest, page: Offering) -> HttpResponse:
        try:
            offers.offer(page.meeting, to=page.chosen(), wish=page.wish(), by=signed_in(request), at=timezone.now())
        except DomainError as refusal:
            messages.warning(request, str(refusal))
            return self._ask_whom(request, page)
        messages.success(request, str(_("The offers are on their way.")))
        return redirect(f"{reverse('admin:exchanges_assignment_changelist')}?q={page.meeting.topic}")

    def _ask_whom(self, request: HttpRequest, page: Offering) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Ask interpreters"), "opts": self.opts, "page": page, "original": page.meeting,
        }  # fmt: skip
        return TemplateResponse(request, "exchanges/offer_staff.html", context)

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, obj: Assignment) -> SafeString:
        span = times.span(obj.starts_at, obj.ends_at, obj.meeting.zone)
        return format_html("{} {}", span.there, span.zone)

    @admin.display(description=_("state"))
    def shown_state(self, obj: Assignment) -> SafeString:
        return state_tag(obj, TONES)

    @admin.display(description=_("directions"))
    def shown_pairs(self, obj: Assignment) -> str:
        return interpreter_emails.directions(obj.pairs)

    @admin.display(description=_("fee"))
    def shown_fee(self, obj: Assignment) -> str:
        return interpreting.money(obj.fee, obj.currency)

    @admin.display(description=_("cancellation fee"))
    def owed(self, obj: Assignment) -> str:
        return "–" if obj.cancellation_fee is None else interpreting.money(obj.cancellation_fee, obj.currency)

    @admin.display(description=_("asked again two days before"))
    def again(self, obj: Assignment) -> str:
        if obj.reconfirmed_at:
            return str(_("is coming"))
        return str(_("no answer yet")) if obj.reconfirm_asked_at else "–"
