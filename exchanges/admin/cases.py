"""The office's window on visit support: who asks for what, who is in charge, and the next step."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.story import StoryLine, who_is
from clair_portal.backoffice.work import Tone
from clair_portal.pages.views import signed_in
from exchanges import beside
from exchanges.actions import cases
from exchanges.admin import alike
from exchanges.admin import meetings as meetings_admin
from exchanges.admin.forms import StaffCaseForm
from exchanges.admin.itineraries import programme_of
from exchanges.admin.steps import STEPS
from exchanges.admin.themes import ThemeInline
from exchanges.models import VisitCase
from exchanges.models.cases import VisitCaseQuerySet
from exchanges.policy import CASES_STEER, CASES_VIEW

State = VisitCase.State
TONES: Mapping[str, Tone] = {
    State.AGREED: Tone.GOOD,
    State.CLOSED: Tone.GOOD,
    State.ENQUIRY: Tone.WAITING,
    State.ENDORSED: Tone.WAITING,
    State.DECLINED: Tone.LATE,
    State.CANCELLED: Tone.LATE,
}


def hand_overs(case: VisitCase, _reader: Any) -> Iterator[StoryLine]:
    """From which office the case came, and why."""
    for step in case.hand_overs.select_related("from_office", "to_office", "by__person").order_by("-at", "-pk"):
        yield StoryLine(step.at, f"{step.from_office} → {step.to_office}", who=who_is(step.by), note=step.reason)


@admin.register(VisitCase)
class VisitCaseAdmin(PortalModelAdmin):
    """Cases, the newest first. They begin on the authority's page, so that nothing is typed twice."""

    view_permission = CASES_VIEW
    change_permission = CASES_STEER
    in_global_search = True
    form = StaffCaseForm
    change_form_template = "exchanges/case_record.html"
    story_sources = (hand_overs,)
    moves = STEPS
    inlines = (ThemeInline,)
    list_display = ("number", "title", "authority", "shown_state", "due", "owner")
    list_filter = ("state", "waiting_for", "kind", "country", "owner")
    list_select_related = ("authority", "owner__person")
    search_fields = ("number", "title", "purpose", "city")
    ordering = ("-created_at", "-pk")
    sortable_by = ("number", "due")
    readonly_fields = ("number", "authority", "branch", "office", "page", "shown_state", "due", "programme", "meetings",
                       "alike")  # fmt: skip
    fieldsets = (
        (None, {"fields": ("number", "shown_state", "due", "page", "programme", "owner", "deputy", "waiting_for")}),
        (_("Request"), {"fields": ("authority", "branch", "office", "kind", "title", "purpose", "support")}),
        (_("When and where"), {
            "fields": ("country", "city", "first_on", "last_on", "dates_are_fixed", "other_dates", "party_size"),
        }),
        (_("Hosts"), {"fields": ("meetings", "alike", "wished_hosts", "background", "earlier_visits")}),
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[VisitCase]:
        return cast("VisitCaseQuerySet", super().get_queryset(request)).for_pages()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        case = context.get("original")
        if case is not None:
            context |= beside.around(case, request.user, timezone.localdate())
            context["may_steer"] = request.user.has_perm(CASES_STEER, case)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_action(self, request: HttpRequest, obj: VisitCase, form: Any, change: bool) -> VisitCase:
        changes = {name: new for name, new in form.facts().items() if new != getattr(obj, name)}
        return cases.edit(obj, changes=changes, by=signed_in(request), at=timezone.now())

    @admin.display(description=_("state"))
    def shown_state(self, obj: VisitCase) -> SafeString:
        return state_tag(obj, TONES)

    @admin.display(description=_("answer due"), ordering="answer_due_on")
    def due(self, obj: VisitCase) -> SafeString | str:
        if obj.waiting_for:
            return format_html("{}: {}", _("waiting"), obj.get_waiting_for_display())
        if obj.answer_due_on is None:
            return "–"
        day = date_format(obj.answer_due_on)
        return format_html("<strong>{} ({})</strong>", day, _("late")) if obj.is_late(timezone.localdate()) else day

    @admin.display(description=_("messages and delegation"))
    def page(self, obj: VisitCase) -> SafeString:
        address = reverse("exchanges:case", args=[obj.number])
        return format_html('<a class="link" href="{}">{}</a>', address, address)

    @admin.display(description=_("programme of the visit"))
    def programme(self, obj: VisitCase) -> SafeString:
        return programme_of(obj)

    @admin.display(description=_("meetings"))
    def meetings(self, obj: VisitCase) -> SafeString | str:
        return meetings_admin.of_case(obj)

    @admin.display(description=_("cases like it, and what their hosts said"))
    def alike(self, obj: VisitCase) -> SafeString | str:
        return alike.of_case(obj)

    def search_note(self, obj: VisitCase) -> str:
        return f"{obj.authority}, {obj.get_state_display()}"
