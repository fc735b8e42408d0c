"""The offices' advice: each rule where it applies and where it does not, in the reader's language."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from exchanges import advice
from exchanges.advice import Wish

ASKED = date(2026, 11, 23)
GOOD = Wish(
    kind="study", country="GB", themes=[("Day care", "Who pays?")], first_on=date(2027, 5, 17),
    last_on=date(2027, 5, 21), asked_on=ASKED,
)  # fmt: skip


def codes(**changes):
    return [one.code for one in advice.on(replace(GOOD, **changes))]


def said(**changes):
    return [str(one.seen) for one in advice.on(replace(GOOD, **changes))]


def test_a_request_as_the_offices_like_it_is_sent_without_a_word():
    assert advice.on(GOOD) == []


@pytest.mark.parametrize(("number", "expected"), [(0, []), (1, []), (3, []), (4, ["too_broad"])])
def test_more_than_three_themes_are_too_many(number, expected):
    assert codes(themes=[(f"Theme {n}", "Why?") for n in range(number)]) == expected


@pytest.mark.parametrize("questions", ["", "  ", "\n\n"])
def test_every_theme_without_questions_is_named(questions):
    themes = [("Day care", questions), ("Buses", "How much?"), ("Parks", questions)]
    assert codes(themes=themes) == ["no_questions", "no_questions"]
    assert said(themes=themes) == [
        "The theme “Day care” has no questions.", "The theme “Parks” has no questions.",
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "expected"), [("courtesy", ["courtesy_only"]), ("study", []), ("fair", [])])
def test_a_courtesy_call_alone_opens_few_doors(kind, expected):
    assert codes(kind=kind) == expected


@pytest.mark.parametrize(
    ("weeks", "days", "expected"), [(8, 0, []), (8, -1, ["short_notice"]), (-3, 0, ["short_notice"])]
)
def test_less_than_eight_weeks_are_short_notice(weeks, days, expected):
    first = ASKED + timedelta(weeks=weeks, days=days)
    assert codes(first_on=first, last_on=first) == expected


def test_without_dates_nothing_is_said_about_time():
    assert codes(first_on=None, last_on=None) == []
    assert codes(last_on=None) == []


class TestHolidays:
    def test_of_the_country_visited(self):
        stretch = {"first_on": date(2027, 5, 29), "last_on": date(2027, 6, 2)}
        assert said(**stretch) == ["31 May 2027 is a public holiday in United Kingdom."]
        assert codes(country="FR", **stretch) == []

    def test_of_japan_where_the_colleagues_sit(self):
        assert codes(country="FR", first_on=date(2027, 9, 20), last_on=date(2027, 9, 20)) == ["holiday"]
        assert said(country="FR", first_on=date(2027, 9, 20), last_on=date(2027, 9, 20)) == [
            "20 Sep 2027 is a public holiday in Japan."
        ]

    def test_of_both_on_the_same_day_are_said_for_each(self):
        assert len(codes(first_on=date(2027, 5, 3), last_on=date(2027, 5, 3))) == 2

    def test_a_visit_within_japan_is_told_once(self):
        assert codes(country="JP", first_on=date(2027, 5, 4), last_on=date(2027, 5, 4)) == ["holiday"]

    @pytest.mark.parametrize(
        ("language", "sentence"), [("en-gb", "31 May 2027"), ("ja", "2027年5月31日"), ("de", "31. Mai 2027")]
    )
    def test_the_day_and_the_country_are_in_the_readers_language(self, language, sentence):
        with override(language):
            assert sentence in said(first_on=date(2027, 5, 31), last_on=date(2027, 5, 31))[0]

    def test_days_in_the_wrong_order_are_no_stretch(self):
        assert codes(first_on=date(2027, 5, 31), last_on=date(2027, 5, 30)) == []

    def test_a_stretch_of_years_is_looked_at_for_two_months(self):
        found = said(country="FR", first_on=date(2027, 5, 6), last_on=date(2037, 5, 6))
        assert found == [
            "6 May 2027 is a public holiday in France.", "8 May 2027 is a public holiday in France.",
            "17 May 2027 is a public holiday in France.",
        ]  # fmt: skip


def test_similar_cases_are_named_so_that_their_reports_can_be_asked_for():
    earlier = ["VS-2026-001 Elderly care", "VS-2025-014 Care homes"]
    assert codes(earlier=earlier) == ["earlier_visit", "earlier_visit"]
    assert "VS-2025-014 Care homes" in said(earlier=earlier)[1]


def test_a_name_with_percent_signs_or_markup_stays_as_it_is():
    assert said(themes=[("100 % <b>care</b>", "")]) == ["The theme “100 % <b>care</b>” has no questions."]


def test_everything_is_said_with_its_reason_and_in_order():
    wish = replace(
        GOOD, kind="courtesy", themes=[(f"Theme {n}", "") for n in range(4)], first_on=date(2026, 12, 25),
        last_on=date(2026, 12, 25), earlier=["VS-2026-001"],
    )  # fmt: skip
    found = advice.on(wish)
    expected = ["too_broad", *["no_questions"] * 4, "courtesy_only", "short_notice", "holiday", "earlier_visit"]
    assert [one.code for one in found] == expected
    assert [one.code for one in found if not str(one.why)] == []
