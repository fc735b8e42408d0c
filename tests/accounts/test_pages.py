"""The pages about one's own account."""

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clair_portal.accounts.models import Session, User
from clair_portal.directory.models import Person
from tests.accounts.conftest import sign_in
from tests.factories.accounts import RoleAssignmentFactory, SessionFactory, UserFactory
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db
PAGE = "/account/"


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for page in (PAGE, "/account/name/", "/account/sign-out-everywhere/"):
        assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_the_page_says_who_one_is_and_what_one_may(client: Client) -> None:
    chapter = OrganisationFactory(name_en="JETAA Deutschland")
    user = RoleAssignmentFactory(role="chapter_chair", organisation=chapter).user
    RoleAssignmentFactory(user=user, role="forgotten_role")
    client.force_login(user)
    page = client.get(PAGE)
    text = page.content.decode()
    assert [(str(held["role"].name), held["organisation"]) for held in page.context["held"]] == [
        ("Chapter chair", chapter)
    ]
    assert user.email in text
    assert "Leads a JETAA chapter" in text
    assert "Set a password" in text


def test_nothing_of_other_people_stands_there(client: Client, robin: User) -> None:
    other = UserFactory(email="other@example.org")
    SessionFactory(user=other)
    sign_in(client, robin.email)
    page = client.get(PAGE)
    assert "other@example.org" not in page.content.decode()
    assert page.context["devices"] == 1


def test_more_addresses_and_roles_cost_no_more_queries(client: Client, robin: User) -> None:
    client.force_login(robin)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    RoleAssignmentFactory(user=robin, role="chapter_events", organisation=OrganisationFactory())
    one = cost()
    for number in range(2):
        EmailAddress.objects.create(user=robin, email=f"more{number}@example.org", verified=True)
        RoleAssignmentFactory(user=robin, role="chapter_events", organisation=OrganisationFactory())
    assert cost() == one
    assert one <= 8


def test_people_correct_their_own_name_in_three_scripts(client: Client, robin: User) -> None:
    client.force_login(robin)
    form = client.get("/account/name/").context["form"]
    typed = {**form.initial, "family": "Ōta", "given": "Robin", "family_kanji": "太田", "family_kana": "おおた"}
    answer = client.post("/account/name/", typed)
    person = Person.objects.get(user=robin)
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert (person.family, person.family_kanji, person.family_kana) == ("Ōta", "太田", "オオタ")
    assert list(Person.objects.matching("Ota")) == [person]


def test_a_stale_form_overwrites_nothing(client: Client, robin: User) -> None:
    client.force_login(robin)
    typed = client.get("/account/name/").context["form"].initial
    client.post("/account/name/", {**typed, "family": "First"})
    answer = client.post("/account/name/", {**typed, "family": "Second"})
    assert answer.status_code == 422
    assert "Somebody has changed this in the meantime" in answer.content.decode()
    assert Person.objects.get(user=robin).family == "First"


@pytest.mark.parametrize(
    ("field", "value"), [("family", ""), ("family", "A\nB"), ("family_kana", "太田"), ("given_kana", "Robin")]
)
def test_impossible_names_are_refused_beside_the_field(client: Client, robin: User, field: str, value: str) -> None:
    client.force_login(robin)
    typed = client.get("/account/name/").context["form"].initial
    answer = client.post("/account/name/", {**typed, field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_who_has_no_person_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(UserFactory(person=None))
    answer = client.post("/account/name/", {"family": "X", "version": "1"})
    assert "Nobody in the directory belongs to this account." in answer.content.decode()
    assert client.get(PAGE).status_code == 200


def test_signing_out_everywhere_asks_first_and_spares_this_browser(client: Client, robin: User) -> None:
    sign_in(client, robin.email)
    other = Client()
    sign_in(other, robin.email)
    assert client.get("/account/sign-out-everywhere/").status_code == 200
    assert Session.objects.filter(user=robin).count() == 2
    assert client.post("/account/sign-out-everywhere/")["Location"] == PAGE
    assert (client.get(PAGE).status_code, other.get(PAGE).status_code) == (200, 302)
