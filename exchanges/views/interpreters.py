"""The interpreter's pages: an offer by signed link, its answer, the papers, and "my assignments"."""

from datetime import timedelta
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic.base import ContextMixin

from clair_portal.accounts import links
from clair_portal.accounts.models import User
from clair_portal.pages.views import PUBLIC, SIGNED_IN, ActionPage, FormPage, Guarded, Page, signed_in
from exchanges import interpreting
from exchanges.actions import assignments, offers
from exchanges.emails import interpreters as interpreter_emails
from exchanges.forms.interpreters import DeclineForm
from exchanges.models import Assignment, Interpreter

LINKS_LIVE_FOR = timedelta(days=400)
State = Assignment.State


class HoldsOffer(Guarded, ContextMixin, abstract=True):
    """Whoever holds the signed link of an offer: it is in every mail about it, and in "my assignments"."""

    permission = PUBLIC

    @cached_property
    def object(self) -> Assignment:
        subject = links.subject_of(interpreter_emails.OFFER_LINK, self.kwargs["token"], valid_for=LINKS_LIVE_FOR)
        if subject is None:
            raise Http404
        return get_object_or_404(Assignment.objects.by_link(*subject).for_pages())

    @property
    def user(self) -> User | None:
        """Whoever is signed in besides holding the link; usually nobody."""
        return signed_in(self.request) if self.request.user.is_authenticated else None

    def page(self) -> str:
        return reverse("exchanges:offer", args=[self.kwargs["token"]])

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        one = self.object
        return super().get_context_data(
            **{
                "assignment": one,
                "meeting": one.meeting,
                "token": self.kwargs["token"],
                "directions": interpreter_emails.directions(one.pairs),
                "fee": interpreting.money(one.fee, one.currency),
                "is_open": one.is_open(timezone.now()),
                **facts,
            }
        )


class Offer(HoldsOffer, Page):
    """What, when, where and for how much; how it stands; once briefed, the papers."""

    permission = PUBLIC
    template_name = "exchanges/offer.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        one, now = self.object, timezone.now()
        is_briefed = one.state == State.BRIEFED
        case = one.meeting.case
        return super().get_context_data(
            is_late=one.state == State.EXPIRED or (one.state == State.OFFERED and not one.is_open(now)),
            may_give_back=one.is_taken and one.starts_at - now >= offers.GIVEN_BACK_BEFORE,
            asks_again=one.is_taken and one.reconfirm_asked_at is not None and one.reconfirmed_at is None,
            owed=interpreting.money(one.cancellation_fee, one.currency) if one.cancellation_fee else "",
            people=case.delegates.by_precedence() if is_briefed else (),
            themes=case.themes.in_order() if is_briefed else (),
            is_briefed=is_briefed,
            **facts,
        )


class AcceptOffer(HoldsOffer, ActionPage):
    """The one click that counts; the second finds it done."""

    permission = PUBLIC
    template_name = "exchanges/offer_accept.html"

    def done(self) -> str | None:
        return None if self.object.state == State.OFFERED else self.page()

    def perform(self) -> str:
        seen = self.request.POST.get("seen", "")
        offers.accept(self.object, by=self.user, at=timezone.now(), seen=seen)
        return self.page()


class DeclineOffer(HoldsOffer, FormPage):
    """No, with a word why; also to give back what was accepted, while there is time."""

    permission = PUBLIC
    form_class = DeclineForm
    template_name = "exchanges/offer_decline.html"

    def perform(self, form: DeclineForm) -> str:
        if self.object.state != State.DECLINED:
            offers.decline(self.object, by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        return self.page()


class Reconfirm(HoldsOffer, ActionPage):
    """Yes, I am coming."""

    permission = PUBLIC
    template_name = "exchanges/offer_reconfirm.html"

    def done(self) -> str | None:
        return self.page() if self.object.reconfirmed_at or not self.object.is_taken else None

    def perform(self) -> str:
        assignments.reconfirm(self.object, at=timezone.now())
        return self.page()


class MyAssignments(Page):
    """The offers and assignments of the person who is signed in, what is coming first."""

    permission = SIGNED_IN
    template_name = "exchanges/assignments.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        now, user = timezone.now(), signed_in(self.request)
        found = Assignment.objects.of(user.person_id).for_pages().in_time_order()
        own = [(one, interpreter_emails.offer_path(one)) for one in found]
        coming = [row for row in own if row[0].is_taken or row[0].is_open(now)]
        return super().get_context_data(
            coming=coming,
            is_interpreter=Interpreter.objects.visible_to(user).filter(person=user.person_id).exists(),
            earlier=[row for row in reversed(own) if row not in coming],
            **facts,
        )
