"""Consents: given once per version, withdrawn once, never rewritten, and gone only together with their user."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test import Client

from clair_portal.accounts.actions import consents, sign_ups
from clair_portal.accounts.models import Consent, User
from tests.accounts.conftest import sign_up
from tests.factories.accounts import ConsentFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
NOTICE = Consent.Purpose.PRIVACY_NOTICE
ADDRESS = "kim@example.org"


@pytest.fixture
def reader() -> User:
    """Somebody who has agreed to nothing yet."""
    user: User = UserFactory()
    return user


def settle() -> None:
    """What the database would say at the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_consent_says_to_which_text_in_which_language_and_when(reader: User, now: datetime, settings: Any) -> None:
    settings.PORTAL_PRIVACY_NOTICE = "2027-04-01"
    given = consents.give(reader, NOTICE, language="ja", at=now)
    stored = Consent.objects.get()
    assert stored == given
    assert (stored.user, stored.purpose, stored.version) == (reader, "privacy_notice", "2027-04-01")
    assert (stored.language, stored.given_at, stored.withdrawn_at) == ("ja", now, None)


def test_giving_twice_is_giving_once(reader: User, now: datetime) -> None:
    first = consents.give(reader, NOTICE, language="en-gb", at=now)
    second = consents.give(reader, NOTICE, language="de", at=now + timedelta(hours=1))
    assert (first, second.language, second.given_at) == (second, "en-gb", now)
    assert Consent.objects.count() == 1


def test_a_new_text_is_a_new_consent(reader: User, now: datetime, settings: Any) -> None:
    old = consents.give(reader, NOTICE, language="en-gb", at=now)
    settings.PORTAL_PRIVACY_NOTICE = "2027-04-01"
    new = consents.give(reader, NOTICE, language="en-gb", at=now + timedelta(days=1))
    assert list(Consent.objects.of(reader).live().newest_first()) == [new, old]


def test_withdrawing_notes_the_moment_in_every_version_and_spares_other_people(
    reader: User, now: datetime, settings: Any
) -> None:
    other = ConsentFactory()
    consents.give(reader, NOTICE, language="en-gb", at=now)
    settings.PORTAL_PRIVACY_NOTICE = "2027-04-01"
    consents.give(reader, NOTICE, language="en-gb", at=now)
    assert consents.withdraw(reader, NOTICE, at=now + timedelta(days=1)) == 2
    assert list(Consent.objects.live()) == [other]


def test_withdrawing_twice_keeps_the_first_moment(reader: User, now: datetime) -> None:
    consents.give(reader, NOTICE, language="en-gb", at=now)
    assert consents.withdraw(reader, NOTICE, at=now) == 1
    assert consents.withdraw(reader, NOTICE, at=now + timedelta(days=1)) == 0
    assert Consent.objects.get().withdrawn_at == now


