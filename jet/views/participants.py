"""The pages of participants: for those who employ them, and for themselves."""

from typing import Any, ClassVar, cast

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clair_portal.directory.visibility import reach
from clair_portal.documents.actions import jobs
from clair_portal.pages.views import SIGNED_IN, FormPage, ListPage, ObjectPage, signed_in
from jet import languages
from jet.actions.days import in_japan
from jet.exports.work import KIND
from jet.forms.participants import FileForm, SearchForm
from jet.models import Participant, Placement, Term
from jet.models.participants import ParticipantQuerySet
from jet.policy import PARTICIPANTS_VIEW, TRANSFERS_CONSENT
from jet.views import timeline


def _with_placements(found: ParticipantQuerySet, user: Any) -> ParticipantQuerySet:
    """With where somebody works, and until when: the latest first."""
    placements = Prefetch("placements", Placement.objects.visible_to(user).for_pages().in_time_order().reverse())
    terms = Prefetch("terms", Term.objects.visible_to(user).by_number().reverse())
    return found.for_pages().prefetch_related(placements, terms)


class Participants(ListPage):
    """Those whom one's organisations employ or have employed."""

    permission = PARTICIPANTS_VIEW
    template_name = "jet/participants.html"
    filter_form = SearchForm
    sorts: ClassVar = {"": ("-jet_number",)}

    def rows(self) -> ParticipantQuerySet:
        return _with_placements(Participant.objects.visible_to(self.request.user), self.request.user)

    def narrow(self, rows: Any, **wanted: Any) -> ParticipantQuerySet:
        found: ParticipantQuerySet = rows.matching(wanted["text"]) if "text" in wanted else rows
        return found.filter(state=wanted["state"]) if "state" in wanted else found

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        may_consent = bool(reach(self.request.user, TRANSFERS_CONSENT).organisations)
        return super().get_context_data(chosen=self.wanted(), may_consent=may_consent, **facts)


class ParticipantsFile(FormPage):
    """The list as a file, made in the background; whoever asks gets those whom they may see."""

    permission = PARTICIPANTS_VIEW
    form_class = FileForm
    template_name = "jet/participants_file.html"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"matching": self.request.GET.get("text", "")}

    def perform(self, form: FileForm) -> str:
        job = jobs.enqueue(
            KIND, title=_("Participants"), parameters=form.cleaned_data, by=signed_in(self.request), at=timezone.now()
        )
        return reverse("job", args=[job.uuid])


class ParticipantPage(ObjectPage):
    """One participant: facts, terms, placements. Neither family nor whom to call stands here."""

    permission = SIGNED_IN
    model = Participant
    lookup = "jet_number"
    template_name = "jet/participant.html"

    def visible(self) -> ParticipantQuerySet:
        return _with_placements(cast("ParticipantQuerySet", super().visible()), self.request.user)

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        one, user = self.object, signed_in(self.request)
        terms, placements = list(one.terms.all())[::-1], list(one.placements.all())[::-1]
        today = in_japan(timezone.now())
        return super().get_context_data(
            terms=terms,
            placements=placements,
            timeline=timeline.drawn(terms, placements, today),
            languages=[(languages.named(skill.language), skill) for skill in one.languages.order_by("language")],
            is_oneself=one.person_id == user.person_id,
            may_list=user.has_perm(PARTICIPANTS_VIEW),
            **facts,
        )
