"""Participants on the staff site: found, entered, corrected, and moved along by buttons."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.guarding import holds
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.work import Tone
from clair_portal.pages.forms import Careful
from clair_portal.pages.views import signed_in
from jet.actions import participants
from jet.admin import rows
from jet.admin.step_forms import employer, workplace
from jet.admin.steps import STEPS, AsksByForms
from jet.models import LanguageSkill, Participant, Placement, Term
from jet.models.participants import ParticipantQuerySet
from jet.policy import PARTICIPANTS_EDIT, PARTICIPANTS_VIEW

State, Level = Participant.State, LanguageSkill.Level
TONES: Mapping[str, Tone] = {
    State.EXPECTED: Tone.WAITING,
    State.SERVING: Tone.GOOD,
    State.ENDED_EARLY: Tone.LATE,
    State.WITHDRAWN: Tone.LATE,
}
JAPANESE = [("", "–"), *((level.value, level.label) for level in (
    Level.N5, Level.N4, Level.N3, Level.N2, Level.N1, Level.NATIVE,
))]  # fmt: skip
FACTS = ("jet_number", "passport_name", "nationality", "position", "arrival_group", "drives", "teaches", "dependants")
FAMILY = (_("Family"), {"fields": ("dependants",)})


class ParticipantForm(Careful, PortalModelForm):
    """What may be corrected."""

    class Meta:
        model = Participant
        fields = FACTS


class NewParticipantForm(Careful, PortalModelForm):
    """Who is expected, and where they shall work if that is settled."""

    japanese = forms.ChoiceField(
        label=_("Japanese"), choices=JAPANESE, required=False, widget=UnfoldAdminSelectWidget()
    )
    employer = employer(_("Contracting organisation"), required=False)
    workplace = workplace()

    class Meta:
        model = Participant
        fields = ("person", *FACTS)

    def languages(self) -> dict[str, str]:
        level = self.cleaned_data["japanese"]
        return {"ja": level} if level else {}

    def placement(self) -> Placement | None:
        """From the day after the arrival."""
        if self.cleaned_data["employer"] is None:
            return None
        first_on = self.cleaned_data["arrival_group"].arrives_on + timedelta(days=1)
        facts = {name: self.cleaned_data[name] for name in ("employer", "workplace")}
        return Placement(first_on=first_on, **facts)


@admin.register(Participant)
class ParticipantAdmin(AsksByForms, PortalModelAdmin):
    """Everybody of the programme, the latest invitations first."""

    view_permission = PARTICIPANTS_VIEW
    add_permission = change_permission = PARTICIPANTS_EDIT
    in_global_search = True
    search_help_text = _("Name in any script, or JET number")
    form = ParticipantForm
    moves = STEPS
    inlines = (rows.PlacementInline, rows.TermInline, rows.LanguageInline, rows.EmergencyContactInline)
    list_display = (
        "jet_number", "passport_name", "shown_state", "position", "nationality", "arrival_group", "works_for", "until",
    )  # fmt: skip
    list_filter = ("state", "position", "arrival_group", "nationality")
    list_select_related = ("person", "arrival_group")
    ordering = ("-jet_number", "pk")
    sortable_by = ("jet_number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participant]:
        found = cast("ParticipantQuerySet", super().get_queryset(request)).for_pages()
        placements = Prefetch("placements", Placement.objects.for_pages().in_time_order())
        return found.prefetch_related(placements, Prefetch("terms", Term.objects.by_number()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("person", "shown_state", "created_at", "ended_on") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The family is for those who look after the participants."""
        family = [FAMILY] if holds(request, PARTICIPANTS_EDIT) else []
        skills = (_("Skills"), {"fields": (*(() if obj else ("japanese",)), "drives", "teaches")})
        settled = [] if obj else [(_("Placement"), {"fields": ("employer", "workplace")})]
        return [*_who(obj), skills, *family, *settled]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **facts: Any) -> Any:
        kind = ParticipantForm if obj else NewParticipantForm
        return super().get_form(request, obj, change=change, **{"form": kind, **facts})

    def save_action(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> Participant:
        by, now = signed_in(request), timezone.now()
        if change:
            facts = form.changes_to(obj)
            return participants.edit(obj, by=by, at=now, **facts) if facts else obj
        return participants.enrol(
            form.instance, person=form.cleaned_data["person"], by=by, at=now, languages=form.languages(),
            placement=form.placement(),
        )  # fmt: skip

    @admin.display(description=_("state"))
    def shown_state(self, obj: Participant) -> SafeString:
        return state_tag(obj, TONES)

    @admin.display(description=_("works for"))
    def works_for(self, obj: Participant) -> str:
        placements = list(obj.placements.all())
        return str(placements[-1].employer) if placements else ""

    @admin.display(description=_("last day of the last term"))
    def until(self, obj: Participant) -> Any:
        terms = list(obj.terms.all())
        return terms[-1].last_on if terms else ""

    def search_note(self, obj: Participant) -> str:
        return f"{obj.get_state_display()} · {obj.arrival_group}"


def _who(obj: Any) -> list[Any]:
    stands = ("shown_state", "created_at", "ended_on") if obj else ()
    return [
        (_("In the programme"), {"fields": ("person", "jet_number", "position", "arrival_group", *stands)}),
        (_("As in the passport"), {"fields": ("passport_name", "nationality")}),
    ]
