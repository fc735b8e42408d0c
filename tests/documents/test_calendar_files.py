"""The frame of a calendar file is the same whoever fills it."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar, Event

from clair_portal.documents.calendar_files import calendar_file, mailto, uid


@pytest.fixture(autouse=True)
def _office(settings):
    settings.PORTAL_URL = "https://portal.example.org:8443"
    settings.PORTAL_MAIL_FROM = "JLGC <office@example.org>"


def entry(key):
    made = Event()
    made.add("uid", uid(key))
    made.add("dtstart", datetime(2026, 4, 1, 9, 0, tzinfo=UTC))
    return made


def test_a_file_holds_its_entries_under_its_name_and_method():
    read = Calendar.from_ical(calendar_file([entry(1), entry(2)], method="PUBLISH", name="Leeds, 2026"))
    assert (read["method"], read["version"], read["x-wr-calname"]) == ("PUBLISH", "2.0", "Leeds, 2026")
    assert [found["uid"] for found in read.walk("VEVENT")] == ["1@portal.example.org", "2@portal.example.org"]


def test_a_file_without_a_name_says_none():
    assert b"X-WR-CALNAME" not in calendar_file([entry(1)], method="REQUEST")


@pytest.mark.parametrize(
    ("email", "told"), [("mayor@example.org", "mailto:mayor@example.org"), ("", "mailto:office@example.org")]
)
def test_whoever_has_no_address_is_reached_at_the_office(email, told):
    assert mailto(email) == told
