"""The items of a draft, one page each: moved, described, added, taken out. The timeline's drags end here too."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.pages import times
from clair_portal.pages.views import ActionPage, FormPage
from clair_portal.pages.views.writing import SeeOther
from exchanges.actions import itineraries
from exchanges.forms.programme import ByHandForm, Described, MeetingItemForm, MoveForm
from exchanges.models import ItineraryItem
from exchanges.planning import lines
from exchanges.planning.journey import ZONES
from exchanges.policy import CASES_STEER
from exchanges.views.itineraries import OneVersion
from exchanges.views.programme import address

Kind = ItineraryItem.Kind
MORNING = time(10)


class OfDraft(OneVersion, abstract=True):
    """A page that changes a draft; of any other version it leads back to the programme."""

    permission = CASES_STEER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.is_draft:
            return SeeOther(address(self.object))
        page: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return page

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(back=address(self.object), **facts)

    @property
    def groups(self) -> list[str]:
        """The sub-groups of the delegation."""
        return sorted({member.group for member in self.object.case.delegates.by_precedence()} - {""})


class OfItem(OfDraft, abstract=True):
    """A page about one item; ways are laid by the planner and have none."""

    permission = CASES_STEER

    @cached_property
    def item(self) -> ItineraryItem:
        items = self.object.items.for_pages().exclude(kind=Kind.TRAVEL)
        found: ItineraryItem = get_object_or_404(items, key=self.kwargs["key"])
        found.itinerary = self.object
        return found

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, **facts)


class MoveItem(OfItem, FormPage):
    """Another time on the same day: what a drag, a key or the field of the list asks for."""

    permission = CASES_STEER
    form_class = MoveForm
    template_name = "exchanges/programme_move.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"item": self.item}

    def perform(self, form: MoveForm) -> str:
        self.object.version = form.cleaned_data["seen_version"]
        item = itineraries.edit_item(self.item, changes={"starts_at": form.starts_at})
        told = {"what": lines.headline(item, get_language() or "en"), "when": times.clock(item.local_start)}
        messages.success(self.request, _("%(what)s begins at %(when)s now.") % told)
        return address(self.object, item.key)


class EditItem(OfItem, FormPage):
    """When, where, what, for whom; of a meeting only what is the programme's own."""

    permission = CASES_STEER
    template_name = "exchanges/programme_item.html"

    def get_form_class(self) -> type[Described]:
        return MeetingItemForm if self.item.kind == Kind.MEETING else ByHandForm

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {} if self.item.kind == Kind.MEETING else {"groups": self.groups}
        return super().get_form_kwargs() | {"instance": self.item, **own}

    def perform(self, form: Described) -> str:
        changes = form.changes()
        if self.item.kind == Kind.MEETING and "starts_at" not in form.changed_data:
            changes.pop("starts_at")  # ways and meals are laid anew for a meeting that moves, and for no other
        self.object.version = form.cleaned_data["seen_version"]
        itineraries.edit_item(self.item, changes=changes)
        return address(self.object, self.item.key)


class AddItem(OfDraft, FormPage):
    """Free time, a meal, a flight or a hotel."""

    permission = CASES_STEER
    form_class = ByHandForm
    template_name = "exchanges/programme_item.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self._empty(), "groups": self.groups}

    def _empty(self) -> ItineraryItem:
        """At ten on the first day, an hour long."""
        case = self.object.case
        zone = ZONES.get(str(case.country), "Europe/London")
        day = case.days[0] if case.days else timezone.localdate()
        starts_at = datetime.combine(day, MORNING, tzinfo=times.as_zone(zone))
        return ItineraryItem(
            itinerary=self.object,
            kind=Kind.FREE,
            zone=zone,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
        )

    def perform(self, form: ByHandForm) -> str:
        self.object.version = form.cleaned_data["seen_version"]
        item = itineraries.add_item(form.instance)
        return address(self.object, item.key)


class RemoveItem(OfItem, ActionPage):
    """Asks once whether the item shall be taken out."""

    permission = CASES_STEER
    template_name = "exchanges/programme_remove.html"

    def perform(self) -> str:
        seen = self.request.POST.get("seen_version", "")
        self.object.version = int(seen) if seen.isdecimal() else 0
        itineraries.remove_item(self.item)
        return address(self.object)
