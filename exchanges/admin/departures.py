"""Who has left, or will: what went to whom, and the hand-over book for those who stay."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.models import User
from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.model_admin import ReadOnly
from exchanges.actions import departures
from exchanges.models import Departure
from exchanges.policy import CASES_STEER


def _print_book(departure: Departure, *, by: User, at: Any) -> None:
    """In the language of whoever presses the button."""
    departures.book(departure, language=get_language() or "en-gb", by=by, at=at)


@admin.register(Departure)
class DepartureAdmin(ReadOnly):
    """Leavings, the latest first. They are arranged on the page "Leaving the office"."""

    view_permission = CASES_STEER
    moves: ClassVar[tuple[StateButton, ...]] = (
        StateButton(
            name="book", label=_("Print the hand-over book"), action=_print_book, permission=CASES_STEER,
            done=_("The book is being printed. You get a mail when it is there."),
        ),
    )  # fmt: skip
    list_display = ("person_name", "last_on", "made_by", "ended_at")
    list_select_related = ("person__person", "made_by__person")
    ordering = ("-last_on", "-pk")
    sortable_by = ("last_on",)
    fields = readonly_fields = ("person_name", "last_on", "made_by", "made_at", "ended_at", "went_to")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Departure]:
        return super().get_queryset(request).select_related("person__person", "made_by__person")

    @admin.display(description=_("who leaves"))
    def person_name(self, obj: Departure) -> str:
        return str(obj)

    @admin.display(description=_("cases handed on"))
    def went_to(self, obj: Departure) -> SafeString | str:
        found = obj.handed.select_related("case", "successor__person").order_by("case__number")
        rows = ((one.case, one.successor.person or one.successor.email) for one in found)
        return format_html_join("", "<div>{} → {}</div>", rows) or "–"
