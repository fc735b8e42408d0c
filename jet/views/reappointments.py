"""The pages of reappointment for those who employ participants, and for headquarters."""

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from clair_portal.directory.visibility import reach
from clair_portal.pages.views import ActionPage, FormPage, ListPage, ObjectPage, OneObject, signed_in
from jet.actions import reappointments
from jet.actions.days import in_japan
from jet.forms.reappointments import SILENT, AnswerForm, DecisionForm, ReappointmentFilter
from jet.models import Reappointment
from jet.models.reappointment_states import YES
from jet.models.reappointments import ReappointmentQuerySet
from jet.policy import REAPPOINTMENTS_ANSWER, REAPPOINTMENTS_DECIDE, REAPPOINTMENTS_VIEW

State = Reappointment.State


def address(asked: Reappointment) -> str:
    return reverse("jet:reappointment", args=[asked.pk])


def of_others(user: Any) -> ReappointmentQuerySet:
    """What this user may know of, except their own."""
    return Reappointment.objects.visible_to(user).of_others(user)


class Reappointments(ListPage):
    """One's own participants, or all of them for headquarters; the newest year and the nearest deadline first."""

    permission = REAPPOINTMENTS_VIEW
    template_name = "jet/reappointments.html"
    sorts: ClassVar = {"": ("-year", "due_on", "participant__jet_number")}

    def rows(self) -> ReappointmentQuerySet:
        return of_others(self.request.user).live().for_pages()

    @cached_property
    def sees_all(self) -> bool:
        return reach(self.request.user, REAPPOINTMENTS_DECIDE).everywhere

    @cached_property
    def years(self) -> list[int]:
        found = of_others(self.request.user).values_list("year", flat=True)
        return list(found.order_by("-year").distinct())

    @cached_property
    def filters(self) -> ReappointmentFilter:
        known = of_others(self.request.user)
        known = known if self.sees_all else known.none()
        nationalities = known.order_by().values_list("participant__nationality", flat=True).distinct()
        return ReappointmentFilter(
            self.request.GET, years=self.years, nationalities=nationalities, sees_all=self.sees_all
        )

    def narrow(self, rows: Any, **wanted: Any) -> ReappointmentQuerySet:
        found = rows.matching(wanted.pop("text")) if "text" in wanted else rows
        columns = {"country": "participant__nationality", "answer": "authority_answer"}
        narrowed = {columns.get(name, name): "" if value == SILENT else value for name, value in wanted.items()}
        return cast("ReappointmentQuerySet", found.filter(**narrowed))

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        this_year = in_japan(timezone.now()).year
        rounds = sorted({*self.years, this_year, this_year + 1}, reverse=True) if self.sees_all else []
        narrowed = bool(self.wanted())
        return super().get_context_data(sees_all=self.sees_all, rounds=rounds, narrowed=narrowed, **facts)


class AboutReappointment(OneObject, abstract=True):
    """Everything about one reappointment stands below its number."""

    model = Reappointment

    def visible(self) -> ReappointmentQuerySet:
        return of_others(self.request.user).for_pages()

    @property
    def may_answer(self) -> bool:
        asked = self.object
        may = self.request.user.has_perm(REAPPOINTMENTS_ANSWER, asked)
        return may and asked.may_answer(asked.authority_answer, in_japan(timezone.now()))

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        sees_all = reach(self.request.user, REAPPOINTMENTS_DECIDE).everywhere
        return super().get_context_data(asked=self.object, sees_all=sees_all, may_answer=self.may_answer, **facts)


class ReappointmentPage(AboutReappointment, ObjectPage):
    """One reappointment: the question, the answers as far as the reader may know them, and the next step."""

    permission = REAPPOINTMENTS_VIEW
    template_name = "jet/reappointment.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """The moves tell both answers: they are for headquarters."""
        context = super().get_context_data(**facts)
        moves = self.object.transitions.select_related("by__person").order_by("pk") if context["sees_all"] else []
        named = [(State(move.to_state).label, move) for move in moves]
        return context | {"moves": named, "may_decide": context["sees_all"] and self.object.state == State.ESCALATED}


class AnswerReappointment(AboutReappointment, FormPage):
    """The organisation's yes or no."""

    permission = REAPPOINTMENTS_ANSWER
    form_class = AnswerForm
    template_name = "jet/reappointment_answer.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"asked": self.object}

    def perform(self, form: AnswerForm) -> str:
        said = form.cleaned_data
        reappointments.answer_as_authority(
            self.object, said["answer"], by=signed_in(self.request), at=timezone.now(), seen=said["seen"],
            statement=said.get("statement", ""),
        )  # fmt: skip
        messages.success(self.request, _("Your answer is written down."))
        return address(self.object)


class TakeAnswerBack(AboutReappointment, ActionPage):
    """The organisation needs more time."""

    permission = REAPPOINTMENTS_ANSWER
    template_name = "jet/reappointment_take_back.html"

    def done(self) -> str | None:
        return None if self.object.authority_answer == YES else address(self.object)

    def perform(self) -> str:
        reappointments.take_back(self.object, "authority", by=signed_in(self.request), at=timezone.now())
        return address(self.object)


class DecideReappointment(AboutReappointment, FormPage):
    """Headquarters settles what the two sides have not."""

    permission = REAPPOINTMENTS_DECIDE
    form_class = DecisionForm
    template_name = "jet/reappointment_decide.html"

    def perform(self, form: DecisionForm) -> str:
        said, by, at = form.cleaned_data, signed_in(self.request), timezone.now()
        if self.object.decided_by_id != by.pk:  # a second click finds it done
            reappointments.decide(self.object, renewed=said["renewed"], by=by, at=at, reason=said["reason"])
        return address(self.object)
