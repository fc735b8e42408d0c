"""The office's memory of hosts: who they are, when somebody was there last, what came of it, what to remember."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clair_portal.backoffice.columns import tag
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.work import Tone
from clair_portal.pages.views import signed_in
from exchanges.actions import hosts
from exchanges.admin.meeting_forms import HostForm
from exchanges.models import Host, Meeting
from exchanges.models.hosts import HostQuerySet
from exchanges.models.meetings import with_memory
from exchanges.policy import HOSTS_EDIT, HOSTS_VIEW

SHOWN = 160
LAST_MEETINGS = 20


@admin.register(Host)
class HostAdmin(PortalModelAdmin):
    """Search for "Leeds elderly care": who we know, when we met last, and what was promised."""

    view_permission = HOSTS_VIEW
    add_permission = change_permission = HOSTS_EDIT
    in_global_search = True
    form = HostForm
    list_display = ("organisation", "city", "what_for", "last_met", "last_outcome", "remembered")
    list_filter = ("city", "do_not_contact")
    list_select_related = ("organisation",)
    ordering = ("city", "pk")
    sortable_by = ("city", "last_met")
    readonly_fields = ("so_far",)
    fieldsets = (
        (None, {"fields": ("organisation", "city", "address", "zone", "themes", "languages")}),
        (_("Contact"), {"fields": ("contact_name", "contact_email", "do_not_contact")}),
        (_("Receiving visitors"), {"fields": ("rules", "lead_days", "visits_a_year")}),
        (_("Memory"), {"fields": ("note", "so_far")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Host]:
        return with_memory(cast("HostQuerySet", super().get_queryset(request)).for_pages())

    def save_action(self, request: HttpRequest, obj: Host, form: Any, change: bool) -> Host:
        if not change:
            return hosts.add(form.instance, by=signed_in(request), at=timezone.now())
        return hosts.edit(obj, changes=form.changes_to(obj), by=signed_in(request), at=timezone.now())

    @admin.display(description=_("themes"))
    def what_for(self, obj: Host) -> str:
        return Truncator(", ".join(obj.themes.splitlines())).chars(SHOWN)

    @admin.display(description=_("last meeting"), ordering="last_met_at")
    def last_met(self, obj: Any) -> str:
        return date_format(timezone.localtime(obj.last_met_at)) if obj.last_met_at else "–"

    @admin.display(description=_("last answer"))
    def last_outcome(self, obj: Any) -> SafeString | str:
        if obj.last_state is None:
            return "–"
        state, words = Meeting.State(obj.last_state).label, Truncator(obj.last_words or "").chars(SHOWN)
        return format_html("{} {}", tag(state), words)

    @admin.display(description=_("what to remember"))
    def remembered(self, obj: Host) -> SafeString | str:
        note = Truncator(obj.note).chars(SHOWN)
        return format_html("{} {}", tag(_("do not contact"), Tone.LATE), note) if obj.do_not_contact else note

    @admin.display(description=_("meetings so far"))
    def so_far(self, obj: Host) -> SafeString | str:
        if not obj.pk:
            return "–"
        newest = Meeting.objects.filter(host=obj).select_related("case").order_by("-created_at", "-pk")[:LAST_MEETINGS]
        return format_html_join("", '<div><a class="link" href="{}">{}</a> {} {}</div>', map(_line, newest)) or "–"

    def search_note(self, obj: Host) -> str:
        return ", ".join(part for part in (obj.city, *obj.themes.splitlines()) if part)


def load_warning(host: Host, year: int) -> str:
    """A sentence when the host has as many visits that year as it wants; the staff decide."""
    load: int = getattr(Host.objects.with_load(year).get(pk=host.pk), "load", 0)
    if host.visits_a_year is None or load < host.visits_a_year:
        return ""
    return ngettext(
        "%(host)s receives %(count)d visit in %(year)d already, and wants no more.",
        "%(host)s receives %(count)d visits in %(year)d already, and wants no more.",
        load,
    ) % {"host": host, "count": load, "year": year}


def _line(meeting: Meeting) -> tuple[str, str, SafeString, str]:
    address = reverse("admin:exchanges_meeting_change", args=[meeting.pk])
    return address, f"{meeting.case}: {meeting.topic}", tag(meeting.get_state_display()), meeting.reason
