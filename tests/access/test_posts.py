"""Every POST × every role: whom the table admits gets through, and nobody else changes a row of any table."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import path
from django.views.generic import View

from tests.access.bodies import bodies
from tests.access.expectations import TABLE
from tests.access.posts import POSTS
from tests.access.routes import takes_post, taking_post
from tests.access.test_matrix import ADDRESSES, writes
from tests.access.world import Visitor, World, visitors

pytestmark = pytest.mark.django_db
READ_ONLY = sorted(set(ADDRESSES) - set(POSTS))
SOME = [visitor for visitor in visitors() if visitor.name in ("anonymous", "nobody in particular", "staff_admin")]


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any, now: datetime) -> Iterator[None]:
    settings.PORTAL_REQUIRE_MFA = True
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def world() -> World:
    return World()


@contextmanager
def taken_back(client: Client) -> Iterator[None]:
    """Whatever happens in here has not happened afterwards, in the database and in the browser."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)


def send(client: Client, address: str, typed: dict[str, Any] | None = None) -> tuple[HttpResponseBase, list[str]]:
    """The answer to a POST, and the tables in which it wrote."""
    with taken_back(client):
        before = writes()
        response = client.post(address, typed)
        changed = sorted(table for table, rows in writes().items() if rows != before.get(table, 0))
    return response, changed


def test_every_address_that_takes_post_has_a_row_and_every_row_an_address() -> None:
    found = set(taking_post())
    assert sorted(found - set(POSTS)) == []
    assert sorted(set(POSTS) - found) == []


def test_a_planted_page_that_takes_post_is_found() -> None:
    class Reads(View):
        def get(self) -> None: ...

    class Writes(Reads):
        def post(self) -> None: ...

    class Forbids(Writes):
        http_method_names = ["get"]

    planted = [path(kind.__name__, kind.as_view(), name=kind.__name__) for kind in (Reads, Writes, Forbids)]
    assert [pattern.name for pattern in planted if takes_post(pattern.callback)] == ["Writes"]
    assert takes_post(writes)


@pytest.mark.parametrize("visitor", list(visitors()), ids=lambda visitor: visitor.name)
def test_whom_the_table_admits_writes_and_nobody_else_does(visitor: Visitor, world: World) -> None:
    typed, client = bodies(world), world.browser(visitor)
    deviations = []
    for key, post in POSTS.items():
        response, changed = send(client, world.address(key), typed.get(key))
        expected = post.answers.status(visitor.role, signed_in=visitor.signed_in, elsewhere=visitor.elsewhere)
        if response.status_code != expected:
            deviations.append(f"{key}: {response.status_code} instead of {expected}")
        if bool(changed) != post.writes(visitor.role, signed_in=visitor.signed_in, elsewhere=visitor.elsewhere):
            deviations.append(f"{key}: wrote into {changed or 'nothing, so that the others’ refusal proves nothing'}")
    if deviations:
        pytest.fail("\n".join(deviations))


@pytest.mark.parametrize("visitor", SOME, ids=lambda visitor: visitor.name)
def test_pages_that_only_read_take_no_post(visitor: Visitor, world: World) -> None:
    client = world.browser(visitor)
    for key in READ_ONLY:
        response, changed = send(client, world.address(key))
        refusal = TABLE[key].status(visitor.role, signed_in=visitor.signed_in)
        assert response.status_code in {405, refusal} - {200}, key
        assert changed == [], key


def test_without_a_second_factor_the_administrator_writes_nothing(world: World) -> None:
    typed, client = bodies(world), Client()
    client.force_login(world._user(Visitor("staff_admin", role="staff_admin")))
    inside = [key for key, post in POSTS.items() if "staff_admin" in post.writers]
    assert [key for key in inside if send(client, world.address(key), typed.get(key))[1]] == []
    assert len(inside) >= 9
