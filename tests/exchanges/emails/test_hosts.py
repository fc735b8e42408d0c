"""The mails to hosts: their times, their language, one intent per question; and the calendar entry."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from icalendar import Calendar

from exchanges import attachments, calendars
from exchanges.emails import hosts as host_emails
from exchanges.models import Meeting
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import MeetingFactory

pytestmark = pytest.mark.django_db
TEN = datetime(2027, 5, 18, 9, 0, tzinfo=UTC)


def facts_of(message):
    return {fact["label"]: fact["value"] for fact in message.context["facts"]}


def rendered(message, part):
    with translation.override(message.language):
        return render_to_string(f"{message.template.replace('/', '/emails/', 1)}.{part}", dict(message.context))


def entry_of(content):
    return Calendar.from_ical(content).walk("VEVENT")[0]


def test_the_question_says_who_what_how_long_and_when_in_the_hosts_zone():
    meeting = MeetingFactory(state="slots_offered", zone="Europe/Berlin", case__party_size=6)
    message = host_emails.host_asked(meeting, starts=[TEN, TEN + timedelta(days=1)], head="Deputy Mayor")
    facts = facts_of(message)
    assert facts["Size of the party"] == "6 people"
    assert facts["Length"] == "60 minutes"
    assert facts["Times offered"].splitlines() == [
        "Tue 18 May 2027, 11:00–12:00 (German time)", "Wed 19 May 2027, 11:00–12:00 (German time)",
    ]  # fmt: skip
    assert message.context["facts"][0]["note"] == "Deputy Mayor"
    assert message.context["action_url"].startswith("http://127.0.0.1:8000/visits/host/")
    assert "May " in rendered(message, "txt")


def test_a_question_without_times_lists_none():
    message = host_emails.host_asked(MeetingFactory(state="asked"), starts=[], head="")
    assert "Times offered" not in facts_of(message)


def test_a_new_question_is_a_new_mail_and_the_same_question_is_not():
    meeting = MeetingFactory(state="slots_offered")
    keys = [host_emails.host_asked(meeting, starts=[TEN], head="").key for _ in range(2)]
    meeting.version += 1
    keys.append(host_emails.host_asked(meeting, starts=[TEN], head="").key)
    assert (keys[0] == keys[1], keys[1] == keys[2]) == (True, False)


def test_a_moved_meeting_is_asked_about_in_other_words():
    meeting = MeetingFactory(confirmed=True)
    meeting.state = Meeting.State.CHANGED
    assert "has to move" in rendered(host_emails.host_asked(meeting, starts=[TEN], head=""), "txt")


def test_the_confirmation_carries_the_calendar_entry():
    meeting = MeetingFactory(confirmed=True, place="Town Hall")
    message = host_emails.host_confirmed(meeting)
    assert facts_of(message)["When"] == "Tue 18 May 2027, 10:00–11:00 (UK time)"
    assert message.attachments == (("exchanges.meeting", f"{meeting.uuid}/request"),)
    attachment = attachments.invitation(message.attachments[0][1], "en")
    entry = entry_of(attachment.content)
    assert (attachment.is_invitation, entry["dtstart"].dt, entry["location"]) == (True, TEN, "Town Hall")


def test_a_cancellation_stands_above_what_it_takes_back():
    meeting = MeetingFactory(confirmed=True)
    before = entry_of(calendars.invitation(meeting, method="REQUEST", language="en"))
    meeting.version += 1
    after = entry_of(calendars.invitation(meeting, method="CANCEL", language="en"))
    assert (before["uid"], before["status"], after["status"]) == (after["uid"], "CONFIRMED", "CANCELLED")
    assert after["sequence"] > before["sequence"]


@pytest.mark.parametrize("month", [3, 10])
def test_the_calendar_entry_is_right_across_a_change_of_clocks(month):
    starts_at = datetime(2027, month, 29, 9, 0, tzinfo=UTC)
    meeting = MeetingFactory(state="confirmed", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    entry = entry_of(calendars.invitation(meeting, method="REQUEST", language="en"))
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (starts_at, starts_at + timedelta(hours=1))


def test_a_meeting_without_a_time_is_called_off_without_a_calendar_entry():
    assert host_emails.meeting_cancelled(MeetingFactory(state="asked"), reason="No budget.").attachments == ()


def test_the_answer_goes_to_whoever_is_in_charge_in_their_language():
    owner = UserFactory(language="ja")
    message = host_emails.host_answered(MeetingFactory(confirmed=True, speaker="Sam Example"), to=owner)
    assert (message.to, message.language) == (owner.email, "ja")
    assert "Sam Example" in {fact["value"] for fact in message.context["facts"]}


def test_what_a_host_wrote_is_text_in_the_html_mail():
    meeting = MeetingFactory(confirmed=True, topic="<b>Care</b>", speaker="<script>alert(1)</script>")
    html = rendered(host_emails.host_answered(meeting, to=UserFactory()), "html")
    assert ("<script>alert" in html, "&lt;script&gt;alert" in html, "<b>Care</b>" in html) == (False, True, False)
