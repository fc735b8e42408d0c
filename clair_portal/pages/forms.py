"""How the portal's forms are drawn, and the base of every form: calm about whatever is typed into it."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.forms.renderers import TemplatesSetting

from clair_portal.pages.fields import WallTime, WallTimeField
from clair_portal.pages.validators import LONGEST_LINE, LONGEST_TEXT, no_nul, one_line
from clair_portal.pages.wall_times import AmbiguousTime, on_the_wall, resolve_wall_time
from clair_portal.workflow import DomainError


class PortalRenderer(TemplatesSetting):
    """Forms drawn by templates/forms/: label, hint, error, control; a list of the errors at the top."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Careful(forms.BaseForm):
    """Every text has a longest length and no impossible characters; every wall time becomes a moment."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                _limit(field)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        value = super().get_initial_for_field(field, field_name)
        if not isinstance(field, WallTimeField) or not isinstance(value, datetime):
            return value
        zone = self.get_initial_for_field(self.fields[field.zone_field], field.zone_field)
        return WallTime(*on_the_wall(value, zone)) if zone else None

    def _clean_form(self) -> None:
        # Before clean(), so that a form's own rules compare moments.
        for name, field in self.fields.items():
            if isinstance(field, WallTimeField) and isinstance(self.cleaned_data.get(name), WallTime):
                self._resolve(name, field, self.cleaned_data[name])
        super()._clean_form()  # type: ignore[misc]

    def _resolve(self, name: str, field: WallTimeField, typed: WallTime) -> None:
        zone = self.cleaned_data.get(field.zone_field)
        if not zone:  # the zone's own error says what is missing
            del self.cleaned_data[name]
            return
        try:
            self.cleaned_data[name] = resolve_wall_time(typed.naive, zone, typed.fold)
            if typed.fold is not None:
                field.ask(typed.naive, zone)
        except DomainError as error:
            if isinstance(error, AmbiguousTime):
                field.ask(typed.naive, zone)
            self.add_error(name, str(error))


class PortalForm(Careful, forms.Form):
    """The base of every form that is not drawn from a model."""


class PortalModelForm(Careful, forms.ModelForm):  # type: ignore[type-arg]
    """The base of every form that is drawn from a model. It validates; an action saves."""


def refuse(form: forms.BaseForm, error: DomainError) -> None:
    """Show an action's refusal at its field (`error.field`), or at the top where it names none of this form's."""
    field = getattr(error, "field", None)
    form.add_error(field if field in form.fields else None, str(error))


def _limit(field: forms.CharField) -> None:
    is_text = isinstance(field.widget, forms.Textarea)
    # Django's own refusal of NUL would say the same a second time.
    field.validators = [known for known in field.validators if not isinstance(known, ProhibitNullCharactersValidator)]
    field.validators.extend([no_nul] if is_text else [no_nul, one_line])
    if field.max_length is None:
        field.max_length = LONGEST_TEXT if is_text else LONGEST_LINE
        field.validators.append(MaxLengthValidator(field.max_length))
        field.widget.attrs |= field.widget_attrs(field.widget)
