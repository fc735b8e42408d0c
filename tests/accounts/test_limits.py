"""Limits hold: with Redis away, under simultaneous guesses, with a full table and changing Host headers."""

import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from clair_portal.accounts.limits import LimitCache
from clair_portal.accounts.models import User
from clair_portal.accounts.tasks import tidy
from clair_portal.mail.models import OutgoingMail
from tests.accounts.conftest import PASSWORD, ask_for_code, is_signed_in, sign_in
from tests.factories.accounts import SessionFactory

TOO_MANY = "Too many failed login attempts. Try again later."
WRONG = "The email address and/or password you specified are not correct."


def refused(client: Client, email: str, **extra: Any) -> bool:
    page = sign_in(client, email, "not-the-right-one", **extra)
    return TOO_MANY in page.content.decode()


@pytest.mark.django_db
def test_the_sixth_wrong_password_is_refused_and_then_even_the_right_one(robin: User, client: Client) -> None:
    assert [refused(client, robin.email) for _guess in range(6)] == [False] * 5 + [True]
    sign_in(client, robin.email, PASSWORD)
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_an_absent_redis_lifts_no_limit(robin: User, client: Client, settings: Any) -> None:
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert [refused(client, robin.email) for _guess in range(6)] == [False] * 5 + [True]


@pytest.mark.django_db
def test_another_port_in_the_host_header_is_no_new_chance(robin: User, client: Client) -> None:
    hosts = [f"testserver:{8000 + guess}" for guess in range(6)]
    assert [refused(client, robin.email, headers={"host": host}) for host in hosts] == [False] * 5 + [True]


@pytest.mark.django_db
def test_forwarded_for_is_believed_only_behind_a_proxy(robin: User, client: Client, settings: Any) -> None:
    """Ten wrong passwords a minute from one address, whatever addresses it claims to come from."""
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    answers = [
        refused(client, f"robin{guess}@example.org", headers={"x-forwarded-for": f"203.0.113.{guess}"})
        for guess in range(11)
    ]
    assert answers == [False] * 10 + [True]


@pytest.mark.django_db
def test_codes_are_mailed_three_times_a_minute_to_one_address(robin: User) -> None:
    answers = [ask_for_code(Client(), robin.email).status_code for _request in range(5)]
    assert answers == [302, 302, 302, 200, 200]  # 200 is the form again, with a sentence
    assert OutgoingMail.objects.count() == 3


@pytest.mark.django_db
def test_many_entries_of_others_do_not_lift_a_limit(robin: User, client: Client) -> None:
    """Django's own database cache throws entries away above 300: whoever fills it would be free again."""
    for _guess in range(5):
        refused(client, robin.email)
    for number in range(400):
        cache.set(f"filler-{number}", 1, 60)
    assert refused(client, robin.email)


@pytest.mark.django_db(transaction=True)
def test_simultaneous_guesses_get_no_more_tries(robin: User) -> None:
    barrier = threading.Barrier(12)
    answers: list[bool] = []

    def guess() -> None:
        client = Client()
        barrier.wait()
        page = sign_in(client, robin.email, "not-the-right-one")
        answers.append(WRONG in page.content.decode())
        connection.close()

    threads = [threading.Thread(target=guess) for _number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 12
    assert 1 <= answers.count(True) <= 5  # the others were refused: by the limit, or because its lock was busy


@pytest.mark.django_db(transaction=True)
def test_an_expired_lock_is_taken_over_by_one_only() -> None:
    """Django's own `add` reads first: all who see the expired lock take it."""
    cache.set("lock", "old", -1)
    barrier = threading.Barrier(8)
    taken: list[bool] = []

    def take() -> None:
        barrier.wait()
        taken.append(cache.add("lock", "new", 30))
        connection.close()

    threads = [threading.Thread(target=take) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 7 + [True]


@pytest.mark.django_db
def test_the_cache_keeps_what_it_is_given_until_it_expires() -> None:
    assert isinstance(cache._connections[cache._alias], LimitCache)
    assert cache.add("a", [1, "クレア"], 60)
    assert not cache.add("a", "other", 60)
    assert cache.get("a") == [1, "クレア"]
    cache.set("a", "newer", None)
    assert cache.get("a") == "newer"
    assert cache.touch("a", 60)
    cache.set("gone", 1, -1)
    assert cache.get("gone") is None
    cache.delete("a")
    assert cache.get("a") is None


def test_a_table_of_another_name_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured):
        LimitCache("elsewhere", {})


@pytest.mark.django_db
def test_tidying_forgets_what_has_expired_and_nothing_else(now: Any) -> None:
    cache.set("lives", 1, 600)
    cache.set("spent", 1, -1)
    SessionFactory(session_key="lives")
    SessionFactory(session_key="spent", expire_date=now.replace(year=2020))
    tidy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM portal_cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:lives"]
        cursor.execute("SELECT session_key FROM accounts_session")
        assert cursor.fetchall() == [("lives",)]
