"""Pages of every kind: who may come in, what a list shows, how a POST ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from clair_portal.directory.models import Person
from clair_portal.pages.views import PUBLIC, Guarded, Page
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.pages import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def staff(client):
    user = RoleAssignmentFactory(role="staff_admin").user
    client.force_login(user)
    return user


def test_a_page_must_say_who_may_see_it() -> None:
    with pytest.raises(ImproperlyConfigured, match="must say who may see it"):
        type("Careless", (Page,), {})


def test_an_abstract_page_need_not_say_it() -> None:
    class Shape(Guarded, abstract=True):
        """A shape of pages."""

    class Real(Shape):
        permission = PUBLIC

    assert Real.permission == PUBLIC


def test_a_public_page_is_open_and_reads_nothing(client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/open/").status_code == 200
    assert len(queries) == 0


@pytest.mark.parametrize("path", ["/members/?a=1&b=2", "/staff/?a=1&b=2"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_asked_to_sign_in_and_come_back(client, path, method) -> None:
    response = getattr(client, method)(path)
    quoted = path.replace("?", "%3F").replace("&", "%26").replace("=", "%3D")
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={quoted}")


def test_a_member_sees_members_pages_but_not_staff_pages(client, member) -> None:
    assert [client.get(path).status_code for path in ("/members/", "/staff/")] == [200, 403]


def test_staff_see_staff_pages(client, staff) -> None:
    assert client.get("/staff/").status_code == 200


def test_an_invisible_row_is_not_found(client, member) -> None:
    other = PersonFactory()
    assert client.get(f"/people/{member.person_id}/").status_code == 200
    assert client.get(f"/people/{other.pk}/").status_code == 404
    assert client.get("/people/999999999/").status_code == 404


def test_a_visible_row_without_permission_for_it_is_forbidden(client) -> None:
    person = PersonFactory()
    user = RoleAssignmentFactory(role="staff_admin").user
    client.force_login(user)
    assert client.get(f"/own/{person.pk}/").status_code == 200
    elsewhere = RoleAssignmentFactory(role="chapter_treasurer", organisation=OrganisationFactory())
    client.force_login(elsewhere.user)
    assert client.get(f"/own/{person.pk}/").status_code == 403
    assert client.get("/own/999999999/").status_code == 404


def _rows(response) -> list[str]:
    return [row.text for row in html.fromstring(response.content).xpath("//ul[@class='rows']/li")]


@pytest.fixture
def people() -> list[Person]:
    return [PersonFactory(family=family) for family in ("Cole", "Adams", "Baker", "Adams", "Dunn")]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", ["Adams", "Adams"]),
        ("?page=2", ["Baker", "Cole"]),
        ("?page=3", ["Dunn"]),
        ("?page=99", ["Dunn"]),
        ("?page=-1", ["Dunn"]),
        ("?page=x", ["Adams", "Adams"]),
        ("?page=%00", ["Adams", "Adams"]),
        ("?sort=email", ["Adams", "Adams"]),
        ("?sort=password", ["Adams", "Adams"]),
        ("?sort=person__user__password", ["Adams", "Adams"]),
        ("?family=Baker", ["Baker"]),
        ("?family=Nobody", []),
        ("?family=Baker&age=old", ["Baker"]),
        ("?age=old", ["Adams", "Adams"]),
        ("?family=%00", ["Adams", "Adams"]),
        ("?family=%ED%A0%80", []),
        ("?unknown=1", ["Adams", "Adams"]),
    ],
)
def test_a_list_is_filtered_sorted_and_paged_by_its_address(client, people, query, rows) -> None:
    response = client.get(f"/people/{query}")
    assert (response.status_code, _rows(response)) == (200, rows)


def test_a_wrong_filter_says_so(client, people) -> None:
    assert "Enter a whole number." in client.get("/people/?age=old").content.decode()


def test_pages_of_equal_rows_never_overlap(client) -> None:
    template = PersonFactory(family="Same")
    Person.objects.bulk_create(_twin(template, number) for number in range(29))
    seen = [pk for page in range(1, 16) for pk in _shown(client, page)]
    assert seen == sorted(set(seen))
    assert len(seen) == 30


def _twin(person: Person, number: int) -> Person:
    # Falling times of creation: a sort without a tie-break would not keep the order of the keys.
    return Person(family=person.family, created_at=person.created_at - timedelta(days=number))


def _shown(client, page: int) -> list[int]:
    return [person.pk for person in client.get(f"/people/?page={page}").context["page"]]


def test_a_list_costs_two_queries_however_long(client, people) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/people/")
    assert len(queries) == 2


def test_a_form_page_acts_once_and_sends_the_browser_on(client) -> None:
    response = client.post("/rename/", {"family": "Example"})
    assert (response.status_code, response["Location"]) == (303, "/open/")
    assert site.CALLS == [("rename", "Example")]


def test_an_invalid_form_keeps_what_was_typed_and_does_nothing(client) -> None:
    response = client.post("/rename/", {"family": "", "note": "kept <b>"})
    page = html.fromstring(response.content)
    assert (response.status_code, site.CALLS) == (422, [])
    assert page.xpath("//textarea")[0].text.strip() == "kept <b>"
    assert page.get_element_by_id("id_family_error").text_content().strip() == "This field is required."


def test_a_refusal_stands_at_its_field(client) -> None:
    response = client.post("/rename/", {"family": "Taken", "note": "kept"})
    page = html.fromstring(response.content)
    assert response.status_code == 422
    assert page.get_element_by_id("id_family_error").text_content().strip() == "Somebody has this name already."
    assert page.get_element_by_id("id_family").get("value") == "Taken"


def test_a_refusal_without_a_field_stands_at_the_top(client) -> None:
    response = client.post("/rename/", {"family": "Closed"})
    page = html.fromstring(response.content)
    assert response.status_code == 422
    assert [item.text for item in page.xpath("//div[@class='errors']//li")] == ["The office is closed."]


def test_unknown_and_doubled_fields_change_nothing(client) -> None:
    client.post("/rename/", {"family": ["First", "Second"], "is_active": "false", "pk": "1"})
    assert site.CALLS == [("rename", "Second")]


def _close(client, family: str = "Example") -> str:
    user = UserFactory(person__family=family)
    client.force_login(user)
    return f"/close/{user.person_id}/"


def test_an_action_asks_first(client) -> None:
    assert client.get(_close(client)).status_code == 200
    assert site.CALLS == []


def test_an_action_done_twice_acts_once_and_ends_at_the_same_place(client) -> None:
    path = _close(client)
    ends = [
        (response.status_code, response["Location"])
        for response in (client.post(path), client.post(path), client.get(path))
    ]
    assert ends == [(303, "/open/")] * 3
    assert len(site.CALLS) == 1


def test_a_refused_action_says_why(client) -> None:
    response = client.post(_close(client, "Stuck"))
    assert (response.status_code, "The office is closed." in response.content.decode()) == (409, True)


def test_the_loser_of_two_equal_posts_ends_at_the_same_place(client) -> None:
    response = client.post(_close(client, "Overtaken"))
    assert (response.status_code, response["Location"]) == (303, "/open/")


def test_an_action_on_an_invisible_row_is_not_found(client, member) -> None:
    assert client.post(f"/close/{PersonFactory().pk}/").status_code == 404
    assert site.CALLS == []


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/open/", "post", 405), ("/rename/", "put", 405), ("/open/", "options", 200)]
)
def test_a_page_answers_only_what_it_is_for(client, path, method, status) -> None:
    assert getattr(client, method)(path).status_code == status
