"""/healthz and /readyz: quick, public, and honest about every part."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client

from clair_portal import health
from clair_portal.documents.models import Tick

NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def migrations(monkeypatch: pytest.MonkeyPatch) -> health.Migrations:
    """A web process that has just started: it has not looked at the migrations yet."""
    fresh = health.Migrations()
    monkeypatch.setattr(health, "migrations", fresh)
    return fresh


@contextmanager
def database_away() -> Iterator[None]:
    """Every statement fails, as it does when PostgreSQL has gone."""

    def fail(*_statement: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        yield


def ready(client: Client, now: datetime) -> tuple[int, dict[str, Any]]:
    with time_machine.travel(now, tick=False):
        answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_the_process_lives_without_asking_anybody(client: Client) -> None:
    """No `django_db` mark: a query would fail this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok", "no-store")


@pytest.mark.django_db
def test_ready_when_everything_is_in_order(client: Client, now: datetime) -> None:
    Tick.objects.create(name="beat", at=now - timedelta(seconds=60))
    checks = {"database": "ok", "migrations": "ok", "broker": "ok", "beat": "ok"}
    assert ready(client, now) == (200, {"ready": True, "checks": checks})


@pytest.mark.django_db
@pytest.mark.parametrize("age", [None, timedelta(seconds=61), timedelta(days=3)])
def test_a_clock_that_stands_still_is_not_ready(client: Client, now: datetime, age: timedelta | None) -> None:
    Tick.objects.create(name="another", at=now)
    if age:
        Tick.objects.create(name="beat", at=now - age)
    status, answer = ready(client, now)
    assert (status, answer["ready"], answer["checks"]["beat"]) == (503, False, "late")


@pytest.mark.django_db
def test_a_missing_broker_is_not_ready(client: Client, now: datetime, settings: Any) -> None:
    settings.CELERY_BROKER_URL = NOBODY
    Tick.objects.create(name="beat", at=now)
    checks = {"database": "ok", "migrations": "ok", "broker": "unreachable", "beat": "ok"}
    assert ready(client, now) == (503, {"ready": False, "checks": checks})


@pytest.mark.django_db
def test_a_missing_database_is_not_ready_and_never_an_error(client: Client, now: datetime) -> None:
    with database_away():
        answer = ready(client, now)
    checks = {"database": "unreachable", "migrations": "unknown", "broker": "ok", "beat": "unknown"}
    assert answer == (503, {"ready": False, "checks": checks})


@pytest.mark.django_db
def test_not_ready_says_when_to_ask_again_and_is_not_kept(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")


@pytest.mark.django_db
def test_neither_address_starts_a_session(client: Client) -> None:
    for address in ("/healthz", "/readyz"):
        assert client.get(address).cookies == {}


@pytest.mark.django_db
def test_a_pending_migration_is_not_ready(client: Client, now: datetime, migrations: health.Migrations) -> None:
    migrations.pending = lambda: ["events.0002_more"]
    assert ready(client, now)[1]["checks"]["migrations"] == "pending"


@pytest.mark.django_db
def test_a_deleted_record_of_a_migration_is_seen(client: Client, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'documents' AND name = '0001_initial'")
    assert ready(client, now)[1]["checks"]["migrations"] == "pending"


def asked(answers: list[list[str]]) -> tuple[health.Migrations, Callable[[], int]]:
    left = iter(answers)
    return health.Migrations(pending=lambda: next(left)), lambda: len(list(left))


def test_migrations_are_looked_at_until_none_is_pending_and_then_no_more() -> None:
    migrations, unasked = asked([["one"], [], ["never asked"]])
    assert [migrations(), migrations(), migrations()] == ["pending", "ok", "ok"]
    assert unasked() == 1


@pytest.mark.django_db
def test_a_further_question_costs_two_statements(
    client: Client, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    ready(client, now)
    with django_assert_num_queries(2):
        ready(client, now)
