"""Assignments on the staff site: asking for a meeting, the buttons, the list."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from clair_portal.mail.models import OutgoingMail
from exchanges.actions import offers
from exchanges.models import Assignment, Booking
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.exchanges import AssignmentFactory, BookingFactory, InterpreterFactory, MeetingFactory

pytestmark = pytest.mark.django_db
State = Assignment.State


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def staff(client):
    user = RoleAssignmentFactory(role="staff_visits").user
    client.force_login(user)
    return user


@pytest.fixture
def meeting():
    return MeetingFactory(confirmed=True)


def ask_page(meeting):
    return reverse("admin:exchanges_assignment_offer", args=[meeting.pk])


def typed(*roster, **changes):
    return {
        "interpreters": [one.pk for one in roster], "way": "in_order", "seats": "1", "answer_hours": "24",
        "travel_before": "45", "travel_after": "15", "fee": "", **changes,
    }  # fmt: skip


class TestAsking:
    def test_who_is_free_the_nearest_first_with_the_price(self, client, staff, meeting):
        far, near, busy, german = (
            InterpreterFactory(city="York"), InterpreterFactory(), InterpreterFactory(),
            InterpreterFactory(directions=["de>ja", "ja>de"]),
        )  # fmt: skip
        BookingFactory(meeting=meeting, kind=Booking.Kind.INTERPRETER, resource=busy.pk)
        page = client.get(ask_page(meeting)).context["page"]
        assert [one.pk for one in page.roster] == [near.pk, far.pk]
        assert page.form.fields["interpreters"].choices[0][1] == f"{near} (Leeds), 120.00 GBP"
        found = client.get(ask_page(meeting), {"mode": "consecutive", "pairs": ["de>ja"]}).context["page"]
        assert [one.pk for one in found.roster] == [german.pk]

    def test_the_rule_table_is_read_out(self, client, staff, meeting):
        InterpreterFactory(modes=["simultaneous"])
        asked = {"mode": "simultaneous", "pairs": ["en>ja", "ja>en"]}
        response = client.get(ask_page(meeting), asked)
        assert response.context["page"].form.initial == {"seats": 2}
        assert "By the rule table this takes 2 interpreters." in response.content.decode()

    def test_in_order_the_nearest_hears_first(self, client, staff, meeting):
        far, near = InterpreterFactory(city="York"), InterpreterFactory()
        response = client.post(ask_page(meeting), typed(far, near))
        assert response.status_code == 302
        rows = Assignment.objects.order_by("position")
        assert [(row.interpreter, row.state) for row in rows] == [(near, State.OFFERED), (far, State.QUEUED)]
        first = rows[0]
        assert (first.travel_before, first.travel_after, first.answer_hours) == (45, 15, 24)
        assert first.transitions.order_by("pk").first().by == staff

    def test_all_at_once_with_another_fee(self, client, staff, meeting):
        roster = InterpreterFactory.create_batch(2)
        client.post(ask_page(meeting), typed(*roster, way="all", fee="15000"))
        assert list(Assignment.objects.values_list("state", "fee")) == [(State.OFFERED, 15000)] * 2
        assert OutgoingMail.objects.filter(template="exchanges/interpreter_offer").count() == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"interpreters": []}, {"interpreters": ["999999"]}, {"seats": "0"}, {"answer_hours": "721"},
            {"travel_before": "601"}, {"way": "shout"}, {"fee": "-1"}, {"interpreters": ["x"]},
        ],
    )  # fmt: skip
    def test_bad_input_is_refused_and_nobody_is_asked(self, client, staff, meeting, changes):
        response = client.post(ask_page(meeting), typed(InterpreterFactory()) | changes)
        assert response.status_code == 200
        assert response.context["page"].form.errors
        assert (Assignment.objects.count(), OutgoingMail.objects.count()) == (0, 0)

    def test_whoever_was_asked_already_is_named_so(self, client, staff, meeting):
        one = InterpreterFactory()
        answers = [client.post(ask_page(meeting), typed(one)) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 200]
        assert "has been asked for this meeting already" in answers[1].content.decode()
        assert Assignment.objects.count() == 1

    def test_a_meeting_without_a_time_says_so(self, client, staff):
        InterpreterFactory()
        response = client.get(ask_page(MeetingFactory()))
        assert "The meeting has no time yet." in response.content.decode()
        assert response.context["page"].roster == []

    @pytest.mark.parametrize(("role", "status"), [("staff_jetaa", 403), ("hq", 403), ("staff_admin", 200)])
    def test_only_who_may(self, client, meeting, role, status):
        client.force_login(RoleAssignmentFactory(role=role).user)
        assert client.get(ask_page(meeting)).status_code == status

    def test_an_unknown_meeting_is_not_found(self, client, staff):
        assert client.get(reverse("admin:exchanges_assignment_offer", args=[999999])).status_code == 404

    def test_looking_asks_nobody(self, client, staff, meeting):
        InterpreterFactory()
        client.get(ask_page(meeting))
        assert (Assignment.objects.count(), OutgoingMail.objects.count()) == (0, 0)


class TestButtons:
    def press(self, client, one, name, **sent):
        return client.post(reverse("admin:exchanges_assignment_move", args=[one.pk, name]), sent)

    def offered_on(self, client, one):
        response = client.get(reverse("admin:exchanges_assignment_change", args=[one.pk]))
        assert response.status_code == 200
        return [move.name for move, _url in response.context["move_links"]]

    def test_each_state_offers_its_own_steps(self, client, staff):
        expected = {
            State.OFFERED: ["withdraw"],
            State.ACCEPTED: ["confirm", "replace", "cancel"],
            State.CONFIRMED: ["brief", "finish", "replace", "cancel"],
            State.BRIEFED: ["finish", "replace", "cancel"],
            State.DONE: ["invoice"],
            State.INVOICED: [],
            State.EXPIRED: [],
        }
        found = {state: self.offered_on(client, AssignmentFactory(state=state)) for state in expected}
        assert found == expected

    def test_from_accepted_to_invoiced(self, client, staff, now, clock):
        one = offers.accept(AssignmentFactory(), by=None, at=now)
        for name in ("confirm", "brief"):
            self.press(client, one, name)
        self.press(client, one, "finish")
        assert Assignment.objects.get().state == State.BRIEFED
        clock.move_to(one.ends_at)
        client.force_login(staff)
        for name in ("finish", "invoice"):
            self.press(client, one, name)
        assert Assignment.objects.get().state == State.INVOICED
        assert one.transitions.order_by("-pk").first().by == staff

    def test_calling_off_needs_a_reason_and_names_the_fee(self, client, staff, clock):
        one = AssignmentFactory(state=State.CONFIRMED)
        clock.move_to(one.starts_at - timedelta(hours=47))
        client.force_login(staff)
        self.press(client, one, "cancel", reason="")
        assert Assignment.objects.get().state == State.CONFIRMED
        self.press(client, one, "cancel", reason="The mayor is ill.")
        assert Assignment.objects.values_list("state", "cancellation_fee").get() == (State.CANCELLED, 12000)
        page = client.get(reverse("admin:exchanges_assignment_change", args=[one.pk]))
        assert "120.00 GBP" in page.content.decode()

    def test_whoever_may_not_is_turned_away(self, client):
        one = AssignmentFactory(state=State.ACCEPTED)
        client.force_login(RoleAssignmentFactory(role="hq").user)
        assert self.press(client, one, "confirm").status_code in (403, 404)
        assert Assignment.objects.get().state == State.ACCEPTED


class TestList:
    def test_what_stands_in_it(self, client, staff):
        AssignmentFactory(meeting__topic="Zqtopic", reconfirm_asked_at=None)
        response = client.get(reverse("admin:exchanges_assignment_changelist"))
        text = response.content.decode()
        for words in ("Zqtopic", "Tue 18 May 2027, 10:00–11:00 UK time", "120.00 GBP", "offered"):
            assert words in text

    def test_one_row_and_three_cost_the_same(self, client, staff, django_assert_max_num_queries):
        for number in (1, 2):
            AssignmentFactory.create_batch(number)
            with django_assert_max_num_queries(10):
                client.get(reverse("admin:exchanges_assignment_changelist"))

    def test_an_assignment_cannot_be_typed_in(self, client, staff):
        assert client.get(reverse("admin:exchanges_assignment_add")).status_code == 403
