"""The panel's pages: the list of special circumstances, one of them with one's vote, and the look at an appeal."""

from typing import Any, ClassVar, cast

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from clair_portal.pages.views import FormPage, ListPage, OneObject, signed_in
from jet.actions import circumstances
from jet.forms.circumstances import CircumstanceFilter, JudgeForm, VoteForm
from jet.models import Circumstance, CircumstanceVote, PlacementRequest
from jet.models.circumstances import BEFORE_THE_PANEL, CircumstanceQuerySet
from jet.policy import CIRCUMSTANCES_DECIDE

State = Circumstance.State
COUNTED = (PlacementRequest.State.ACCEPTED, PlacementRequest.State.FROZEN)


def address(asked: Circumstance) -> str:
    return reverse("jet:circumstance", args=[asked.pk])


class Circumstances(ListPage):
    """Everything that the panel has had before it, the newest first."""

    permission = CIRCUMSTANCES_DECIDE
    template_name = "jet/circumstances.html"
    sorts: ClassVar = {"": ("-submitted_at",)}
    filter_form = CircumstanceFilter

    def rows(self) -> CircumstanceQuerySet:
        return Circumstance.objects.visible_to(self.request.user).for_pages()

    def narrow(self, rows: Any, **wanted: Any) -> Any:
        group = wanted.pop("arrival_group", None)
        if wanted.pop("mine", False):
            rows = rows.waiting_for(self.request.user)
        return rows.filter(**wanted, **({"participant__arrival_group": group} if group else {}))

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(narrowed=any(self.wanted().values()), **facts)


class AboutCircumstance(OneObject, FormPage, abstract=True):
    """What the pages of one request share."""

    permission = CIRCUMSTANCES_DECIDE
    model = Circumstance

    def visible(self) -> CircumstanceQuerySet:
        return cast("CircumstanceQuerySet", super().visible()).for_pages()

    @cached_property
    def own(self) -> CircumstanceVote | None:
        """What this member has said in this round."""
        found: CircumstanceVote | None = self.object.votes.filter(
            round=self.object.round, by=signed_in(self.request)
        ).first()
        return found

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.object, own=self.own, **facts)


class CircumstancePage(AboutCircumstance):
    """One request. What other members think stands here only after one's own answer."""

    form_class = VoteForm
    template_name = "jet/circumstance.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        asked, by = self.object, signed_in(self.request)
        is_open, is_own = asked.state in BEFORE_THE_PANEL, asked.participant.person_id == by.person_id
        votes = list(asked.votes.select_related("by__person").order_by("round", "pk"))
        seen = votes if self.own or not is_open else [one for one in votes if one.round < asked.round]
        had_a_part = is_own or by.pk in {one.by_id for one in votes}
        return super().get_context_data(
            may_vote=is_open and self.own is None and not is_own,
            votes=seen,
            hidden=len(votes) - len(seen),
            may_judge=asked.state == State.APPEALED and not had_a_part,
            posts=self.posts(),
            moves=asked.transitions.exclude(reason="").order_by("pk"),
            **facts,
        )

    def posts(self) -> int:
        """How many posts there are where the participant would have to go: without any they cannot be placed."""
        asked = self.object
        group, position = asked.participant.arrival_group_id, asked.participant.position
        seen = PlacementRequest.objects.visible_to(self.request.user).filter(state__in=COUNTED, position=position)
        there = {"employer": asked.employer_id} if asked.employer_id else {
            "employer__prefecture__in": [each for each in (asked.prefecture_id, asked.second_prefecture_id) if each]
        }  # fmt: skip
        return seen.filter(arrival_group=group, **there).aggregate(posts=Sum("posts"))["posts"] or 0

    def perform(self, form: VoteForm) -> str:
        if self.own is None:
            said = {"says_yes": form.cleaned_data["says_yes"] == "yes", "reason": form.cleaned_data["reason"]}
            circumstances.vote(self.object, **said, by=signed_in(self.request), at=timezone.now())
        return address(self.object)


class JudgeAppeal(AboutCircumstance):
    """Somebody who had no part in the refusal looks at the procedure."""

    form_class = JudgeForm
    template_name = "jet/circumstance_appeal.html"

    def perform(self, form: JudgeForm) -> str:
        asked, judge = self.object, {"yes": circumstances.uphold, "no": circumstances.dismiss}
        if asked.state == State.APPEALED:
            step = judge[form.cleaned_data["upheld"]]
            step(asked, reason=form.cleaned_data["reason"], by=signed_in(self.request), at=timezone.now())
        return address(asked)
