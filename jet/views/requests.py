"""The pages of placement requests: the list, one request, and its steps from the draft to the cut-off."""

from typing import Any, ClassVar, cast

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from clair_portal.directory.visibility import reach
from clair_portal.pages.views import ActionPage, FormPage, ListPage, ObjectPage, OneObject, signed_in
from jet.actions import requests
from jet.forms.requests import ReasonForm, RequestFilter, RequestForm, employers_of
from jet.languages import named
from jet.models import ArrivalGroup, PlacementRequest
from jet.models.arrivals import ArrivalGroupQuerySet
from jet.models.requests import PlacementRequestQuerySet
from jet.policy import REQUESTS_ACCEPT, REQUESTS_ENDORSE, REQUESTS_MAKE, REQUESTS_VIEW

State = PlacementRequest.State
WAY = (State.DRAFT, State.SENT, State.ENDORSED, State.ACCEPTED, State.FROZEN)


def address(asked: PlacementRequest) -> str:
    return reverse("jet:request", args=[asked.number])


class Requests(ListPage):
    """What one's organisation, branch or headquarters has to do with."""

    permission = REQUESTS_VIEW
    template_name = "jet/requests.html"
    sorts: ClassVar = {"": ("-created_at",)}
    filter_form = RequestFilter

    def rows(self) -> PlacementRequestQuerySet:
        return PlacementRequest.objects.visible_to(self.request.user).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        may_make = bool(reach(self.request.user, REQUESTS_MAKE).organisations)
        may_freeze = reach(self.request.user, REQUESTS_ACCEPT).everywhere
        narrowed = bool(self.wanted())
        return super().get_context_data(may_make=may_make, may_freeze=may_freeze, narrowed=narrowed, **facts)


class AboutRequest(OneObject, abstract=True):
    """Everything about one request stands below its number."""

    model = PlacementRequest
    lookup = "number"

    def visible(self) -> PlacementRequestQuerySet:
        return cast("PlacementRequestQuerySet", super().visible()).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.object, **facts)


class RequestPage(AboutRequest, ObjectPage):
    """One request: how far it is, what it asks for, and the next step."""

    permission = REQUESTS_VIEW
    template_name = "jet/request.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        asked, user = self.object, self.request.user
        return super().get_context_data(
            steps=[(state.value, state.label) for state in WAY],
            language=named(asked.language),
            may_make=user.has_perm(REQUESTS_MAKE, asked),
            may_endorse=user.has_perm(REQUESTS_ENDORSE, asked),
            may_accept=user.has_perm(REQUESTS_ACCEPT, asked),
            last=asked.transitions.order_by("-pk").first(),
            **facts,
        )


class Drafting(FormPage, abstract=True):
    """What a new request and a changed one share."""

    permission = REQUESTS_MAKE
    form_class = RequestForm
    template_name = "jet/request_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        own = reach(self.request.user, REQUESTS_MAKE).organisations
        chosen = {"employers": employers_of(own, self.request.user), "groups": self.groups()}
        return super().get_form_kwargs() | chosen

    def groups(self) -> ArrivalGroupQuerySet:
        """Those that have not arrived yet, the next one first."""
        known = ArrivalGroup.objects.visible_to(self.request.user)
        return known.filter(arrives_on__gt=timezone.localdate()).order_by("arrives_on", "code", "pk")

    def change(self, asked: PlacementRequest, form: RequestForm) -> str:
        """The request as it was when the form was opened takes what the form says now."""
        asked.version = form.cleaned_data["seen_version"] or 0
        return address(requests.edit(asked, changes=form.facts(), by=signed_in(self.request), at=timezone.now()))


class NewRequest(Drafting):
    """A draft, kept until it is sent."""

    def perform(self, form: RequestForm) -> str:
        form.instance.uuid = form.cleaned_data["draft_id"] or form.instance.uuid
        kept = PlacementRequest.objects.visible_to(self.request.user).for_pages().filter(uuid=form.instance.uuid)
        if (asked := kept.first()) and self.may(asked):
            return self.change(asked, form)
        return address(requests.draft(form.instance, by=signed_in(self.request), at=timezone.now()))


class EditRequest(AboutRequest, Drafting):
    """The draft is changed while it is with the contracting organisation."""

    permission = REQUESTS_MAKE

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def groups(self) -> ArrivalGroupQuerySet:
        """Also the one that the draft names already."""
        own = ArrivalGroup.objects.visible_to(self.request.user).filter(pk=self.object.arrival_group_id)
        return super().groups() | own

    def perform(self, form: RequestForm) -> str:
        return self.change(self.visible().get(pk=self.object.pk), form)


