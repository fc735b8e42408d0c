"""The programme in the browser: on the case's page, as files, and how the office has it planned."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from clair_portal.accounts.models import User
from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from exchanges.actions import itineraries
from exchanges.models import Itinerary
from exchanges.planning import calendar
from tests.exchanges.conftest import holder
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, UNIVERSITY, at, meeting, planned, visit
from tests.factories.accounts import UserFactory
from tests.factories.directory import LocalAuthorityFactory
from tests.factories.exchanges import ItineraryItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_reads_english(parties):
    User.objects.update(language="en-gb")
    for user in (parties.asks, parties.endorses, parties.plans):
        user.refresh_from_db()


@pytest.fixture
def case(parties):
    case = visit(parties, days=(18, 18))
    meeting(case, starts_at=at(18, 9, 30), minutes=90)
    meeting(case, CENTRE, slots=[at(18, 14)])
    return case


@pytest.fixture
def draft(case, parties, now):
    return planned(case, parties, now)


@pytest.fixture
def proposed(draft, parties, now):
    return itineraries.propose(draft, by=parties.plans, at=now)


def as_(client, user):
    client.force_login(user)
    return client


def page(case):
    return reverse("exchanges:case", args=[case.number])


def pdf(itinerary, side="ja"):
    return reverse("exchanges:itinerary_pdf", args=[itinerary.case.number, itinerary.number, side])


def ics(itinerary):
    return reverse("exchanges:itinerary_calendar", args=[itinerary.case.number, itinerary.number])


class TestOnTheCasePage:
    def test_the_authority_sees_it_once_it_is_proposed(self, client, case, draft, parties, now):
        as_(client, parties.asks)
        assert "Programme of the visit" not in client.get(page(case)).content.decode()
        itineraries.propose(draft, by=parties.plans, at=now)
        shown = client.get(page(case)).content.decode()
        for words in (
            "Programme of the visit", "Tue 18 May 2027 (UK time)", "<h4>Leeds City Council</h4>", "09:30–11:00",
            "Lunch (12:00–12:45)", "To Headingley Care Centre, Leeds, 30 minutes", pdf(draft), ics(draft),
        ):  # fmt: skip
            assert words in shown, words

    def test_it_says_what_is_agreed_with_the_hosts_and_what_is_not(self, client, case, proposed, parties):
        shown = as_(client, parties.asks).get(page(case)).context["programme"].days[0].rows
        assert [(row.tone, row.tag) for row in shown if row.item.meeting] == [
            ("good", "confirmed"), ("warn", "times offered"),
        ]  # fmt: skip

    def test_it_costs_the_same_whatever_it_holds(self, client, case, proposed, parties):
        as_(client, parties.asks).get(page(case))
        with CaptureQueriesContext(connection) as few:
            client.get(page(case))
        for hour in (16, 17):
            host = meeting(case, f"Host {hour}", starts_at=at(18, hour))
            ItineraryItemFactory(
                itinerary=proposed, kind="meeting", meeting=host, starts_at=at(18, hour), ends_at=at(18, hour + 1)
            )
        with CaptureQueriesContext(connection) as many:
            client.get(page(case))
        assert len(few) == len(many)


class TestFiles:
    @pytest.mark.parametrize("side", ["ja", "en", "both"])
    def test_the_pdf_is_a_download_for_the_parties(self, client, proposed, parties, side):
        for user in (parties.asks, parties.endorses, parties.plans):
            response = as_(client, user).get(pdf(proposed, side))
            assert (response.status_code, response.content[:5]) == (200, b"%PDF-")
            assert response["Content-Disposition"] == (
                f'attachment; filename="{proposed.case.number}-v1-{side}.pdf"'
            )  # fmt: skip

    def test_the_calendar_holds_meetings_and_flights_but_no_ways(self, client, proposed, parties):
        ItineraryItemFactory(
            itinerary=proposed, kind="flight", title_en="Flight home", starts_at=at(18, 20), ends_at=at(18, 23)
        )
        content = as_(client, parties.asks).get(ics(proposed)).content
        entries = Calendar.from_ical(content).walk("VEVENT")
        assert [(str(one["summary"]), one["dtstart"].dt) for one in entries] == [
            (CITY_HALL, datetime(2027, 5, 18, 8, 30, tzinfo=UTC)),
            (CENTRE, datetime(2027, 5, 18, 13, 0, tzinfo=UTC)),
            ("Flight home", datetime(2027, 5, 18, 19, 0, tzinfo=UTC)),
        ]
        assert b"DTSTART;TZID=Europe/London:20270518T093000" in content
        hall = proposed.case.meetings.order_by("pk").first()
        assert str(entries[0]["uid"]).startswith(str(hall.uuid))
        assert {str(one["status"]) for one in entries} == {"TENTATIVE"}
        assert [int(one["sequence"]) for one in entries] == [1, 1, 1]

    def test_the_calendar_speaks_japanese(self, proposed):
        assert "リーズ市役所" in calendar.programme(proposed, language="ja").decode()

    def test_a_draft_is_not_there_for_the_authority(self, client, draft, parties):
        as_(client, parties.asks)
        assert [client.get(address(draft)).status_code for address in (pdf, ics)] == [404, 404]
        assert as_(client, parties.plans).get(pdf(draft)).status_code == 200

    def test_another_authority_finds_nothing(self, client, proposed):
        other = holder("authority", LocalAuthorityFactory().organisation)
        as_(client, other)
        assert [client.get(address(proposed)).status_code for address in (pdf, ics)] == [404, 404]

    def test_who_has_no_role_is_refused_and_strangers_sign_in(self, client, proposed):
        assert [client.get(address(proposed)).status_code for address in (pdf, ics)] == [302, 302]
        as_(client, UserFactory())
        assert [client.get(address(proposed)).status_code for address in (pdf, ics)] == [403, 403]

    def test_there_are_three_sides_and_no_other(self, client, proposed, parties):
        assert as_(client, parties.plans).get(pdf(proposed, "fr")).status_code == 404

    def test_the_number_of_another_case_finds_nothing(self, client, proposed, parties):
        elsewhere = visit(parties)
        address = reverse("exchanges:itinerary_pdf", args=[elsewhere.number, proposed.number, "ja"])
        assert as_(client, parties.plans).get(address).status_code == 404


class TestPlanning:
    def start(self, client, case, parties):
        address = reverse("exchanges:plan_programme", args=[case.number])
        return as_(client, parties.plans).post(address)

    def run(self, now):
        job = jobs.claim(at=now)
        runner.run(job, clock=lambda: now)
        return job

    def test_the_office_asks_the_job_runs_and_leads_to_the_draft(self, client, case, parties, now):
        address = reverse("exchanges:plan_programme", args=[case.number])
        assert "2 meetings are planned" in as_(client, parties.plans).get(address).content.decode()
        response = self.start(client, case, parties)
        job = Job.objects.get()
        waiting = reverse("exchanges:planning", args=[case.number, job.uuid])
        assert (response.status_code, response.url) == (303, waiting)
        assert "The work starts as soon as a worker is free" in client.get(waiting).content.decode()
        self.run(now)
        job.refresh_from_db()
        draft = Itinerary.objects.get()
        assert (job.state, job.result.filename, draft.made_by) == ("done", f"{case.number}-v1-en.pdf", parties.plans)
        response = client.get(waiting)
        assert (response.status_code, response.url) == (303, f"/visits/{case.number}/programme/{draft.number}/")
        assert client.get(response.url).status_code == 200

    def test_asked_twice_is_planned_once(self, client, case, parties):
        assert self.start(client, case, parties).url == self.start(client, case, parties).url
        assert Job.objects.count() == 1

    def test_an_impossible_programme_is_explained_with_ways_out(self, client, case, parties, now):
        meeting(case, UNIVERSITY, city="York", starts_at=at(18, 11, 15), state="confirmed")
        self.start(client, case, parties)
        job = self.run(now)
        shown = client.get(reverse("exchanges:planning", args=[case.number, job.uuid])).content.decode()
        for words in (
            "There is no programme without a conflict.",
            f"These meetings cannot all be held: {CITY_HALL} and {UNIVERSITY}.",
            "There is not enough time for the way between the places.", "Ways out:", f"Meet online: {UNIVERSITY}.",
        ):  # fmt: skip
            assert words in shown, words
        assert not Itinerary.objects.exists()

    def test_a_second_run_keeps_what_the_first_planned(self, client, case, parties, now):
        for _time in range(2):
            self.start(client, case, parties)
            self.run(now)
        first, second = Itinerary.objects.order_by("number")
        assert (first.state, second.state) == ("replaced", "draft")
        assert {one["goal"]: one["value"] for one in second.goals}["moved"] == 0

    def test_only_the_office_plans(self, client, case, parties):
        address = reverse("exchanges:plan_programme", args=[case.number])
        for user, status in ((parties.asks, 403), (parties.endorses, 403), (holder("hq"), 403)):
            assert as_(client, user).get(address).status_code == status
        assert client.post(address).status_code == 403
        assert Job.objects.count() == 0

    def test_a_job_of_somebody_else_is_not_shown(self, client, case, parties):
        waiting = self.start(client, case, parties).url
        assert as_(client, holder("staff_visits")).get(waiting).status_code == 404


def test_agreeing_on_the_page_agrees_to_the_version(client, case, proposed, parties):
    response = as_(client, parties.asks).post(reverse("exchanges:agree", args=[case.number]))
    proposed.refresh_from_db()
    case.refresh_from_db()
    assert (response.status_code, proposed.state, case.state) == (303, "agreed", "agreed")
