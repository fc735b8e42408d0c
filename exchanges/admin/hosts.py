"""The office's memory of hosts: who they are, when somebody was there last, what came of it, what to remember."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import DropdownFilter

from clair_portal.backoffice.columns import tag
from clair_portal.backoffice.guarding import holds
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.work import Tone
from clair_portal.pages.views import signed_in
from exchanges import memory
from exchanges.actions import hosts
from exchanges.admin.meeting_forms import SPOKEN, HostForm
from exchanges.models import Host, Meeting
from exchanges.models.hosts import HostQuerySet
from exchanges.policy import HOSTS_EDIT, HOSTS_VIEW

SHOWN = 160
LAST_MEETINGS = 20


class SpokenFilter(DropdownFilter):
    """Who receives visitors in one language."""

    title = _("language spoken")
    parameter_name = "spoken"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return list(SPOKEN)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(languages__contains=[self.value()]) if self.value() else queryset


@admin.register(Host)
class HostAdmin(PortalModelAdmin):
    """Search for "Leeds elderly care": who we know, who of us knows them, when last, and what was promised."""

    view_permission = HOSTS_VIEW
    add_permission = change_permission = HOSTS_EDIT
    in_global_search = True
    form = HostForm
    list_display = (
        "organisation", "city", "last_contact", "remembered", "last_outcome", "known_to", "what_for", "last_met",
    )  # fmt: skip
    list_filter = ("city", SpokenFilter, "do_not_contact")
    list_select_related = ("organisation",)
    ordering = ("city", "pk")
    sortable_by = ("city", "last_contact", "last_met")
    readonly_fields = ("so_far",)
    fieldsets = (
        (None, {"fields": ("organisation", "city", "address", "zone", "themes", "languages")}),
        (_("Contact"), {"fields": ("contact_name", "contact_email", "do_not_contact")}),
        (_("Receiving visitors"), {"fields": ("rules", "lead_days", "visits_a_year")}),
        (_("Memory"), {"fields": ("note", "so_far")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Host]:
        return memory.recalled(cast("HostQuerySet", super().get_queryset(request)).for_pages())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.story_view)
        return [path("<int:host_id>/story/", view, name="exchanges_host_story"), *super().get_urls()]

    def story_view(self, request: HttpRequest, host_id: int) -> HttpResponse:
        """Everything between us and one host, the newest first, and what is still promised."""
        if not holds(request, HOSTS_VIEW):
            raise PermissionDenied
        host = get_object_or_404(self.get_queryset(request), pk=host_id)
        context = {
            **self.admin_site.each_context(request),
            "title": str(host), "opts": self.opts, "host": host, "lines": memory.story(host),
            "known_by": memory.known_by(host), "today": timezone.localdate(),
            "may_write": holds(request, HOSTS_EDIT),
        }  # fmt: skip
        return TemplateResponse(request, "exchanges/host_story.html", context)

    def save_action(self, request: HttpRequest, obj: Host, form: Any, change: bool) -> Host:
        if not change:
            return hosts.add(form.instance, by=signed_in(request), at=timezone.now())
        return hosts.edit(obj, changes=form.changes_to(obj), by=signed_in(request), at=timezone.now())

    @admin.display(description=_("themes"))
    def what_for(self, obj: Host) -> str:
        return Truncator(", ".join(obj.themes.splitlines())).chars(SHOWN)

    @admin.display(description=_("last contact"), ordering="last_contact_on")
    def last_contact(self, obj: Any) -> SafeString:
        day = date_format(obj.last_contact_on) if obj.last_contact_on else _("history")
        return format_html('<a class="link" href="{}">{}</a>', _story_of(obj), day)

    @admin.display(description=_("last meeting"), ordering="last_met_at")
    def last_met(self, obj: Any) -> str:
        return date_format(timezone.localtime(obj.last_met_at)) if obj.last_met_at else "–"

    @admin.display(description=_("last answer"))
    def last_outcome(self, obj: Any) -> SafeString | str:
        if obj.last_state is None:
            return "–"
        state, words = Meeting.State(obj.last_state).label, Truncator(obj.last_words or "").chars(SHOWN)
        return format_html("{} {}", tag(state), words)

    @admin.display(description=_("promised, and what to remember"))
    def remembered(self, obj: Any) -> SafeString:
        warning = [(tag(_("do not contact"), Tone.LATE), "")] if obj.do_not_contact else []
        promised = [(tag(_("promised"), Tone.WAITING), Truncator(one.text).chars(SHOWN)) for one in obj.promises]
        note = [("", Truncator(obj.note).chars(SHOWN))] if obj.note else []
        lines = format_html_join("", "<div>{} {}</div>", [*warning, *promised, *note])
        return format_html("<div>{}</div>", lines)  # one block: on a phone the cell stands beside its name

    @admin.display(description=_("known to"))
    def known_to(self, obj: Host) -> str:
        return ", ".join(memory.known_by(obj))

    @admin.display(description=_("meetings so far"))
    def so_far(self, obj: Host) -> SafeString | str:
        if not obj.pk:
            return "–"
        newest = Meeting.objects.filter(host=obj).select_related("case").order_by("-created_at", "-pk")[:LAST_MEETINGS]
        listed = format_html_join("", '<div><a class="link" href="{}">{}</a> {} {}</div>', map(_line, newest))
        whole = format_html('<div><a class="link" href="{}">{}</a></div>', _story_of(obj), _("The whole history"))
        return listed + whole

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


def _story_of(host: Host) -> str:
    return reverse("admin:exchanges_host_story", args=[host.pk])


def _line(meeting: Meeting) -> tuple[str, str, SafeString, str]:
    address = reverse("admin:exchanges_meeting_change", args=[meeting.pk])
    return address, f"{meeting.case}: {meeting.topic}", tag(meeting.get_state_display()), meeting.reason
