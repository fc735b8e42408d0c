"""What several sources say stands side by side; only exact figures contradict each other."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from jet.models import PublishedFigure
from jet.statistics import sources
from tests.factories.directory import SourceFactory
from tests.factories.published import PublishedFigureFactory

NAMES = {"240001": "Mie"}


def figure(value=5861, **facts):
    source = SourceFactory.build(title=facts.pop("title", "A table"))
    return PublishedFigureFactory.build(
        **{"value": None if value is None else Decimal(value), "source": source, **facts}
    )


class TestDisagreement:
    @pytest.mark.parametrize(
        ("said", "differ"),
        [
            ([{"value": 5861}, {"value": 5851}], True),
            ([{"value": 5861}, {"value": 5861}], False),
            ([{"value": 1946}, {"value": 1950, "precision": "about"}], False),
            ([{"value": 5861}, {"value": None}], False),
            ([{"value": 64000, "precision": "more"}, {"value": 70000, "precision": "more"}], False),
        ],
    )
    def test_two_exact_figures_that_differ(self, said, differ):
        assert sources.disagree([figure(**one) for one in said]) is differ


class TestTables:
    def test_the_same_thing_is_one_answer_with_all_its_sources(self):
        (table,) = sources.tables([figure(title="Table"), figure(5851, title="Chart", published="2025-07")], NAMES)
        (answer,) = table.answers

        assert (table.key, answer.label, answer.disagree) == ("total", "altogether", True)
        assert [(one.figure, one.source.title, one.published) for one in answer.stated] == [
            ("5,861", "Table", ""),
            ("5,851", "Chart", "2025-07"),
        ]

    def test_people_and_per_cent_are_two_answers(self):
        age = {"dimension": "age", "key": "21-25"}
        (table,) = sources.tables([figure(2202, **age), figure(43, unit="percent", **age)], NAMES)

        assert [one.stated[0].figure for one in table.answers] == ["2,202", "43 per cent"]

    def test_a_position_is_named_where_the_figure_is_of_it_only(self):
        (table,) = sources.tables([figure(9, dimension="prefecture", key="240001", position="cir")], NAMES)

        assert table.answers[0].label == "Mie, CIR"

    def test_the_questions_come_in_their_own_order(self):
        found = sources.tables([figure(4, dimension="countries", unit="countries"), figure()], NAMES)

        assert [one.key for one in found] == ["total", "countries"]

    @pytest.mark.parametrize(
        ("dimension", "key", "label"),
        [("country", "DE", "Germany"), ("ever", "DE", "Germany"), ("ever", "", "altogether"),
         ("service", "new", "new"), ("term", "4", "term 4"), ("prefecture", "", "place not known")],
    )  # fmt: skip
    def test_every_key_has_words(self, dimension, key, label):
        assert sources.label(dimension, key, NAMES) == label


class TestWords:
    @pytest.mark.parametrize(
        ("value", "unit", "precision", "words"),
        [
            ("5861.0", "people", "exact", "5,861"),
            ("91.4", "percent", "exact", "91.4 per cent"),
            ("0.1", "percent", "less", "less than 0.1 per cent"),
            ("64000", "people", "more", "more than 64,000"),
            ("1950", "people", "about", "about 1,950"),
            ("139", "million_yen", "exact", "139 million yen"),
            ("0", "people", "exact", "0"),
        ],
    )
    def test_as_the_source_puts_it(self, value, unit, precision, words):
        assert sources.in_words(Decimal(value), unit, precision) == words

    def test_no_figure_is_not_zero(self):
        assert sources.in_words(None, "people", "exact") == "no figure given"

    def test_digits_are_grouped_as_the_reader_groups_them(self):
        with override("de"):
            assert sources.in_words(Decimal(5861), "people", "exact") == "5.861"


def test_the_drawn_source_is_the_one_with_most_years():
    rows = [PublishedFigure(year=year, source_id=source) for year, source in ((2023, 1), (2024, 2), (2024, 1))]

    assert sources.main_source(rows) == 1
    assert sources.main_source([]) is None
