"""Who serves: from terms and placements, in two statements."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jet.statistics import serving
from jet.statistics.serving import Appointment, Place, Serving
from jet.statistics.years import Year, around, known, of_day
from tests.factories.jet import ContractingOrganisationFactory, ParticipantFactory, PlacementFactory, TermFactory

SINCE, YEAR = date(2026, 8, 3), Year(2026)


def joined(*places, since=SINCE, number=1):
    return serving.joined([Appointment(1, "alt", "US", number, since)], places)


class TestYears:
    @pytest.mark.parametrize(
        ("day", "number"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 3, 31), 2026)]
    )
    def test_a_year_begins_in_april(self, day, number):
        assert of_day(day) == Year(number)
        assert Year(number).first_on <= day <= Year(number).last_on

    @pytest.mark.parametrize(("number", "there"), [(1986, False), (1987, True), (2026, True), (2027, False)])
    def test_the_programme_has_had_the_years_since_1987(self, number, there):
        assert known(number, YEAR) == (Year(number) if there else None)

    def test_the_first_and_the_latest_year_have_one_neighbour(self):
        assert around(Year(1987), YEAR) == (None, Year(1988))
        assert around(YEAR, YEAR) == (Year(2025), None)

    def test_it_has_a_name(self):
        assert str(YEAR) == "Fiscal year 2026"


class TestJoined:
    def test_the_place_is_that_of_the_first_day(self):
        before = Place(1, date(2025, 8, 3), date(2026, 8, 2), "before")
        there = Place(1, date(2026, 8, 3), None, "there")

        assert joined(before, there) == [Serving("alt", "US", "there", 1)]

    def test_or_else_the_first_one_after_it(self):
        later, latest = Place(1, date(2026, 9, 1), date(2026, 9, 30), "later"), Place(1, date(2026, 10, 1), None, "x")

        assert joined(latest, later)[0].prefecture == "later"

    def test_a_place_that_was_over_is_none(self):
        assert joined(Place(1, date(2025, 8, 3), date(2026, 8, 2), "over"))[0].prefecture == ""

    def test_the_place_of_somebody_else_is_none(self):
        assert joined(Place(2, date(2026, 8, 3), None, "theirs"))[0].prefecture == ""

    def test_each_participant_counts_once_by_the_earliest_term(self):
        terms = [Appointment(1, "alt", "US", number, SINCE) for number in (1, 2)]

        assert serving.joined(terms, []) == [Serving("alt", "US", "", 1)]

    @pytest.mark.parametrize(("number", "new"), [(1, True), (2, False), (5, False)])
    def test_the_first_term_is_that_of_somebody_new(self, number, new):
        assert joined(number=number)[0].is_new is new


@pytest.mark.django_db
class TestQueries:
    def one(self, number=1, **facts):
        participant = ParticipantFactory(state="serving", **facts)
        TermFactory(participant=participant, number=number)
        return participant

    def test_the_year_of_a_term_is_that_of_its_first_day(self):
        self.one()  # from 3 August 2026 to 2 August 2027

        assert len(serving.in_year(Year(2026))) == 1
        assert serving.in_year(Year(2025)) == serving.in_year(Year(2027)) == []

    @pytest.mark.parametrize(
        ("day", "there"),
        [(date(2026, 8, 2), 0), (date(2026, 8, 3), 1), (date(2027, 8, 2), 1), (date(2027, 8, 3), 0)],
    )
    def test_a_day_counts_whose_term_runs(self, day, there):
        self.one()

        assert len(serving.on_day(day)) == there

    def test_whoever_is_expected_does_not_serve(self):
        PlacementFactory(participant=ParticipantFactory(state="expected"))

        assert serving.in_year(YEAR) == []

    def test_what_is_counted_about_each(self):
        participant = self.one(2, nationality="DE", position="cir")
        employer = ContractingOrganisationFactory()
        PlacementFactory(participant=participant, employer=employer, first_on=date(2026, 8, 3))

        assert serving.in_year(Year(2027)) == [Serving("cir", "DE", employer.prefecture.code, 2)]

    def test_on_a_day_it_is_the_place_of_that_day(self):
        participant = self.one()
        early, late = ContractingOrganisationFactory(), ContractingOrganisationFactory()
        PlacementFactory(participant=participant, employer=early, last_on=date(2026, 12, 31))
        PlacementFactory(participant=participant, employer=late, first_on=date(2027, 1, 1))

        assert [one.prefecture for one in serving.on_day(date(2027, 1, 1))] == [late.prefecture.code]
        assert [one.prefecture for one in serving.on_day(date(2026, 12, 31))] == [early.prefecture.code]

    def test_two_statements_however_many_they_are(self):
        for _ in range(3):
            PlacementFactory(participant=self.one())

        for read in (lambda: serving.in_year(YEAR), lambda: serving.on_day(SINCE)):
            with CaptureQueriesContext(connection) as seen:
                assert len(read()) == 3
            assert len(seen) == 2
