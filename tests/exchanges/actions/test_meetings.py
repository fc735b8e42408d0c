"""Meetings from the wish to the day after: who is asked, who is told, who is taken, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, Outdated
from exchanges.actions import answers, meetings
from exchanges.actions.answers import Reception
from exchanges.errors import (
    CaseIsOver,
    ContactMissing,
    DoNotContact,
    NotOffered,
    Taken,
    TimeGone,
    TimeIsSettled,
    TimesMissing,
    TimesTooMany,
    UnknownGroup,
)
from exchanges.models import Assignment, Booking, Meeting
from tests.factories.exchanges import AssignmentFactory, DelegateFactory, HostFactory, MeetingFactory

pytestmark = pytest.mark.django_db
State = Meeting.State
TEN = datetime(2027, 5, 18, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PARTY, OFFICER = Booking.Kind.PARTY, Booking.Kind.OFFICER


@pytest.fixture
def case(parties):
    return parties.case(state="planning", owner=parties.plans)


@pytest.fixture
def meeting(case):
    return MeetingFactory(case=case)


def mails():
    rows = OutgoingMail.objects.order_by("pk").values_list("template", "to")
    return [(name.removeprefix("exchanges/"), to) for name, to in rows]


def offered(meeting, now, *starts, by=None):
    return meetings.offer(meeting, starts=starts or (TEN, TEN + HOUR), by=by, at=now)


def agreed(meeting, now, starts_at=TEN):
    offered(meeting, now, starts_at)
    return answers.choose(meeting, starts_at=starts_at, at=now)


def stored(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def taken(**facts):
    return sorted(Booking.objects.filter(**facts).values_list("kind", "resource"))


def party(case, index):
    return (PARTY, case.pk * Booking.PARTIES + index)


class TestWant:
    def test_it_takes_the_hosts_contact_and_logs_who_wanted_it(self, case, parties, now):
        host = HostFactory(contact_name="Kim Example", contact_email="kim@example.org")
        wanted = Meeting(case=case, host=host, topic="Kitchens")
        meetings.want(wanted, slots=[TEN], by=parties.plans, at=now)
        assert (wanted.state, wanted.contact_name, wanted.contact_email) == ("wanted", "Kim Example", "kim@example.org")
        assert [row.starts_at for row in wanted.slots.all()] == [TEN]
        assert [(row.to_state, row.by) for row in wanted.transitions.all()] == [("wanted", parties.plans)]
        assert mails() == []

    @pytest.mark.parametrize(
        ("facts", "refusal"),
        [
            ({"host__do_not_contact": True}, DoNotContact), ({"group": "C"}, UnknownGroup),
            ({"case__state": "closed"}, CaseIsOver),
        ],
    )  # fmt: skip
    def test_it_is_refused(self, now, facts, refusal):
        built = MeetingFactory(**facts)
        Meeting.objects.all().delete()
        with pytest.raises(refusal):
            meetings.want(built, by=None, at=now)
        assert Meeting.objects.count() == 0


class TestOffer:
    def test_the_host_gets_the_times_and_a_link(self, meeting, now, parties):
        offered(meeting, now, by=parties.plans)
        assert (stored(meeting).state, mails()) == ("slots_offered", [("host_asked", meeting.contact_email)])
        assert sorted(meeting.slots.values_list("starts_at", flat=True)) == [TEN, TEN + HOUR]
        assert meeting.transitions.get().by == parties.plans

    def test_a_second_offer_makes_older_links_worthless(self, meeting, now):
        offered(meeting, now)
        before = meeting.nonce
        offered(meeting, now, TEN + 2 * HOUR)
        assert stored(meeting).nonce != before
        assert [name for name, _to in mails()] == ["host_asked", "host_asked"]

    @pytest.mark.parametrize(
        ("starts", "refusal"),
        [
            ([], TimesMissing), ([TEN, TEN], TimesTooMany), ([TEN + n * HOUR for n in range(6)], TimesTooMany),
            ([datetime(2026, 11, 23, 11, 59, tzinfo=UTC)], TimeGone),
        ],
    )  # fmt: skip
    def test_times_that_make_no_sense_are_refused_and_nothing_is_written(self, meeting, now, starts, refusal):
        with pytest.raises(refusal):
            meetings.offer(meeting, starts=starts, by=None, at=now)
        assert (stored(meeting).state, stored(meeting).slots.count(), mails()) == ("wanted", 0, [])

    def test_nobody_is_asked_who_shall_not_be_contacted(self, meeting, now):
        meeting.host.do_not_contact = True
        with pytest.raises(DoNotContact):
            offered(meeting, now)
        assert mails() == []

    def test_the_question_needs_an_address(self, case, now):
        with pytest.raises(ContactMissing):
            offered(MeetingFactory(case=case, contact_email=""), now)

    def test_a_host_may_be_asked_without_times(self, meeting, now):
        meetings.ask(meeting, by=None, at=now)
        assert (stored(meeting).state, len(mails())) == ("asked", 1)

    def test_after_a_refusal_the_host_can_be_asked_again(self, meeting, now):
        offered(meeting, now)
        answers.decline(meeting, reason="No staff.", at=now)
        offered(meeting, now)
        assert (stored(meeting).state, meeting.starts_at) == ("slots_offered", None)

    def test_nothing_is_arranged_for_a_case_that_is_over(self, parties, now):
        with pytest.raises(CaseIsOver):
            offered(MeetingFactory(case=parties.case(state="cancelled")), now)


class TestEdit:
    def test_other_times_are_a_new_question(self, meeting, now):
        offered(meeting, now)
        before = meeting.nonce
        meetings.edit(meeting, changes={}, slots=[TEN + 3 * HOUR], by=None, at=now)
        assert (len(mails()), stored(meeting).nonce != before) == (2, True)

    def test_another_address_is_a_new_question_to_that_address(self, meeting, now):
        offered(meeting, now)
        meetings.edit(meeting, changes={"contact_email": "sam@example.org"}, by=None, at=now)
        assert mails()[-1] == ("host_asked", "sam@example.org")

    def test_a_place_is_corrected_without_a_mail(self, meeting, now):
        offered(meeting, now)
        before = meeting.nonce
        meetings.edit(meeting, changes={"place": "Hall"}, slots=[TEN, TEN + HOUR], by=None, at=now)
        assert (stored(meeting).place, stored(meeting).nonce, len(mails())) == ("Hall", before, 1)

    def test_what_decides_who_is_taken_stays_once_a_time_is_agreed(self, meeting, now):
        agreed(meeting, now)
        with pytest.raises(TimeIsSettled):
            meetings.edit(meeting, changes={"minutes": 90}, by=None, at=now)
        assert stored(meeting).minutes == 60

    def test_the_second_of_two_edits_is_refused(self, meeting, now):
        stale = stored(meeting)
        meetings.edit(meeting, changes={"place": "Hall"}, by=None, at=now)
        with pytest.raises(Outdated):
            meetings.edit(stale, changes={"place": "Library"}, by=None, at=now)
        assert stored(meeting).place == "Hall"


class TestChoose:
    def test_the_time_is_settled_everybody_is_taken_and_both_sides_are_told(self, case, meeting, now, parties):
        for group in "AB":
            DelegateFactory(case=case, group=group)
        offered(meeting, now)
        answers.choose(meeting, starts_at=TEN, reception=Reception("Sam Example", "Room 2"), at=now)
        found = stored(meeting)
        assert (found.state, found.starts_at, found.ends_at) == ("confirmed", TEN, TEN + HOUR)
        assert (found.speaker, found.arrival) == ("Sam Example", "Room 2")
        assert taken() == [party(case, 0), party(case, 1), party(case, 2)]
        assert mails()[1:] == [("host_confirmed", meeting.contact_email), ("host_answered", parties.plans.email)]

    def test_whoever_writes_the_answer_down_gets_no_mail_about_it(self, meeting, now, parties):
        offered(meeting, now)
        answers.choose(meeting, starts_at=TEN, by=parties.plans, at=now)
        assert [name for name, _to in mails()] == ["host_asked", "host_confirmed"]

    def test_only_a_time_that_is_offered(self, meeting, now):
        offered(meeting, now)
        with pytest.raises(NotOffered):
            answers.choose(meeting, starts_at=TEN + timedelta(minutes=1), at=now)
        assert (stored(meeting).state, Booking.objects.count()) == ("slots_offered", 0)

    def test_not_a_time_that_has_gone_by(self, meeting, now):
        offered(meeting, now)
        with pytest.raises(TimeGone):
            answers.choose(meeting, starts_at=TEN, at=TEN)
        assert (stored(meeting).state, Booking.objects.count()) == ("slots_offered", 0)

    @pytest.mark.parametrize("group", ["", "A"])
    def test_a_party_is_never_in_two_places(self, case, meeting, now, group):
        DelegateFactory(case=case, group="A")
        agreed(meeting, now)
        other = MeetingFactory(case=case, group=group)
        offered(other, now, TEN + timedelta(minutes=59))
        with pytest.raises(Taken):
            answers.choose(other, starts_at=TEN + timedelta(minutes=59), at=now)
        assert (stored(other).state, stored(other).starts_at) == ("slots_offered", None)
        assert set(Booking.objects.values_list("meeting", flat=True)) == {meeting.pk}

    def test_two_sub_groups_go_to_two_places_and_the_next_hour_is_free(self, case, now):
        for group in "AB":
            DelegateFactory(case=case, group=group)
        for group, starts_at in (("A", TEN), ("B", TEN), ("", TEN + HOUR)):
            agreed(MeetingFactory(case=case, group=group), now, starts_at)
        assert taken(starts_at=TEN) == [party(case, 1), party(case, 2)]
        assert taken(starts_at=TEN + HOUR) == [party(case, 0), party(case, 1), party(case, 2)]

    def test_a_sub_group_made_later_is_taken_for_what_everybody_attends(self, case, meeting, now):
        agreed(meeting, now)
        DelegateFactory(case=case, group="A")
        other = MeetingFactory(case=case, group="A")
        offered(other, now, TEN)
        with pytest.raises(Taken):
            answers.choose(other, starts_at=TEN, at=now)

    def test_the_officer_who_comes_along_is_in_one_place_over_all_cases(self, parties, now):
        cases = [
            parties.case(state="planning", owner=parties.plans, support=["accompanying"]) for _number in range(2)
        ]  # fmt: skip
        agreed(MeetingFactory(case=cases[0]), now)
        assert taken(kind=OFFICER) == [(OFFICER, parties.plans.pk)]
        other = MeetingFactory(case=cases[1])
        offered(other, now, TEN)
        with pytest.raises(Taken):
            answers.choose(other, starts_at=TEN, at=now)

    def test_the_deputy_goes_with_the_second_sub_group(self, parties, now):
        deputy = parties.asks
        case = parties.case(state="planning", owner=parties.plans, deputy=deputy, support=["accompanying"])
        for group in "AB":
            DelegateFactory(case=case, group=group)
            agreed(MeetingFactory(case=case, group=group), now)
        assert taken(kind=OFFICER) == sorted([(OFFICER, parties.plans.pk), (OFFICER, deputy.pk)])

    def test_an_answer_that_crosses_a_new_offer_is_refused(self, meeting, now):
        offered(meeting, now)
        seen_by_host = stored(meeting)
        offered(meeting, now, TEN + 2 * HOUR)
        with pytest.raises(Outdated):
            answers.choose(seen_by_host, starts_at=TEN, at=now)
        assert (stored(meeting).state, Booking.objects.count()) == ("slots_offered", 0)

    def test_the_second_click_finds_it_done(self, meeting, now):
        offered(meeting, now)
        twin = stored(meeting)
        answers.choose(meeting, starts_at=TEN, at=now)
        with pytest.raises(Outdated):
            answers.choose(twin, starts_at=TEN, at=now)
        assert len(mails()) == 3


class TestPropose:
    def test_the_office_decides_and_nobody_is_taken_until_then(self, meeting, now, parties):
        offered(meeting, now)
        answers.propose(meeting, starts_at=TEN + 5 * HOUR, remark="Mornings are full.", at=now)
        assert (stored(meeting).state, stored(meeting).reason, taken()) == ("held", "Mornings are full.", [])
        assert mails()[-1] == ("host_answered", parties.plans.email)
        meetings.accept(meeting, by=parties.plans, at=now)
        assert (stored(meeting).state, stored(meeting).starts_at) == ("confirmed", TEN + 5 * HOUR)
        assert mails()[-1] == ("host_confirmed", meeting.contact_email)
        assert taken() == [party(meeting.case, 0)]

    def test_a_time_that_has_gone_by_is_no_proposal(self, meeting, now):
        offered(meeting, now)
        with pytest.raises(TimeGone):
            answers.propose(meeting, starts_at=now, at=now)
        assert stored(meeting).state == "slots_offered"

    def test_a_proposal_that_cannot_be_kept_stays_a_proposal(self, case, meeting, now, parties):
        agreed(meeting, now)
        other = MeetingFactory(case=case)
        offered(other, now)
        answers.propose(other, starts_at=TEN, at=now)
        with pytest.raises(Taken):
            meetings.accept(other, by=parties.plans, at=now)
        assert stored(other).state == "held"


class TestChange:
    def test_the_party_is_taken_for_the_new_time_and_the_host_confirms_it(self, meeting, now):
        agreed(meeting, now)
        meetings.change(meeting, starts_at=TEN + HOUR, by=None, at=now)
        assert (stored(meeting).state, mails()[-1][0]) == ("changed", "host_asked")
        assert Booking.objects.get().starts_at == TEN + HOUR
        answers.choose(meeting, starts_at=TEN + HOUR, at=now)
        assert (stored(meeting).state, Booking.objects.count()) == ("confirmed", 1)

    def test_an_interpreter_who_said_yes_to_the_old_time_is_asked_for_the_new_one(self, meeting, now):
        agreed(meeting, now)
        AssignmentFactory(meeting=meeting, state="accepted")
        meetings.change(meeting, starts_at=TEN + HOUR, by=None, at=now)
        asked = Assignment.objects.get()
        assert (asked.state, asked.starts_at) == (Assignment.State.OFFERED, TEN + HOUR)

    def test_a_new_time_that_is_taken_leaves_the_old_one(self, case, meeting, now):
        agreed(meeting, now)
        agreed(MeetingFactory(case=case), now, TEN + HOUR)
        with pytest.raises(Taken):
            meetings.change(stored(meeting), starts_at=TEN + HOUR, by=None, at=now)
        assert (stored(meeting).state, stored(meeting).starts_at, Booking.objects.count()) == ("confirmed", TEN, 2)


class TestTheEnd:
    @pytest.mark.parametrize("ending", ["declined", "cancelled"])
    def test_whoever_was_taken_has_the_time_again(self, case, meeting, now, ending):
        agreed(meeting, now)
        if ending == "declined":
            answers.decline(meeting, reason="The roof leaks.", at=now)
        else:
            meetings.cancel(meeting, by=None, at=now, reason="The flight was cancelled.")
        assert (stored(meeting).state, Booking.objects.count()) == (ending, 0)
        agreed(MeetingFactory(case=case), now)
        assert Booking.objects.count() == 1

    def test_the_host_hears_why(self, meeting, now):
        agreed(meeting, now)
        meetings.cancel(meeting, by=None, at=now, reason="The flight was cancelled.")
        mail = OutgoingMail.objects.get(template="exchanges/meeting_cancelled")
        assert (mail.to, mail.context["reason"]) == (meeting.contact_email, "The flight was cancelled.")
        assert mail.attachments == [["exchanges.meeting", f"{meeting.uuid}/cancel"]]

    def test_a_host_that_was_never_asked_hears_nothing(self, meeting, now):
        meetings.cancel(meeting, by=None, at=now, reason="Not needed.")
        assert mails() == []

    def test_a_case_that_is_called_off_takes_its_meetings_along(self, case, meeting, now):
        agreed(meeting, now)
        wanted, declined = MeetingFactory(case=case), MeetingFactory(case=case, state="declined")
        meetings.cancel_all(case, by=None, at=now, reason="No budget.")
        assert [stored(one).state for one in (meeting, wanted, declined)] == ["cancelled", "cancelled", "declined"]
        assert (Booking.objects.count(), mails()[-1][0]) == (0, "meeting_cancelled")

    def test_what_has_taken_place_still_takes_the_time(self, meeting, now, parties):
        agreed(meeting, now)
        meetings.mark_done(meeting, by=parties.plans, at=TEN + HOUR)
        assert (stored(meeting).state, Booking.objects.count()) == ("done", 1)

    def test_what_is_called_off_stays_so(self, meeting, now):
        meetings.cancel(meeting, by=None, at=now, reason="Not needed.")
        with pytest.raises(IllegalMove):
            offered(meeting, now)


def test_speaker_and_room_can_follow_later(meeting, now, parties):
    agreed(meeting, now)
    answers.describe(meeting, reception=Reception("Sam Example", "Room 2"), at=now)
    assert (stored(meeting).speaker, stored(meeting).arrival) == ("Sam Example", "Room 2")
    assert mails()[-1] == ("host_answered", parties.plans.email)
