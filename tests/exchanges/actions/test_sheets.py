"""What a file says is taken over as a whole or not at all, and never over something newer."""

import threading

import pytest
from django.db import connection

from clair_portal.workflow import KeptAlready, Outdated
from exchanges.actions import details, sheets
from exchanges.errors import HeadTwice, NamedAlready, WithSomebodyElse
from exchanges.models import Delegate, Theme, VisitCase
from tests.factories.exchanges import DelegateFactory, ThemeFactory, VisitCaseFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
Contents = sheets.Contents


def person(family="Reida", role="member", **facts):
    return Delegate(family=family, role=role, **facts)


def take(case, now, by, **contents):
    return sheets.take_over(case, Contents(**contents), seen=sheets.mark_of(case), by=by, at=now)


class TestTheMark:
    @pytest.mark.parametrize(
        "change",
        [
            lambda case: VisitCase.objects.filter(pk=case.pk).update(city="York"),
            lambda case: VisitCase.objects.filter(pk=case.pk).update(support=["desk"]),
            lambda case: ThemeFactory(case=case, title="New"),
            lambda case: Theme.objects.update(questions="Other"),
            lambda case: DelegateFactory(case=case, family="New"),
            lambda case: Delegate.objects.update(diet="vegetarian"),
            lambda case: Delegate.objects.all().delete(),
        ],
    )
    def test_it_changes_with_whatever_the_file_holds(self, parties, change):
        case = parties.case(state=State.DRAFT)
        before = sheets.mark_of(case)
        change(case)
        assert sheets.mark_of(VisitCase.objects.get()) != before

    def test_it_stays_when_something_else_changes(self, parties):
        case = parties.case(state=State.DRAFT)
        before = sheets.mark_of(case)
        VisitCase.objects.update(version=7, owner=parties.plans, state=State.NEED_INFO)
        assert sheets.mark_of(VisitCase.objects.get()) == before

    def test_line_ends_make_no_difference(self, parties):
        case = parties.case(state=State.DRAFT, purpose="a\r\nb")
        before = sheets.mark_of(case)
        VisitCase.objects.update(purpose="a\nb")
        assert sheets.mark_of(VisitCase.objects.get()) == before


class TestTakingOver:
    def test_each_part_alone(self, parties, now):
        case = parties.case(state=State.DRAFT, city="York")
        take(case, now, parties.asks, facts={"city": "Leeds"})
        take(VisitCase.objects.get(), now, parties.asks, themes=[("Zoos", "")])
        take(VisitCase.objects.get(), now, parties.asks, people=[person()])
        case = VisitCase.objects.get()
        assert (case.city, case.version) == ("Leeds", 3)
        assert list(case.themes.values_list("title", flat=True)) == ["Zoos"]
        assert list(case.delegates.values_list("family", flat=True)) == ["Reida"]

    def test_themes_stay_when_only_facts_come(self, parties, now):
        case = parties.case(state=State.DRAFT)
        take(case, now, parties.asks, facts={"city": "York"})
        assert list(case.themes.values_list("title", flat=True)) == ["Day care"]

    def test_a_refusal_at_the_end_leaves_the_beginning_as_it_was(self, parties, now):
        case = parties.case(state=State.DRAFT, city="York")
        with pytest.raises(HeadTwice):
            take(case, now, parties.asks, facts={"city": "Leeds"}, themes=[], people=[
                person("Mihon", "head"), person("Reida", "head"),
            ])  # fmt: skip
        case = VisitCase.objects.get()
        assert (case.city, case.version, case.themes.count(), case.delegates.count()) == ("York", 1, 1, 1)

    def test_an_older_mark_is_refused(self, parties, now):
        case = parties.case(state=State.DRAFT)
        with pytest.raises(Outdated):
            sheets.take_over(case, Contents(people=[]), seen="an older one", by=parties.asks, at=now)
        assert case.delegates.count() == 1

    def test_what_was_sent_takes_people_only(self, parties, now):
        case = parties.case(state=State.POSSIBLE)
        take(case, now, parties.asks, people=[person("Mihon", "head")])
        with pytest.raises(WithSomebodyElse):
            take(case, now, parties.asks, facts={"city": "York"})
        with pytest.raises(WithSomebodyElse):
            take(parties.case(state=State.FORMAL), now, parties.asks, people=[])


