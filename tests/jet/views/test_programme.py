"""Who does what: public, dated, each duty with its source."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.published import DutyFactory, PublishedFigureFactory

pytestmark = pytest.mark.django_db
URL = reverse("jet:programme")


def text(client):
    return client.get(URL).content.decode().split("<main", 1)[1]


class TestProgramme:
    def test_ministries_clair_and_employers_with_their_sources(self, client):
        call_command("load_published", verbosity=0)

        shown = text(client)

        for actor in ("(MIC)", "(MOFA)", "(MEXT)", "(CLAIR)", "Host organisation", "Contracting organisation"):
            assert actor in shown
        assert "published in 2017" in shown

    def test_an_actor_is_named_once(self, client):
        for place in (1, 2):
            DutyFactory(place=place, actor_en="A ministry")

        assert text(client).count("A ministry") == 1
        assert 'rowspan="2"' in text(client)

    def test_a_duty_that_is_over_is_not_shown(self, client):
        DutyFactory(text_en="Was done.", valid_until_on=date(2020, 3, 31))
        DutyFactory(text_en="Is done.", valid_from_on=date(2020, 4, 1))

        shown = text(client)

        assert "Was done." not in shown
        assert "Is done." in shown
        assert "1 Apr 2020" in shown

    def test_in_the_readers_language_or_else_in_english(self, client):
        DutyFactory(text_en="Allocates.", text_ja="配置します。")
        DutyFactory(text_en="Pays.")
        client.cookies["django_language"] = "ja"

        shown = text(client)

        assert "配置します。" in shown
        assert "Pays." in shown

    def test_the_number_of_statements_is_flat(self, client):
        def statements():
            with CaptureQueriesContext(connection) as seen:
                client.get(URL)
            return len(seen)

        DutyFactory()
        few = statements()
        DutyFactory.create_batch(5)

        assert statements() == few


class TestConstraints:
    @pytest.mark.parametrize(
        ("facts", "name"),
        [
            ({"year": 1986}, "publishedfigure_since_1987"),
            ({"value": -1}, "publishedfigure_not_below_zero"),
            ({"dimension": "country"}, "publishedfigure_says_which"),
            ({"key": "US"}, "publishedfigure_says_which"),
            ({"position": "xyz"}, "publishedfigure_position_known"),
            ({"dimension": "position", "key": "alt", "position": "alt"}, "publishedfigure_position_known"),
            ({"unit": "percent", "value": 101}, "publishedfigure_at_most_all"),
            ({"published": "July"}, "publishedfigure_published_in"),
            ({"dimension": "age", "key": "21\n25"}, "publishedfigure_key_one_line"),
        ],
    )
    def test_a_figure_that_cannot_be(self, facts, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            PublishedFigureFactory(**facts)

    def test_a_source_says_a_thing_once(self):
        said = PublishedFigureFactory()

        with pytest.raises(IntegrityError, match="publishedfigure_once"), transaction.atomic():
            PublishedFigureFactory(source=said.source, value=1)

    @pytest.mark.parametrize(
        ("facts", "name"),
        [
            ({"actor_en": ""}, "duty_has_an_actor"),
            ({"text_en": ""}, "duty_has_a_text"),
            ({"actor_en": "two\nlines"}, "duty_actor_one_line"),
            ({"published": "soon"}, "duty_published_in"),
            ({"valid_from_on": date(2021, 1, 1), "valid_until_on": date(2020, 1, 1)}, "duty_validity_in_order"),
        ],
    )
    def test_a_duty_that_cannot_be(self, facts, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            DutyFactory(**facts)
