"""Past a missing branch, to another office, beside or into another case: what changes, what stays, who is told."""

from datetime import date

import pytest
from django.db import IntegrityError

from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, Outdated
from exchanges.actions import cases, routing
from exchanges.errors import CaseIsOver
from exchanges.models import CaseLink, CaseMessage, HandOver, Meeting, VisitCase
from exchanges.office_errors import (
    HasABranch,
    LinkedAlready,
    LinkedToItself,
    MeetingsAgreed,
    MergeIsKept,
    NoSuchOffice,
    OfAnotherAuthority,
    OtherIsOver,
    SameOffice,
)
from tests.exchanges.conftest import holder
from tests.factories.accounts import UserFactory
from tests.factories.directory import OfficeFactory, OrganisationFactory
from tests.factories.exchanges import CaseMessageFactory, DelegateFactory, MeetingFactory, ThemeFactory
from tests.factories.office import CaseLinkFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
WHY = "The prefecture has no branch."


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to"))


@pytest.fixture
def paris(parties):
    organisation = OrganisationFactory(kind="office", name_en="CLAIR Paris", name_ja="パリ事務所", country="FR")
    return OfficeFactory(organisation=organisation, valid_until_on=date(2030, 3, 31)).organisation


class TestWithoutABranch:
    def test_the_office_endorses_with_a_reason_and_tells_whoever_asked(self, parties, now):
        case = parties.case(state=State.FORMAL, branch=None)
        routing.pass_on(case, by=parties.plans, at=now, reason=WHY)
        step = case.transitions.get()
        assert (case.state, step.reason, step.by) == (State.ENDORSED, WHY, parties.plans)
        assert mails() == [("exchanges/case_passed_on", "city@example.org")]

    def test_where_a_branch_is_it_speaks_itself(self, parties, now):
        with pytest.raises(HasABranch):
            routing.pass_on(parties.case(state=State.FORMAL), by=parties.plans, at=now, reason=WHY)
        assert (VisitCase.objects.get().state, mails()) == (State.FORMAL, [])

    def test_only_a_formal_request_is_passed_on(self, parties, now):
        with pytest.raises(IllegalMove):
            routing.pass_on(parties.case(branch=None), by=parties.plans, at=now, reason=WHY)


class TestHandingOver:
    def test_the_other_office_has_it_with_nobody_in_charge_and_the_clock_as_it_was(self, parties, paris, now):
        waits = {"waiting_for": "host", "waiting_since_on": date(2026, 11, 2), "answer_due_on": date(2026, 12, 1)}
        case = parties.case(owner=parties.plans, deputy=UserFactory(), **waits)
        routing.hand_over(case, office=paris, by=parties.plans, at=now, reason=WHY)
        case = VisitCase.objects.get()
        assert (case.office, case.owner, case.deputy, case.version) == (paris, None, None, 2)
        assert (case.waiting_for, case.waiting_since_on, case.answer_due_on) == tuple(waits.values())
        step = HandOver.objects.get()
        assert (step.from_office, step.to_office, step.reason, step.by, step.at) == (
            parties.office, paris, WHY, parties.plans, now,
        )  # fmt: skip
        assert mails() == [("exchanges/case_handed_over", "city@example.org")]
        assert "パリ事務所" in str(OutgoingMail.objects.get().context)

    def test_the_authoritys_own_edit_leaves_it_there_but_another_country_does_not(self, parties, paris, now):
        case = parties.case(state=State.NEED_INFO, office=paris)
        cases.edit(case, changes={"country": "GB", "city": "York"}, by=parties.asks, at=now)
        assert case.office == paris
        cases.edit(case, changes={"country": "DE"}, by=parties.asks, at=now)
        assert case.office == parties.office

    @pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED, State.DECLINED])
    def test_what_is_over_stays(self, parties, paris, now, state):
        with pytest.raises(CaseIsOver):
            routing.hand_over(parties.case(state=state), office=paris, by=parties.plans, at=now, reason=WHY)

    def test_it_goes_to_another_office_and_to_one_that_is_open(self, parties, now):
        case = parties.case()
        shut = OfficeFactory(valid_until_on=date(2020, 3, 31)).organisation
        for wrong, office in (
            (SameOffice, parties.office),
            (NoSuchOffice, OrganisationFactory()),
            (NoSuchOffice, shut),
        ):
            with pytest.raises(wrong):
                routing.hand_over(case, office=office, by=parties.plans, at=now, reason=WHY)
        assert (HandOver.objects.count(), mails()) == (0, [])

    def test_of_two_who_hand_it_over_the_second_loses(self, parties, paris, now):
        case = parties.case()
        twin = VisitCase.objects.for_pages().get()
        routing.hand_over(case, office=paris, by=parties.plans, at=now, reason=WHY)
        with pytest.raises(Outdated):
            routing.hand_over(twin, office=parties.headquarters, by=parties.plans, at=now, reason=WHY)
        assert HandOver.objects.count() == 1