def test_agreeing_again_after_withdrawing_adds_a_row(reader: User, now: datetime) -> None:
    first = consents.give(reader, NOTICE, language="en-gb", at=now)
    consents.withdraw(reader, NOTICE, at=now)
    again = consents.give(reader, NOTICE, language="de", at=now)
    assert list(Consent.objects.newest_first()) == [again, first]
    assert list(Consent.objects.live()) == [again]


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"purpose": "newsletter"}, "consent_has_a_known_purpose"),
        ({"version": "latest"}, "consent_version_is_a_day"),
        ({"version": ""}, "consent_version_is_a_day"),
        ({"language": ""}, "consent_names_the_language"),
        ({"withdrawn_at": datetime.fromisoformat("2025-01-01T00:00Z")}, "consent_given_first"),
    ],
)
def test_the_database_refuses_what_cannot_be(facts: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConsentFactory(**facts)


def test_the_database_keeps_one_live_consent_per_version() -> None:
    given = ConsentFactory()
    with pytest.raises(IntegrityError, match="consent_live_once"), transaction.atomic():
        ConsentFactory(user=given.user)


@pytest.mark.parametrize(
    "facts", [{"version": "2020-01-01"}, {"language": "de"}, {"given_at": datetime.fromisoformat("2020-01-01T00:00Z")}]
)
def test_the_facts_of_a_consent_cannot_be_rewritten(facts: dict[str, Any]) -> None:
    given = ConsentFactory()
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        Consent.objects.filter(pk=given.pk).update(**facts)
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        Consent.objects.filter(pk=given.pk).update(user=UserFactory())


@pytest.mark.parametrize("moment", [None, datetime.fromisoformat("2026-12-24T00:00Z")])
def test_a_withdrawal_cannot_be_undone_or_moved(reader: User, now: datetime, moment: datetime | None) -> None:
    consents.give(reader, NOTICE, language="en-gb", at=now)
    consents.withdraw(reader, NOTICE, at=now)
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        Consent.objects.update(withdrawn_at=moment)


def test_a_consent_cannot_be_deleted_while_its_user_is_there() -> None:
    given = ConsentFactory()
    with transaction.atomic():
        given.delete()
        with pytest.raises(InternalError, match="leaves only together with its user"):
            settle()
        transaction.set_rollback(True)
    assert Consent.objects.count() == 1


def test_erasing_a_user_erases_the_consents() -> None:
    user = ConsentFactory().user
    user.emailaddress_set.all().delete()
    user.delete()
    settle()
    assert Consent.objects.count() == 0


def test_only_whoever_looks_after_accounts_sees_other_peoples_consents() -> None:
    mine, others = ConsentFactory(), ConsentFactory()
    admin, stranger = RoleAssignmentFactory(role="staff_admin").user, UserFactory()
    seen = [
        list(Consent.objects.visible_to(user).order_by("pk")) for user in (mine.user, stranger, AnonymousUser(), admin)
    ]
    assert seen == [[mine], [], [], [mine, others]]


# Signing up


def test_signing_up_stores_the_consent_with_the_language_of_the_page(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    sign_up(client, ADDRESS, language="ja")
    stored = Consent.objects.get()
    assert (stored.user.email, stored.user.language, stored.language) == (ADDRESS, "ja", "de")
    assert (stored.version, stored.withdrawn_at) == (settings.PORTAL_PRIVACY_NOTICE, None)


def test_without_the_tick_there_is_no_account_and_what_was_typed_stays(client: Client) -> None:
    page = sign_up(client, ADDRESS, agrees="")
    assert page.context["form"].errors == {
        "agrees": ["Please read the privacy notice and tick the box; there is no account without it."]
    }
    assert page.context["form"]["family"].value() == "Example"
    assert (User.objects.count(), Consent.objects.count()) == (0, 0)


def test_the_box_is_not_ticked_beforehand_and_leads_to_the_notice(client: Client, settings: Any) -> None:
    settings.PORTAL_PRIVACY_NOTICE = "2027-04-01"
    page = client.get("/accounts/signup/")
    assert page.context["form"]["agrees"].value() is None
    assert (
        '<a href="/privacy/" target="_blank">Read the privacy notice of 2027-04-01 (opens in a new tab)</a>'
        in page.content.decode()
    )


def test_a_sign_up_whose_consent_cannot_be_stored_leaves_nothing(settings: Any, now: datetime) -> None:
    settings.PORTAL_PRIVACY_NOTICE = "no day"
    with pytest.raises(IntegrityError, match="consent_version_is_a_day"), transaction.atomic():
        sign_ups.admit(ADDRESS, family="Example", at=now)
    assert User.objects.count() == 0


def test_who_is_admitted_by_the_office_has_a_consent(robin: User, now: datetime) -> None:
    assert [(one.version, one.given_at) for one in Consent.objects.of(robin)] == [("2026-11-01", now)]


def test_a_sign_up_that_nobody_confirmed_is_forgotten_with_its_consent(client: Client) -> None:
    sign_up(client, ADDRESS)
    user = User.objects.get()
    assert sign_ups.forget_unconfirmed(before=user.joined_at + timedelta(seconds=1)) == 1
    settle()
    assert Consent.objects.count() == 0
