"""The host's page by signed link: no account, no names, nothing that a forwarded or old link could do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from clair_portal.accounts import links
from clair_portal.mail.models import OutgoingMail
from exchanges.actions import answers, meetings
from exchanges.emails import hosts as host_emails
from exchanges.models import Booking, Meeting
from tests.factories.exchanges import MeetingFactory, ThemeFactory

pytestmark = pytest.mark.django_db
TEN = datetime(2027, 5, 18, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = ("Mihon", "Robin", "Kim Example", "@example.org")


@pytest.fixture
def meeting(parties, now):
    case = parties.case(state="planning", owner=parties.plans, party_size=6)
    case.delegates.update(title_en="Deputy Mayor")
    meeting = MeetingFactory(case=case, place="Town Hall")
    return meetings.offer(meeting, starts=[TEN, TEN + HOUR], by=None, at=now)


def page(meeting, more=""):
    return host_emails.host_path(meeting) + more


def stored(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def mails(name):
    return OutgoingMail.objects.filter(template=f"exchanges/{name}").count()


def choose(client, meeting, starts_at=TEN, **more):
    return client.post(page(meeting), {"starts_at": starts_at.isoformat(), "speaker": "", "arrival": "", **more})


class TestTheQuestion:
    def test_it_shows_who_asks_and_why_and_the_times_in_the_hosts_zone(self, client, meeting):
        text = client.get(page(meeting)).content.decode()
        expected = (
            "Example City", "led by: Deputy Mayor", "6 people", "Day care", "Who pays?", "JLGC London",
            "Tue 18 May 2027, 10:00–11:00 (UK time)", "Tue 18 May 2027, 11:00–12:00 (UK time)", "60 minutes",
        )  # fmt: skip
        assert [words for words in expected if words not in text] == []

    def test_nobody_is_named(self, client, meeting):
        text = client.get(page(meeting)).content.decode()
        assert [name for name in NAMES if name in text] == []

    def test_looking_changes_nothing(self, client, meeting):
        before = Meeting.objects.values().get()
        for more in ("", "propose/", "decline/"):
            assert client.get(page(meeting, more)).status_code == 200
        assert Meeting.objects.values().get() == before

    def test_search_engines_stay_away(self, client, meeting):
        assert '<meta name="robots" content="noindex">' in client.get(page(meeting)).content.decode()

    def test_times_that_have_gone_by_are_not_shown(self, client, meeting, clock):
        clock.move_to(TEN + timedelta(minutes=1))
        token = links.token(host_emails.HOST_LINK, str(meeting.uuid), meeting.nonce)
        text = client.get(f"/visits/host/{token}/").content.decode()
        assert ("10:00–11:00" in text, "11:00–12:00" in text) == (False, True)

    def test_more_themes_cost_no_more_queries(self, client, meeting):
        counts = []
        for number in range(2):
            ThemeFactory.create_batch(number * 3, case=meeting.case)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(page(meeting))
            counts.append(len(queries))
        assert counts == [counts[0]] * 2
        assert counts[0] <= 8


class TestChoosing:
    def test_one_time_one_click_and_it_is_settled(self, client, meeting):
        response = choose(client, meeting, speaker="Sam Example", arrival="Room 2", follow=True)
        assert (response.status_code, response["Location"]) == (303, page(meeting))
        found = stored(meeting)
        assert (found.state, found.starts_at, found.speaker, found.arrival) == (
            "confirmed", TEN, "Sam Example", "Room 2",
        )  # fmt: skip
        text = client.get(page(meeting)).content.decode()
        shown = ("Thank you. The time is settled.", "Tue 18 May 2027, 10:00–11:00", "Town Hall", "Sam Example")
        assert [words for words in shown if words not in text] == []

    def test_the_second_click_changes_nothing(self, client, meeting):
        answers_seen = [choose(client, meeting) for _ in range(2)]
        assert {(one.status_code, one["Location"]) for one in answers_seen} == {(303, page(meeting))}
        assert (mails("host_confirmed"), mails("host_answered"), Booking.objects.count()) == (1, 1, 1)

    def test_a_second_answer_finds_the_first(self, client, meeting):
        choose(client, meeting)
        client.post(page(meeting), {"starts_at": (TEN + HOUR).isoformat()})
        assert stored(meeting).starts_at == TEN

    @pytest.mark.parametrize("sent", ["", "2027-05-18T12:00:00+00:00", "tomorrow", "\x00"])
    def test_a_forged_time_is_refused_at_its_place(self, client, meeting, sent):
        response = client.post(page(meeting), {"starts_at": sent})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["starts_at"])
        assert stored(meeting).state == "slots_offered"

    def test_a_time_that_is_taken_meanwhile_is_said_with_what_was_typed_kept(self, client, meeting, now):
        other = MeetingFactory(case=meeting.case)
        meetings.offer(other, starts=[TEN], by=None, at=now)
        answers.choose(other, starts_at=TEN, at=now)
        response = choose(client, meeting, speaker="Sam Example")
        text = response.content.decode()
        assert response.status_code == 422
        assert "Nothing was booked; choose another time." in text
        assert 'value="Sam Example"' in text
        assert "Which time suits you?" in text
        assert stored(meeting).state == "slots_offered"

    @pytest.mark.parametrize("field", ["speaker", "arrival"])
    def test_impossible_texts_are_refused_at_their_place(self, client, meeting, field):
        response = choose(client, meeting, **{field: "x" * 5000})
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


class TestOtherAnswers:
    def test_another_time_on_the_hosts_own_clock(self, client, meeting):
        sent = {"starts_at_date": "2027-05-20", "starts_at_time": "15:00", "remark": "Mornings are full."}
        response = client.post(page(meeting, "propose/"), sent)
        assert response.status_code == 303
        assert (stored(meeting).state, stored(meeting).starts_at) == ("held", datetime(2027, 5, 20, 14, tzinfo=UTC))
        assert "We look whether your time is possible" in client.get(page(meeting)).content.decode()

    def test_a_zone_that_is_sent_along_is_ignored(self, client, meeting):
        sent = {"starts_at_date": "2027-05-20", "starts_at_time": "15:00", "zone": "Asia/Tokyo"}
        client.post(page(meeting, "propose/"), sent)
        assert stored(meeting).starts_at == datetime(2027, 5, 20, 14, tzinfo=UTC)

    def test_a_time_that_has_gone_by_is_no_proposal(self, client, meeting):
        sent = {"starts_at_date": "2026-05-20", "starts_at_time": "15:00"}
        response = client.post(page(meeting, "propose/"), sent)
        assert (response.status_code, stored(meeting).state) == (422, "slots_offered")

    def test_no_needs_a_reason(self, client, meeting):
        assert client.post(page(meeting, "decline/"), {"reason": ""}).status_code == 422
        assert client.post(page(meeting, "decline/"), {"reason": "No staff in May."}).status_code == 303
        assert (stored(meeting).state, stored(meeting).reason) == ("declined", "No staff in May.")
        assert "No staff in May." in client.get(page(meeting)).content.decode()

    def test_speaker_and_room_can_follow_once_the_time_is_settled(self, client, meeting):
        assert client.get(page(meeting, "receive/"))["Location"] == page(meeting)
        choose(client, meeting)
        client.post(page(meeting, "receive/"), {"speaker": "Sam Example", "arrival": "Room 2"})
        assert stored(meeting).speaker == "Sam Example"
        assert 'value="Sam Example"' in client.get(page(meeting, "receive/")).content.decode()

    @pytest.mark.parametrize("more", ["propose/", "receive/"])
    def test_what_is_closed_leads_back_to_the_page(self, client, meeting, more):
        client.post(page(meeting, "decline/"), {"reason": "No."})
        for ask in (client.get, client.post):
            response = ask(page(meeting, more))
            assert (response.status_code, response["Location"]) == (303, page(meeting))


class TestTheLink:
    def test_one_for_another_purpose_opens_nothing(self, client, meeting):
        token = links.token("events.place", str(meeting.uuid), meeting.nonce)
        assert client.get(f"/visits/host/{token}/").status_code == 404

    def test_a_broken_one_is_refused_kindly(self, client, meeting):
        response = client.get(page(meeting)[:-3] + "xy/")
        assert response.status_code == 404
        assert "This link has served its time" in response.content.decode()

    def test_after_sixty_days_it_is_too_old(self, client, meeting, clock):
        address = page(meeting)
        clock.shift(timedelta(days=60, seconds=-1))
        assert client.get(address).status_code == 200
        clock.shift(timedelta(seconds=3))
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("more", ["", "propose/", "decline/", "receive/", "meeting.ics"])
    def test_an_older_one_points_to_the_newest_mail_and_does_nothing(self, client, meeting, now, more):
        old = page(meeting, more)
        meetings.offer(meeting, starts=[TEN + 2 * HOUR], by=None, at=now)
        before = Meeting.objects.values().get()
        for ask in (client.get, client.post):
            response = ask(old, {"starts_at": TEN.isoformat(), "reason": "No."})
            assert response.status_code == 410
            assert "There is a newer mail" in response.content.decode()
        assert Meeting.objects.values().get() == before

    def test_a_meeting_called_off_says_so_and_takes_no_answer(self, client, meeting, now):
        meetings.cancel(meeting, by=None, at=now, reason="No budget.")
        for response in (client.get(page(meeting)), choose(client, meeting)):
            assert response.status_code == 410
            assert "The visit does not take place" in response.content.decode()
        assert stored(meeting).state == "cancelled"

    def test_a_case_called_off_takes_its_links_along(self, client, meeting):
        type(meeting.case).objects.update(state="cancelled")
        assert choose(client, meeting).status_code == 410
        assert stored(meeting).state == "slots_offered"

    def test_it_opens_one_meeting_only(self, client, meeting, now):
        other = meetings.offer(MeetingFactory(case=meeting.case), starts=[TEN], by=None, at=now)
        mixed = links.token(host_emails.HOST_LINK, str(other.uuid), meeting.nonce)
        assert client.get(f"/visits/host/{mixed}/").status_code == 410


class TestTheCalendarFile:
    def test_it_holds_the_agreed_time(self, client, meeting):
        assert client.get(page(meeting, "meeting.ics")).status_code == 404
        choose(client, meeting)
        response = client.get(page(meeting, "meeting.ics"))
        entry = Calendar.from_ical(response.content).walk("VEVENT")[0]
        assert (entry["dtstart"].dt, entry["status"], entry["location"]) == (TEN, "CONFIRMED", "Town Hall")
        assert str(meeting.uuid) in entry["uid"]


@pytest.mark.parametrize(("language", "words"), [("ja", "火"), ("de", "Di."), ("en-gb", "Tue")])
def test_the_mail_speaks_the_language_of_the_letters(meeting, now, language, words):
    meetings.edit(meeting, changes={"language": language, "contact_email": "sam@example.org"}, by=None, at=now)
    mail = OutgoingMail.objects.order_by("-pk").first()
    assert (mail.language, mail.to) == (language, "sam@example.org")
    assert words in mail.context["facts"][-2]["value"]  # the times offered; below them stand the questions
