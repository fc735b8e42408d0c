"""The participant's own page of reappointment: the question, the deadline, and the answer."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from clair_portal.pages.views import SIGNED_IN, ActionPage, Page, signed_in
from jet.actions import reappointments
from jet.actions.days import in_japan
from jet.models import Reappointment
from jet.models.reappointment_states import NO, YES
from jet.reappointment_errors import AnswersClosed
from jet.views.oneself import Oneself


class AboutMine(Oneself, abstract=True):
    """The newest question to whoever looks."""

    @cached_property
    def asked(self) -> Reappointment | None:
        seen = Reappointment.objects.visible_to(self.request.user).live().filter(participant=self.participant)
        return seen.for_pages().order_by("-year", "-pk").first()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        asked, today = self.asked, in_japan(timezone.now())
        may_answer = bool(asked and asked.may_answer(asked.participant_answer, today))
        return super().get_context_data(asked=asked, may_answer=may_answer, **facts)


class MyReappointment(AboutMine, Page):
    """Would you like another year? What it means, until when, and what has been said so far."""

    permission = SIGNED_IN
    template_name = "jet/my_reappointment.html"


class Answering(AboutMine, ActionPage, abstract=True):
    """An answer is asked once more; `seen` is the answer that stood on the page."""

    permission = SIGNED_IN
    template_name = "jet/my_reappointment_step.html"
    answer: ClassVar[str]

    def done(self) -> str | None:
        there = self.asked is None or self.asked.participant_answer == self.answer
        return reverse("jet:my_reappointment") if there else None

    def perform(self) -> str:
        self.say(self.shown())
        return reverse("jet:my_reappointment")

    def shown(self) -> Reappointment:
        """Raises AnswersClosed if the page was about the question of another year."""
        if self.asked is None or self.request.POST.get("asked") != str(self.asked.pk):
            raise AnswersClosed
        return self.asked

    def say(self, asked: Reappointment) -> None:
        """The one action call."""
        seen = self.request.POST.get("seen", "")
        by, at = signed_in(self.request), timezone.now()
        reappointments.answer_as_participant(asked, self.answer, by=by, at=at, seen=seen)

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(answer=self.answer, **facts)


class SayYes(Answering):
    """Another year, please."""

    permission = SIGNED_IN
    answer = YES


class SayNo(Answering):
    """No further year; this is final."""

    permission = SIGNED_IN
    answer = NO


class TakeMineBack(Answering):
    """More time to think."""

    permission = SIGNED_IN
    answer = ""

    def say(self, asked: Reappointment) -> None:
        reappointments.take_back(asked, "participant", by=signed_in(self.request), at=timezone.now())