class TestLinks:
    def test_both_cases_show_it_in_their_own_words(self, parties, now):
        later, earlier = parties.case(), parties.case()
        link = routing.link(later, other=earlier, kind="follows", by=parties.plans, at=now)
        told = [link.told_from(case) for case in (later, earlier)]
        assert told == [("follows", earlier), ("is followed by", later)]
        assert [list(CaseLink.objects.touching(case)) for case in (later, earlier)] == [[link], [link]]

    def test_two_cases_are_linked_once_from_whichever_side(self, parties, now):
        one, other = parties.case(), parties.case()
        routing.link(one, other=other, kind="same_visit", by=parties.plans, at=now)
        with pytest.raises(LinkedAlready):
            routing.link(other, other=one, kind="follows", by=parties.plans, at=now)
        with pytest.raises(LinkedToItself):
            routing.link(one, other=one, kind="same_visit", by=parties.plans, at=now)
        assert CaseLink.objects.count() == 1

    def test_the_database_knows_no_link_to_oneself(self, parties):
        case = parties.case()
        with pytest.raises(IntegrityError, match="caselink_is_between_two"):
            CaseLinkFactory(case=case, other=case)

    def test_an_authority_sees_only_links_between_cases_of_its_own(self, parties):
        own = CaseLinkFactory(case=parties.case(), other=parties.case())
        foreign = CaseLinkFactory(case=parties.case())
        draft = CaseLinkFactory(case=parties.case(), other=parties.case(state="draft"))
        assert set(CaseLink.objects.visible_to(parties.plans)) == {own, foreign}
        assert set(CaseLink.objects.visible_to(parties.asks)) == {own, draft}

    def test_a_link_is_taken_away_but_not_that_of_a_merge(self):
        routing.unlink(CaseLinkFactory())
        with pytest.raises(MergeIsKept):
            routing.unlink(CaseLinkFactory(kind="merged"))
        assert CaseLink.objects.count() == 1


