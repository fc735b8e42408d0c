"""The search as a filter: on real rows, with the real array columns."""

import pytest

from clair_portal.directory.models import FormerName, Person
from clair_portal.search.lookup import matching, without_tokens
from tests.factories.directory import FormerNameFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ota():
    return PersonFactory(
        family="Ōta",
        given="Ichirō",
        family_kanji="太田",
        given_kanji="一郎",
        family_kana="おおた",
        given_kana="イチロウ",
    )


@pytest.fixture
def muller():
    return PersonFactory(family="Müller", given="Robin")


@pytest.mark.parametrize(
    "text", ["Ota", "Ōta", "Oota", "Ohta", "太田", "太", "おおた", "オオタ", "ｵｵﾀ", "一郎 太田", "ota ich", "太田一郎"]
)
def test_every_way_to_write_the_name_finds_the_person_alone(ota, muller, text):
    assert list(matching(Person.objects.all(), text)) == [ota]


@pytest.mark.parametrize("text", ["Müller", "Mueller", "Muller", "MULL", "robin müller"])
def test_umlauts_are_found_however_they_are_written(ota, muller, text):
    assert list(matching(Person.objects.all(), text)) == [muller]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_blank_text_leaves_the_rows_as_they_are(ota, muller, text):
    assert set(matching(Person.objects.all(), text)) == {ota, muller}


@pytest.mark.parametrize("text", ["!?", "\x00", "\ud800", "'", "・"])
def test_a_text_without_anything_to_search_for_finds_nothing(ota, text):
    assert list(matching(Person.objects.all(), text)) == []


def test_several_columns_are_alternatives(ota, muller):
    FormerNameFactory(person=muller, family="Ota")
    found = matching(Person.objects.order_by("pk"), "ota", "search_tokens", "former_tokens")

    assert list(found) == [ota, muller]


def test_an_unusual_query_is_one_parameter_and_no_sql(ota):
    assert list(matching(Person.objects.all(), "'); drop table directory_person; --")) == []
    assert Person.objects.count() == 1


def test_the_token_index_is_asked_before_the_rows_are_put_in_order():
    query = str(matching(Person.objects.by_name(), "ota").query)

    assert '"directory_person"."id" = ANY(ARRAY(SELECT' in query
    assert query.count("ORDER BY") == 1


def test_tokens_can_stay_in_the_database(django_assert_num_queries) -> None:
    """The tokens of a person who comes along with something else; asked for, they are fetched after all."""
    FormerNameFactory(person__family="Example")
    with django_assert_num_queries(1) as asked:
        [former] = without_tokens(FormerName.objects.select_related("person"), "person")
    assert (former.person.family, "_tokens" in asked.captured_queries[0]["sql"]) == ("Example", False)
    assert "exampl" in str(former.person.search_tokens)
