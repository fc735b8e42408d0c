"""Signing up: the person is linked when the address is proved, never before."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.internal.flows import manage_email
from allauth.account.models import EmailAddress
from django.test import Client

from clair_portal.accounts.actions import sign_ups
from clair_portal.accounts.models import User
from clair_portal.directory.models import Person
from clair_portal.mail.models import OutgoingMail
from tests.accounts.conftest import (
    PASSWORD,
    ask_for_code,
    is_signed_in,
    last_code,
    last_mail,
    sign_in,
    sign_up,
    type_code,
)
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db
ADDRESS = "kim@example.org"


def test_sign_up_creates_a_provisional_person_whose_address_is_unproved(client: Client) -> None:
    response = sign_up(client, ADDRESS, family="Muster", given="Kim", language="de")
    user = User.objects.get(email=ADDRESS)
    assert (response.status_code, response["Location"]) == (302, "/accounts/confirm-email/")
    assert (user.language, user.confirmed_at, user.check_password(PASSWORD)) == ("de", None, True)
    assert user.person is not None
    assert (user.person.family, user.person.given, user.person.language) == ("Muster", "Kim", "de")
    assert (user.person.email, user.person.email_verified_at) == (ADDRESS, None)
    assert not is_signed_in(client)


def test_the_code_confirms_the_address_and_signs_in(client: Client) -> None:
    sign_up(client, "Kim@Example.org")
    type_code(client, last_code(ADDRESS))
    user = User.objects.select_related("person").get(email=ADDRESS)
    assert is_signed_in(client)
    assert user.confirmed_at is not None
    assert user.person is not None
    assert user.person.email_verified_at == user.confirmed_at
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified


def test_a_wrong_code_confirms_nothing_and_the_third_ends_the_attempt(client: Client) -> None:
    sign_up(client, ADDRESS)
    right = last_code(ADDRESS)
    answers = [type_code(client, "BBBB-BBBB").status_code for _attempt in range(3)]
    late = type_code(client, right)
    assert answers == [200, 200, 302]
    assert late["Location"] == "/accounts/login/"
    assert User.objects.get(email=ADDRESS).confirmed_at is None


def test_an_imported_person_is_linked_only_when_the_address_is_proved(client: Client) -> None:
    imported = PersonFactory(email=ADDRESS, family="Imported")
    sign_up(client, ADDRESS, family="Typed", language="ja")
    before = User.objects.select_related("person").get(email=ADDRESS)
    provisional = before.person
    assert provisional is not None
    assert provisional.family == "Typed"
    type_code(client, last_code(ADDRESS))
    after = User.objects.select_related("person").get(email=ADDRESS)
    assert after.person == imported
    assert after.person.family == "Imported"
    assert after.person.language == "ja"
    assert not Person.objects.filter(pk=provisional.pk).exists()


def test_an_imported_person_whose_address_nobody_proved_is_left_to_the_staff(client: Client) -> None:
    imported = PersonFactory(email=ADDRESS, email_verified_at=None)
    sign_up(client, ADDRESS)
    type_code(client, last_code(ADDRESS))
    user = User.objects.select_related("person").get(email=ADDRESS)
    assert user.person is not None
    assert user.person != imported
    assert user.person.email_verified_at is not None


def test_a_person_who_has_an_account_is_not_taken_over(client: Client) -> None:
    owner = UserFactory(email="other@example.org", person__email=ADDRESS)
    sign_up(client, ADDRESS)
    type_code(client, last_code(ADDRESS))
    owner.refresh_from_db()
    user = User.objects.select_related("person").get(email=ADDRESS)
    assert user.person is not None
    assert user.person_id != owner.person_id
    assert (user.person.email, user.person.email_verified_at) == (ADDRESS, None)
    assert user.confirmed_at is not None


def test_a_strangers_password_is_dropped_when_the_owner_signs_in_by_code(client: Client) -> None:
    imported = PersonFactory(email=ADDRESS)
    sign_up(Client(), ADDRESS)
    ask_for_code(client, ADDRESS)
    type_code(client, last_code(ADDRESS), "account_confirm_login_code")
    user = User.objects.get(email=ADDRESS)
    assert is_signed_in(client)
    assert user.person == imported
    assert not user.has_usable_password()


def test_the_password_of_an_unconfirmed_account_needs_a_code_as_well(client: Client) -> None:
    sign_up(Client(), ADDRESS)
    EmailAddress.objects.filter(email=ADDRESS).update(verified=True)  # as while the owner is choosing a new password
    response = sign_in(client, ADDRESS)
    assert response["Location"] == "/accounts/login/code/confirm/"
    assert not is_signed_in(client)
    type_code(client, last_code(ADDRESS), "account_confirm_login_code")
    assert is_signed_in(client)
    assert User.objects.get(email=ADDRESS).check_password(PASSWORD)


def test_a_new_password_by_code_confirms_the_account(client: Client) -> None:
    sign_up(Client(), ADDRESS)
    client.post("/accounts/password/reset/", {"email": ADDRESS})
    type_code(client, last_code(ADDRESS), "account_confirm_password_reset_code")
    client.post("/accounts/password/reset/complete/", {"password1": "nine-red-kites", "password2": "nine-red-kites"})
    user = User.objects.get(email=ADDRESS)
    assert user.confirmed_at is not None
    assert user.check_password("nine-red-kites")
    assert sign_in(client, ADDRESS, "nine-red-kites")["Location"] == "/accounts/email/"


def test_names_with_line_breaks_nul_or_too_many_letters_are_refused_beside_the_field(client: Client) -> None:
    for name in ("Exa\r\nBcc: a@example.org", "Exa\nmple", "Exa\x00mple", "E" * 101, "   "):
        response = sign_up(client, ADDRESS, family=name)
        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["family"]
    assert User.objects.count() == 0


def test_a_language_that_the_portal_does_not_speak_is_refused(client: Client) -> None:
    assert list(sign_up(client, ADDRESS, language="xx").context["form"].errors) == ["language"]


def test_the_form_starts_with_the_language_of_the_page(client: Client) -> None:
    page = client.get("/accounts/signup/", headers={"accept-language": "ja"})
    assert page.context["form"]["language"].value() == "ja"


def test_unlisted_fields_change_nothing(client: Client) -> None:
    sign_up(client, ADDRESS, is_active="", confirmed_at="2026-01-01", grants='[["staff_admin", null]]', person="1")
    user = User.objects.get(email=ADDRESS)
    assert (user.is_active, user.confirmed_at, user.grants) == (True, None, [])


def test_two_sign_ups_at_the_same_moment_leave_one_account_and_no_error(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = User.objects.create_user(ADDRESS, PASSWORD)
    form = {"email": ADDRESS, "family": "E", "given": "", "language": "en-gb", "password1": PASSWORD, "agrees": "on"}
    # The other sign-up is stored after this one has looked whether the address is known, and before it saves.
    monkeypatch.setattr(manage_email, "assess_unique_email", lambda *args, **kwargs: True)
    response = client.post("/accounts/signup/", form)
    assert (response.status_code, response["Location"]) == (302, "/accounts/confirm-email/")
    assert list(User.objects.all()) == [stored]
    assert Person.objects.count() == 0
    assert last_mail(ADDRESS).template == "accounts/notice"


def test_the_mail_speaks_the_language_chosen_at_sign_up(client: Client) -> None:
    sign_up(client, ADDRESS, language="de")
    assert last_mail(ADDRESS).language == "de"
    assert OutgoingMail.objects.count() == 1


def test_admit_makes_a_confirmed_account_at_once(now: datetime) -> None:
    user = sign_ups.admit("Office@Example.org", family="Office", password=PASSWORD, language="ja", at=now)
    assert (user.email, user.confirmed_at, user.language) == ("office@example.org", now, "ja")
    assert user.person is not None
    assert Person.objects.with_address("office@example.org").get() == user.person
    assert sign_in(Client(), "office@example.org")["Location"] == "/accounts/email/"


def test_admit_links_the_person_already_known_under_the_address(now: datetime) -> None:
    known = PersonFactory(email="known@example.org")
    assert sign_ups.admit("known@example.org", family="X", at=now).person == known
    assert Person.objects.count() == 1


def test_sign_ups_that_nobody_confirmed_are_forgotten_with_their_people() -> None:
    confirmed = UserFactory()
    sign_up(Client(), ADDRESS)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert sign_ups.forget_unconfirmed(before=tomorrow - timedelta(days=2)) == 0
    assert sign_ups.forget_unconfirmed(before=tomorrow) == 1
    assert list(User.objects.all()) == [confirmed]
    assert list(Person.objects.all()) == [confirmed.person]


def test_a_changed_main_address_takes_the_persons_along(client: Client, robin: User) -> None:
    sign_in(client, robin.email)
    EmailAddress.objects.create(user=robin, email="new@example.org", verified=True)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_primary": "", "email": "new@example.org"})
    person = Person.objects.get(user=robin)
    assert (person.email, person.email_verified_at is not None) == ("new@example.org", True)
    told = last_mail("robin@example.org")
    assert told.context["sentence"] == "Mails no longer go to robin@example.org but to new@example.org."


def test_a_changed_address_that_the_directory_has_proved_for_somebody_else_stays_unproved(
    client: Client, robin: User, now: datetime
) -> None:
    PersonFactory(email="new@example.org")
    User.objects.filter(pk=robin.pk).update(email="new@example.org")
    sign_ups.follow(robin, at=now)
    person = Person.objects.get(user=robin)
    assert (person.email, person.email_verified_at) == ("new@example.org", None)
