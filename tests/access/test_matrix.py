"""Every address × every role: only what the table says; a GET writes nothing; nobody reads other people's marks."""

from typing import Any

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client

from clair_portal.accounts.middleware import SecondFactorMiddleware
from tests.access.expectations import MAY_SEE, TABLE
from tests.access.routes import addresses
from tests.access.world import Visitor, World, visitors

pytestmark = pytest.mark.django_db
ADDRESSES = sorted(set(addresses()))
MAY_WRITE = {"accounts_session", "portal_cache"}  # a session's last visit, a limit


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    settings.PORTAL_REQUIRE_MFA = True


def writes() -> dict[str, int]:
    """How many rows of each table this transaction has written so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {table: rows for table, rows in cursor.fetchall() if table not in MAY_WRITE}


def body(response: HttpResponseBase) -> str:
    """Everything that went out: headers, addresses of redirects, the page or the file."""
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return (headers + content.decode(errors="replace")).casefold()


def look(client: Client, world: World, key: str) -> HttpResponseBase:
    return client.get(world.address(key))


def may_see(mark: str, visitor: Visitor) -> bool:
    return visitor.signed_in and not visitor.elsewhere and visitor.role in MAY_SEE[mark]


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(ADDRESSES) - set(TABLE)) == []
    assert sorted(set(TABLE) - set(ADDRESSES)) == []


@pytest.mark.parametrize("visitor", list(visitors()), ids=lambda visitor: visitor.name)
def test_everybody_gets_what_the_table_says_and_nothing_of_others(visitor: Visitor, world: World) -> None:
    client = world.browser(visitor)
    deviations = []
    for key in ADDRESSES:
        before = writes()
        response = look(client, world, key)
        expected = TABLE[key].status(visitor.role, signed_in=visitor.signed_in, elsewhere=visitor.elsewhere)
        if response.status_code != expected:
            deviations.append(f"{key}: {response.status_code} instead of {expected}")
        if writes() != before:
            deviations.append(f"{key}: a GET wrote into {sorted(set(writes().items()) - set(before.items()))}")
        page = body(response)
        deviations += [f"{key}: shows {mark}" for mark in MAY_SEE if mark in page and not may_see(mark, visitor)]
    if deviations:
        pytest.fail("\n".join(deviations))


@pytest.mark.parametrize("role", ["staff_admin", "authority"])
def test_the_marks_are_there_to_be_seen(role: str, world: World) -> None:
    """Otherwise nobody's not seeing them would prove nothing."""
    client = world.browser(Visitor(role, role=role))
    shown = [key for key in ADDRESSES if key.startswith(("admin:", "exchanges:", "jet:"))]
    seen = "".join(body(look(client, world, key)) for key in shown)
    assert [mark for mark, roles in MAY_SEE.items() if role in roles and mark not in seen] == []


def test_every_mark_that_somebody_may_see_is_looked_for() -> None:
    assert [mark for mark, roles in MAY_SEE.items() if roles and not roles & {"staff_admin", "authority"}] == []


def test_without_a_second_factor_staff_get_nowhere(world: World) -> None:
    visitor = Visitor("staff_admin", role="staff_admin")
    client = Client()
    client.force_login(world._user(visitor))
    reached = [
        key
        for key in ADDRESSES
        if not look(client, world, key).headers.get("Location", "").startswith("/accounts/2fa/?next=")
    ]
    never_asked = {"account_reauthenticate", "admin:logout"}
    assert set(reached) - never_asked <= SecondFactorMiddleware.OPEN
