"""The morning of whoever steers the visits: what is due, what is late, how many are open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clair_portal.backoffice.work import Figure, Panel, Tone
from exchanges import work
from exchanges.models import VisitCase
from exchanges.models.cases import OVER, WITH_THE_AUTHORITY
from tests.exchanges.conftest import holder
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import VisitCaseFactory
from tests.factories.host_notes import HostNoteFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
TODAY = date(2026, 11, 23)


def rows(user, now):
    return list(work.cards(user, now))[1:]


def test_the_first_card_counts_the_open_cases_and_leads_to_the_list(parties, now):
    for state in (State.ENQUIRY, State.POSSIBLE, State.CLOSED, State.DRAFT):
        parties.case(state=state)
    figure = next(iter(work.cards(parties.plans, now)))
    assert figure == Figure(2, "open visit cases", url="/admin/exchanges/visitcase/")


def test_what_waits_for_the_office_stands_by_the_day_it_is_due(parties, now):
    days = (None, date(2026, 12, 4), date(2026, 11, 20), TODAY)
    never, soon, late, today = (parties.case(answer_due_on=day) for day in days)
    found = rows(parties.plans, now)
    assert [row.title for row in found] == [str(case) for case in (late, today, soon, never)]
    assert [row.panel for row in found] == [Panel.TODAY, Panel.TODAY, Panel.NEXT, Panel.NEXT]
    assert [row.tone for row in found] == [Tone.LATE, Tone.WAITING, Tone.WAITING, Tone.WAITING]
    assert [row.due for row in found][1:] == [
        datetime(2026, 11, 23, 17, tzinfo=UTC), datetime(2026, 12, 4, 17, tzinfo=UTC), None,
    ]  # fmt: skip


def test_a_row_says_for_whom_and_in_whose_hands(parties, now):
    case = parties.case()
    (row,) = rows(parties.plans, now)
    assert row.note == "Example City; in charge: nobody"
    assert (row.tag, row.url) == ("sounding-out", f"/admin/exchanges/visitcase/{case.pk}/change/")
    VisitCase.objects.update(owner=UserFactory(person__family="Example", person__given="Kim"))
    assert rows(parties.plans, now)[0].note == "Example City; in charge: Kim Example"


@pytest.mark.parametrize("state", sorted(OVER | WITH_THE_AUTHORITY))
def test_what_lies_with_the_authority_or_is_over_is_no_work(parties, now, state):
    parties.case(state=state)
    assert rows(parties.plans, now) == []


def test_what_waits_for_others_is_no_work_until_they_answer(parties, now):
    parties.case(waiting_for="host", waiting_since_on=TODAY, answer_due_on=date(2026, 11, 20))
    assert rows(parties.plans, now) == []


@pytest.mark.parametrize("role", ["hq", "staff_finance", "staff_jetaa", "alumnus"])
def test_whoever_steers_no_visits_sees_none(parties, now, role):
    parties.case()
    assert list(work.cards(holder(role), now)) == []


def test_neither_authority_nor_branch_have_such_a_morning(parties, now):
    parties.case()
    assert [list(work.cards(user, now)) for user in (parties.asks, parties.endorses)] == [[], []]


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_three_queries_whatever_its_length(parties, now, number, django_assert_num_queries):
    VisitCaseFactory.create_batch(number, owner=parties.plans)
    with django_assert_num_queries(3):
        assert len(rows(parties.plans, now)) == number


def test_what_was_promised_to_a_host_stands_there_until_it_is_kept(parties, now):
    later, kept = TODAY + timedelta(days=15), TODAY - timedelta(days=1)
    HostNoteFactory(kind="promise", due_on=later)
    HostNoteFactory(kind="promise", due_on=kept, kept_on=kept)
    undated = HostNoteFactory(kind="promise", text="Come again.")
    late = HostNoteFactory(kind="promise", due_on=kept, text="Send the survey.")
    found = rows(parties.plans, now)
    assert [row.title for row in found] == [
        f"Promised to {late.host}: Send the survey.", f"Promised to {undated.host}: Come again.",
    ]  # fmt: skip
    assert [(row.tone, row.tag) for row in found] == [(Tone.LATE, "late"), (Tone.WAITING, "promise")]
    assert found[0].url == f"/admin/exchanges/host/{late.host_id}/story/"


def test_a_long_morning_is_cut(parties, now):
    VisitCaseFactory.create_batch(work.SHOWN_AT_MOST + 2)
    assert len(rows(parties.plans, now)) == work.SHOWN_AT_MOST


def test_the_start_page_shows_it(parties, client):
    parties.case(title="Elderly care in Leeds")
    client.force_login(parties.plans)
    page = client.get("/admin/").content.decode()
    assert "Elderly care in Leeds" in page
    assert "open visit cases" in page
