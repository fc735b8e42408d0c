"""The table of cases: what the database refuses, who may know of a row, and the vocabulary of lists."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from clair_portal.workflow import legal_moves
from exchanges.models import CaseTransition, VisitCase
from exchanges.models.cases import OVER, WAY, WITH_THE_AUTHORITY
from exchanges.policy import CASES_ASK, CASES_ENDORSE, CASES_STEER, CASES_VIEW
from tests.exchanges.conftest import holder
from tests.factories.accounts import UserFactory
from tests.factories.directory import LocalAuthorityFactory, OrganisationFactory
from tests.factories.exchanges import VisitCaseFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State


def refused(constraint, **facts):
    """Writing such a case breaks this constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        VisitCaseFactory(**facts)
    return True


class TestWhatTheDatabaseRefuses:
    @pytest.mark.parametrize(
        ("constraint", "facts"),
        [
            ("case_state_known", {"state": "lost"}),
            ("case_has_a_title", {"title": ""}),
            ("case_title_one_line", {"title": "two\nlines"}),
            ("case_title_one_line", {"title": "two\rlines"}),
            ("case_city_one_line", {"city": "Leeds\r\nBcc: all@example.org"}),
            ("case_days_in_order", {"first_on": date(2027, 5, 2), "last_on": date(2027, 5, 1)}),
            ("case_days_are_plausible", {"first_on": date(1926, 5, 1)}),
            ("case_days_are_plausible", {"first_on": date(2027, 5, 1), "last_on": date(9999, 12, 31)}),
            ("case_has_a_purpose_once_sent", {"purpose": ""}),
            ("case_wait_has_a_beginning", {"waiting_for": "host"}),
            ("case_wait_has_a_beginning", {"waiting_since_on": date(2026, 11, 1)}),
        ],
    )  # fmt: skip
    def test_a_wrong_row(self, constraint, facts):
        assert refused(constraint, **facts)

    @pytest.mark.parametrize("state", sorted({State.DRAFT, *OVER}))
    def test_waiting_before_anything_was_sent_or_after_all_is_over(self, state):
        waits = {"waiting_for": "host", "waiting_since_on": date(2026, 11, 1)}
        assert refused("case_waits_only_while_open", state=state, **waits)

    def test_a_deputy_who_is_in_charge_already(self):
        user = UserFactory()
        assert refused("case_deputy_is_another", owner=user, deputy=user)
        assert VisitCaseFactory(owner=user, deputy=UserFactory()).pk
        assert VisitCaseFactory(deputy=user).pk

    def test_a_number_twice(self):
        case = VisitCaseFactory()
        assert refused("visitcase_number", number=case.number)
        assert refused("visitcase_uuid", uuid=case.uuid)

    def test_a_half_filled_draft_is_no_wrong_row(self):
        case = VisitCaseFactory(state=State.DRAFT, purpose="", first_on=None, last_on=None, city="", party_size=None)
        assert case.days is None

    def test_taking_a_party_away(self):
        case = VisitCaseFactory()
        for party in (case.authority, case.branch, case.office, case.asked_by):
            with pytest.raises(ProtectedError):
                party.delete()

    def test_a_move_from_a_state_to_itself(self):
        with pytest.raises(IntegrityError, match="goes_somewhere"):
            CaseTransition.objects.create(
                subject=VisitCaseFactory(), from_state="draft", to_state="draft", at=datetime(2026, 11, 1, tzinfo=UTC)
            )


