"""The pages of visit support for those who ask and those who endorse: the list, one case, its next steps."""

from datetime import timedelta
from typing import Any, ClassVar, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from clair_portal.directory.models import Organisation
from clair_portal.directory.visibility import reach
from clair_portal.pages.views import ActionPage, FormPage, ListPage, ObjectPage, OneObject, signed_in
from exchanges import advice, beside, estimate, programme
from exchanges.actions import cases, details, itineraries
from exchanges.afterwards import shown as afterwards
from exchanges.forms.cases import CaseForm, DelegateForm, MessageForm
from exchanges.models import Delegate, Meeting, VisitCase
from exchanges.models.cases import WAY, VisitCaseQuerySet
from exchanges.models.meetings import MeetingQuerySet
from exchanges.planning import shown
from exchanges.policy import CASES_ASK, CASES_ENDORSE, CASES_STEER, CASES_VIEW

REMEMBERED = timedelta(days=730)
ALIKE_AT_MOST = 3
State = VisitCase.State
BEFORE_THE_REQUEST = frozenset({State.DRAFT, State.ENQUIRY, State.NEED_INFO, State.POSSIBLE, State.PARTLY})


def address(case: VisitCase) -> str:
    return reverse("exchanges:case", args=[case.number])


class Cases(ListPage):
    """The cases of one's authority, branch, or office."""

    permission = CASES_VIEW
    template_name = "exchanges/cases.html"
    sorts: ClassVar = {"": ("-created_at",)}

    def rows(self) -> VisitCaseQuerySet:
        return VisitCase.objects.visible_to(self.request.user).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        may_ask = bool(reach(self.request.user, CASES_ASK).organisations)
        sees_all = reach(self.request.user, CASES_VIEW).everywhere
        return super().get_context_data(may_ask=may_ask, sees_all=sees_all, today=timezone.localdate(), **facts)


class AboutCase(OneObject, abstract=True):
    """Everything about one case stands below its number."""

    model = VisitCase
    lookup = "number"

    def visible(self) -> VisitCaseQuerySet:
        return cast("VisitCaseQuerySet", super().visible()).for_pages()


class CasePage(AboutCase, ObjectPage):
    """One case: how far it is, what was asked, who comes, what was written, and the next step."""

    permission = CASES_VIEW
    template_name = "exchanges/case.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        case, user = self.object, self.request.user
        of_the_office = user.has_perm(CASES_STEER, case)
        return super().get_context_data(
            case=case,
            themes=case.themes.in_order(),
            delegates=case.delegates.by_precedence(),
            meeting_days=programme.days(_meetings_of(case, user)),
            letters=case.messages.readable(internal=of_the_office).select_related("written_by__person"),
            steps=[(state.value, state.label) for state in WAY],
            at=_reached(case),
            may_ask=user.has_perm(CASES_ASK, case),
            may_endorse=user.has_perm(CASES_ENDORSE, case),
            of_the_office=of_the_office,
            last=case.transitions.order_by("-pk").first(),
            **beside.around(case, user, timezone.localdate()),
            estimate=estimate.of_case(case) if case.state in BEFORE_THE_REQUEST else None,
            programme=shown.of_case(case, user, get_language() or "en"),
            after=afterwards.of_case(case, user, timezone.now()),
            **facts,
        )


def _meetings_of(case: VisitCase, user: Any) -> MeetingQuerySet:
    return Meeting.objects.visible_to(user).filter(case=case).for_pages().with_offers().in_time_order()


def _reached(case: VisitCase) -> str:
    """The step of the way that the case stands at, or the last one it has passed."""
    beside: dict[str, str] = {
        State.DRAFT: State.ENQUIRY, State.NEED_INFO: State.ENQUIRY, State.PARTLY: State.POSSIBLE,
        State.DECLINED: State.ENQUIRY, State.PROPOSED: State.PLANNING, State.UNDER_WAY: State.AGREED,
        State.REPORTED: State.COMPLETED, State.POSTPONED: State.PLANNING, State.CANCELLED: State.ENQUIRY,
    }  # fmt: skip
    return beside.get(case.state, case.state)


class Drafting(FormPage, abstract=True):
    """What a new request and a changed one share."""

    permission = CASES_ASK
    form_class = CaseForm
    template_name = "exchanges/case_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"authorities": self.authorities}

    @cached_property
    def authorities(self) -> list[Organisation]:
        """On whose behalf this person may ask."""
        own = reach(self.request.user, CASES_ASK).organisations
        return list(Organisation.objects.visible_to(self.request.user).filter(pk__in=own).by_name("ja"))

    def change(self, case: VisitCase, form: CaseForm) -> str:
        """The case as it was when the form was opened takes what the form says now."""
        case.version = form.cleaned_data["seen_version"] or 0
        cases.edit_own(case, changes=form.facts(), themes=form.themes(), by=signed_in(self.request), at=timezone.now())
        return address(case)


