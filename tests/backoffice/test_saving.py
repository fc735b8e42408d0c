"""Saving through actions; two people at one record; refusals that keep what was typed."""

import re

import pytest

from clair_portal.directory.models import Person
from tests.factories.directory import PersonFactory

LIST = "/trial/directory/person/"


@pytest.fixture
def person(db):
    return PersonFactory(family="Old", given="Robin", email="old@example.org", email_verified_at=None)


def address(person):
    return f"{LIST}{person.pk}/change/"


def hidden(page):
    """The hidden facts of the form, as a browser sends them back."""
    return dict(re.findall(r'name="(_seen_[a-z]+)" value="([^"]*)"', page))


def form_of(person, page, **typed):
    facts = {"family": person.family, "given": person.given, "email": person.email, "language": person.language}
    return {**facts, **hidden(page), **typed}


def opened(client, person):
    return client.get(address(person)).content.decode()


def test_an_edit_goes_through_the_action(enter, person):
    client = enter("office")
    response = client.post(address(person), form_of(person, opened(client, person), family="New"))
    assert (response.status_code, response["Location"]) == (302, LIST)
    person.refresh_from_db()
    assert person.family == "New"


def test_what_the_action_refuses_is_shown_and_what_was_typed_is_kept(enter, person):
    client = enter("office")
    body = form_of(person, opened(client, person), family="Refused", given="Typed")
    response = client.post(address(person), body)
    page = response.content.decode()
    assert response.status_code == 200
    assert "The rule book says no." in page
    assert 'value="Refused"' in page
    assert 'value="Typed"' in page
    person.refresh_from_db()
    assert (person.family, person.given) == ("Old", "Robin")


def test_a_new_row_comes_from_the_action(enter):
    client = enter("office")
    body = {"family": "Fresh", "given": "Robin", "email": "", "language": "en-gb"}
    assert client.post(f"{LIST}add/", body).status_code == 302
    assert list(Person.objects.filter(family="Fresh").values_list("given", flat=True)) == ["Robin"]


def test_a_refused_new_row_is_not_written(enter):
    client = enter("office")
    before = Person.objects.count()
    body = {"family": "Refused", "given": "Robin", "email": "", "language": "en-gb"}
    response = client.post(f"{LIST}add/", body)
    assert (response.status_code, "The rule book says no." in response.content.decode()) == (200, True)
    assert Person.objects.count() == before


def test_two_people_who_write_different_fields_both_keep_their_words(enter, person):
    client = enter("office")
    page = opened(client, person)
    Person.objects.filter(pk=person.pk).update(email="theirs@example.org")
    client.post(address(person), form_of(person, page, given="Mine"))
    person.refresh_from_db()
    assert (person.given, person.email) == ("Mine", "theirs@example.org")


def test_the_second_of_two_is_told_and_overwrites_nothing(enter, person):
    client = enter("office")
    page = opened(client, person)
    Person.objects.filter(pk=person.pk).update(family="Theirs")
    response = client.post(address(person), form_of(person, page, family="Mine", given="Also mine"))
    shown = response.content.decode()
    assert response.status_code == 200
    assert "this record was changed by Kim Example at" in shown
    assert "family name: now “Theirs”, you wrote “Mine”." in shown
    assert 'value="Mine"' in shown
    assert 'value="Also mine"' in shown
    person.refresh_from_db()
    assert (person.family, person.given) == ("Theirs", "Robin")


def test_saving_again_after_the_conflict_was_shown_is_a_decision(enter, person):
    client = enter("office")
    page = opened(client, person)
    Person.objects.filter(pk=person.pk).update(family="Theirs", email="theirs@example.org")
    mine = form_of(person, page, family="Mine")
    shown = client.post(address(person), mine).content.decode()
    assert client.post(address(person), {**mine, **hidden(shown)}).status_code == 302
    person.refresh_from_db()
    assert (person.family, person.email) == ("Mine", "theirs@example.org")


def test_a_third_change_after_the_conflict_was_shown_is_shown_again(enter, person):
    client = enter("office")
    page = opened(client, person)
    Person.objects.filter(pk=person.pk).update(family="Theirs")
    mine = form_of(person, page, family="Mine")
    shown = client.post(address(person), mine).content.decode()
    Person.objects.filter(pk=person.pk).update(family="Third")
    again = client.post(address(person), {**mine, **hidden(shown)})
    assert (again.status_code, "now “Third”" in again.content.decode()) == (200, True)


@pytest.mark.parametrize("forged", [{"_seen_facts": ""}, {"_seen_facts": "forged:facts:here"}])
def test_a_form_that_does_not_say_what_it_saw_is_outdated(enter, person, forged):
    client = enter("office")
    response = client.post(address(person), form_of(person, opened(client, person), family="New", **forged))
    assert "Somebody has changed this in the meantime." in response.content.decode()
    person.refresh_from_db()
    assert person.family == "Old"


def test_the_second_click_changes_nothing_more(enter, person):
    client = enter("office")
    body = form_of(person, opened(client, person), family="New")
    assert [client.post(address(person), body).status_code for _click in range(2)] == [302, 302]
    person.refresh_from_db()
    assert person.family == "New"


@pytest.mark.parametrize("bad", ["nul\0byte", "x" * 101, "two\r\nlines"])
def test_bad_words_are_an_error_beside_the_field(enter, person, bad):
    client = enter("office")
    response = client.post(address(person), form_of(person, opened(client, person), family=bad))
    assert response.status_code == 200
    person.refresh_from_db()
    assert person.family == "Old"


def test_a_delete_without_an_action_of_the_rule_book_is_a_mistake_of_the_programmer(enter, person):
    client = enter("office")
    assert client.get(f"{LIST}{person.pk}/delete/").status_code == 200
    with pytest.raises(Exception, match="names no action: define delete_model"):
        client.post(f"{LIST}{person.pk}/delete/", {"post": "yes"})
    assert Person.objects.filter(pk=person.pk).exists()
