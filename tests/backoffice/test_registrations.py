"""The kernel's own records on the staff site."""

import re

import pytest

from clair_portal.accounts.models import RoleAssignment, User
from clair_portal.directory.models import Organisation, Person
from tests.backoffice.test_saving import hidden
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.mail import OutgoingMailFactory

pytestmark = pytest.mark.django_db

EMPTY_INLINE = {"-TOTAL_FORMS": "0", "-INITIAL_FORMS": "0", "-MIN_NUM_FORMS": "0", "-MAX_NUM_FORMS": "1000"}


def rows(prefix, **facts):
    return {f"{prefix}{name}": value for name, value in {**EMPTY_INLINE, **facts}.items()}


PERSON = {
    "family": "Ōta", "given": "Ichirō", "middle": "", "preferred": "", "family_kanji": "太田", "given_kanji": "一郎",
    "family_kana": "オオタ", "given_kana": "イチロウ", "email": "ota@example.org", "language": "ja",
    **rows("positions"),
}  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        "directory/person/", "directory/person/add/", "directory/organisation/", "directory/organisation/add/",
        "directory/localauthority/", "directory/office/", "mail/outgoingmail/", "accounts/user/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
def test_every_page_opens_for_the_office_and_for_nobody_below_it(enter, page, language):
    office, porter = enter("office"), enter("porter")
    office.cookies["django_language"] = language
    assert office.get(f"/admin/{page}").status_code == 200
    assert porter.get(f"/admin/{page}").status_code == 403


@pytest.mark.parametrize(
    "page", ["directory/localauthority/add/", "directory/office/add/", "mail/outgoingmail/add/", "accounts/user/add/"]
)
def test_reference_data_mails_and_accounts_are_not_typed_here(enter, page):
    assert enter("office").get(f"/admin/{page}").status_code == 403


def test_a_person_is_entered_with_what_the_search_needs(enter):
    client = enter("office")
    assert client.post("/admin/directory/person/add/", PERSON).status_code == 302
    person = Person.objects.get(family="Ōta")
    assert list(Person.objects.matching("太田")) == [person]
    assert list(Person.objects.matching("oota")) == [person]


def test_an_edited_person_gets_the_next_version(enter):
    client = enter("office")
    client.post("/admin/directory/person/add/", PERSON)
    person = Person.objects.get(family="Ōta")
    address = f"/admin/directory/person/{person.pk}/change/"
    seen = hidden(client.get(address).content.decode())
    assert client.post(address, {**PERSON, **seen, "given": "Jirō"}).status_code == 302
    fresh = Person.objects.get(pk=person.pk)
    assert (fresh.given, fresh.version) == ("Jirō", person.version + 1)


def test_wrong_kana_are_an_error_beside_the_field(enter):
    response = enter("office").post("/admin/directory/person/add/", {**PERSON, "family_kana": "Ota"})
    assert (response.status_code, Person.objects.filter(family="Ōta").exists()) == (200, False)
    assert "katakana" in response.content.decode()


def test_two_editors_of_an_organisation_are_told_of_each_other(enter):
    client = enter("office")
    facts = {
        "kind": "company",
        "name_en": "Example works",
        "name_ja": "",
        "name_kana": "",
        "name_de": "",
        "country": "DE",
        "email": "",
    }
    assert client.post("/admin/directory/organisation/add/", facts).status_code == 302
    works = Organisation.objects.get(name_en="Example works")
    address = f"/admin/directory/organisation/{works.pk}/change/"
    seen = hidden(client.get(address).content.decode())
    client.post(address, {**facts, **seen, "name_en": "First works"})
    page = client.post(address, {**facts, **seen, "name_en": "Second works"}).content.decode()
    who = str(User.objects.get(email="office@example.org").person)
    assert re.search(f"this record was changed by {who} at ", page)
    assert "now “First works”, you wrote “Second works”" in page
    assert Organisation.objects.get(pk=works.pk).name_en == "First works"


def account_form(client, user, **facts):
    page = client.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    return {**hidden(page), **rows("role_assignments", **facts)}


def test_a_role_is_given_through_the_rule_book(enter):
    client, user = enter("office"), UserFactory()
    body = account_form(
        client, user, **{"-TOTAL_FORMS": "1", "-0-role": "reader", "-0-organisation": "", "-0-user": str(user.pk)}
    )
    assert client.post(f"/admin/accounts/user/{user.pk}/change/", body).status_code == 302
    assert list(user.role_assignments.values_list("role", "organisation")) == [("reader", None)]
    page = client.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert "role given · Reader" in page


def test_a_role_that_the_rule_book_refuses_is_not_given_and_the_reason_is_shown(enter):
    client, user = enter("office"), UserFactory()
    body = account_form(
        client, user, **{"-TOTAL_FORMS": "1", "-0-role": "branch", "-0-organisation": "", "-0-user": str(user.pk)}
    )
    response = client.post(f"/admin/accounts/user/{user.pk}/change/", body)
    assert "This role is either held for one organisation or everywhere" in response.content.decode()
    assert not user.role_assignments.exists()


def test_the_last_administrator_stays(enter):
    client = enter("office")
    user = User.objects.get(email="office@example.org")
    held = RoleAssignment.objects.get(user=user)
    facts = {
        "-TOTAL_FORMS": "1",
        "-INITIAL_FORMS": "1",
        "-0-id": str(held.pk),
        "-0-user": str(user.pk),
        "-0-DELETE": "on",
    }
    response = client.post(f"/admin/accounts/user/{user.pk}/change/", account_form(client, user, **facts))
    assert "Nobody else could give roles any more." in response.content.decode()
    assert RoleAssignment.objects.filter(pk=held.pk).exists()


def test_a_role_is_taken_away(enter):
    client, held = enter("office"), RoleAssignmentFactory(role="reader", user__email="leaving@example.org")
    facts = {
        "-TOTAL_FORMS": "1",
        "-INITIAL_FORMS": "1",
        "-0-id": str(held.pk),
        "-0-user": str(held.user_id),
        "-0-DELETE": "on",
    }
    body = account_form(client, held.user, **facts)
    assert client.post(f"/admin/accounts/user/{held.user_id}/change/", body).status_code == 302
    assert not RoleAssignment.objects.filter(pk=held.pk).exists()


def test_an_account_is_shut_and_opened_with_a_reason(enter):
    client, user = enter("office"), UserFactory()
    client.post(f"/admin/accounts/user/{user.pk}/move/shut/", {"reason": "Has left the office."})
    user.refresh_from_db()
    assert user.is_active is False
    client.post(f"/admin/accounts/user/{user.pk}/move/open/", {"reason": "Is back."})
    user.refresh_from_db()
    assert user.is_active is True


def test_the_content_of_a_mail_is_not_shown(enter):
    mail = OutgoingMailFactory(context={"code": "CANARY-CODE"})
    client = enter("office")
    pages = [f"/admin/mail/outgoingmail/{mail.pk}/change/", "/admin/mail/outgoingmail/"]
    assert [("CANARY-CODE" in client.get(page).content.decode()) for page in pages] == [False, False]


def test_passwords_never_reach_a_page(enter):
    user = UserFactory(password="argon2$CANARY")
    page = enter("office").get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert "CANARY" not in page