class NewCase(Drafting):
    """A first sounding-out, kept as a draft until it is sent."""

    def perform(self, form: CaseForm) -> str:
        form.instance.uuid = form.cleaned_data["draft_id"] or form.instance.uuid
        kept = VisitCase.objects.visible_to(self.request.user).for_pages().filter(uuid=form.instance.uuid).first()
        if kept and self.may(kept):
            return self.change(kept, form)
        case = cases.draft(form.instance, themes=form.themes(), by=signed_in(self.request), at=timezone.now())
        return address(case)


class EditCase(AboutCase, Drafting):
    """The request is changed while it is with the authority."""

    permission = CASES_ASK

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def perform(self, form: CaseForm) -> str:
        return self.change(self.visible().get(pk=self.object.pk), form)


class Delegation(AboutCase, FormPage):
    """Who comes: the members so far, and a form for one more."""

    permission = CASES_ASK
    form_class = DelegateForm
    template_name = "exchanges/delegation.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, delegates=self.object.delegates.by_precedence(), **facts)

    def perform(self, form: DelegateForm) -> str:
        form.instance.case = self.object
        details.add_delegate(form.instance)
        return self.request.path


class Asking(AboutCase, ActionPage, abstract=True):
    """A step that is asked once more; the second click finds it done."""

    template_name = "exchanges/step.html"
    target: ClassVar[str]

    def done(self) -> str | None:
        return address(self.object) if self.object.state == self.target else None

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, step=self.target, **facts)


class SoundOut(Asking):
    """The draft goes to the office; before that, the offices' own advice."""

    permission = CASES_ASK
    target = State.ENQUIRY

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(advice=advice.on(self._wish()), **facts)

    def _wish(self) -> advice.Wish:
        case, now = self.object, timezone.now()
        alike = VisitCase.objects.visible_to(self.request.user).alike(case, now - REMEMBERED)[:ALIKE_AT_MOST]
        return advice.Wish(
            kind=case.kind, country=str(case.country), first_on=case.first_on, last_on=case.last_on,
            themes=list(case.themes.in_order().values_list("title", "questions")),
            asked_on=now.date(), earlier=[str(found) for found in alike],
        )  # fmt: skip

    def perform(self) -> str:
        return address(cases.sound_out(self.object, by=signed_in(self.request), at=timezone.now()))


class RequestFormally(Asking):
    """After a yes: the formal request with the delegation."""

    permission = CASES_ASK
    target = State.FORMAL

    def perform(self) -> str:
        return address(cases.request_formally(self.object, by=signed_in(self.request), at=timezone.now()))


class Endorse(Asking):
    """The branch passes the request on."""

    permission = CASES_ENDORSE
    target = State.ENDORSED

    def perform(self) -> str:
        return address(cases.endorse(self.object, by=signed_in(self.request), at=timezone.now()))


class Agree(Asking):
    """The authority agrees to the programme."""

    permission = CASES_ASK
    target = State.AGREED

    def perform(self) -> str:
        return address(itineraries.agree_to(self.object, by=signed_in(self.request), at=timezone.now()))


class RemoveDelegate(AboutCase, ActionPage):
    """Asks once whether a member shall be taken out."""

    permission = CASES_ASK
    template_name = "exchanges/remove_delegate.html"

    @cached_property
    def delegate(self) -> Delegate | None:
        found: Delegate | None = self.object.delegates.filter(pk=self.kwargs["pk"]).first()
        return found

    def done(self) -> str | None:
        return None if self.delegate else self._back()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, delegate=self.delegate, **facts)

    def perform(self) -> str:
        if self.delegate:
            details.remove_delegate(self.delegate)
        return self._back()

    def _back(self) -> str:
        return reverse("exchanges:delegation", args=[self.object.number])


class Write(AboutCase, FormPage):
    """A message about the case."""

    permission = CASES_VIEW
    form_class = MessageForm
    template_name = "exchanges/write.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"of_the_office": self.request.user.has_perm(CASES_STEER, self.object)}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, **facts)

    def perform(self, form: MessageForm) -> str:
        cases.write(
            self.object, text=form.cleaned_data["text"], is_internal=form.cleaned_data.get("is_internal", False),
            by=signed_in(self.request), at=timezone.now(),
        )  # fmt: skip
        return address(self.object)
