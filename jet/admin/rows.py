"""What stands below a participant: placements, terms, languages, whom to call. Read here; steps write them."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest

from clair_portal.backoffice.inlines import PortalInline
from jet.models import EmergencyContact, LanguageSkill, Placement, Term
from jet.models.placements import PlacementQuerySet
from jet.policy import PARTICIPANTS_EDIT, PARTICIPANTS_VIEW


class PlacementInline(PortalInline):
    """Where somebody works and has worked."""

    model = Placement
    fields = readonly_fields = ("employer", "workplace", "first_on", "last_on")
    ordering = ("first_on", "pk")
    view_permission = PARTICIPANTS_VIEW

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return cast("PlacementQuerySet", super().get_queryset(request)).for_pages()


class TermInline(PortalInline):
    """The yearly appointments."""

    model = Term
    fields = readonly_fields = ("number", "first_on", "last_on", "exception")
    ordering = ("number", "pk")
    view_permission = PARTICIPANTS_VIEW


class LanguageInline(PortalInline):
    """Languages with their levels."""

    model = LanguageSkill
    fields = readonly_fields = ("language", "level")
    ordering = ("language", "pk")
    view_permission = PARTICIPANTS_VIEW


class EmergencyContactInline(PortalInline):
    """Whom to call: for those who look after the participants, not for everybody who sees them."""

    model = EmergencyContact
    fields = readonly_fields = ("name", "relation", "phone", "email")
    ordering = ("pk",)
    view_permission = PARTICIPANTS_EDIT
