"""The PDF read back: every word in its script, versions marked, no page without its head."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest

from exchanges.actions import itineraries
from exchanges.models import Itinerary, ItineraryItem
from exchanges.planning import printing
from tests.exchanges.planning.visits import CENTRE, UNIVERSITY, at, meeting, planned, visit
from tests.factories.exchanges import AssignmentFactory, ItineraryItemFactory

pytestmark = pytest.mark.django_db
JAPANESE = "副市長 福祉部長 髙﨑見本 例田 見本市 リーズ市役所 ヨーク大学 2027年5月18日"
ENGLISH = (
    "DeputyMayor Director,WelfareDepartment MihonRobin ExampleCity LeedsCityCouncil AlexExample Askforroom2. "
    "KimExample Tue18May2027"
)


def pages(pdf):
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def text(itinerary, side):
    return "".join(pages(printing.pdf(itinerary, side)))


@pytest.fixture
def case(parties):
    case = visit(parties, days=(18, 19))
    meeting(case, starts_at=at(18, 9, 30), minutes=90, speaker="Alex Example", arrival="Ask for room 2.")
    meeting(case, CENTRE, starts_at=at(18, 13, 15))
    meeting(case, UNIVERSITY, city="York", starts_at=at(19, 10))
    return case


@pytest.mark.parametrize(
    ("side", "words"),
    [
        ("ja", (JAPANESE, "DeputyMayor MihonRobin")),
        ("en", (ENGLISH, "副市長 髙﨑 リーズ市役所")),
        ("both", (f"{JAPANESE} {ENGLISH}", "")),
    ],
)
def test_names_and_posts_stand_in_the_languages_of_the_sheet(case, parties, now, side, words):
    found, (there, not_there) = text(planned(case, parties, now), side), words
    assert [word for word in there.split() if word not in found] == []
    assert [word for word in not_there.split() if word in found] == []


def test_times_are_those_of_the_place_with_way_lunch_and_emergency_number(case, parties, now, settings):
    settings.PORTAL_EMERGENCY_PHONES = {"GB": "+44 20 0000 0000"}
    found = text(planned(case, parties, now), "en")
    for words in ("09:30–11:00", "11:00–11:30", "12:00–12:45", "(UKtime)", "999/112", "+442000000000", "VS-20"):
        assert words in found, words


def test_the_interpreter_stands_with_the_meeting(case, parties, now):
    case.support = ["interpreting"]
    case.save()
    one = AssignmentFactory(
        meeting=case.meetings.order_by("pk").first(), state="confirmed", interpreter__person__family="Tsuyaku",
        interpreter__person__family_kanji="通訳", interpreter__person__given_kanji="例子",
    )  # fmt: skip
    itinerary = planned(case, parties, now)
    assert "通訳例子" in text(itinerary, "ja")
    assert f"{one.interpreter.person.given}Tsuyaku" in text(itinerary, "en")


def test_the_first_page_is_the_cover_and_every_page_carries_case_version_and_number(case, parties, now):
    found = pages(printing.pdf(planned(case, parties, now), "en"))
    assert len(found) == 2
    assert [case.number in page and "Version1" in page and f"{number}/2" in page
            for number, page in enumerate(found, 1)] == [True, True]  # fmt: skip
    assert ("DeputyMayor" in found[0], "09:30–11:00" in found[0], "09:30–11:00" in found[1]) == (True, False, True)


def test_changes_since_the_version_that_was_seen_are_marked(case, parties, now):
    first = planned(case, parties, now)
    itineraries.propose(first, by=parties.plans, at=now)
    second = planned(case, parties, now + timedelta(days=1))
    moved = second.items.get(meeting=case.meetings.order_by("pk").last())
    ItineraryItem.objects.filter(pk=moved.pk).update(starts_at=at(19, 14), ends_at=at(19, 15))
    second.items.get(meeting=case.meetings.order_by("pk").first()).delete()
    ItineraryItemFactory(
        itinerary=second, kind="flight", title_en="Flight home", starts_at=at(19, 20), ends_at=at(19, 23)
    )
    found = text(second, "en")
    for words in (
        "Changessincetheversionbefore", "UniversityofYork:Was:Wed19May10:00–11:00", "LeedsCityCouncil:Leftout",
        "Flighthome:Newinthisversion",
    ):  # fmt: skip
        assert words in found, words
    assert "Changessince" not in text(first, "en")


def test_a_version_is_printed_the_same_twice_and_costs_the_same_queries(case, parties, now, django_assert_num_queries):
    itinerary = Itinerary.objects.for_pages().get(pk=planned(case, parties, now).pk)
    with django_assert_num_queries(4):  # items, who interprets, the version before, the delegation
        first = printing.pdf(itinerary, "both")
    meeting(case, "Museum", starts_at=at(19, 14))
    more = Itinerary.objects.for_pages().get(pk=planned(case, parties, now).pk)
    with django_assert_num_queries(4):
        printing.pdf(more, "both")
    assert printing.pdf(itinerary, "both") == first