class TestTheTableOfMoves:
    def test_every_state_has_a_row_and_leads_to_known_states(self):
        assert set(VisitCase.MOVES) == set(State.values)
        assert set().union(*VisitCase.MOVES.values()) <= set(State.values)

    def test_what_is_over_leads_nowhere_and_everything_else_somewhere(self):
        assert {state for state, targets in VisitCase.MOVES.items() if not targets} == set(OVER)

    def test_every_state_can_be_reached_and_left_for_an_end(self):
        assert _reachable(State.DRAFT) == set(State.values)
        assert [state for state in State.values if state not in OVER and not _reachable(state) & OVER] == []

    def test_a_visit_can_be_called_off_until_the_delegation_is_back(self):
        open_to_calling_off = {state for state, targets in VisitCase.MOVES.items() if State.CANCELLED in targets}
        assert open_to_calling_off == set(State.values) - OVER - {State.DRAFT, State.COMPLETED, State.REPORTED}

    def test_the_way_that_a_reader_follows_is_one(self):
        assert [b for a, b in pairwise(WAY) if b not in _reachable(a)] == []

    def test_a_case_knows_its_own(self):
        assert legal_moves(VisitCase(state=State.DRAFT)) == {State.ENQUIRY}


def _reachable(start):
    found, waiting = {start}, [start]
    while waiting:
        fresh = set(VisitCase.MOVES[waiting.pop()]) - found
        found |= fresh
        waiting.extend(fresh)
    return found


class TestVisibleTo:
    """One sent case and one draft of the city, and the same of another city: who knows of which."""

    @pytest.fixture
    def cases(self, parties):
        other = {"authority": LocalAuthorityFactory().organisation, "branch": OrganisationFactory(kind="branch")}
        return {
            "sent": parties.case(), "draft": parties.case(state=State.DRAFT),
            "other sent": VisitCaseFactory(**other), "other draft": VisitCaseFactory(**other, state=State.DRAFT),
        }  # fmt: skip

    def known_to(self, user, cases):
        seen = set(VisitCase.objects.visible_to(user))
        return [name for name, case in cases.items() if case in seen]

    @pytest.mark.parametrize("role", ["staff_visits", "staff_admin", "hq"])
    def test_the_office_and_headquarters_know_what_was_sent(self, cases, role):
        assert self.known_to(holder(role), cases) == ["sent", "other sent"]

    @pytest.mark.parametrize("role", ["staff_finance", "staff_research", "staff_jetaa", "alumnus", "interpreter"])
    def test_whoever_has_nothing_to_do_with_visits_knows_nothing(self, cases, role):
        assert self.known_to(holder(role), cases) == []

    def test_strangers_and_people_who_are_shut_out_know_nothing(self, cases, parties):
        assert self.known_to(AnonymousUser(), cases) == []
        parties.plans.is_active = False
        assert self.known_to(parties.plans, cases) == []

    def test_the_authority_knows_its_own_with_the_drafts(self, cases, parties):
        assert self.known_to(parties.asks, cases) == ["sent", "draft"]

    def test_another_authority_knows_its_own_only(self, cases):
        user = holder("authority", cases["other sent"].authority)
        assert self.known_to(user, cases) == ["other sent", "other draft"]

    def test_the_branch_of_the_prefecture_knows_what_was_sent(self, cases, parties):
        assert self.known_to(parties.endorses, cases) == ["sent"]

    def test_another_branch_knows_nothing_of_it(self, cases):
        assert self.known_to(holder("branch", OrganisationFactory(kind="branch")), cases) == []
        assert self.known_to(holder("branch", cases["other sent"].branch), cases) == ["other sent"]

    def test_a_role_of_the_wrong_body_opens_nothing(self, cases, parties):
        assert self.known_to(holder("chapter_chair", parties.authority), cases) == []
        assert self.known_to(holder("authority", None), cases) == []

    def test_staff_who_also_ask_for_their_city_keep_its_drafts(self, cases, parties):
        user = holder("authority", parties.authority, user=holder("staff_visits"))
        assert self.known_to(user, cases) == ["sent", "draft", "other sent"]


