"""Interpreters are asked, say yes or no, are booked, and let go: who is told, who is next, and what it costs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, Outdated
from exchanges.actions import assignments, offers
from exchanges.actions.offers import Wish
from exchanges.errors import (
    AskedAlready,
    AwayThen,
    InterpreterTaken,
    MeetingMoved,
    NobodyAsked,
    NotYetOver,
    OfferExpired,
    OfferGone,
    TimeMissing,
    TooLateToGiveBack,
)
from exchanges.models import Assignment, Booking, Meeting
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import AssignmentFactory, BookingFactory, InterpreterFactory, MeetingFactory
from tests.factories.roster import AbsenceFactory

pytestmark = pytest.mark.django_db
BOTH_WAYS = ("en>ja", "ja>en")
State = Assignment.State


@pytest.fixture
def meeting():
    return MeetingFactory(confirmed=True)


def wish(**facts):
    return Wish(mode="consecutive", pairs=BOTH_WAYS, **facts)


def ask(meeting, now, number=1, by=None, **facts):
    roster = [InterpreterFactory() for _ in range(number)]
    return offers.offer(meeting, to=roster, wish=wish(**facts), by=by, at=now)


def mails(*names):
    found = OutgoingMail.objects.order_by("pk").values_list("template", "to")
    return [(name.removeprefix("exchanges/"), to) for name, to in found if not names or name[10:] in names]


def states(rows):
    return [Assignment.objects.get(pk=row.pk).state for row in rows]


def address(row):
    return row.interpreter.person.email


def accepted(meeting, now, **facts):
    [row] = ask(meeting, now, **facts)
    return offers.accept(row, by=None, at=now)


def booked(row):
    found = Booking.objects.filter(kind=Booking.Kind.INTERPRETER, resource=row.interpreter_id, meeting=row.meeting_id)
    return list(found.values_list("starts_at", "ends_at"))


class TestOffer:
    def test_to_one_it_writes_row_log_and_mail(self, meeting, now):
        user = UserFactory()
        [row] = ask(meeting, now, by=user)
        row = Assignment.objects.get(pk=row.pk)
        assert (row.state, row.offered_at, row.expires_at) == (State.OFFERED, now, now + timedelta(hours=48))
        assert (row.starts_at, row.ends_at) == (meeting.starts_at, meeting.ends_at)
        assert (row.fee, row.currency) == (12000, "GBP")
        assert [(step.from_state, step.to_state, step.by) for step in row.transitions.order_by("pk")] == [
            ("", "queued", user), ("queued", "offered", user),
        ]  # fmt: skip
        assert mails() == [("interpreter_offer", address(row))]
        assert booked(row) == []

    def test_to_many_all_hear_at_once(self, meeting, now):
        rows = ask(meeting, now, number=3)
        assert states(rows) == [State.OFFERED] * 3
        assert len({row.round for row in rows}) == 1
        assert mails() == [("interpreter_offer", address(row)) for row in rows]

    def test_in_order_only_the_first_hears(self, meeting, now):
        rows = ask(meeting, now, number=3, in_order=True)
        assert states(rows) == [State.OFFERED, State.QUEUED, State.QUEUED]
        assert mails() == [("interpreter_offer", address(rows[0]))]

    def test_in_order_as_many_hear_as_are_needed(self, meeting, now):
        assert states(ask(meeting, now, number=3, in_order=True, seats=2)) == ["offered", "offered", "queued"]

    def test_the_answer_is_never_due_after_the_meeting_began(self, meeting, now):
        late = meeting.starts_at - timedelta(hours=5)
        [row] = ask(meeting, late)
        assert row.expires_at == meeting.starts_at

    def test_another_fee_can_be_agreed(self, meeting, now):
        [row] = ask(meeting, now, fee=15000)
        assert row.fee == 15000

    def test_a_meeting_without_an_agreed_time_offers_nothing(self, now):
        for wanted in (MeetingFactory(), MeetingFactory(confirmed=True, state=Meeting.State.HELD)):
            with pytest.raises(TimeMissing):
                ask(wanted, now)
        assert (Assignment.objects.count(), mails()) == (0, [])

    def test_nobody_cannot_be_asked(self, meeting, now):
        with pytest.raises(NobodyAsked):
            offers.offer(meeting, to=[], wish=wish(), by=None, at=now)

    def test_somebody_without_an_address_cannot_be_asked(self, meeting, now):
        mute = InterpreterFactory(person__email="", person__email_verified_at=None)
        with pytest.raises(NobodyAsked):
            offers.offer(meeting, to=[mute], wish=wish(), by=None, at=now)

    def test_one_live_assignment_for_a_meeting_and_an_interpreter(self, meeting, now):
        [row] = ask(meeting, now)
        other = InterpreterFactory()
        with pytest.raises(AskedAlready):
            offers.offer(meeting, to=[other, row.interpreter], wish=wish(), by=None, at=now)
        assert Assignment.objects.count() == 1
        offers.decline(row, by=None, at=now, reason="away")
        offers.offer(meeting, to=[row.interpreter], wish=wish(), by=None, at=now + timedelta(hours=1))
        assert states(Assignment.objects.order_by("pk")) == [State.DECLINED, State.OFFERED]


class TestAccept:
    def test_the_time_is_taken_with_the_travel(self, meeting, now):
        row = accepted(meeting, now, travel_before=45, travel_after=20)
        assert (row.state, row.accepted_at) == (State.ACCEPTED, now)
        assert booked(row) == [(meeting.starts_at - timedelta(minutes=45), meeting.ends_at + timedelta(minutes=20))]

    def test_the_others_are_told(self, meeting, now):
        rows = ask(meeting, now, number=3)
        offers.accept(rows[1], by=None, at=now)
        assert states(rows) == [State.WITHDRAWN, State.ACCEPTED, State.WITHDRAWN]
        assert mails("offer_taken") == [("offer_taken", address(rows[0])), ("offer_taken", address(rows[2]))]

    def test_whoever_stood_in_line_never_hears_of_it(self, meeting, now):
        rows = ask(meeting, now, number=2, in_order=True)
        offers.accept(rows[0], by=None, at=now)
        assert states(rows) == [State.ACCEPTED, State.WITHDRAWN]
        assert mails("offer_taken") == []

    def test_a_team_is_full_when_all_its_seats_are_taken(self, meeting, now):
        rows = ask(meeting, now, number=3, seats=2)
        offers.accept(rows[2], by=None, at=now)
        assert states(rows) == [State.OFFERED, State.OFFERED, State.ACCEPTED]
        offers.accept(rows[0], by=None, at=now)
        assert states(rows) == [State.ACCEPTED, State.WITHDRAWN, State.ACCEPTED]

    def test_the_second_yes_finds_it_gone(self, meeting, now):
        first, second = ask(meeting, now, number=2)
        offers.accept(first, by=None, at=now)
        for again in (first, second):
            with pytest.raises(OfferGone):
                offers.accept(again, by=None, at=now)
        assert Booking.objects.filter(kind=Booking.Kind.INTERPRETER).count() == 1

    def test_a_yes_at_the_last_moment_counts_and_one_after_it_does_not(self, now):
        early, late = (ask(MeetingFactory(confirmed=True), now)[0] for _ in range(2))
        with pytest.raises(OfferExpired):
            offers.accept(late, by=None, at=late.expires_at)
        offers.accept(early, by=None, at=early.expires_at - timedelta(seconds=1))
        assert states([early, late]) == [State.ACCEPTED, State.OFFERED]

    @pytest.mark.parametrize(
        "change",
        [
            lambda meeting: {"starts_at": meeting.starts_at + timedelta(minutes=15)},
            lambda meeting: {"ends_at": meeting.ends_at + timedelta(minutes=15)},
            lambda meeting: {"state": Meeting.State.CANCELLED},
            lambda meeting: {"state": Meeting.State.HELD},
        ],
    )
    def test_a_yes_to_another_time_is_no_yes(self, meeting, now, change):
        [row] = ask(meeting, now)
        Meeting.objects.filter(pk=meeting.pk).update(**change(meeting))
        with pytest.raises(MeetingMoved):
            offers.accept(row, by=None, at=now)
        assert (states([row]), booked(row)) == ([State.OFFERED], [])

    def test_a_page_read_before_the_offer_was_renewed_does_not_count(self, meeting, now):
        [row] = ask(meeting, now)
        with pytest.raises(MeetingMoved):
            offers.accept(row, by=None, at=now, seen=(now - timedelta(hours=1)).isoformat())
        assert offers.accept(row, by=None, at=now, seen=now.isoformat()).state == State.ACCEPTED

    def test_nobody_is_in_two_places(self, meeting, now):
        row = accepted(meeting, now)
        elsewhere = MeetingFactory(confirmed=True)
        [second] = offers.offer(elsewhere, to=[row.interpreter], wish=wish(), by=None, at=now)
        with pytest.raises(InterpreterTaken) as refusal:
            offers.accept(second, by=None, at=now)
        assert str(refusal.value).startswith("You are booked for something else at that time")
        assert states([row, second]) == [State.ACCEPTED, State.OFFERED]
        assert (len(booked(row)), booked(second)) == (1, [])

    @pytest.mark.parametrize(("hour", "refused"), [(22, True), (23, False)])
    def test_a_day_away_speaks_against_it_by_the_calendar_of_the_place(self, now, hour, refused):
        """23:30 UTC is half past midnight in London in summer, and another day."""
        starts_at = datetime(2027, 5, 18, hour, 30, tzinfo=UTC)
        meeting = MeetingFactory(confirmed=True, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20))
        [row] = ask(meeting, now)
        AbsenceFactory(interpreter=row.interpreter, first_on=date(2027, 5, 17), last_on=date(2027, 5, 18))
        if refused:
            with pytest.raises(AwayThen, match="Take it out of your days away first"):
                offers.accept(row, by=None, at=now)
        else:
            offers.accept(row, by=None, at=now)
        assert states([row]) == [State.OFFERED if refused else State.ACCEPTED]

    @pytest.mark.parametrize(("travel", "state"), [(30, State.OFFERED), (7, State.ACCEPTED)])
    def test_two_meetings_across_town_conflict_by_their_travel(self, meeting, now, travel, state):
        """Fifteen minutes apart they do not overlap, but nobody crosses a town in no time."""
        row = accepted(meeting, now, travel_after=travel)
        begins = meeting.ends_at + timedelta(minutes=15)
        later = MeetingFactory(confirmed=True, starts_at=begins, ends_at=begins + timedelta(hours=1))
        facts = wish(travel_before=travel)
        [second] = offers.offer(later, to=[row.interpreter], wish=facts, by=None, at=now)
        if state == State.OFFERED:
            with pytest.raises(InterpreterTaken):
                offers.accept(second, by=None, at=now)
        else:
            offers.accept(second, by=None, at=now)
        assert states([second]) == [state]

    def test_the_delegations_own_bookings_do_not_stand_in_the_way(self, meeting, now):
        BookingFactory(meeting=meeting)
        assert accepted(meeting, now).state == State.ACCEPTED


class TestDecline:
    def test_the_reason_stays_and_the_next_in_line_is_asked(self, meeting, now):
        rows = ask(meeting, now, number=3, in_order=True)
        later = now + timedelta(hours=3)
        offers.decline(rows[0], by=None, at=later, reason="on holiday")
        assert states(rows) == [State.DECLINED, State.OFFERED, State.QUEUED]
        second = Assignment.objects.get(pk=rows[1].pk)
        assert (second.offered_at, second.expires_at) == (later, later + timedelta(hours=48))
        assert Assignment.objects.get(pk=rows[0].pk).reason == "on holiday"
        assert mails() == [("interpreter_offer", address(rows[0])), ("interpreter_offer", address(rows[1]))]

    def test_what_was_accepted_can_be_given_back_while_there_is_time(self, meeting, now):
        row = accepted(meeting, now)
        offers.decline(row, by=None, at=meeting.starts_at - timedelta(hours=72), reason="ill")
        assert (states([row]), booked(row)) == ([State.DECLINED], [])

    def test_close_to_the_meeting_nobody_leaves_by_a_click(self, meeting, now):
        row = accepted(meeting, now)
        with pytest.raises(TooLateToGiveBack):
            offers.decline(row, by=None, at=meeting.starts_at - timedelta(hours=71), reason="ill")
        assert (states([row]), len(booked(row))) == ([State.ACCEPTED], 1)

    def test_a_closed_offer_cannot_be_declined(self, meeting, now):
        first, second = ask(meeting, now, number=2)
        offers.accept(first, by=None, at=now)
        with pytest.raises(OfferGone):
            offers.decline(second, by=None, at=now, reason="no")

    def test_the_line_ends_when_the_meeting_has_begun(self, meeting, now):
        rows = ask(meeting, meeting.starts_at - timedelta(hours=1), number=2, in_order=True)
        offers.decline(rows[0], by=None, at=meeting.starts_at, reason="no")
        assert states(rows) == [State.DECLINED, State.QUEUED]


class TestExpiry:
    def test_silence_is_no_yes_and_the_next_is_asked(self, meeting, now):
        rows = ask(meeting, now, number=2, in_order=True)
        due = now + timedelta(hours=48)
        assert offers.sweep(lambda: due - timedelta(seconds=1)) == 0
        assert offers.sweep(lambda: due) == 1
        assert states(rows) == [State.EXPIRED, State.OFFERED]
        assert offers.sweep(lambda: due) == 0

    def test_whoever_answered_before_the_sweep_keeps_the_answer(self, meeting, now):
        [row] = ask(meeting, now)
        stale = Assignment.objects.get(pk=row.pk)
        offers.accept(row, by=None, at=now)
        offers.expire(stale, at=now + timedelta(days=9))
        assert states([row]) == [State.ACCEPTED]

    def test_withdrawing_goes_on_with_the_line_and_tells(self, meeting, now):
        rows = ask(meeting, now, number=2, in_order=True)
        offers.withdraw(rows[0], by=None, at=now, reason="The host speaks Japanese.")
        assert states(rows) == [State.WITHDRAWN, State.OFFERED]
        assert mails("offer_taken") == [("offer_taken", address(rows[0]))]
        with pytest.raises(IllegalMove):
            offers.withdraw(rows[0], by=None, at=now, reason="again")


class TestAgreed:
    def test_confirmed_briefed_done_invoiced(self, meeting, now):
        user = UserFactory()
        row = accepted(meeting, now)
        assignments.confirm(row, by=user, at=now)
        assignments.brief(row, by=user, at=now)
        with pytest.raises(NotYetOver):
            assignments.finish(row, by=user, at=row.ends_at - timedelta(seconds=1))
        assignments.finish(row, by=user, at=row.ends_at)
        assignments.invoice(row, by=user, at=row.ends_at)
        assert [step.to_state for step in row.transitions.order_by("pk")] == [
            "queued", "offered", "accepted", "confirmed", "briefed", "done", "invoiced",
        ]  # fmt: skip
        assert [name for name, _to in mails()] == ["interpreter_offer", "interpreter_confirmed", "interpreter_briefed"]

    def test_the_office_cannot_confirm_silence(self, meeting, now):
        [row] = ask(meeting, now)
        with pytest.raises(IllegalMove):
            assignments.confirm(row, by=None, at=now)
        assert mails("interpreter_confirmed") == []

    def test_two_colleagues_confirm_once(self, meeting, now):
        row = accepted(meeting, now)
        stale = Assignment.objects.get(pk=row.pk)
        assignments.confirm(row, by=None, at=now)
        with pytest.raises(Outdated):
            assignments.confirm(stale, by=None, at=now)
        assert len(mails("interpreter_confirmed")) == 1

    @pytest.mark.parametrize(
        ("before", "owed"),
        [
            (timedelta(days=8), 0), (timedelta(days=7), 0), (timedelta(days=6, hours=23), 6000),
            (timedelta(hours=48), 6000), (timedelta(hours=47), 12000),
        ],
    )  # fmt: skip
    def test_calling_off_costs_what_the_notice_says(self, meeting, now, before, owed):
        row = assignments.confirm(accepted(meeting, now), by=None, at=now)
        assignments.cancel(row, by=None, at=meeting.starts_at - before, reason="The mayor is ill.")
        row = Assignment.objects.get(pk=row.pk)
        assert (row.state, row.cancellation_fee, row.reason) == (State.CANCELLED, owed, "The mayor is ill.")
        assert booked(row) == []
        assert mails("assignment_cancelled") == [("assignment_cancelled", address(row))]

    def test_before_the_office_confirmed_nothing_is_owed(self, meeting, now):
        row = accepted(meeting, now)
        assignments.cancel(row, by=None, at=meeting.starts_at - timedelta(hours=1), reason="No flight.")
        assert row.cancellation_fee == 0

    def test_whoever_is_replaced_has_the_time_again_and_another_can_be_asked(self, meeting, now):
        row = assignments.confirm(accepted(meeting, now), by=None, at=now)
        assignments.replace(row, by=None, at=now, reason="broken leg")
        assert (states([row]), booked(row), row.cancellation_fee) == ([State.REPLACED], [], None)
        assert accepted(meeting, now).state == State.ACCEPTED


class TestMeetingMoves:
    def test_everybody_is_asked_for_the_new_time(self, meeting, now):
        taken = accepted(meeting, now)
        [offered] = ask(meeting, now)
        moved, later = meeting.starts_at + timedelta(days=1), now + timedelta(hours=1)
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=moved, ends_at=moved + timedelta(hours=1))
        offers.move_along(meeting, by=None, at=later)
        rows = list(Assignment.objects.order_by("pk"))
        assert [(row.state, row.starts_at, row.offered_at) for row in rows] == [("offered", moved, later)] * 2
        assert [row.accepted_at for row in rows] == [None, None]
        assert booked(taken) == []
        assert mails("interpreter_offer")[2:] == [
            ("interpreter_offer", address(taken)), ("interpreter_offer", address(offered)),
        ]  # fmt: skip
        again = offers.accept(rows[0], by=None, at=later, seen=later.isoformat())
        assert booked(again) == [(moved - timedelta(minutes=30), moved + timedelta(minutes=90))]

    def test_when_it_falls_away_all_are_let_go(self, meeting, now):
        taken = assignments.confirm(accepted(meeting, now), by=None, at=now)
        rows = [taken, *ask(meeting, now, number=2, in_order=True)]
        offers.let_go(meeting, by=None, at=meeting.starts_at - timedelta(days=3), reason="The host is closed.")
        assert states(rows) == [State.CANCELLED, State.WITHDRAWN, State.WITHDRAWN]
        assert Assignment.objects.get(pk=taken.pk).cancellation_fee == 6000
        assert mails("offer_taken", "assignment_cancelled") == [
            ("offer_taken", address(rows[1])), ("assignment_cancelled", address(taken)),
        ]  # fmt: skip
        assert Booking.objects.filter(kind=Booking.Kind.INTERPRETER).count() == 0


class TestReconfirmation:
    def test_two_days_before_they_are_asked_once(self, meeting, now):
        row = assignments.confirm(accepted(meeting, now), by=None, at=now)
        soon = meeting.starts_at - timedelta(hours=48)
        assert offers.sweep(lambda: soon - timedelta(minutes=1)) == 0
        assert (offers.sweep(lambda: soon), offers.sweep(lambda: soon)) == (1, 0)
        assert mails("reconfirm") == [("reconfirm", address(row))]
        assert Assignment.objects.get(pk=row.pk).reconfirm_asked_at == soon

    def test_whoever_was_asked_at_the_last_moment_is_not_asked_again(self, now):
        begins = now + timedelta(hours=30)
        meeting = MeetingFactory(confirmed=True, starts_at=begins, ends_at=begins + timedelta(hours=1))
        accepted(meeting, now)
        assert offers.sweep(lambda: now + timedelta(hours=1)) == 0

    def test_a_second_sweep_at_the_same_moment_sends_no_second_mail(self, meeting, now):
        row = accepted(meeting, now)
        stale = Assignment.objects.get(pk=row.pk)
        soon = meeting.starts_at - timedelta(hours=47)
        assignments.ask_again(row, at=soon)
        assignments.ask_again(stale, at=soon + timedelta(seconds=1))
        assert len(mails("reconfirm")) == 1
        assert Assignment.objects.get(pk=row.pk).reconfirm_asked_at == soon

    def test_yes_i_am_coming(self, meeting, now):
        row = accepted(meeting, now)
        assert assignments.reconfirm(row, at=now).reconfirmed_at == now
        with pytest.raises(OfferGone):
            assignments.reconfirm(AssignmentFactory(), at=now)
