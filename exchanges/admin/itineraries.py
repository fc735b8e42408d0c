"""The office's window on programmes: versions with their items to be read, their steps, and the table of ways."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.inlines import PortalInline
from clair_portal.backoffice.model_admin import PortalModelAdmin, ReadOnly
from clair_portal.backoffice.work import Tone
from exchanges.actions import itineraries, travel_times
from exchanges.models import Itinerary, ItineraryItem, TravelTime, VisitCase
from exchanges.models.itineraries import ItineraryItemQuerySet, ItineraryQuerySet
from exchanges.planning import lines, printing
from exchanges.policy import CASES_STEER, CASES_VIEW

State = Itinerary.State
TONES: Mapping[str, Tone] = {State.AGREED: Tone.GOOD, State.DRAFT: Tone.WAITING, State.PROPOSED: Tone.WAITING}
SIDES = {"ja": _("Japanese"), "en": _("English"), "both": _("side by side")}
STEPS = (
    StateButton(
        name="propose", label=_("Propose this version"), action=itineraries.propose, permission=CASES_STEER,
        to_state=State.PROPOSED, confirm=_("Every rule is checked once more. Whoever asked gets a mail."),
        done=_("The version is proposed."),
        possible=lambda version: version.case.state == VisitCase.State.PLANNING,
    ),
    StateButton(
        name="agree", label=_("The authority has agreed"), action=itineraries.agree, permission=CASES_STEER,
        to_state=State.AGREED, done=_("The version is agreed."),
        possible=lambda version: version.case.state == VisitCase.State.PROPOSED,
    ),
    StateButton(
        name="discard", label=_("Discard this version"), action=itineraries.discard, permission=CASES_STEER,
        to_state=State.REPLACED, done=_("The version is set aside."), danger=True,
        possible=lambda version: version.is_draft,
    ),
)  # fmt: skip


class ItemInline(PortalInline):
    """What stands in the version, in the order of the days."""

    model = ItineraryItem
    view_permission = CASES_VIEW
    fields = readonly_fields = ("day_and_time", "what", "place", "group", "interpreters", "note")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return cast("ItineraryItemQuerySet", super().get_queryset(request)).for_pages().in_order()

    @admin.display(description=_("time"))
    def day_and_time(self, obj: ItineraryItem) -> str:
        return f"{obj.local_start:%Y-%m-%d} {lines.clocks(obj)}"

    @admin.display(description=_("what"))
    def what(self, obj: ItineraryItem) -> str:
        return lines.told(obj, "en").title

    @admin.display(description=_("interpreters planned"))
    def interpreters(self, obj: ItineraryItem) -> str:
        return ", ".join(str(one) for one in obj.team.all())


@admin.register(Itinerary)
class ItineraryAdmin(ReadOnly):
    """Versions of all programmes, the newest first. They are made by the planner, from the case's record."""

    view_permission = CASES_VIEW
    moves: ClassVar[tuple[StateButton, ...]] = STEPS
    inlines = (ItemInline,)
    list_display = ("case", "number", "shown_state", "made_at", "status")
    list_filter = ("state", "status")
    list_select_related = ("case",)
    search_fields = ("case__number", "case__title")
    ordering = ("-made_at", "-pk")
    sortable_by = ("made_at",)
    fields = readonly_fields = (
        "case", "number", "shown_state", "status", "worth", "note", "files", "made_at", "made_by",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Itinerary]:
        return cast("ItineraryQuerySet", super().get_queryset(request)).for_pages()

    @admin.display(description=_("state"))
    def shown_state(self, obj: Itinerary) -> SafeString:
        return state_tag(obj, TONES)

    @admin.display(description=_("what the plan is worth"))
    def worth(self, obj: Itinerary) -> SafeString:
        found = ((GOALS.get(one["goal"], one["goal"]), one["value"], one["bound"]) for one in obj.goals)
        return format_html_join("", "<div>{}: {} ({} ≤)</div>", found)

    @admin.display(description=_("PDF"))
    def files(self, obj: Itinerary) -> SafeString:
        return format_html_join(" · ", '<a class="link" href="{}">{}</a>', _files(obj))


GOALS = {
    "moved": _("meetings moved or left out since the version before"),
    "restaffed": _("meetings with other interpreters than before"),
    "should": _("meetings left out that should take place"),
    "nice": _("meetings left out that would be nice"),
    "on_the_way": _("minutes on the way and waiting"),
    "cost": _("fees of the interpreters, in the smallest coin"),
    "finish": _("minutes until everybody is done, all days together"),
}


def _files(obj: Itinerary) -> list[tuple[str, Any]]:
    address = "exchanges:itinerary_pdf"
    return [(reverse(address, args=[obj.case.number, obj.number, side]), SIDES[side]) for side in printing.SIDES]


def programme_of(case: VisitCase) -> SafeString:
    """The button and the versions, for the record of the case."""
    versions = case.itineraries.newest_first()
    button = format_html(
        '<a class="bo-button primary" href="{}">{}</a> ',
        reverse("exchanges:plan_programme", args=[case.number]), _("Plan the programme"),
    )  # fmt: skip
    rows = ((reverse("admin:exchanges_itinerary_change", args=[one.pk]), one.number, one.get_state_display())
            for one in versions)  # fmt: skip
    links = format_html_join(" · ", '<a class="link" href="{}">v{} ({})</a>', rows)
    return button + links if case.state in itineraries.IN_PLANNING else links or format_html("{}", "–")


@admin.register(TravelTime)
class TravelTimeAdmin(PortalModelAdmin):
    """How long the ways take, where the office knows better than the estimate."""

    view_permission = add_permission = change_permission = CASES_STEER
    list_display = ("from_place", "to_place", "minutes")
    search_fields = ("from_place", "to_place")
    ordering = ("from_place", "to_place", "pk")
    sortable_by = ("from_place", "to_place")
    fields = ("from_place", "to_place", "minutes")

    def save_action(self, request: HttpRequest, obj: TravelTime, form: Any, change: bool) -> TravelTime:
        return travel_times.edit(obj, changes=form.facts()) if change else travel_times.add(obj)
