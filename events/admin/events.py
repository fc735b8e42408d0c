"""The office's window on events: prepare, publish, see who is coming, call off."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.work import Tone
from clair_portal.pages import components, times
from clair_portal.pages.views import signed_in
from events.actions import events
from events.admin.forms import EventForm
from events.admin.inlines import ProgrammeInline, QuotaInline, TicketTypeInline
from events.models import Event
from events.models.events import EventQuerySet
from events.policy import EVENTS_EDIT, EVENTS_PUBLISH, EVENTS_VIEW

TONES: Mapping[str, Tone] = {
    Event.State.PUBLISHED: Tone.GOOD,
    Event.State.DRAFT: Tone.WAITING,
    Event.State.CANCELLED: Tone.LATE,
}


@admin.register(Event)
class EventAdmin(PortalModelAdmin):
    """Events, the next one first; each with its places as a bar."""

    class Media:
        css = {"all": ["backoffice/events.css"]}

    view_permission = EVENTS_VIEW
    add_permission = change_permission = EVENTS_EDIT
    in_global_search = True
    form = EventForm
    inlines = (ProgrammeInline, TicketTypeInline, QuotaInline)
    list_display = ("title", "when", "host", "shown_state", "places", "number")
    list_filter = ("state", "kind", "host", "starts_at")
    list_select_related = ("host",)
    search_fields = ("title_en", "title_ja", "title_de", "number")
    ordering = ("-starts_at", "-pk")
    sortable_by = ("when",)
    readonly_fields = ("public_page", "registrations")
    fieldsets = (
        (None, {"fields": ("kind", "host", "partner", "spoken", "public_page", "registrations")}),
        (_("English"), {"fields": ("title_en", "summary_en", "description_en"), "classes": ["tab"]}),
        (_("Japanese"), {"fields": ("title_ja", "summary_ja", "description_ja"), "classes": ["tab"]}),
        (_("German"), {"fields": ("title_de", "summary_de", "description_de"), "classes": ["tab"]}),
        (_("When"), {
            "fields": (
                "zone", "starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "cancel_until_at",
            ),
            "description": _("Every time is what the clock on the wall shows where the event takes place."),
        }),
        (_("Where"), {"fields": ("place", "address", "city", "country", "join_url")}),
    )  # fmt: skip
    moves: ClassVar[tuple[StateButton, ...]] = (
        StateButton(
            name="publish",
            label=_("Publish"),
            action=events.publish,
            permission=EVENTS_PUBLISH,
            to_state=Event.State.PUBLISHED,
            confirm=_("The event becomes public at once, and people can register when registration opens."),
            done=_("The event is public."),
        ),
        StateButton(
            name="cancel",
            label=_("Call off"),
            action=events.cancel,
            permission=EVENTS_PUBLISH,
            to_state=Event.State.CANCELLED,
            needs_reason=True,
            confirm=_("Everybody with a place gets a mail with your reason, in their language. This cannot be undone."),
            done=_("The event is called off, and everybody who had a place is being told."),
            danger=True,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return cast("EventQuerySet", super().get_queryset(request)).with_places()

    def save_action(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> Event:
        if not change:
            return events.create(form.instance, by=signed_in(request), at=timezone.now())
        changes = {name: new for name, new in form.facts().items() if new != getattr(obj, name)}
        return events.edit(obj, changes=changes, by=signed_in(request), at=timezone.now())

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, obj: Event) -> SafeString:
        local = obj.starts_at.astimezone(obj.tz)
        return format_html("{}<br>{} {}", times.day(local), times.clock(local), times.zone_name(obj.zone))

    @admin.display(description=_("state"))
    def shown_state(self, obj: Event) -> SafeString:
        return state_tag(obj, TONES)

    @admin.display(description=_("places"))
    def places(self, obj: Event) -> SafeString:
        return components.capacity(taken=obj.places_gone, size=obj.places_size)

    @admin.display(description=_("public page"))
    def public_page(self, obj: Event) -> SafeString | str:
        if not obj.pk:
            return "–"
        address = reverse("events:event", args=[obj.slug])
        return format_html('<a class="link" href="{}">{}</a>', address, address)

    @admin.display(description=_("registrations"))
    def registrations(self, obj: Event) -> SafeString | str:
        if not obj.pk:
            return str(_("They appear here once the event is published."))
        address = f"{reverse('admin:events_registration_changelist')}?event__id__exact={obj.pk}"
        bar = components.capacity(taken=obj.places_gone, size=obj.places_size)
        return format_html('{} <a class="link" href="{}">{}</a>', bar, address, _("See who is coming"))

    def search_note(self, obj: Event) -> str:
        return times.moment(obj.starts_at, obj.zone)
