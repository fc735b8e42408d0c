"""Meetings on the staff site: written down, offered, moved, taken off; and listed on their case."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clair_portal.mail.models import OutgoingMail
from exchanges.actions import answers, meetings
from exchanges.admin.meetings import of_case
from exchanges.models import Booking, Host, Meeting
from tests.factories.exchanges import HostFactory, MeetingFactory

pytestmark = pytest.mark.django_db
ADD = "admin:exchanges_meeting_add"
TEN = datetime(2027, 5, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def staff(client, parties):
    client.force_login(parties.plans)
    return parties.plans


@pytest.fixture
def case(parties):
    return parties.case(state="planning", owner=parties.plans)


@pytest.fixture
def meeting(case):
    return MeetingFactory(case=case)


def typed(case, host, *walls, **changes):
    """What the form sends; `walls` are the times to offer."""
    facts = {
        "case": case.pk, "host": host.pk, "topic": "Kitchens", "minutes": "60", "priority": "must", "group": "",
        "zone": "Europe/Berlin", "place": "", "contact_name": "", "contact_email": "kim@example.org",
        "language": "de", "needs_interpreter": "on", "speaker": "", "arrival": "",
    }  # fmt: skip
    for number, (on, at) in enumerate(walls, start=1):
        facts |= {f"slot_{number}_date": on, f"slot_{number}_time": at}
    return facts | changes


def again(client, meeting, *walls, **changes):
    """The change form as it was drawn, sent back with other values."""
    address = reverse("admin:exchanges_meeting_change", args=[meeting.pk])
    seen = client.get(address).context["seen_facts"]
    own = {
        name: getattr(meeting, name)
        for name in ("topic", "minutes", "priority", "group", "zone", "place", "contact_name", "contact_email")
    } | {"language": meeting.language, "speaker": meeting.speaker, "arrival": meeting.arrival}
    return client.post(address, typed(meeting.case, meeting.host, *walls, **(own | changes), _seen_facts=seen))


def press(client, meeting, name, **more):
    return client.post(reverse("admin:exchanges_meeting_move", args=[meeting.pk, name]), more)


def errors_of(response):
    return response.context["adminform"].form.errors


def stored(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def starts(meeting):
    return sorted(meeting.slots.values_list("starts_at", flat=True))


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", flat=True))


class TestWritingDown:
    def test_times_stand_on_the_wall_of_the_meetings_zone(self, client, staff, case):
        sent = typed(case, HostFactory(), ("2027-05-18", "10:00"), ("2027-05-19", "14:30"))
        response = client.post(reverse(ADD), sent)
        assert response.status_code == 302, errors_of(response)
        meeting = Meeting.objects.get()
        assert starts(meeting) == [datetime(2027, 5, 18, 8, 0, tzinfo=UTC), datetime(2027, 5, 19, 12, 30, tzinfo=UTC)]
        assert (meeting.state, meeting.transitions.get().by, mails()) == ("wanted", staff, [])

    def test_the_case_is_filled_in_when_one_comes_from_it(self, client, staff, case):
        assert f'<option value="{case.pk}" selected>' in client.get(reverse(ADD), {"case": case.pk}).content.decode()

    def test_who_shall_not_be_contacted_is_refused_at_the_field(self, client, staff, case):
        response = client.post(reverse(ADD), typed(case, HostFactory(do_not_contact=True)))
        assert "do not contact" in str(errors_of(response))
        assert Meeting.objects.count() == 0

    def test_a_host_with_enough_visits_is_named_and_the_meeting_written(self, client, staff, case):
        host = HostFactory(visits_a_year=1)
        MeetingFactory(host=host, confirmed=True)
        response = client.post(reverse(ADD), typed(case, host), follow=True)
        assert "receives 1 visit in 2027 already, and wants no more." in response.content.decode()
        assert Meeting.objects.count() == 2

    @pytest.mark.parametrize(
        ("field", "value"), [("zone", "Europe/Nowhere"), ("minutes", "5"), ("topic", ""), ("contact_email", "nobody")]
    )
    def test_bad_input_is_refused_and_nothing_is_written(self, client, staff, case, field, value):
        response = client.post(reverse(ADD), typed(case, HostFactory(), **{field: value}))
        assert errors_of(response) != {}
        assert Meeting.objects.count() == 0


class TestSteps:
    def test_the_times_written_down_are_offered_by_a_button(self, client, staff, meeting):
        again(client, meeting, ("2027-05-18", "10:00"))
        assert press(client, meeting, "offer").status_code == 302
        assert (stored(meeting).state, starts(meeting), mails()) == ("slots_offered", [TEN], ["exchanges/host_asked"])

    def test_without_times_the_button_says_what_is_missing(self, client, staff, meeting):
        response = press(client, meeting, "offer", follow=True)
        assert (response.status_code, stored(meeting).state) == (302, "wanted")

    def test_other_times_go_out_as_a_new_mail(self, client, staff, meeting, now):
        meetings.offer(meeting, starts=[TEN], by=staff, at=now)
        response = again(client, meeting, ("2027-05-20", "10:00"))
        assert response.status_code == 302, errors_of(response)
        assert (starts(meeting), len(mails())) == ([TEN.replace(day=20)], 2)

    def test_saving_without_a_change_of_times_sends_nothing(self, client, staff, meeting, now):
        meetings.offer(meeting, starts=[TEN], by=staff, at=now)
        assert again(client, meeting, ("2027-05-18", "10:00"), place="Hall").status_code == 302
        assert len(mails()) == 1

    def test_an_agreed_meeting_is_moved_and_has_to_be_confirmed_again(self, client, staff, meeting, now):
        meetings.offer(meeting, starts=[TEN], by=staff, at=now)
        answers.choose(meeting, starts_at=TEN, by=staff, at=now)
        response = again(client, meeting, moved_to_date="2027-05-18", moved_to_time="15:00")
        assert response.status_code == 302, errors_of(response)
        assert (stored(meeting).state, stored(meeting).starts_at) == ("changed", TEN.replace(hour=14))
        assert Booking.objects.get().starts_at == TEN.replace(hour=14)

    def test_a_proposal_is_accepted_or_refused_with_a_sentence(self, client, staff, case, meeting, now):
        meetings.offer(meeting, starts=[TEN], by=staff, at=now)
        answers.choose(meeting, starts_at=TEN, by=staff, at=now)
        other = MeetingFactory(case=case, state="held", starts_at=TEN, ends_at=TEN.replace(hour=10))
        response = client.post(reverse("admin:exchanges_meeting_move", args=[other.pk, "accept"]), follow=True)
        assert "Nothing was booked; choose another time." in response.content.decode()
        assert stored(other).state == "held"

    @pytest.mark.parametrize(("name", "state"), [("declined", "declined"), ("cancel", "cancelled")])
    @pytest.mark.usefixtures("staff")
    def test_an_end_needs_a_reason(self, client, meeting, now, name, state):
        meetings.offer(meeting, starts=[TEN], by=None, at=now)
        assert press(client, meeting, name, reason="").status_code == 200
        press(client, meeting, name, reason="No budget.")
        assert (stored(meeting).state, stored(meeting).transitions.latest("pk").reason) == (state, "No budget.")


class TestLists:
    def test_a_case_lists_its_meetings_with_a_way_to_add_one(self, case, meeting):
        MeetingFactory(topic="Of another case")
        text = str(of_case(case))
        expected = (meeting.topic, "wanted", reverse("admin:exchanges_meeting_add") + f"?case={case.pk}")
        assert [words for words in expected if words not in text] == []
        assert "Of another case" not in text

    def test_three_meetings_cost_as_many_queries_as_one(self, client, staff, case):
        counts = []
        for number in (1, 2):
            for _ in range(number):
                MeetingFactory(case=case, confirmed=True)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("admin:exchanges_meeting_changelist"))
            counts.append(len(queries))
        assert counts == [counts[0]] * 2
        assert counts[0] <= 12

    def test_what_is_only_wanted_stays_with_the_office(self, parties, case, meeting):
        asked = MeetingFactory(case=case, state="asked")
        assert set(Meeting.objects.visible_to(parties.plans)) == {meeting, asked}
        for outside in (parties.asks, parties.endorses):
            assert list(Meeting.objects.visible_to(outside)) == [asked]


def test_a_hosts_memory_is_kept_when_the_mark_is_set_later(meeting, now, staff):
    Host.objects.update(do_not_contact=True)
    found = Meeting.objects.for_pages().get()
    meetings.cancel(found, by=staff, at=now, reason="They do not want visits.")
    assert stored(meeting).state == "cancelled"
