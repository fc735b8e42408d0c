"""The steps of a run: proposed, handed back, made public by a second person, or thrown away."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.views import ActionPage, FormPage, signed_in
from jet.actions import runs
from jet.forms.allocation import ReasonForm
from jet.models import AllocationRun
from jet.policy import ALLOCATION_PUBLISH, ALLOCATION_RUN
from jet.views.allocation import address
from jet.views.allocation_runs import AboutRun

State = AllocationRun.State


class Step(AboutRun, ActionPage, abstract=True):
    """One question, one button. Whoever finds the run further on is led back to it."""

    template_name = "jet/allocation_step.html"
    begins: ClassVar[tuple[str, ...]]
    question: ClassVar[str | Promise]
    effect: ClassVar[str | Promise]
    label: ClassVar[str | Promise]

    def done(self) -> str | None:
        return None if self.object.state in self.begins else address(self.object)

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, effect=self.effect, label=self.label, **facts)


class Propose(Step):
    """From a draft among others to the one that shall hold."""

    permission = ALLOCATION_RUN
    begins = (State.DRAFT,)
    question = _("Propose this allocation?")
    effect = _("A second person looks at it and makes it public, or hands it back. Nobody else sees it before that.")
    label = _("Propose it")

    def perform(self) -> str:
        return address(runs.propose(self.object, by=signed_in(self.request), at=timezone.now()))


class Publish(Step):
    """By somebody else than the one who proposed it."""

    permission = ALLOCATION_PUBLISH
    begins = (State.PROPOSED,)
    question = _("Make this allocation public?")
    effect = _(
        "The proof is checked once more. Then everybody in this run can see their own place and answer. "
        "This cannot be taken back; a later run can only follow it."
    )
    label = _("Make it public")

    def perform(self) -> str:
        return address(runs.publish(self.object, by=signed_in(self.request), at=timezone.now()))


class Discard(Step):
    """Nobody needs it."""

    permission = ALLOCATION_RUN
    begins = (State.DRAFT, State.PROPOSED)
    question = _("Discard this run?")
    effect = _("It stays in the list as discarded, and can no longer be proposed or made public.")
    label = _("Discard it")

    def perform(self) -> str:
        return address(runs.discard(self.object, by=signed_in(self.request), at=timezone.now()))


class HandBack(AboutRun, FormPage):
    """The second person does not agree."""

    permission = ALLOCATION_PUBLISH
    form_class = ReasonForm
    template_name = "jet/allocation_hand_back.html"

    def perform(self, form: ReasonForm) -> str:
        reason = form.cleaned_data["reason"]
        return address(runs.hand_back(self.object, by=signed_in(self.request), at=timezone.now(), reason=reason))
