"""Template tags of the staff site: list rows, page links, due dates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.backoffice.columns import Column
from clair_portal.backoffice.dates import long_day, short_day, short_moment
from clair_portal.backoffice.work import WorkItem
from clair_portal.pages import times

register = template.Library()
register.filter("long_day", long_day)
register.filter("short_day", short_day)
register.filter("short_moment", short_moment)


@dataclass(frozen=True)
class Heading:
    """A column's heading; with an address when the list can be ordered by it."""

    label: str
    url: str = ""
    order: str = ""  # as aria-sort says it


@register.simple_tag
def list_headings(cl: Any) -> list[Heading]:
    """The headings, those of `sortable_by` with the address that orders by them."""
    ordered = cl.get_ordering_field_columns()
    return [
        _heading(cl, ordered, place, name) for place, name in enumerate(cl.list_display) if name != "action_checkbox"
    ]


@register.simple_tag
def list_rows(cl: Any) -> SafeString:
    """All rows of this page; the first cell opens the record and keeps the way back to this very list."""
    columns = cl.columns()
    return format_html_join("\n", "<tr>{}</tr>", ((_row(cl, columns, row),) for row in cl.result_list))


@register.simple_tag
def page_links(cl: Any) -> dict[str, Any]:
    """Where the pages before and after are, and which these are."""
    last, here = cl.paginator.num_pages, cl.page_num
    return {
        "here": here,
        "last": last,
        "before": cl.get_query_string({PAGE_VAR: here - 1}) if here > 1 else "",
        "after": cl.get_query_string({PAGE_VAR: here + 1}) if here < last else "",
        "first_url": cl.get_query_string({PAGE_VAR: 1}),
        "last_url": cl.get_query_string({PAGE_VAR: last}),
        "from_row": (here - 1) * cl.list_per_page + 1,
        "to_row": min(here * cl.list_per_page, cl.result_count),
    }


@register.simple_tag
def is_late(item: WorkItem, at: datetime) -> bool:
    return item.is_late(at)


@register.simple_tag
def due_words(item: WorkItem, at: datetime) -> str:
    """When something is due, as the office says it: late by days, today with the time, else the day."""
    if item.due is None:
        return str(item.lead)
    due = timezone.localtime(item.due)
    days = (timezone.localdate(at) - due.date()).days
    if days > 0:
        return ngettext("Late %(days)d day", "Late %(days)d days", days) % {"days": days}
    if days == 0:
        return _("Today %(time)s") % {"time": times.clock(due)}
    return short_day(due)


def _heading(cl: Any, ordered: dict[int, str], place: int, name: str) -> Heading:
    column = Column(cl.model_admin, name)
    label = str(column.label)
    if name not in (cl.sortable_by or ()):
        return Heading(label)
    now = ordered.get(place, "")
    wanted = f"-{place}" if now == "asc" else str(place)
    words = {"asc": "ascending", "desc": "descending"}
    return Heading(label, cl.get_query_string({ORDER_VAR: wanted}, [PAGE_VAR]), words.get(now, "none"))


def _row(cl: Any, columns: list[Column], row: Any) -> SafeString:
    first, *others = columns
    url = add_preserved_filters({"preserved_filters": cl.preserved_filters, "opts": cl.opts}, cl.url_for_result(row))
    head = format_html('<th scope="row"><a href="{}">{}</a></th>', url, first.cell(row))
    cells = ((capfirst(column.label), column.cell(row)) for column in others)
    return head + format_html_join("", '<td data-label="{}">{}</td>', cells)
