"""A host's page by signed link: what is asked, the times offered, the answer, and what was settled. No account."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from clair_portal.accounts import links
from clair_portal.pages.views import PUBLIC, FormPage, Guarded
from clair_portal.pages.views.writing import SeeOther
from clair_portal.workflow.moves import legal_moves
from exchanges import calendars
from exchanges.actions import answers
from exchanges.emails import hosts as host_emails
from exchanges.forms.hosts import ChooseForm, DeclineForm, ProposeForm, ReceptionForm
from exchanges.models import Meeting

LINKS_LIVE_FOR = timedelta(days=60)
State = Meeting.State
AGREED = frozenset({State.CONFIRMED, State.DONE})


class HoldsHostLink(Guarded, abstract=True):
    """Whoever holds the link of the newest question. An older link, or one of a meeting called off, says so kindly."""

    permission = PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.meeting is None:
            return render(request, "exchanges/host_gone.html", status=HTTPStatus.NOT_FOUND)
        if self.is_dead:
            return render(request, "exchanges/host_gone.html", {"meeting": self.meeting}, status=HTTPStatus.GONE)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def subject(self) -> tuple[str, str]:
        found = links.subject_of(host_emails.HOST_LINK, self.kwargs["token"], valid_for=LINKS_LIVE_FOR)
        uuid, nonce = found or ("", "")
        return uuid, nonce

    @cached_property
    def meeting(self) -> Meeting | None:
        """The meeting of a genuine link, whatever has become of it since; None for all other links."""
        uuid, _nonce = self.subject
        return Meeting.objects.by_link(uuid).for_pages().first() if uuid else None

    @property
    def held(self) -> Meeting:
        """The meeting, where `dispatch` has made sure that there is one."""
        if self.meeting is None:
            raise Http404
        return self.meeting

    @property
    def is_dead(self) -> bool:
        meeting, (_uuid, nonce) = self.held, self.subject
        return meeting.nonce != nonce or meeting.state == State.CANCELLED or meeting.case.is_over

    def look_again(self) -> Meeting:
        """The meeting as it stands now: somebody else may have been faster."""
        self.__dict__.pop("meeting", None)
        return self.held

    def page(self) -> str:
        return reverse("exchanges:host", args=[self.kwargs["token"]])

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        meeting = self.held
        return super().get_context_data(
            meeting=meeting,
            case=meeting.case,
            token=self.kwargs["token"],
            themes=[one.told_in(get_language() or "en") for one in meeting.case.themes.in_order()],
            head=meeting.case.delegates.heads().first(),
            is_agreed=meeting.state in AGREED,
            may_propose=State.HELD in legal_moves(meeting),
            may_decline=State.DECLINED in legal_moves(meeting),
            **facts,
        )


class Answering(HoldsHostLink, FormPage, abstract=True):
    """A form of the host's page. What is settled already is shown as it stands; the second click changes nothing."""

    permission = PUBLIC
    open_in: ClassVar[frozenset[str]]
    always_shown: ClassVar[bool] = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.is_open or self.always_shown else self.show_page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if self.is_open else self.show_page()

    @property
    def is_open(self) -> bool:
        return self.held.state in self.open_in

    def show_page(self) -> HttpResponse:
        return SeeOther(self.page())

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the refusal; whoever was slower than the office, or than the own first click, sees what happened."""
        self.look_again()
        return self.show_page() if self.is_dead or not self.is_open else super().form_invalid(form)

    def perform(self, form: Any) -> str:
        self.answer(form)
        return self.page()

    def answer(self, form: Any) -> None:
        """The one action call."""
        raise NotImplementedError


class HostPage(Answering):
    """The question with the times offered; afterwards what was settled."""

    permission = PUBLIC
    form_class = ChooseForm
    template_name = "exchanges/host_page.html"
    open_in = frozenset({State.SLOTS_OFFERED, State.CHANGED})
    always_shown = True

    def get_form_kwargs(self) -> dict[str, Any]:
        coming = self.held.slots.coming(timezone.now()).values_list("starts_at", flat=True)
        return super().get_form_kwargs() | {"meeting": self.held, "starts": list(coming)}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        if not self.is_open:
            facts["form"] = None
        return super().get_context_data(may_choose=self.is_open, **facts)

    def answer(self, form: Any) -> None:
        starts_at = form.cleaned_data["starts_at"]
        answers.choose(self.held, starts_at=starts_at, reception=form.reception(), at=timezone.now())


class Propose(Answering):
    """None of the times suits: the host names another one."""

    permission = PUBLIC
    form_class = ProposeForm
    template_name = "exchanges/host_propose.html"
    open_in = frozenset({State.ASKED, State.SLOTS_OFFERED, State.CHANGED})

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.held}

    def answer(self, form: Any) -> None:
        starts_at, remark = form.cleaned_data["starts_at"], form.cleaned_data["remark"]
        answers.propose(self.held, starts_at=starts_at, remark=remark, at=timezone.now())


class Decline(Answering):
    """The host cannot receive the delegation, and says why."""

    permission = PUBLIC
    form_class = DeclineForm
    template_name = "exchanges/host_decline.html"
    open_in = frozenset({State.ASKED, State.SLOTS_OFFERED, State.HELD, State.CONFIRMED, State.CHANGED})

    def answer(self, form: Any) -> None:
        answers.decline(self.held, reason=form.cleaned_data["reason"], at=timezone.now())


class Receive(Answering):
    """Who speaks and how to arrive, once the time is agreed."""

    permission = PUBLIC
    form_class = ReceptionForm
    template_name = "exchanges/host_receive.html"
    open_in = frozenset({State.CONFIRMED})

    def get_initial(self) -> dict[str, Any]:
        return {"speaker": self.held.speaker, "arrival": self.held.arrival}

    def answer(self, form: Any) -> None:
        answers.describe(self.held, reception=form.reception(), at=timezone.now())


class HostCalendarFile(HoldsHostLink):
    """The agreed meeting as a calendar file."""

    permission = PUBLIC

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        if self.held.state not in AGREED:
            raise Http404
        content = calendars.invitation(self.held, method="REQUEST", language=get_language() or "en")
        return HttpResponse(
            content,
            content_type="text/calendar; charset=utf-8; method=REQUEST",
            headers={"Content-Disposition": f'attachment; filename="{self.held.case.number}.ics"'},
        )
