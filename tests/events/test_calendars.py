"""Calendar files: right across clock changes, stable identity, nothing injected."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from icalendar import Calendar

from events import calendars
from tests.factories.events import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def entry_of(content):
    return Calendar.from_ical(content).walk("VEVENT")[0]


def invitation(registration, method="REQUEST", language="en"):
    return calendars.invitation(registration, method=method, language=language)


def place_at(zone, starts_at):
    return RegistrationFactory(ticket_type__event=EventFactory(published=True, zone=zone, starts_at=starts_at))


@pytest.mark.parametrize(
    ("zone", "starts_at", "wall", "offset"),
    [
        ("Europe/London", datetime(2027, 3, 27, 18, tzinfo=UTC), "20270327T180000", 0),
        ("Europe/London", datetime(2027, 3, 28, 18, tzinfo=UTC), "20270328T190000", 1),
        ("Europe/Berlin", datetime(2026, 10, 24, 16, tzinfo=UTC), "20261024T180000", 2),
        ("Europe/Berlin", datetime(2026, 10, 25, 16, tzinfo=UTC), "20261025T170000", 1),
        ("Asia/Tokyo", datetime(2027, 3, 28, 9, tzinfo=UTC), "20270328T180000", 9),
    ],
)
def test_the_wall_time_is_right_on_both_sides_of_a_clock_change(zone, starts_at, wall, offset):
    content = invitation(place_at(zone, starts_at))
    assert f"DTSTART;TZID={zone}:{wall}".encode() in content
    assert entry_of(content)["dtstart"].dt.utcoffset() == timedelta(hours=offset)
    assert entry_of(content)["dtstart"].dt == starts_at
    assert f"TZID:{zone}".encode() in content


def test_an_invitation_names_one_place_for_its_whole_life():
    registration = RegistrationFactory(ticket_type__event__sequence=2)
    asked, cancelled = invitation(registration), invitation(registration, "CANCEL")
    assert entry_of(asked)["uid"] == entry_of(cancelled)["uid"]
    assert str(registration.uuid) in str(entry_of(asked)["uid"])
    assert (entry_of(asked)["sequence"], entry_of(cancelled)["sequence"]) == (2, 3)
    assert (str(entry_of(asked)["status"]), str(entry_of(cancelled)["status"])) == ("CONFIRMED", "CANCELLED")
    assert (b"METHOD:REQUEST" in asked, b"METHOD:CANCEL" in cancelled) == (True, True)


def test_the_same_place_gives_the_same_bytes():
    registration = RegistrationFactory()
    assert invitation(registration) == invitation(registration)


def test_it_speaks_the_language_asked_for_and_falls_back_to_english():
    registration = RegistrationFactory()
    assert str(entry_of(invitation(registration, language="ja"))["summary"]) == "JETプログラム説明会"
    assert str(entry_of(invitation(registration, language="de"))["summary"]) == "JET Programme Explanation Day"


def test_text_cannot_inject_properties():
    event = EventFactory(published=True, summary_en="one\nATTENDEE:mailto:evil@example.org, two; three")
    content = invitation(RegistrationFactory(ticket_type__event=event)).replace(b"\r\n ", b"")
    assert b"\nATTENDEE:mailto:evil" not in content
    assert str(entry_of(content)["description"]) == "one\nATTENDEE:mailto:evil@example.org, two; three"


@pytest.mark.parametrize("column", ["title_en", "title_ja", "title_de", "place", "address", "city"])
@pytest.mark.parametrize("text", ["a\r\nb", "a\nb", "a\rb"])
def test_the_database_refuses_line_breaks_where_they_travel_into_headers(column, text):
    with pytest.raises(IntegrityError, match=f"event_{column}_one_line"):
        EventFactory(**{column: text})
