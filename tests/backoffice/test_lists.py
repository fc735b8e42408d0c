"""Lists: search, filters and order in the address, few queries, no surprises from strange addresses."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.forms import ModelChoiceField
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from clair_portal.backoffice.filters import midnight
from tests.factories.directory import OrganisationFactory, PersonFactory

LIST = "/trial/directory/person/"


def families(page):
    """The first cell of every row, in order."""
    body = page.content.decode().split("<tbody>")[-1].split("</tbody>")[0]
    return [row.split("</a>")[0].rsplit(">", 1)[1] for row in body.split("</th>")[:-1]]


@pytest.fixture
def three(db):
    facts = [("Alpha", "z@example.org", "ja"), ("Beta", "y@example.org", "de"), ("Gamma", "x@example.org", "ja")]
    for family, email, language in facts:
        PersonFactory(family=family, email=email, language=language)


def mine(page):
    return [family for family in families(page) if family in ("Alpha", "Beta", "Gamma")]


def test_a_list_with_more_rows_costs_no_more_queries(enter):
    client = enter("office")
    client.get(LIST)
    PersonFactory()
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    PersonFactory.create_batch(2)
    with CaptureQueriesContext(connection) as three:
        client.get(LIST)
    assert len(three) == len(one) <= 8
    assert sum("COUNT(*)" in query["sql"] for query in three.captured_queries) == 1


def test_search_and_filter_hold_together(enter, three):
    client = enter("office")
    assert mine(client.get(f"{LIST}?language=ja")) == ["Alpha", "Gamma"]
    assert mine(client.get(f"{LIST}?language=ja&q=Gam")) == ["Gamma"]
    page = client.get(f"{LIST}?language=ja&q=Gam").content.decode()
    assert '<input type="hidden" name="language" value="ja">' in page
    assert '<input type="hidden" name="q" value="Gam">' in page.replace(" />", ">").replace("/>", ">")


def test_only_the_columns_named_order_the_list(enter, three):
    client = enter("office")
    assert mine(client.get(f"{LIST}?o=2")) == ["Gamma", "Beta", "Alpha"]
    assert mine(client.get(f"{LIST}?o=-2")) == ["Alpha", "Beta", "Gamma"]
    assert mine(client.get(f"{LIST}?o=-0")) == ["Alpha", "Beta", "Gamma"]
    page = client.get(f"{LIST}?o=2").content.decode()
    assert page.count('aria-sort="ascending"') == 1


def test_ties_break_in_the_direction_of_the_order(enter, three):
    client = enter("office")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{LIST}?o=2")
        client.get(f"{LIST}?o=-2")
    orders = [query["sql"].split("ORDER BY")[1] for query in queries.captured_queries if "ORDER BY" in query["sql"]]
    found = [order.split("LIMIT")[0].replace('"directory_person".', "").strip() for order in orders if "email" in order]
    assert found == ['"email" ASC, 1 ASC', '"email" DESC, 1 DESC']


def test_a_page_reads_keys_first_and_then_only_its_rows(enter):
    PersonFactory.create_batch(55)
    client = enter("office")
    with CaptureQueriesContext(connection) as queries:
        first = families(client.get(LIST))
        second = families(client.get(f"{LIST}?p=2"))
    assert (len(first), len(set(first) & set(second))) == (50, 0)
    keys = [query["sql"] for query in queries.captured_queries if "OFFSET" in query["sql"]]
    assert [sql.split(" FROM")[0] for sql in keys] == ['SELECT "directory_person"."id" AS "pk"'] * len(keys)
    rows = [query["sql"] for query in queries.captured_queries if '"directory_person"."id" IN (' in query["sql"]]
    assert len(rows) == 2
    assert not any("search_tokens" in sql for sql in rows)


@pytest.mark.parametrize("query", ["?q=%00", "?language=%00", "?%00=1", "?p=999999", "?p=x", "?o=99", "?nonsense=1"])
def test_strange_addresses_lead_to_the_list_and_never_to_an_error(enter, three, query):
    response = enter("office").get(f"{LIST}{query}", follow=True)
    assert response.status_code == 200


def test_a_very_long_search_is_only_a_search(enter, three):
    assert mine(enter("office").get(LIST, {"q": "x" * 10_000})) == []


def test_what_is_in_a_row_is_text_and_never_markup(enter):
    PersonFactory(family="<b>Bold</b>", given="<script>alert(1)</script>")
    page = enter("office").get(LIST).content.decode()
    assert "<b>Bold" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_empty_list_says_so_kindly(enter, three):
    page = enter("office").get(f"{LIST}?q=nobody-at-all").content.decode()
    assert "Nothing in this list fits." in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("created_at_from=2026-03-29&created_at_to=2026-03-29", ["Spring"]),
        ("created_at_from=2026-03-30", ["Later"]),
        ("created_at_to=2026-03-28", ["Earlier"]),
        ("created_at_from=nonsense&created_at_to=9999-12-31", ["Earlier", "Later", "Spring"]),
        ("created_at_from=0001-01-01", ["Earlier", "Later", "Spring"]),
    ],
)
def test_days_are_the_offices_days_even_when_the_clock_changes(enter, query, found):
    for family, at in [
        ("Earlier", datetime(2026, 3, 28, 23, 59, tzinfo=UTC)),
        ("Spring", datetime(2026, 3, 29, 22, 59, tzinfo=UTC)),
        ("Later", datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
    ]:
        PersonFactory(family=family, created_at=at)
    response = enter("office").get(f"{LIST}?{query}")
    assert sorted(set(families(response)) & {"Earlier", "Spring", "Later"}) == found


def test_midnight_is_the_offices():
    assert midnight(date(2026, 7, 1)).astimezone(UTC) == datetime(2026, 6, 30, 23, 0, tzinfo=UTC)


def test_no_control_of_any_registration_offers_more_than_fifty_rows_of_a_table(holder):
    request = RequestFactory().get("/")
    request.user = holder("office")
    OrganisationFactory.create_batch(51)
    PersonFactory.create_batch(51)
    long_lists = []
    for model in apps.get_models():
        if admin.site.is_registered(model) and admin.site.get_model_admin(model).has_add_permission(request):
            form = admin.site.get_model_admin(model).get_form(request)()
            rows = [name for name, field in form.fields.items() if isinstance(field, ModelChoiceField)]
            long_lists += [name for name in rows if str(form[name]).count("<option") > 50]
    assert long_lists == []
