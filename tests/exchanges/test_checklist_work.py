"""Tasks on the start page: late, today or within a week, of one's own cases and of those that nobody answers for."""

from datetime import date

import pytest

from clair_portal.backoffice.work import Panel, Tone
from exchanges import checklist_work
from tests.exchanges.conftest import holder
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import VisitCaseFactory
from tests.factories.office import CaseTaskFactory

pytestmark = pytest.mark.django_db
TODAY, SOON, FAR, LATE = date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 1), date(2026, 11, 20)


def rows(user, now):
    return list(checklist_work.cards(user, now))


def test_what_is_late_stands_first_and_what_is_far_away_not_at_all(parties, now):
    case = parties.case(owner=parties.plans, state="planning")
    for name, day in (("Soon", SOON), ("Far", FAR), ("Late", LATE), ("Today", TODAY), ("Never", None)):
        CaseTaskFactory(case=case, name_en=name, due_on=day)
    found = rows(parties.plans, now)
    assert [(row.title, row.panel, row.tone) for row in found] == [
        ("Late", Panel.NEXT, Tone.LATE), ("Today", Panel.TODAY, Tone.WAITING), ("Soon", Panel.NEXT, Tone.WAITING),
    ]  # fmt: skip
    assert (found[0].url, found[0].note) == (f"/admin/exchanges/visitcase/{case.pk}/change/#tasks", str(case))


@pytest.mark.parametrize(
    ("case", "task", "shown"),
    [
        ({}, {}, True), ({"owner": "me"}, {}, True), ({"owner": "other", "deputy": "me"}, {}, True),
        ({"owner": "other"}, {}, False), ({"state": "cancelled"}, {}, False), ({}, {"who": "authority"}, False),
        ({}, {"done_at": "2026-11-20T09:00Z", "done_by": "me"}, False),
    ],
)  # fmt: skip
def test_whose_desk_it_lies_on(parties, now, case, task, shown):
    people = {"me": parties.plans, "other": UserFactory()}
    given = [{name: people.get(value, value) for name, value in facts.items()} for facts in (case, task)]
    CaseTaskFactory(case=VisitCaseFactory(**{"state": "planning", **given[0]}), due_on=TODAY, **given[1])
    assert bool(rows(parties.plans, now)) is shown


@pytest.mark.parametrize("role", ["hq", "staff_finance", "alumnus"])
def test_whoever_steers_no_visits_sees_none(parties, now, role):
    CaseTaskFactory(due_on=TODAY)
    assert rows(holder(role), now) == []


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_one_query_whatever_its_length(parties, now, number, django_assert_num_queries):
    CaseTaskFactory.create_batch(number, due_on=TODAY)
    with django_assert_num_queries(1):
        assert len(rows(parties.plans, now)) == number