class TestMerging:
    @pytest.fixture
    def pair(self, parties):
        second = holder("authority", parties.authority, user__email="second@example.org", user__language="ja")
        case = parties.case(state=State.POSSIBLE, asked_by=second, answer_due_on=date(2026, 12, 1))
        return case, parties.case(state=State.PLANNING, owner=parties.plans)

    def merge(self, pair, parties, now):
        return routing.merge(pair[0], into=pair[1], by=parties.plans, at=now, reason="Asked for twice.")

    def test_messages_themes_and_members_go_along_and_the_case_ends_with_a_link(self, parties, now, pair):
        case, into = pair
        CaseMessageFactory(case=case, text="From the second")
        ThemeFactory(case=case, title="Housing")
        case.themes.filter(title="Day care").update(questions="Who pays?\nWho walks?")
        into.themes.filter(title="Day care").update(questions="Who pays?")
        DelegateFactory(case=case, family="Reida", group="A")
        self.merge(pair, parties, now)
        case.refresh_from_db()
        assert (case.state, case.answer_due_on, case.transitions.get().reason) == (
            State.CANCELLED, None, "Asked for twice.",
        )  # fmt: skip
        assert list(into.messages.values_list("text", flat=True)) == ["From the second"]
        assert list(into.themes.in_order().values_list("title", "questions")) == [
            ("Day care", "Who pays?\nWho walks?"), ("Housing", "Who pays?\nWho decides?"),
        ]  # fmt: skip
        assert list(into.delegates.by_precedence().values_list("family", "role", "precedence")) == [
            ("Mihon", "head", 1), ("Reida", "member", 2),
        ]  # fmt: skip
        link = CaseLink.objects.get()
        assert (link.case, link.other, link.kind) == (case, into, "merged")

    def test_both_who_asked_are_told_and_one_person_once(self, parties, now, pair):
        self.merge(pair, parties, now)
        assert mails() == [
            ("exchanges/case_merged", "second@example.org"),
            ("exchanges/case_merged", "city@example.org"),
        ]
        OutgoingMail.objects.all().delete()
        self.merge((parties.case(), pair[1]), parties, now)
        assert mails() == [("exchanges/case_merged", "city@example.org")]

    def test_a_second_head_becomes_a_member(self, parties, now, pair):
        pair[0].delegates.update(family="Reida")
        self.merge(pair, parties, now)
        assert list(pair[1].delegates.by_precedence().values_list("family", "role")) == [
            ("Mihon", "head"), ("Reida", "member"),
        ]  # fmt: skip

    def test_meetings_not_agreed_go_along_and_what_was_declined_stays(self, parties, now, pair):
        wanted = MeetingFactory(case=pair[0], group="Z")
        declined = MeetingFactory(case=pair[0], state=Meeting.State.DECLINED)
        self.merge(pair, parties, now)
        for meeting in (wanted, declined):
            meeting.refresh_from_db()
        assert (wanted.case, wanted.group, declined.case) == (pair[1], "", pair[0])

    def test_with_an_agreed_meeting_nothing_moves(self, parties, now, pair):
        MeetingFactory(case=pair[0], confirmed=True)
        CaseMessageFactory(case=pair[0])
        with pytest.raises(MeetingsAgreed):
            self.merge(pair, parties, now)
        assert (CaseMessage.objects.get().case, mails(), CaseLink.objects.count()) == (pair[0], [], 0)

    def test_what_another_authority_wrote_is_not_moved(self, parties, now, pair):
        VisitCase.objects.filter(pk=pair[1].pk).update(authority=OrganisationFactory(kind="authority"))
        CaseMessageFactory(case=pair[0], text="zqsecret")
        with pytest.raises(OfAnotherAuthority):
            self.merge(pair, parties, now)
        assert CaseMessage.objects.get().case == pair[0]

    @pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED, State.CANCELLED, State.COMPLETED])
    def test_nothing_is_merged_into_what_is_not_open(self, parties, now, pair, state):
        VisitCase.objects.filter(pk=pair[1].pk).update(state=state)
        with pytest.raises(OtherIsOver):
            self.merge(pair, parties, now)

    def test_what_cannot_end_is_not_merged_and_leaves_nothing(self, parties, now, pair):
        case = parties.case(state=State.COMPLETED)
        CaseMessageFactory(case=case)
        with pytest.raises(IllegalMove):
            self.merge((case, pair[1]), parties, now)
        assert (CaseMessage.objects.get().case, CaseLink.objects.count()) == (case, 0)

    def test_a_case_is_not_merged_into_itself_and_an_earlier_link_gives_way(self, parties, now, pair):
        with pytest.raises(LinkedToItself):
            self.merge((pair[0], pair[0]), parties, now)
        CaseLinkFactory(case=pair[1], other=pair[0])
        self.merge(pair, parties, now)
        assert CaseLink.objects.get().kind == "merged"
