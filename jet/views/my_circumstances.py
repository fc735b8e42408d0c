"""The pages on which participants ask for special circumstances, follow the request, take it back and appeal."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.directory.models import LocalAuthority
from clair_portal.pages.views import SIGNED_IN, ActionPage, FormPage, Page, signed_in
from clair_portal.search.lookup import without_tokens
from jet.actions import circumstances, preferences
from jet.actions.days import in_japan
from jet.forms.circumstances import AppealForm, CircumstanceForm
from jet.models import Circumstance, ContractingOrganisation
from jet.placement_errors import AppealOver, NotBeforeThePanel
from jet.views.oneself import Oneself

State = Circumstance.State
DECIDED = (State.GRANTED, State.REFUSED, State.APPEALED, State.FINAL)


class MyOwn(Oneself, abstract=True):
    """About the newest request of whoever looks."""

    permission = SIGNED_IN

    @cached_property
    def asked(self) -> Circumstance | None:
        seen = Circumstance.objects.visible_to(self.request.user).filter(participant=self.participant)
        return seen.for_pages().order_by("-pk").first()

    @property
    def is_live(self) -> bool:
        return self.asked is not None and self.asked.state != State.WITHDRAWN

    def mine(self) -> str:
        return reverse("jet:my_circumstances")

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.asked, is_live=self.is_live, **facts)


class MyCircumstances(MyOwn, Page):
    """How far one's request is, in plain words, and what one can do."""

    permission = SIGNED_IN
    template_name = "jet/my_circumstances.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        asked = self.asked
        return super().get_context_data(
            closed=preferences.are_closed(self.participant),
            may_appeal=bool(asked and asked.appeal_is_open(in_japan(timezone.now()))),
            may_withdraw=bool(asked and State.WITHDRAWN in asked.MOVES[asked.state]),
            reasons=self.reasons(),
            answers=asked.transitions.exclude(reason="").order_by("pk") if asked else [],
            **facts,
        )

    def reasons(self) -> list[str]:
        """Why the panel decided as it did, without names; what the outvoted member thought stays with the panel."""
        asked = self.asked
        if asked is None or asked.state not in DECIDED:
            return []
        agreed = asked.votes.filter(round=asked.round, says_yes=asked.state == State.GRANTED)
        return [*agreed.order_by("pk").values_list("reason", flat=True)]


class AskForCircumstances(MyOwn, FormPage):
    """The request, written once."""

    permission = SIGNED_IN
    form_class = CircumstanceForm
    template_name = "jet/my_circumstances_ask.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        known = LocalAuthority.objects.visible_to(user).on(today).prefectures().select_related("organisation")
        places = list(without_tokens(known, "organisation").by_name(get_language() or "en"))
        employers = ContractingOrganisation.objects.visible_to(user).filter(left_on=None).for_pages().by_prefecture()
        facts = {"instance": Circumstance(participant=self.participant), "places": places, "employers": employers}
        return super().get_form_kwargs() | facts

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(closed=preferences.are_closed(self.participant), **facts)

    def perform(self, form: CircumstanceForm) -> str:
        if not self.is_live:
            circumstances.submit(form.instance, by=signed_in(self.request), at=timezone.now())
            messages.success(self.request, _("Your request is with headquarters. You get a mail when it is answered."))
        return self.mine()


class WithdrawCircumstances(MyOwn, ActionPage):
    """Asks once whether one takes it back."""

    permission = SIGNED_IN
    template_name = "jet/my_circumstances_withdraw.html"

    def done(self) -> str | None:
        return None if self.is_live else self.mine()

    def perform(self) -> str:
        """Raises NotBeforeThePanel if another request than the one on the page is there now."""
        if self.asked is None or self.request.POST.get("seen") != str(self.asked.pk):
            raise NotBeforeThePanel
        circumstances.withdraw(self.asked, by=signed_in(self.request), at=timezone.now())
        return self.mine()


class Appeal(MyOwn, FormPage):
    """Objects to the procedure."""

    permission = SIGNED_IN
    form_class = AppealForm
    template_name = "jet/my_circumstances_appeal.html"

    def perform(self, form: AppealForm) -> str:
        if self.asked is None:
            raise AppealOver
        if self.asked.state != State.APPEALED:
            about = form.cleaned_data["about"]
            circumstances.appeal(self.asked, about=about, by=signed_in(self.request), at=timezone.now())
        return self.mine()
