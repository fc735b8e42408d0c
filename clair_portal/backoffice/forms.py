"""The forms of the staff site: they validate and never save; what an action refused is shown like any other error."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Field
from django.utils.translation import gettext_lazy as _
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminTextareaWidget

from clair_portal.backoffice.conflicts import EditConflict
from clair_portal.workflow import DomainError


class PortalModelForm(forms.ModelForm):
    """A record's descriptive fields. `facts()` is what the edit action takes."""

    refusal: ClassVar[DomainError | None] = None  # set on the class made for one request

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for sentence in _sentences(self.refusal):
            self.add_error(None, sentence)
        return cleaned

    def stored_fields(self) -> list[str]:
        """The names of the fields that are columns of this record."""
        names = {field.name for field in self._meta.model._meta.concrete_fields if isinstance(field, Field)}
        return [name for name in self.fields if name in names]

    def facts(self) -> dict[str, Any]:
        """Field name → value, as validated, and merged with what somebody else changed meanwhile."""
        return {name: getattr(self.instance, name) for name in self.stored_fields()}

    def changes_to(self, stored: Any) -> dict[str, Any]:
        """Those of `facts()` that differ from the stored row."""
        return {name: value for name, value in self.facts().items() if value != getattr(stored, name)}


class LabelledInlineFormSet(PaginationInlineFormSet):
    """Rows in a table: each control says its column's name to a screen reader."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs.setdefault("aria-label", str(field.label or _("Delete")))


class ReasonForm(forms.Form):
    """Why a step is taken; kept in the record's story."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget({"rows": 4}),
        error_messages={"required": _("Say why: the reason stays in the record's story.")},
    )


def _sentences(refusal: DomainError | None) -> list[str]:
    if refusal is None:
        return []
    return refusal.sentences() if isinstance(refusal, EditConflict) else [str(refusal)]
