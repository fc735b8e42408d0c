"""Days as they are typed on the staff site: by the browser's own calendar, and within reason."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from unfold.widgets import INPUT_CLASSES

FIRST, LAST = date(1987, 1, 1), date(2100, 12, 31)  # from the programme's first year; terms are reckoned from days
WITHIN_REASON = (MinValueValidator(FIRST), MaxValueValidator(LAST))


class DayInput(forms.DateInput):
    """The browser's calendar, which knows days in one form only."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%d")


def day(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    """A field for a day."""
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=DayInput(), validators=WITHIN_REASON
    )


def within_reason(form: forms.BaseForm) -> None:
    """The same bounds for the days of a form that is drawn from a model."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.validators = [*field.validators, *WITHIN_REASON]
