"""Who can sign in, and which roles they hold."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from clair_portal.accounts import policy, roles
from clair_portal.accounts.actions import roles as role_actions
from clair_portal.accounts.actions import users
from clair_portal.accounts.models import RoleAssignment, User
from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import tag
from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.inlines import PortalInline, RowChanges
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.story import StoryLine, who_is
from clair_portal.backoffice.work import Tone

OPEN, SHUT = pgettext_lazy("account", "open"), pgettext_lazy("account", "shut")


class RoleAssignmentInline(PortalInline):
    """Roles are given and taken, never changed."""

    model = RoleAssignment
    fields = ("role", "organisation")
    autocomplete_fields = ("organisation",)
    view_permission = policy.ROLES_VIEW
    add_permission = policy.ROLES_GIVE
    delete_permission = policy.ROLES_GIVE
    readonly_preprocess_fields: ClassVar[dict[str, Any]] = {"role": lambda key: str(_role_name(key))}
    verbose_name = _("role")
    verbose_name_plural = _("roles")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **facts: Any) -> Any:
        if db_field.name != "role":
            return super().formfield_for_dbfield(db_field, request, **facts)
        choices = [("", "–"), *((key, role.name) for key, role in roles.table().items())]
        return forms.ChoiceField(label=_("Role"), choices=choices, widget=UnfoldAdminSelectWidget())

    def save_rows(self, parent: Any, changes: RowChanges, *, by: Any, at: datetime) -> None:
        """The rule book decides role by role; one refusal and none of them is changed."""
        for row in changes.removed:
            role_actions.take(row, by=by, at=at)
        for row in changes.added:
            role_actions.give(parent, row.role, organisation=row.organisation, by=by, at=at)


def access_changes(user: User, _reader: Any) -> Iterator[StoryLine]:
    """Who gave and took what."""
    for change in user.access_changes.select_related("by__person", "organisation").order_by("-at", "-pk")[:50]:
        words = [str(change.get_kind_display()), str(_role_name(change.role)), str(change.organisation or "")]
        yield StoryLine(change.at, " · ".join(filter(None, words)), who=who_is(change.by), note=change.reason)


def agreements(user: User, _reader: Any) -> Iterator[StoryLine]:
    """What the user agreed to, and took back."""
    for consent in user.consents.newest_first()[:50]:
        text = f"{consent.get_purpose_display()} {consent.version}"
        yield StoryLine(consent.given_at, _("agreed to: %(text)s") % {"text": text})
        if consent.withdrawn_at:
            yield StoryLine(consent.withdrawn_at, _("consent taken back: %(text)s") % {"text": text})


@admin.register(User)
class UserAdmin(PortalModelAdmin):
    """Sign-in identities. Addresses and passwords are their owners' affair; roles are given here."""

    view_permission = policy.ROLES_VIEW
    change_permission = policy.ROLES_GIVE
    list_display = ("email", "person", "may_sign_in", "shown_roles", "last_login")
    list_select_related = ("person",)
    list_filter = ("is_active",)
    search_fields = ("email__istartswith",)
    search_help_text = _("Beginning of the address")
    sortable_by = ("email", "last_login")
    ordering = ("email", "pk")
    fields = readonly_fields = ("email", "person", "language", "is_active", "joined_at", "confirmed_at", "last_login")
    inlines = (RoleAssignmentInline,)
    story_sources = (access_changes, agreements)
    moves: ClassVar[tuple[StateButton, ...]] = (
        StateButton(
            name="shut",
            label=_("Shut the account"),
            action=users.disable,
            permission=policy.ROLES_GIVE,
            possible=lambda user: user.is_active,
            needs_reason=True,
            confirm=_("This person is signed out on all devices and cannot sign in again until the account is opened."),
            done=_("The account is shut."),
            danger=True,
        ),
        StateButton(
            name="open",
            label=_("Open the account again"),
            action=users.enable,
            permission=policy.ROLES_GIVE,
            possible=lambda user: not user.is_active,
            needs_reason=True,
            done=_("The account is open again."),
        ),
    )

    def save_action(self, request: HttpRequest, obj: Any, form: PortalModelForm, change: bool) -> None:
        """Nothing of the account itself is edited here; the roles save through their own actions."""

    @admin.display(description=_("sign-in"))
    def may_sign_in(self, obj: User) -> SafeString:
        return tag(OPEN, Tone.GOOD) if obj.is_active else tag(SHUT, Tone.LATE)

    @admin.display(description=_("roles"))
    def shown_roles(self, obj: User) -> str:
        return ", ".join(sorted({str(_role_name(role)) for role, _organisation in obj.held}))


def _role_name(key: str) -> Any:
    role = roles.table().get(key)
    return role.name if role else key
