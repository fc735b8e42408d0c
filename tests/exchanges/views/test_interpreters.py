"""The interpreter's pages: by signed link, without an account, on a phone; and the list for whoever has one."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from clair_portal.accounts import links
from exchanges.actions import assignments, offers
from exchanges.emails import interpreters as interpreter_emails
from exchanges.models import Assignment, Booking, Meeting
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.exchanges import (
    AssignmentFactory,
    DelegateFactory,
    InterpreterFactory,
    MeetingFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
State = Assignment.State


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def offered():
    return AssignmentFactory()


def page(one):
    return interpreter_emails.offer_path(one)


def step(name, one):
    return reverse(f"exchanges:{name}_offer", args=[page(one).rstrip("/").rpartition("/")[2]])


def read(client, one):
    response = client.get(page(one))
    assert response.status_code == 200
    return response.content.decode()


def state(one):
    return Assignment.objects.get(pk=one.pk).state


class TestOffer:
    def test_it_says_what_when_where_and_for_how_much(self, client, offered):
        text = read(client, offered)
        for words in (
            "would you interpret at this meeting?", "How the city finds people who live alone",
            "Tue 18 May 2027, 10:00–11:00", "UK time", "in Japan: 18:00–19:00", "Leeds", "120.00 GBP", "consecutive",
            "English → Japanese, Japanese → English", "Wed 25 November 2026, 09:00 UK time", "Accept the assignment",
        ):  # fmt: skip
            assert words in text

    def test_looking_changes_nothing(self, client, offered):
        for path in (page(offered), step("accept", offered), step("decline", offered), step("reconfirm", offered)):
            client.get(path)
        assert (state(offered), Booking.objects.count()) == (State.OFFERED, 0)

    def test_one_click_and_the_time_is_booked(self, client, offered):
        response = client.post(step("accept", offered), {"seen": offered.offered_at.isoformat()})
        assert (response.status_code, response["Location"]) == (303, page(offered))
        assert state(offered) == State.ACCEPTED
        assert "Thank you. The time is booked for you" in read(client, offered)

    def test_the_second_click_finds_it_done(self, client, offered):
        answers = [client.post(step("accept", offered)) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert Booking.objects.count() == 1

    def test_declining_asks_for_a_word(self, client, offered):
        assert client.post(step("decline", offered), {"reason": ""}).status_code == 422
        assert state(offered) == State.OFFERED
        assert client.post(step("decline", offered), {"reason": "on holiday"}).status_code == 303
        assert (state(offered), Assignment.objects.get().reason) == (State.DECLINED, "on holiday")
        assert "You have declined." in read(client, offered)
        assert client.post(step("decline", offered), {"reason": "twice"}).status_code == 303

    def test_a_no_can_not_become_a_yes_by_the_same_link(self, client, offered):
        client.post(step("decline", offered), {"reason": "on holiday"})
        client.post(step("accept", offered))
        assert (state(offered), Booking.objects.count()) == (State.DECLINED, 0)

    def test_too_late_is_said_politely(self, client, offered, clock):
        clock.move_to(offered.expires_at)
        text = read(client, offered)
        assert "The time to answer this offer is over." in text
        assert "Accept the assignment" not in text
        response = client.post(step("accept", offered))
        assert response.status_code == 409
        assert "The time to answer this offer is over." in response.content.decode()
        assert state(offered) == State.OFFERED

    def test_somebody_else_was_faster(self, client, offered, now):
        other = AssignmentFactory(meeting=offered.meeting, round=offered.round)
        offers.accept(other, by=None, at=now)
        assert "Somebody else has accepted this offer in the meantime." in read(client, offered)
        assert client.post(step("accept", offered)).status_code == 303
        assert state(offered) == State.WITHDRAWN

    def test_withdrawn_with_the_offices_words(self, client, offered, now):
        offers.withdraw(offered, by=None, at=now, reason="The host speaks Japanese.")
        assert "The host speaks Japanese." in read(client, offered)

    def test_doubled_is_said_politely_and_nothing_is_written(self, client, offered, now):
        offers.accept(offered, by=None, at=now)
        second = AssignmentFactory(interpreter=offered.interpreter, meeting=MeetingFactory(confirmed=True))
        response = client.post(step("accept", second))
        assert response.status_code == 409
        assert "You are booked for something else at that time, travel included." in response.content.decode()
        assert state(second) == State.OFFERED

    def test_a_page_from_before_the_meeting_moved_is_shown_again(self, client, offered, now):
        seen = offered.offered_at.isoformat()
        moved = offered.starts_at + timedelta(days=1)
        Meeting.objects.update(starts_at=moved, ends_at=moved + timedelta(hours=1))
        offers.move_along(offered.meeting, by=None, at=now)
        response = client.post(step("accept", offered), {"seen": seen})
        assert response.status_code == 409
        assert "Please look at it again." in response.content.decode()
        assert "Wed 19 May 2027" in response.content.decode()
        assert state(offered) == State.OFFERED

    @pytest.mark.parametrize("seen", ["nonsense", "2026-13-45T00:00:00", "x" * 5000, "\x00"])
    def test_a_forged_hidden_field_is_no_server_error(self, client, offered, seen):
        assert client.post(step("accept", offered), {"seen": seen}).status_code in (303, 409)


class TestLink:
    @pytest.mark.parametrize("token", ["not-a-token", "a:b:c", "%E9"])
    def test_nonsense_is_not_found(self, client, token):
        for name in ("offer", "accept_offer", "decline_offer", "reconfirm_offer"):
            assert client.get(f"/visits/offer/{token}/").status_code == 404
            assert client.post(reverse(f"exchanges:{name}", args=["x"])).status_code in (404, 405)

    def test_a_token_for_another_purpose_opens_nothing(self, client, offered):
        for purpose in ("events.place", "exchanges.host"):
            token = links.token(purpose, str(offered.uuid), offered.nonce)
            assert client.get(reverse("exchanges:offer", args=[token])).status_code == 404

    def test_a_link_with_an_older_nonce_is_dead(self, client, offered):
        path = page(offered)
        Assignment.objects.update(nonce="0" * 16)
        assert client.get(path).status_code == 404

    def test_a_link_lives_400_days(self, client, offered, clock):
        path = page(offered)
        clock.shift(timedelta(days=401))
        assert client.get(path).status_code == 404

    def test_whoever_stands_in_line_has_no_page_yet(self, client):
        queued = AssignmentFactory(state=State.QUEUED, offered_at=None)
        assert client.get(page(queued)).status_code == 404


class TestAgreed:
    def confirmed(self, offered, now):
        return assignments.confirm(offers.accept(offered, by=None, at=now), by=None, at=now)

    def test_the_papers_open_when_briefed_and_not_before(self, client, offered, now):
        case = offered.meeting.case
        DelegateFactory(case=case, family="Zqmihon", family_kanji="見本", title_ja="副市長", title_en="Deputy Mayor")
        ThemeFactory(case=case, title="Zqtheme", questions="Who pays?")
        Meeting.objects.update(arrival="Ring at the side door.", speaker="Kim Example")
        one = self.confirmed(offered, now)
        secrets = ("Zqmihon", "副市長", "Deputy Mayor", "Zqtheme", "Who pays?", "Ring at the side door.")
        assert [words for words in secrets if words in read(client, one)] == []
        assignments.brief(one, by=None, at=now)
        assert [words for words in secrets if words not in read(client, one)] == []

    def test_the_papers_close_when_the_assignment_ends(self, client, offered, now):
        DelegateFactory(case=offered.meeting.case, family="Zqmihon")
        one = assignments.brief(self.confirmed(offered, now), by=None, at=now)
        assignments.cancel(one, by=None, at=now, reason="The mayor is ill.")
        text = read(client, one)
        assert ("Zqmihon" in text, "The mayor is ill." in text) == (False, True)

    def test_a_cancellation_fee_is_named(self, client, offered, now, clock):
        one = self.confirmed(offered, now)
        assignments.cancel(one, by=None, at=one.starts_at - timedelta(days=3), reason="The mayor is ill.")
        assert "The office owes you 60.00 GBP for the short notice." in read(client, one)

    def test_giving_back_is_offered_while_there_is_time(self, client, offered, now, clock):
        one = self.confirmed(offered, now)
        assert "I cannot come after all" in read(client, one)
        clock.move_to(one.starts_at - timedelta(hours=71))
        text = read(client, one)
        assert ("I cannot come after all" in text, "please ring the office at once" in text) == (False, True)
        response = client.post(step("decline", one), {"reason": "ill"})
        assert response.status_code == 422
        assert "Please ring the office." in response.content.decode()
        assert state(one) == State.CONFIRMED

    def test_coming_is_said_once_asked(self, client, offered, now, clock):
        one = self.confirmed(offered, now)
        assert "Yes, I am coming" not in read(client, one)
        clock.move_to(one.starts_at - timedelta(hours=47))
        offers.sweep(lambda: one.starts_at - timedelta(hours=47))
        assert "Yes, I am coming" in read(client, one)
        assert client.post(step("reconfirm", one)).status_code == 303
        assert client.post(step("reconfirm", one)).status_code == 303
        assert Assignment.objects.get().reconfirmed_at == one.starts_at - timedelta(hours=47)
        assert "Yes, I am coming" not in read(client, one)


class TestMyAssignments:
    @pytest.fixture
    def interpreter(self, client):
        interpreter = InterpreterFactory(person=UserFactory().person)
        client.force_login(RoleAssignmentFactory(user=interpreter.person.user, role="interpreter").user)
        return interpreter

    def test_strangers_sign_in_first(self, client):
        assert client.get(reverse("exchanges:assignments")).status_code == 302

    def test_ones_own_and_nobody_elses(self, client, interpreter):
        own = AssignmentFactory(interpreter=interpreter, meeting__topic="Zqown")
        AssignmentFactory(meeting__topic="Zqother")
        AssignmentFactory(interpreter=interpreter, meeting__topic="Zqqueued", state=State.QUEUED, offered_at=None)
        text = client.get(reverse("exchanges:assignments")).content.decode()
        found = [words in text for words in ("Zqown", "Zqother", "Zqqueued", page(own))]
        assert found == [True, False, False, True]

    def test_what_is_over_stands_below(self, client, interpreter):
        AssignmentFactory(interpreter=interpreter, state=State.DECLINED, reason="away", meeting__topic="Zqdeclined")
        response = client.get(reverse("exchanges:assignments"))
        assert ([row[0].state for row in response.context["earlier"]], response.context["coming"]) == (["declined"], [])
        assert "Nothing is waiting for you." in response.content.decode()

    def test_somebody_without_assignments_sees_what_would_be_here(self, client):
        client.force_login(UserFactory(person=None))
        assert "Nothing is waiting for you." in client.get(reverse("exchanges:assignments")).content.decode()

    def test_one_row_and_three_cost_the_same(self, client, interpreter, django_assert_max_num_queries):
        for number in (1, 2):
            AssignmentFactory.create_batch(number, interpreter=interpreter)
            with django_assert_max_num_queries(4):
                client.get(reverse("exchanges:assignments"))