class Asking(AboutRequest, ActionPage, abstract=True):
    """A step that is asked once more; the second click finds it done."""

    template_name = "jet/request_step.html"
    step: ClassVar[str]
    ends: ClassVar[frozenset[str]]

    def done(self) -> str | None:
        return address(self.object) if self.object.state in self.ends else None

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(step=self.step, **facts)


class SendRequest(Asking):
    """The draft goes to the branch, or straight to headquarters where there is none."""

    permission = REQUESTS_MAKE
    step = "send"
    ends = frozenset({State.SENT, State.ENDORSED})

    def perform(self) -> str:
        return address(requests.send(self.object, by=signed_in(self.request), at=timezone.now()))


class EndorseRequest(Asking):
    """The branch passes the request on."""

    permission = REQUESTS_ENDORSE
    step = "endorse"
    ends = frozenset({State.ENDORSED})

    def perform(self) -> str:
        return address(requests.endorse(self.object, by=signed_in(self.request), at=timezone.now()))


class AcceptRequest(Asking):
    """Headquarters takes the request into its plan."""

    permission = REQUESTS_ACCEPT
    step = "accept"
    ends = frozenset({State.ACCEPTED})

    def perform(self) -> str:
        return address(requests.accept(self.object, by=signed_in(self.request), at=timezone.now()))


class Explaining(AboutRequest, FormPage, abstract=True):
    """A step that is not taken without a reason; the second click finds it done."""

    form_class = ReasonForm
    template_name = "jet/request_reason.html"
    step: ClassVar[str]
    end: ClassVar[str]

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(step=self.step, **facts)

    def perform(self, form: ReasonForm) -> str:
        if self.object.state != self.end:
            self.take(self.object, form.cleaned_data["reason"])
        return self.afterwards()

    def take(self, asked: PlacementRequest, reason: str) -> None:
        """The one action call."""
        raise NotImplementedError

    def afterwards(self) -> str:
        return address(self.object)


class WithdrawRequest(Explaining):
    """The contracting organisation needs nobody after all."""

    permission = REQUESTS_MAKE
    step, end = "withdraw", State.WITHDRAWN

    def take(self, asked: PlacementRequest, reason: str) -> None:
        requests.withdraw(asked, by=signed_in(self.request), at=timezone.now(), reason=reason)


class HandBackRequest(Explaining):
    """The branch asks for a change; the draft is then out of its sight."""

    permission = REQUESTS_ENDORSE
    step, end = "hand_back", State.DRAFT

    def take(self, asked: PlacementRequest, reason: str) -> None:
        requests.hand_back(asked, by=signed_in(self.request), at=timezone.now(), reason=reason)

    def afterwards(self) -> str:
        return reverse("jet:requests")


class DeclineRequest(Explaining):
    """Headquarters cannot meet the request."""

    permission = REQUESTS_ACCEPT
    step, end = "decline", State.DECLINED

    def take(self, asked: PlacementRequest, reason: str) -> None:
        requests.decline(asked, by=signed_in(self.request), at=timezone.now(), reason=reason)


def counted(groups: ArrivalGroupQuerySet) -> Any:
    """With how many requests, and posts, are accepted, and how many wait to be."""
    waiting = Q(requests__state__in=[State.SENT, State.ENDORSED])
    numbers = {state: Count("requests", Q(requests__state=state)) for state in ("accepted", "frozen")}
    return groups.annotate(waiting=Count("requests", waiting), **numbers)


class CutOffs(ListPage):
    """The arrival groups, each with what a cut-off would freeze."""

    permission = REQUESTS_ACCEPT
    template_name = "jet/request_cut_offs.html"
    sorts: ClassVar = {"": ("-arrives_on", "code")}

    def rows(self) -> Any:
        return counted(ArrivalGroup.objects.visible_to(self.request.user))


class CutOff(OneObject, ActionPage):
    """Asks once whether everything that was accepted for a group shall stand as it is."""

    permission = REQUESTS_ACCEPT
    model = ArrivalGroup
    template_name = "jet/request_cut_off.html"

    def visible(self) -> Any:
        return counted(ArrivalGroup.objects.visible_to(self.request.user))

    @cached_property
    def seen(self) -> int | None:
        """The number on the page that was confirmed."""
        told = self.request.POST.get("seen", "")
        return int(told) if told.isascii() and told.isdigit() else None

    def done(self) -> str | None:
        return self.frozen() if self.object.frozen and not self.object.accepted else None

    def perform(self) -> str:
        requests.freeze(self.object, by=signed_in(self.request), at=timezone.now(), seen=self.seen)
        return self.frozen()

    def frozen(self) -> str:
        """The list of what stands now."""
        return f"{reverse('jet:requests')}?state={State.FROZEN}&arrival_group={self.object.pk}"
