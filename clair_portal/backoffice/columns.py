"""The cells of a list: every column is worked out once per page, then only its value once per row."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_countries.fields import Country

from clair_portal.backoffice import dates
from clair_portal.backoffice.work import Tone

EMPTY = "–"

Show = Callable[[Any], Any]


class Column:
    """One column: its heading, and how a row's cell reads."""

    def __init__(self, model_admin: Any, name: str) -> None:
        self.name = name
        self.label, attr = label_for_field(name, model_admin.model, model_admin=model_admin, return_attr=True)
        self.order_by: str | None = getattr(attr, "admin_order_field", None)
        self._show = _reader(model_admin, name)

    def cell(self, row: Any) -> Any:
        """The value as text, escaped when it is drawn."""
        value = self._show(row)
        return EMPTY if value in (None, "") else value


def state_tag(row: Any, tones: Mapping[str, Tone]) -> SafeString:
    """The record's state as a tag: the word, and a colour that repeats what the word says."""
    return tag(row.get_state_display(), tones.get(row.state, Tone.PLAIN))


def tag(word: Any, tone: Tone = Tone.PLAIN) -> SafeString:
    """A small tag in one of the four meanings of colour."""
    return format_html('<span class="bo-tag {}">{}</span>', tone.value, word)


def _reader(model_admin: Any, name: str) -> Show:
    if name == "__str__":
        return str
    if hasattr(model_admin, name):
        return _shown(getattr(model_admin, name))
    try:
        return _field_reader(model_admin.opts.get_field(name))
    except FieldDoesNotExist:
        return _shown(lambda row: _called(getattr(row, name)))


def _field_reader(field: Any) -> Show:
    if not isinstance(field, Field) or field.remote_field:
        return lambda row: getattr(row, field.name)
    if field.flatchoices:
        words = {key: str(word) for key, word in field.flatchoices}
        return lambda row: words.get(value := getattr(row, field.attname), value)
    return lambda row: _text(getattr(row, field.attname))


def _shown(read: Show) -> Show:
    return lambda row: _text(read(row))


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return dates.short_moment(value)
    if isinstance(value, date):
        return dates.short_date(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return getattr(value, "name", value) if isinstance(value, Country) else value


def _called(value: Any) -> Any:
    return value() if callable(value) else value
