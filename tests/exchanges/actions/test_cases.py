"""The rule book of cases: every legal move through its action, every other one refused; who is told, in what words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, KeptAlready, Outdated
from exchanges.actions import cases
from exchanges.errors import (
    DelegationMissing,
    Incomplete,
    NothingToWaitFor,
    OwnerMissing,
    PurposeMissing,
    WithSomebodyElse,
)
from exchanges.models import CaseMessage, VisitCase
from exchanges.models.cases import OVER
from tests.exchanges.conftest import holder
from tests.factories.accounts import UserFactory
from tests.factories.directory import BranchFactory, LocalAuthorityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
WHY = "The council meets that week."
PLAIN = {
    cases.sound_out: State.ENQUIRY, cases.call_possible: State.POSSIBLE, cases.request_formally: State.FORMAL,
    cases.endorse: State.ENDORSED, cases.begin_planning: State.PLANNING, cases.propose: State.PROPOSED,
    cases.agree: State.AGREED, cases.set_out: State.UNDER_WAY, cases.complete: State.COMPLETED,
    cases.report: State.REPORTED, cases.close: State.CLOSED,
}  # fmt: skip
WITH_REASON = {
    cases.ask_back: State.NEED_INFO, cases.call_partly_possible: State.PARTLY, cases.decline: State.DECLINED,
    cases.plan_again: State.PLANNING, cases.postpone: State.POSTPONED, cases.call_off: State.CANCELLED,
}  # fmt: skip
STEPS = PLAIN | WITH_REASON
# What the authority does itself is no news to it.
SILENT = {cases.sound_out, cases.request_formally, cases.agree}
PAIRS = [(action, start) for action in STEPS for start in State.values]


def legal(pairs):
    return [(action, start) for action, start in pairs if STEPS[action] in VisitCase.MOVES[start]]


def named(pair):
    action, start = pair
    return f"{start}-{action.__name__}"


def take(action, case, by, now):
    reason = {"reason": WHY} if action in WITH_REASON else {}
    return action(case, by=by, at=now, **reason)


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to", "language"))


class TestTheTable:
    def test_every_move_of_the_table_has_its_action(self):
        assert set(STEPS.values()) == set().union(*VisitCase.MOVES.values())

    @pytest.mark.parametrize("pair", legal(PAIRS), ids=named)
    def test_every_legal_move_is_made_and_logged_and_told(self, parties, now, pair):
        action, start = pair
        case = parties.case(state=start, owner=parties.plans)
        take(action, case, parties.plans, now)
        assert VisitCase.objects.values_list("state", flat=True).get() == STEPS[action] == case.state
        move = case.transitions.get()
        assert (move.from_state, move.to_state, move.by, move.at) == (start, case.state, parties.plans, now)
        assert move.reason == (WHY if action in WITH_REASON else "")
        told = [("exchanges/case_moved", "city@example.org", "ja")]
        surveyed = ("exchanges/survey_asked", "city@example.org", "ja")
        expected = {
            cases.request_formally: [("exchanges/case_to_endorse", "branch@example.org", "ja")],
            cases.complete: [*told, surveyed],
        }
        assert mails() == expected.get(action, [] if action in SILENT else told)

    @pytest.mark.parametrize("pair", sorted(set(PAIRS) - set(legal(PAIRS)), key=named), ids=named)
    def test_every_other_move_is_refused_and_leaves_nothing(self, parties, now, pair):
        action, start = pair
        case = parties.case(state=start, owner=parties.plans)
        with pytest.raises(IllegalMove):
            take(action, case, parties.plans, now)
        assert VisitCase.objects.values_list("state", "answer_due_on").get() == (start, None)
        assert (case.transitions.count(), mails()) == (0, [])

    @pytest.mark.parametrize("pair", legal(PAIRS), ids=named)
    def test_the_second_of_two_who_decide_at_once_loses(self, parties, now, pair):
        action, start = pair
        case = parties.case(state=start, owner=parties.plans)
        twin = VisitCase.objects.for_pages().get()
        take(action, case, parties.plans, now)
        with pytest.raises(Outdated):
            take(action, twin, parties.plans, now + timedelta(minutes=1))
        assert case.transitions.count() == 1

    @pytest.mark.parametrize("pair", legal(PAIRS), ids=named)
    def test_a_case_that_waits_for_others_can_move_too(self, parties, now, pair):
        action, start = pair
        if start != State.DRAFT:
            waits = {"waiting_for": "host", "waiting_since_on": date(2026, 11, 2)}
            case = take(action, parties.case(state=start, owner=parties.plans, **waits), parties.plans, now)
            case.refresh_from_db()
            assert bool(case.waiting_for) == bool(case.waiting_since_on)
            assert not (case.waiting_for and case.state in OVER)


class TestDraft:
    def draft(self, parties, now, **facts):
        wanted = {"authority": parties.authority, "title": "Elderly care", "country": "DE"} | facts
        return cases.draft(VisitCase(**wanted), themes=[("Day care", "Who pays?")], by=parties.asks, at=now)

    def test_it_gets_number_branch_and_the_office_of_the_country(self, parties, now):
        case = self.draft(parties, now)
        case.refresh_from_db()
        assert (case.number, case.state, case.language) == ("VS-2026-001", State.DRAFT, "ja")
        assert (case.branch, case.office) == (parties.branch, parties.office)
        assert (case.asked_by, case.created_at, case.answer_due_on) == (parties.asks, now, None)
        assert list(case.themes.values_list("title", "questions")) == [("Day care", "Who pays?")]
        assert [(move.to_state, move.by) for move in case.transitions.all()] == [("draft", parties.asks)]
        assert mails() == []

    def test_numbers_follow_each_other(self, parties, now):
        assert [self.draft(parties, now).number for _ in range(2)] == ["VS-2026-001", "VS-2026-002"]

    def test_a_country_of_no_office_goes_to_headquarters(self, parties, now):
        assert self.draft(parties, now, country="BR").office == parties.headquarters

    def test_the_same_form_twice_is_one_draft_and_takes_no_second_number(self, parties, now):
        case = self.draft(parties, now)
        with pytest.raises(KeptAlready):
            self.draft(parties, now, uuid=case.uuid)
        assert VisitCase.objects.count() == 1
        assert self.draft(parties, now).number == "VS-2026-002"

    def test_an_own_branch_comes_before_that_of_the_prefecture(self, parties, now):
        city = LocalAuthorityFactory()
        BranchFactory(authority=city.prefecture)
        own = BranchFactory(authority=city)
        assert self.draft(parties, now, authority=city.organisation).branch == own.organisation

    def test_whoever_has_no_branch_gets_a_case_without_one(self, parties, now):
        nobodys = LocalAuthorityFactory()
        assert self.draft(parties, now, authority=nobodys.organisation).branch is None
        assert self.draft(parties, now, authority=nobodys.prefecture.organisation).branch is None
        assert self.draft(parties, now, authority=OrganisationFactory()).branch is None


class TestEdit:
    def test_what_is_written_is_versioned_and_has_an_author(self, parties, now):
        case = parties.case()
        cases.edit(case, changes={"city": "York"}, by=parties.plans, at=now)
        stored = VisitCase.objects.get()
        assert (stored.city, stored.version, case.version) == ("York", 2, 2)

    def test_a_stale_copy_is_refused_and_overwrites_nothing(self, parties, now):
        case = parties.case()
        twin = VisitCase.objects.get()
        cases.edit(case, changes={"city": "York"}, by=parties.plans, at=now)
        with pytest.raises(Outdated):
            cases.edit(twin, changes={"city": "Leeds"}, by=parties.plans, at=now)
        assert VisitCase.objects.get().city == "York"

    def test_another_country_is_another_office(self, parties, now):
        case = cases.edit(parties.case(), changes={"country": "BR"}, by=parties.plans, at=now)
        assert case.office == parties.headquarters

    def test_another_authority_is_another_branch(self, parties, now):
        other = LocalAuthorityFactory()
        branch = BranchFactory(authority=other.prefecture).organisation
        case = parties.case(state=State.DRAFT)
        changes = {"authority": other.organisation}
        cases.edit_own(case, changes=changes, themes=[], by=parties.asks, at=now)
        assert (case.authority, case.branch) == (other.organisation, branch)

    def test_what_was_sent_keeps_its_purpose(self, parties, now):
        with pytest.raises(PurposeMissing):
            cases.edit(parties.case(), changes={"purpose": ""}, by=parties.plans, at=now)
        cases.edit(parties.case(state=State.DRAFT), changes={"purpose": ""}, by=parties.asks, at=now)

    @pytest.mark.parametrize("state", State.values)
    def test_the_authority_changes_its_request_only_while_it_lies_with_it(self, parties, now, state):
        case = parties.case(state=state)
        themes = [("New theme", "")]
        if state in {State.DRAFT, State.NEED_INFO}:
            cases.edit_own(case, changes={"city": "York"}, themes=themes, by=parties.asks, at=now)
        else:
            with pytest.raises(WithSomebodyElse):
                cases.edit_own(case, changes={"city": "York"}, themes=themes, by=parties.asks, at=now)
        changed = state in {State.DRAFT, State.NEED_INFO}
        assert VisitCase.objects.get().city == ("York" if changed else "Leeds")
        assert case.themes.get().title == ("New theme" if changed else "Day care")

    def test_a_stale_form_leaves_the_themes_alone_too(self, parties, now):
        case = parties.case(state=State.DRAFT)
        case.version = 0
        with pytest.raises(Outdated):
            cases.edit_own(case, changes={"city": "York"}, themes=[], by=parties.asks, at=now)
        assert case.themes.count() == 1


class TestConditions:
    @pytest.mark.parametrize("gap", [{"purpose": ""}, {"first_on": None, "last_on": None}])
    def test_a_half_filled_draft_is_kept_and_not_sent(self, parties, now, gap):
        case = parties.case(state=State.DRAFT, **gap)
        with pytest.raises(Incomplete):
            cases.sound_out(case, by=parties.asks, at=now)
        assert VisitCase.objects.get().state == State.DRAFT

    def test_a_draft_without_a_theme_is_not_sent(self, parties, now):
        case = parties.case(state=State.DRAFT)
        case.themes.all().delete()
        with pytest.raises(Incomplete):
            cases.sound_out(case, by=parties.asks, at=now)

    def test_a_formal_request_names_who_comes_and_who_leads(self, parties, now):
        case = parties.case(state=State.POSSIBLE)
        case.delegates.update(role="member")
        with pytest.raises(DelegationMissing):
            cases.request_formally(case, by=parties.asks, at=now)
        assert (VisitCase.objects.get().state, mails()) == (State.POSSIBLE, [])

    def test_a_programme_is_proposed_by_somebody_in_charge(self, parties, now):
        with pytest.raises(OwnerMissing):
            cases.propose(parties.case(state=State.PLANNING), by=parties.plans, at=now)
        assert VisitCase.objects.get().state == State.PLANNING

    def test_whoever_begins_planning_is_in_charge_unless_somebody_is(self, parties, now):
        colleague = UserFactory()
        taken = cases.begin_planning(parties.case(state=State.ENDORSED), by=parties.plans, at=now)
        kept = cases.begin_planning(parties.case(state=State.ENDORSED, owner=colleague), by=parties.plans, at=now)
        assert (taken.owner, kept.owner) == (parties.plans, colleague)

    def test_a_deputy_who_begins_planning_is_in_charge_and_no_longer_deputy(self, parties, now):
        case = parties.case(state=State.ENDORSED, deputy=parties.plans)
        cases.begin_planning(case, by=parties.plans, at=now)
        case.refresh_from_db()
        assert (case.owner, case.deputy) == (parties.plans, None)

    def test_somebody_takes_the_case_and_hands_it_on(self, parties, now):
        case, deputy = parties.case(), UserFactory()
        cases.put_in_charge(case, owner=parties.plans, deputy=deputy, by=parties.plans, at=now)
        assert (case.owner, case.deputy, case.version) == (parties.plans, deputy, 2)


class TestServiceClock:
    def test_it_starts_when_the_request_is_sent_and_counts_working_days(self, parties):
        case = parties.case(state=State.DRAFT)
        cases.sound_out(case, by=parties.asks, at=datetime(2026, 12, 18, 9, tzinfo=UTC))
        assert case.answer_due_on == date(2027, 1, 6)  # Christmas, Boxing Day, its substitute and New Year between

    @pytest.mark.parametrize("action", [cases.ask_back, cases.call_possible, cases.call_partly_possible, cases.decline,
                                        cases.call_off])  # fmt: skip
    def test_an_answer_ends_it(self, parties, now, action):
        case = take(action, parties.case(answer_due_on=date(2026, 12, 1)), parties.plans, now)
        assert VisitCase.objects.get().answer_due_on is None is case.answer_due_on

    def test_the_completed_request_starts_it_anew_and_nobody_waits_any_more(self, parties, now):
        waits = {"waiting_for": "requester", "waiting_since_on": date(2026, 11, 2)}
        case = cases.sound_out(parties.case(state=State.NEED_INFO, **waits), by=parties.asks, at=now)
        case.refresh_from_db()
        assert (case.answer_due_on, case.waiting_for, case.waiting_since_on) == (date(2026, 12, 7), "", None)

    def test_the_days_waited_are_added(self, parties, now, clock):
        case = parties.case(answer_due_on=date(2026, 12, 1))
        cases.wait_for(case, "host", by=parties.plans, at=now)
        assert (case.waiting_for, case.waiting_since_on) == ("host", date(2026, 11, 23))
        assert not case.is_late(date(2027, 1, 1))
        cases.wait_for(case, "interpreter", by=parties.plans, at=now + timedelta(days=2))
        assert (case.waiting_for, case.waiting_since_on) == ("interpreter", date(2026, 11, 23))
        cases.wait_for(case, "", by=parties.plans, at=now + timedelta(days=7))
        assert (case.waiting_for, case.waiting_since_on) == ("", None)
        assert case.answer_due_on == date(2026, 12, 8)  # five working days, the weekend is none

    def test_waiting_over_a_weekend_adds_nothing(self, parties):
        case = parties.case(answer_due_on=date(2026, 12, 1))
        friday = datetime(2026, 11, 27, 16, tzinfo=UTC)
        cases.wait_for(case, "host", by=parties.plans, at=friday)
        cases.wait_for(case, "", by=parties.plans, at=friday + timedelta(days=2))
        assert case.answer_due_on == date(2026, 12, 1)

    def test_without_a_day_there_is_nothing_to_put_off(self, parties, now):
        case = cases.wait_for(parties.case(state=State.PLANNING), "host", by=parties.plans, at=now)
        cases.wait_for(case, "", by=parties.plans, at=now + timedelta(days=30))
        assert case.answer_due_on is None

    @pytest.mark.parametrize("state", sorted({State.DRAFT, *OVER}))
    def test_what_is_not_open_waits_for_nobody(self, parties, now, state):
        with pytest.raises(NothingToWaitFor):
            cases.wait_for(parties.case(state=state), "host", by=parties.plans, at=now)

    @pytest.mark.parametrize("action", [cases.request_formally, cases.agree])
    def test_what_the_authority_does_ends_the_waiting_for_it(self, parties, now, action):
        start = {cases.request_formally: State.POSSIBLE, cases.agree: State.PROPOSED}[action]
        for whom, after in (("requester", ""), ("host", "host")):
            case = parties.case(state=start, waiting_for=whom, waiting_since_on=date(2026, 11, 2))
            take(action, case, parties.asks, now)
            assert VisitCase.objects.get(pk=case.pk).waiting_for == after


class TestWhoIsTold:
    def test_everybody_who_speaks_for_the_branch_and_nobody_else(self, parties, now):
        second = holder("branch", parties.branch, user__email="second@example.org", user__language="de")
        holder("branch", OrganisationFactory(), user__email="other-branch@example.org")
        holder("branch", parties.branch, user__email="gone@example.org", user__is_active=False)
        holder("authority", parties.branch, user__email="no-branch-role@example.org")
        cases.request_formally(parties.case(state=State.POSSIBLE), by=parties.asks, at=now)
        to_endorse = "exchanges/case_to_endorse"
        assert mails() == [(to_endorse, parties.endorses.email, "ja"), (to_endorse, second.email, "de")]

    def test_without_a_branch_nobody_is_told(self, parties, now):
        cases.request_formally(parties.case(state=State.POSSIBLE, branch=None), by=parties.asks, at=now)
        assert mails() == []

    def test_letters_of_a_case_are_in_its_language(self, parties, now):
        cases.call_possible(parties.case(language="de"), by=parties.plans, at=now)
        assert mails() == [("exchanges/case_moved", "city@example.org", "de")]

    def test_the_same_step_taken_again_later_is_told_again(self, parties, now):
        case = cases.ask_back(parties.case(), by=parties.plans, at=now, reason="When?")
        cases.sound_out(case, by=parties.asks, at=now + timedelta(days=1))
        cases.ask_back(case, by=parties.plans, at=now + timedelta(days=2), reason="Where?")
        assert [mail.context["reason"] for mail in OutgoingMail.objects.order_by("pk")] == ["When?", "Where?"]


class TestWrite:
    def write(self, case, by, now, text="Could you come on Wednesday?", *, is_internal=False):
        return cases.write(case, text=text, is_internal=is_internal, by=by, at=now)

    def test_the_office_writes_to_whoever_asked(self, parties, now):
        case = parties.case(owner=parties.plans)
        letter = self.write(case, parties.plans, now)
        assert (letter.case, letter.written_by, letter.written_at) == (case, parties.plans, now)
        assert mails() == [("exchanges/case_message", "city@example.org", "ja")]

    def test_whoever_asked_writes_to_whoever_is_in_charge(self, parties, now):
        self.write(parties.case(owner=parties.plans), parties.asks, now)
        assert mails() == [("exchanges/case_message", "office@example.org", "en-gb")]

    def test_with_nobody_in_charge_the_letter_waits_on_the_page(self, parties, now):
        self.write(parties.case(), parties.asks, now)
        assert (CaseMessage.objects.count(), mails()) == (1, [])

    def test_a_note_is_told_to_nobody(self, parties, now):
        self.write(parties.case(owner=UserFactory()), parties.plans, now, "They haggle.", is_internal=True)
        assert (CaseMessage.objects.get().is_internal, mails()) == (True, [])

    def test_a_colleague_at_the_authority_is_answered_by_the_office_too(self, parties, now):
        colleague = holder("authority", parties.authority)
        self.write(parties.case(owner=parties.plans), colleague, now)
        assert {to for _template, to, _language in mails()} == {"office@example.org", "city@example.org"}

    def test_the_same_form_twice_is_one_letter_and_one_mail(self, parties, now):
        case = parties.case(owner=parties.plans)
        first, second = (self.write(case, parties.asks, now + timedelta(seconds=n)) for n in range(2))
        assert (first, CaseMessage.objects.count(), len(mails())) == (second, 1, 1)

    def test_the_same_words_after_an_answer_are_a_new_letter(self, parties, now):
        case = parties.case(owner=parties.plans)
        for by, text in ((parties.asks, "Thank you."), (parties.plans, "Thank you."), (parties.asks, "Thank you.")):
            self.write(case, by, now, text)
        assert CaseMessage.objects.count() == 3

    def test_a_note_in_the_same_words_is_no_letter(self, parties, now):
        case = parties.case()
        for is_internal in (True, False):
            self.write(case, parties.plans, now, is_internal=is_internal)
        assert CaseMessage.objects.count() == 2