class TestScope:
    def may(self, user, case):
        return [name for name in (CASES_VIEW, CASES_ASK, CASES_ENDORSE, CASES_STEER) if user.has_perm(name, case)]

    def test_a_permission_for_one_party_covers_the_case(self, parties):
        case = parties.case()
        assert case.scope_ids == {parties.authority.pk, parties.branch.pk}
        assert self.may(parties.asks, case) == [CASES_VIEW, CASES_ASK]
        assert self.may(parties.endorses, case) == [CASES_VIEW, CASES_ENDORSE]
        assert self.may(parties.plans, case) == [CASES_VIEW, CASES_STEER]
        assert self.may(holder("hq"), case) == [CASES_VIEW]

    def test_a_permission_for_others_does_not(self, parties):
        case = VisitCaseFactory()
        assert (self.may(parties.asks, case), self.may(parties.endorses, case)) == ([], [])

    def test_a_case_without_a_branch_is_the_authoritys_alone(self, parties):
        case = parties.case(branch=None)
        assert case.scope_ids == {parties.authority.pk}
        assert self.may(parties.endorses, case) == []
        assert self.may(holder("branch", None), case) == []


class TestVocabulary:
    def test_open_cases_are_those_that_somebody_works_on(self):
        made = {state: VisitCaseFactory(state=state) for state in State.values}
        assert set(VisitCase.objects.open()) == {case for state, case in made.items() if state not in OVER}

    def test_with_the_office_is_neither_over_nor_elsewhere_nor_waiting(self):
        made = {state: VisitCaseFactory(state=state) for state in State.values}
        VisitCaseFactory(waiting_for="host", waiting_since_on=date(2026, 11, 1))
        expected = {case for state, case in made.items() if state not in OVER | WITH_THE_AUTHORITY}
        assert set(VisitCase.objects.with_the_office()) == expected

    def test_what_is_due_first_stands_first_and_what_has_no_day_last(self):
        never, late, soon = (
            VisitCaseFactory(answer_due_on=day) for day in (None, date(2026, 11, 1), date(2026, 12, 1))
        )
        assert list(VisitCase.objects.by_due_day()) == [late, soon, never]

    def test_alike_is_the_same_country_and_kind_and_was_sent(self):
        case = VisitCaseFactory(created_at=datetime(2026, 11, 1, tzinfo=UTC))
        since = case.created_at - timedelta(days=30)
        alike = VisitCaseFactory(created_at=datetime(2026, 10, 20, tzinfo=UTC))
        newer = VisitCaseFactory(created_at=datetime(2026, 10, 25, tzinfo=UTC), state=State.CLOSED)
        VisitCaseFactory(created_at=since)
        VisitCaseFactory(country="DE")
        VisitCaseFactory(kind="fair")
        VisitCaseFactory(state=State.DRAFT)
        VisitCaseFactory(state=State.DECLINED)
        assert list(VisitCase.objects.alike(case, since)) == [newer, alike]

    def test_pages_read_the_parties_along(self, django_assert_num_queries):
        VisitCaseFactory(owner=UserFactory())
        with django_assert_num_queries(1):
            case = VisitCase.objects.for_pages().get()
            assert "" not in {str(case.owner.person), str(case.branch), str(case.office), str(case.authority)}

    @pytest.mark.parametrize(
        ("due", "waits", "late"),
        [
            (date(2026, 11, 22), "", True), (date(2026, 11, 23), "", False), (None, "", False),
            (date(2026, 11, 22), "host", False),
        ],
    )  # fmt: skip
    def test_late_is_yesterday_unless_others_have_the_next_step(self, due, waits, late):
        case = VisitCase(answer_due_on=due, waiting_for=waits)
        assert case.is_late(date(2026, 11, 23)) is late

    def test_a_case_is_called_by_number_and_title(self):
        assert str(VisitCase(number="VS-2026-001", title="Elderly care")) == "VS-2026-001 Elderly care"
        assert VisitCase(first_on=date(2027, 5, 1), last_on=date(2027, 5, 2)).days == (
            date(2027, 5, 1),
            date(2027, 5, 2),
        )
