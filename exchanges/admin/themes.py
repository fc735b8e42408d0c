"""The themes of a case on its record: the authority's own words, and the office's translation for the hosts."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db import models

from clair_portal.backoffice.inlines import PortalInline, RowChanges
from exchanges.actions import details
from exchanges.models import Theme
from exchanges.policy import CASES_STEER, CASES_VIEW


class ThemeInline(PortalInline):
    """Hosts read their own language where it is filled in."""

    model = Theme
    fields = ("title", "questions", *details.TRANSLATED)
    readonly_fields = ("title", "questions")
    formfield_overrides: ClassVar[Any] = {models.TextField: {"widget": forms.Textarea({"rows": 4})}}
    view_permission = CASES_VIEW
    change_permission = CASES_STEER

    def save_rows(self, parent: Any, changes: RowChanges, *, by: Any, at: datetime) -> None:
        for theme, names in changes.changed:
            details.translate(theme, changes={name: getattr(theme, name) for name in names})