@pytest.mark.django_db(transaction=True)
def test_of_two_files_at_the_same_moment_one_is_taken_over(parties, now):
    case = parties.case(state=State.DRAFT, city="York")
    seen = sheets.mark_of(case)
    outcomes, start = [], threading.Barrier(2)

    def run(city):
        start.wait()
        try:
            contents = Contents(facts={"city": city}, people=[person(city)])
            sheets.take_over(case, contents, seen=seen, by=parties.asks, at=now)
            outcomes.append("taken")
        except Outdated:
            outcomes.append("outdated")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[city]) for city in ("Leeds", "Bath")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    case.refresh_from_db()
    assert sorted(outcomes) == ["outdated", "taken"]
    assert list(case.delegates.values_list("family", flat=True)) == [case.city]


class TestBeginning:
    def test_a_draft_with_everything(self, parties, now):
        case = VisitCase(authority=parties.authority, title="Zoos", country="GB")
        sheets.begin(case, Contents(themes=[("Zoos", "Why?")], people=[person()]), by=parties.asks, at=now)
        case = VisitCase.objects.get()
        assert (case.state, case.number, case.themes.count(), case.delegates.count()) == (
            State.DRAFT, "VS-2026-001", 1, 1,
        )  # fmt: skip

    def test_the_same_file_twice_is_one_draft(self, parties, now):
        first = VisitCase(authority=parties.authority, title="Zoos", country="GB")
        sheets.begin(first, Contents(), by=parties.asks, at=now)
        twin = VisitCase(uuid=first.uuid, authority=parties.authority, title="Zoos", country="GB")
        with pytest.raises(KeptAlready):
            sheets.begin(twin, Contents(), by=parties.asks, at=now)

    def test_a_refused_delegation_leaves_no_draft(self, parties, now):
        case = VisitCase(authority=parties.authority, title="Zoos", country="GB")
        with pytest.raises(NamedAlready):
            sheets.begin(case, Contents(people=[person(), person()]), by=parties.asks, at=now)
        assert VisitCase.objects.count() == 0


class TestTheDelegation:
    def test_it_becomes_exactly_these_the_head_first(self):
        case = VisitCaseFactory(state=State.POSSIBLE)
        DelegateFactory(case=case, family="Goes")
        details.put_delegates(case, [person("Reida"), person("Mihon", "head"), person("Tameshi")])
        assert list(case.delegates.by_precedence().values_list("family", "precedence")) == [
            ("Mihon", 1), ("Reida", 2), ("Tameshi", 3),
        ]  # fmt: skip

    def test_whoever_stays_is_the_same_row(self):
        case = VisitCaseFactory(state=State.POSSIBLE)
        stays = DelegateFactory(case=case, family="Reida", given="")
        details.put_delegates(case, [person("Reida", diet="vegetarian")])
        assert list(case.delegates.values_list("pk", "diet")) == [(stays.pk, "vegetarian")]

    def test_two_change_places(self):
        case = VisitCaseFactory(state=State.POSSIBLE)
        for family, role in (("Mihon", "head"), ("Reida", "member")):
            DelegateFactory(case=case, family=family, given="", role=role)
        details.put_delegates(case, [person("Mihon"), person("Reida", "head")])
        assert list(case.delegates.by_precedence().values_list("family", "role")) == [
            ("Reida", "head"), ("Mihon", "member"),
        ]  # fmt: skip

    def test_those_of_another_case_stay(self):
        other = DelegateFactory()
        details.put_delegates(VisitCaseFactory(state=State.DRAFT), [])
        assert list(Delegate.objects.all()) == [other]

    @pytest.mark.parametrize("state", sorted(set(State.values) - details.OPEN_FOR_DELEGATION))
    def test_what_was_sent_keeps_its_delegation(self, state):
        delegate = DelegateFactory(case__state=state)
        with pytest.raises(WithSomebodyElse):
            details.put_delegates(delegate.case, [])
        assert delegate.case.delegates.count() == 1
