"""What stands on the page of a case once the visit is over: different things for the authority and for the office."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from exchanges.models import FollowUp, Survey, ThankYou, VisitCase
from exchanges.models.thanks import AFTERWARDS
from exchanges.policy import CASES_ASK, CASES_STEER


@dataclass(frozen=True)
class After:
    """`results` and the letters are the office's; `survey` is the authority's own."""

    follow_ups: list[FollowUp]
    survey: Survey | None = None
    survey_is_open: bool = False
    asked: int = 0
    results: list[Survey] = field(default_factory=list)
    letters: int = 0
    letters_sent: int = 0
    of_the_office: bool = False
    may_answer: bool = False


def of_case(case: VisitCase, user: Any, at: datetime) -> After | None:
    if case.state not in AFTERWARDS:
        return None
    of_the_office = user.has_perm(CASES_STEER, case)
    surveys = list(Survey.objects.visible_to(user).filter(case=case).for_pages().in_order())
    sent = list(ThankYou.objects.visible_to(user).filter(case=case).values_list("sent_at", flat=True))
    own = next((one for one in surveys if one.meeting is None), None)
    return After(
        follow_ups=list(FollowUp.objects.visible_to(user).filter(case=case).in_order()),
        survey=own,
        survey_is_open=own is not None and own.is_open(at),
        asked=len(surveys),
        results=[one for one in surveys if one.answered_at] if of_the_office else [],
        letters=len(sent),
        letters_sent=sum(moment is not None for moment in sent),
        of_the_office=of_the_office,
        may_answer=user.has_perm(CASES_ASK, case),
    )
