"""The days on which an interpreter cannot work: entered by the link of an offer, or signed in."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic.base import ContextMixin

from clair_portal.pages.views import PUBLIC, SIGNED_IN, ActionPage, FormPage, Guarded, signed_in
from exchanges.actions import roster
from exchanges.forms.absences import AbsenceForm
from exchanges.models import Absence, Interpreter
from exchanges.views.interpreters import HoldsOffer


class OwnDays(Guarded, ContextMixin, abstract=True):
    """The days of one interpreter; who that is, and where the page stands, is said by the two ways in."""

    @property
    def interpreter(self) -> Interpreter:
        raise NotImplementedError

    def page(self) -> str:
        raise NotImplementedError

    def address_of(self, absence: Absence) -> str:
        """Where this one is taken out."""
        raise NotImplementedError

    @cached_property
    def coming(self) -> list[Absence]:
        return list(Absence.objects.of(self.interpreter).coming(timezone.localdate()))


class Away(OwnDays, FormPage, abstract=True):
    """What is entered already, and a form for more."""

    form_class = AbsenceForm
    template_name = "exchanges/absences.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        rows = [(one, self.address_of(one)) for one in self.coming]
        return super().get_context_data(absences=rows, **facts)

    def perform(self, form: AbsenceForm) -> str:
        roster.be_away(self.interpreter, **form.cleaned_data, at=timezone.now())
        return self.page()


class There(OwnDays, ActionPage, abstract=True):
    """Takes days out again, after asking once."""

    template_name = "exchanges/absence_remove.html"

    @cached_property
    def absence(self) -> Absence | None:
        return next((one for one in self.coming if one.pk == self.kwargs["pk"]), None)

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(absence=self.absence, back=self.page(), **facts)

    def done(self) -> str | None:
        return None if self.absence else self.page()

    def perform(self) -> str:
        roster.be_there_again(self.interpreter, pk=self.kwargs["pk"])
        return self.page()


class ByLink(HoldsOffer, OwnDays, abstract=True):
    """Whoever holds the link of an offer is its interpreter."""

    permission = PUBLIC

    @property
    def interpreter(self) -> Interpreter:
        return self.object.interpreter

    def page(self) -> str:
        return reverse("exchanges:offer_away", args=[self.kwargs["token"]])

    def address_of(self, absence: Absence) -> str:
        return reverse("exchanges:offer_there", args=[self.kwargs["token"], absence.pk])


class SignedIn(OwnDays, abstract=True):
    """The person who is signed in, if they are on the roster."""

    permission = SIGNED_IN

    @cached_property
    def _own(self) -> Interpreter:
        user = signed_in(self.request)
        own = Interpreter.objects.visible_to(user).filter(person=user.person_id).first() if user.person_id else None
        if own is None:
            raise Http404
        return own

    @property
    def interpreter(self) -> Interpreter:
        return self._own

    def page(self) -> str:
        return reverse("exchanges:away")

    def address_of(self, absence: Absence) -> str:
        return reverse("exchanges:there", args=[absence.pk])


class OfferAway(ByLink, Away):
    """By the link of an offer."""

    permission = PUBLIC


class OfferThere(ByLink, There):
    """By the link of an offer."""

    permission = PUBLIC


class MyAway(SignedIn, Away):
    """Signed in."""

    permission = SIGNED_IN


class MyThere(SignedIn, There):
    """Signed in."""

    permission = SIGNED_IN
