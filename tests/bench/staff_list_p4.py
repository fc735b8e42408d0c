"""P4, inside one process: the staff site's list of 64,000 people beside plain Django admin's list of the same columns.

`run()` needs Django set up on a database of its own; it fills what is missing and answers plain figures. Both lists
take turns, sign-in and middleware left out on both sides: what is compared is the list itself, view and template.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import django
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clair_portal.accounts.models import RoleAssignment, User
from clair_portal.backoffice.registrations.directory import PersonAdmin
from clair_portal.directory import names
from clair_portal.directory.models import Person
from clair_portal.search import tokens

PEOPLE = 64_000
ROUNDS = 9
ROLE = "staff_admin"
FAMILIES = ("太田", "福田", "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村")
PAGES = {
    "search with 1 kanji": "?q=太",
    "search with 2 kanji": "?q=太田",
    "search with few hits": "?q=Example63999",
    "filter by month": "?created_at_from={0:%Y-%m}-01&created_at_to={0:%Y-%m}-28",
    "sorted deep page": "?o=0&p=1270",
}

Show = Callable[[str], Any]


class PlainPersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The yardstick: Django's own list with the same columns, order and page size."""

    list_display = PersonAdmin.list_display
    ordering = PersonAdmin.ordering
    list_per_page = PersonAdmin.list_per_page
    list_filter = ("created_at",)
    search_fields = ("family",)
    name, in_kanji, writes_in = PersonAdmin.name, PersonAdmin.in_kanji, PersonAdmin.writes_in

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = (
        lambda self, request, obj=None: True
    )


def run(*, people: int = PEOPLE, rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """One dict per line: milliseconds of the portal and of what it is held against, their ratio, SQL."""
    fill(people)
    reader = _reader()
    plain_site = admin.AdminSite(name="admin")
    plain_site.register(Person, PlainPersonAdmin)
    ours = _shower(admin.site.get_model_admin(Person), reader)
    plain = _shower(plain_site.get_model_admin(Person), reader)
    first, yardstick = _turns(lambda: _timed(ours, ""), lambda: _plainly(plain), rounds)
    lines = [_line("first page", first, yardstick, ours, "")]
    a_while_ago = timezone.now() - timedelta(days=100)
    for what, page in PAGES.items():
        query = page.format(a_while_ago)
        times, again = _turns(lambda query=query: _timed(ours, query), lambda: _timed(ours, ""), rounds)
        lines.append(_line(what, times, again, ours, query))
    return lines


def fill(number: int) -> None:
    """Plainly synthetic people, with the search tokens that the directory's own actions give."""
    now = timezone.now()
    missing = (_person(at, now) for at in range(Person.objects.count(), number))
    Person.objects.bulk_create(missing, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE directory_person")


def _person(at: int, now: datetime) -> Person:
    kanji = FAMILIES[at % 10] if at % 3 else ""
    person = Person(family=f"Example{at}", given="Robin", family_kanji=kanji, given_kanji="一郎" if kanji else "")
    person.email, person.created_at = f"bench{at}@example.org", now - timedelta(days=at % 730)
    person.latin_order = names.latin_order(person)
    person.search_tokens = tokens.of(*names.in_every_script(person))
    return person


def _reader() -> User:
    user, _new = User.objects.get_or_create(email="bench@example.org")
    RoleAssignment.objects.get_or_create(user=user, role=ROLE)
    user.refresh_from_db()
    return user


def _shower(model_admin: Any, reader: User) -> Show:
    def show(query: str) -> Any:
        request = RequestFactory().get(f"/admin/directory/person/{query}")
        request.user = reader
        request.csp_nonce = ""  # type: ignore[attr-defined]
        request._messages = []  # type: ignore[attr-defined]
        response = model_admin.changelist_view(request)
        response.render()
        if response.status_code != 200 or b"Example" not in response.content:
            raise ValueError(f"The list does not answer {query!r}.")
        return response

    return show


def _turns(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> tuple[list[float], list[float]]:
    """Both once to warm up, then in turn, who is first changing."""
    ours(), theirs()
    pairs = [(ours(), theirs()) if number % 2 else (theirs(), ours())[::-1] for number in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _timed(show: Show, query: str) -> float:
    """One request that is not counted compiles the templates, which the other side's turn has thrown away."""
    show(query)
    begun = perf_counter()
    show(query)
    return 1000 * (perf_counter() - begun)


def _plainly(show: Show) -> float:
    """With Django's own templates, which ours and unfold's hide otherwise."""
    with override_settings(TEMPLATES=_plain_templates()):
        return _timed(show, "")


def _plain_templates() -> list[dict[str, Any]]:
    home = Path(django.__file__).parent
    folders = [str(home / "contrib" / "admin" / "templates"), str(home / "forms" / "templates")]
    options = {"context_processors": settings.TEMPLATES[0]["OPTIONS"]["context_processors"][:3]}
    return [{**settings.TEMPLATES[0], "DIRS": folders, "APP_DIRS": False, "OPTIONS": options}]


def _line(what: str, figure: list[float], yardstick: list[float], show: Show, query: str) -> dict[str, Any]:
    with CaptureQueriesContext(connection) as captured:
        show(query)
    slowest = max(1000 * float(each["time"]) for each in captured.captured_queries)
    ratio = median(ours / theirs for ours, theirs in zip(figure, yardstick, strict=True))
    return {
        "what": what, "unit": "ms", "figure": median(figure), "range": [min(figure), max(figure)],
        "yardstick": median(yardstick), "ratio": ratio, "sql": len(captured), "slowest_sql_ms": slowest,
    }  # fmt: skip
