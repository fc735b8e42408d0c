"""Surveys: asked once, answered once a party, changed until they close."""

from datetime import timedelta

import pytest

from clair_portal.mail.models import OutgoingMail
from exchanges.actions import cases, surveys
from exchanges.actions.surveys import Answer
from exchanges.afterwards.errors import SurveyClosed
from exchanges.models import FollowUp, Survey, VisitCase
from exchanges.models.surveys import OPEN_FOR
from tests.exchanges.afterwards.over import HOME, held, over

pytestmark = pytest.mark.django_db
GOOD = Answer(usefulness=5, again=True, better="More time.", may_publish=True)
POOR = Answer(usefulness=2, again=False)


@pytest.fixture
def case(parties):
    return over(parties)


def asked():
    return OutgoingMail.objects.filter(template="exchanges/survey_asked")


def test_completing_a_visit_asks_the_authority_and_plans_the_follow_ups(parties):
    case = over(parties, state="under_way")
    cases.complete(case, by=parties.plans, at=HOME)
    assert [(one.meeting, one.closes_at) for one in Survey.objects.filter(case=case)] == [(None, HOME + OPEN_FOR)]
    assert list(asked().values_list("to", flat=True)) == ["city@example.org"]
    assert list(FollowUp.objects.in_order().values_list("months", "due_on__month")) == [(6, 11), (12, 5)]


def test_nobody_is_asked_twice(case):
    first = surveys.ask_authority(case, at=HOME)
    assert surveys.ask_authority(case, at=HOME + timedelta(days=1)) == first
    assert asked().count() == 1


def test_a_shut_account_gets_no_mail(case):
    case.asked_by.is_active = False
    surveys.ask_authority(case, at=HOME)
    assert asked().count() == 0


def test_a_second_answer_takes_the_place_of_the_first(case):
    survey = surveys.ask_authority(case, at=HOME)
    surveys.answer(survey, GOOD, at=HOME)
    surveys.answer(survey, POOR, at=HOME + timedelta(days=1))
    found = Survey.objects.values("usefulness", "again", "better", "may_publish", "answered_at").get()
    assert found == {
        "usefulness": 2, "again": False, "better": "", "may_publish": False, "answered_at": HOME + timedelta(days=1),
    }  # fmt: skip


@pytest.mark.parametrize("late", [OPEN_FOR, OPEN_FOR + timedelta(days=1)])
def test_nothing_is_answered_after_it_has_closed(case, late):
    survey = surveys.ask_authority(case, at=HOME)
    with pytest.raises(SurveyClosed):
        surveys.answer(survey, GOOD, at=HOME + late)
    assert Survey.objects.answered().count() == 0


def test_the_office_ends_it_early_for_everybody(case):
    own, host = surveys.ask_authority(case, at=HOME), surveys.ask_host(held(case), at=HOME)
    later = HOME + timedelta(days=1)
    assert surveys.close(case, at=later) == 2
    for survey in (own, host):
        with pytest.raises(SurveyClosed):
            surveys.answer(survey, GOOD, at=later)
    assert surveys.close(case, at=later) == 0


def test_who_sees_which(case, parties):
    own, host = surveys.ask_authority(case, at=HOME), surveys.ask_host(held(case), at=HOME)
    surveys.answer(host, GOOD, at=HOME)
    assert list(Survey.objects.visible_to(parties.asks)) == [own]
    assert list(Survey.objects.visible_to(parties.plans).in_order()) == [own, host]
    assert list(Survey.objects.results_for(parties.asks)) == []
    assert list(Survey.objects.results_for(parties.plans)) == [host]


def test_a_case_that_is_over_otherwise_has_none(parties):
    assert Survey.objects.filter(case=over(parties, state=VisitCase.State.CLOSED)).count() == 0
