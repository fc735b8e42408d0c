"""The one search box: what it finds, for whom, and what it bears."""

import pytest
from django.utils import timezone

from clair_portal.directory.actions import organisations, people
from tests.backoffice.test_guarding import scoped_clerk
from tests.factories.events import EventFactory


@pytest.fixture
def ota(db):
    return people.create(
        by=None, at=timezone.now(), family="Ōta", given="Ichirō", family_kanji="太田", given_kanji="一郎",
        email="ota@example.org",
    )  # fmt: skip


@pytest.fixture
def works(db):
    return organisations.create(by=None, at=timezone.now(), kind="company", name_en="Ota works", country="DE")


def found(client, text):
    page = client.get("/admin/search/", {"q": text}).content.decode()
    return [part.split('"')[0] for part in page.split('class="bo-hits"')[1:] for part in part.split('href="')[1:2]]


@pytest.mark.parametrize("text", ["太田", "Ota", "Ōta", "oota", "太"])
def test_a_person_is_found_in_any_script(enter, ota, text):
    assert found(enter("office"), text) == [f"/admin/directory/person/{ota.pk}/change/"]


def test_people_and_organisations_are_found_together(enter, ota, works):
    assert set(found(enter("office"), "ota")) == {
        f"/admin/directory/organisation/{works.pk}/change/",
        f"/admin/directory/person/{ota.pk}/change/",
    }


def test_only_lists_that_a_person_may_open_are_asked(enter, ota, works):
    assert found(enter("reader"), "ota") == [f"/admin/directory/person/{ota.pk}/change/"]
    assert found(enter("porter"), "ota") == []


def test_only_what_is_visible_is_found(client, ota):
    clerk, _host = scoped_clerk()
    client.force_login(clerk)
    assert found(client, "太田") == []


def test_a_long_answer_leads_to_the_whole_list(enter):
    for number in range(9):
        people.create(by=None, at=timezone.now(), family=f"Many{number}")
    page = enter("office").get("/admin/search/?q=many").content.decode()
    assert page.count("Many") == 8
    assert 'href="/admin/directory/person/?q=many"' in page


@pytest.mark.parametrize("text", ["", " ", "\0", "!?", "x" * 10_000, "<script>alert(1)</script>", "' OR 1=1 --"])
def test_strange_words_find_nothing_and_break_nothing(enter, ota, text):
    client = enter("office")
    response = client.get("/admin/search/", {"q": text})
    assert (response.status_code, "<script>alert" in response.content.decode()) == (200, False)
    assert found(client, text) == []


def test_events_are_found_too(enter):
    event = EventFactory(title_en="Reception for returnees")
    assert found(enter("office"), "returnees") == [f"/admin/events/event/{event.pk}/change/"]
    assert found(enter("reader"), "returnees") == []
