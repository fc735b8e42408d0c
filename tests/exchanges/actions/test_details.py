"""Themes and delegation: changed while the request is with the authority, one head, nobody twice."""

import threading

import pytest
from django.db import connection

from exchanges.actions import details
from exchanges.errors import HeadTwice, NamedAlready, WithSomebodyElse
from exchanges.models import Delegate, VisitCase
from tests.factories.exchanges import DelegateFactory, ThemeFactory, VisitCaseFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
OPEN_FOR_NAMES = {State.DRAFT, State.NEED_INFO, State.POSSIBLE, State.PARTLY}


def member(case, family="Reida", **facts):
    return Delegate(case=case, **{"family": family, "given": "Kim", **facts})


class TestThemes:
    def test_they_are_replaced_and_keep_their_order(self):
        case = VisitCaseFactory(state=State.DRAFT)
        ThemeFactory(case=case, title="Old")
        details.put_themes(case, [("Zoos", "Why?"), ("Aquaria", "")])
        rows = case.themes.order_by("position").values_list("title", "questions", "position")
        assert list(rows) == [("Zoos", "Why?", 0), ("Aquaria", "", 1)]

    def test_those_of_another_case_stay(self):
        other = ThemeFactory()
        details.put_themes(VisitCaseFactory(state=State.DRAFT), [])
        assert list(other.case.themes.all()) == [other]

    @pytest.mark.parametrize("state", sorted(set(State.values) - {State.DRAFT, State.NEED_INFO}))
    def test_what_was_sent_keeps_its_themes(self, state):
        theme = ThemeFactory(case__state=state)
        with pytest.raises(WithSomebodyElse):
            details.put_themes(theme.case, [])
        assert theme.case.themes.count() == 1

    def test_what_counts_is_the_stored_state_and_not_that_of_an_old_copy(self):
        case = VisitCaseFactory(state=State.DRAFT)
        VisitCase.objects.update(state=State.ENQUIRY)
        with pytest.raises(WithSomebodyElse):
            details.put_themes(case, [])


class TestDelegation:
    def test_members_stand_in_the_order_of_naming_and_the_head_first(self):
        case = VisitCaseFactory(state=State.POSSIBLE)
        for family in ("Reida", "Tameshi"):
            details.add_delegate(member(case, family))
        details.add_delegate(member(case, "Mihon", role="head"))
        rows = case.delegates.order_by("precedence", "pk").values_list("family", "precedence")
        assert list(rows) == [("Mihon", 1), ("Reida", 2), ("Tameshi", 3)]

    def test_a_second_head_is_refused_with_a_sentence_at_the_role(self):
        case = VisitCaseFactory(state=State.POSSIBLE)
        details.add_delegate(member(case, role="head"))
        with pytest.raises(HeadTwice) as refusal:
            details.add_delegate(member(case, "Other", role="head"))
        assert (refusal.value.field, case.delegates.count()) == ("role", 1)

    def test_another_case_has_a_head_of_its_own(self):
        DelegateFactory(role="head")
        assert details.add_delegate(member(VisitCaseFactory(state=State.DRAFT), role="head")).pk

    def test_the_same_member_twice_is_one(self):
        case = VisitCaseFactory(state=State.DRAFT)
        details.add_delegate(member(case, role="head"))
        with pytest.raises(NamedAlready):
            details.add_delegate(member(case, role="head"))
        assert case.delegates.count() == 1

    def test_two_people_of_one_name_differ_in_kanji_or_title(self):
        case = VisitCaseFactory(state=State.DRAFT)
        for facts in ({}, {"family_kanji": "例田"}, {"title_ja": "課長"}):
            details.add_delegate(member(case, **facts))
        assert case.delegates.count() == 3

    @pytest.mark.parametrize("state", State.values)
    def test_names_are_given_and_taken_out_until_the_formal_request(self, state):
        head = DelegateFactory(case__state=state, role="head")
        if state in OPEN_FOR_NAMES:
            details.add_delegate(member(head.case))
            details.remove_delegate(head)
        else:
            with pytest.raises(WithSomebodyElse):
                details.add_delegate(member(head.case))
            with pytest.raises(WithSomebodyElse):
                details.remove_delegate(head)
        expected = ["Reida"] if state in OPEN_FOR_NAMES else ["Mihon"]
        assert list(head.case.delegates.values_list("family", flat=True)) == expected


@pytest.mark.django_db(transaction=True)
def test_two_heads_named_in_the_same_moment_are_one():
    case, start, said = VisitCaseFactory(state=State.DRAFT), threading.Barrier(2), []

    def name(family):
        start.wait()
        try:
            details.add_delegate(member(case, family, role="head"))
            said.append("named")
        except HeadTwice:
            said.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=name, args=(family,)) for family in ("Mihon", "Reida")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert (sorted(said), case.delegates.count()) == (["named", "refused"], 1)
