"""How many SQL statements one request costs, counted in this process on the real database."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK")  # every write has them, the yardstick's too
FIRST_TABLE = re.compile(r'(?:FROM|INTO|UPDATE)\s+"?(\w+)', re.IGNORECASE)
SIGN_IN = ("accounts_session", "accounts_user", "django_session")
FORM = "application/x-www-form-urlencoded"


def get(path: str, cookie: str = "", first: str = "") -> dict[str, Any]:
    """A GET, after another one (`first`, else the same) has warmed what a running server has warm."""
    _client(cookie).get(first or path)
    client = _client(cookie)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(path)
    return _told(response, seen.captured_queries)


def post(path: str, warm: dict[str, str], real: dict[str, str]) -> dict[str, Any]:
    """Two people send the same form; the second one's statements are counted. Each brings `cookie` and `body`."""
    _client(warm["cookie"]).post(path, warm["body"], content_type=FORM)
    client = _client(real["cookie"])
    with CaptureQueriesContext(connection) as seen:
        response = client.post(path, real["body"], content_type=FORM)
    return _told(response, seen.captured_queries)


def _client(cookie: str) -> Client:
    client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    client.cookies.load(cookie)
    return client


def _told(response: Any, queries: list[dict[str, str]]) -> dict[str, Any]:
    statements = [query["sql"] for query in queries if query["sql"] not in BRACKETS]
    sign_in = [statement for statement in statements if _table(statement) in SIGN_IN]
    return {
        "status": response.status_code,
        "body": response.content.decode("utf-8", errors="replace"),
        "location": response.headers.get("Location", ""),
        "sql": len(statements) - len(sign_in),
        "sign_in_sql": len(sign_in),
        "statements": statements,
    }


def _table(statement: str) -> str:
    found = FIRST_TABLE.search(statement)
    return found[1] if found else ""
