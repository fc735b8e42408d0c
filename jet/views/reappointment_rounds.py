"""A year's round of reappointment, for headquarters: how far it is, who must be called, and its deadlines."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.pages.views import FormPage, Guarded, Page, signed_in
from jet.actions import reappointment_rounds
from jet.actions.days import in_japan
from jet.forms.reappointments import DeadlineForm, OpenForm
from jet.models import Reappointment, ReappointmentDeadline
from jet.models.reappointments import YEARS
from jet.policy import REAPPOINTMENTS_DECIDE

SHOWN_AT_MOST = 50
State = Reappointment.State


class OfRound(Guarded, abstract=True):
    """What belongs to one round stands below its year."""

    permission = REAPPOINTMENTS_DECIDE

    def admit(self) -> None:
        super().admit()
        if not YEARS[0] <= self.year <= YEARS[1]:
            raise Http404

    @cached_property
    def year(self) -> int:
        return int(self.kwargs["year"])

    def deadlines(self) -> Any:
        return ReappointmentDeadline.objects.visible_to(self.request.user).filter(year=self.year).in_order()

    def address(self) -> str:
        return reverse("jet:reappointment_round", args=[self.year])

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(**facts | {"year": self.year})


class Round(OfRound, Page):
    """How many have answered what, and the early warning: whom somebody should call before the deadline."""

    permission = REAPPOINTMENTS_DECIDE
    template_name = "jet/reappointment_round.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        rows = Reappointment.objects.visible_to(self.request.user).filter(year=self.year)
        counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
        warnings = rows.early_warning(in_japan(timezone.now())).for_pages()
        deadlines = list(self.deadlines())
        return super().get_context_data(
            bars=[(str(state.label), counts[state]) for state in State if state in counts],
            links=[(state, counts[state]) for state in State if state in counts and state != State.LAPSED],
            total=sum(counts.values()),
            warnings=warnings[:SHOWN_AT_MOST],
            number_of_warnings=warnings.count(),
            deadlines=deadlines,
            is_open=any(not one.country for one in deadlines),
            **facts,
        )


class OpenRound(OfRound, FormPage):
    """Ask everybody; later again, for those who have come since."""

    permission = REAPPOINTMENTS_DECIDE
    form_class = OpenForm
    template_name = "jet/reappointment_open.html"

    def get_initial(self) -> dict[str, Any]:
        usual = self.deadlines().filter(country="").first()
        return {"due_on": usual.due_on} if usual else {}

    def perform(self, form: OpenForm) -> str:
        due_on, by, at = form.cleaned_data["due_on"], signed_in(self.request), timezone.now()
        asked = len(reappointment_rounds.open_round(year=self.year, due_on=due_on, by=by, at=at))
        told = ngettext("%(number)d participant has been asked.", "%(number)d participants have been asked.", asked)
        messages.success(self.request, told % {"number": asked} if asked else _("Nobody was left to be asked."))
        return self.address()


class SetDeadline(OfRound, FormPage):
    """A day for one country, or for all the others."""

    permission = REAPPOINTMENTS_DECIDE
    form_class = DeadlineForm
    template_name = "jet/reappointment_deadline.html"

    def perform(self, form: DeadlineForm) -> str:
        said, by, at = form.cleaned_data, signed_in(self.request), timezone.now()
        reappointment_rounds.set_deadline(year=self.year, country=said["country"], due_on=said["due_on"], by=by, at=at)
        return self.address()
