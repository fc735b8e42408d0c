"""`PortalModelAdmin`: what every kind of record on the staff site inherits."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone

from clair_portal.backoffice.buttons import MovesByButtons
from clair_portal.backoffice.guarding import Guarded
from clair_portal.backoffice.history import ShowsHistory
from clair_portal.backoffice.inlines import changes_of
from clair_portal.backoffice.lists import QuickLists
from clair_portal.backoffice.saving import SavesThroughActions
from clair_portal.backoffice.story import TellsItsStory


class PortalModelAdmin(Guarded, QuickLists, MovesByButtons, TellsItsStory, ShowsHistory, SavesThroughActions):
    """Denied unless named, seen through `visible_to`, saved through actions, moved by buttons, listed quickly.

    See docs: permissions `*_permission`; lists `list_display`, `list_filter`, `sortable_by`, `list_select_related`;
    `save_action`; `moves`; `story_sources`; `in_global_search` with `search_note`.
    """

    change_form_template = "backoffice/change_form.html"
    in_global_search: ClassVar[bool] = False
    save_on_top = False
    warn_unsaved_form = True

    def search_note(self, obj: Any) -> str:
        """The small line under a found record's name."""
        return ""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows inside a record are saved by their inline's action, with the record itself as it is stored."""
        changes = changes_of(formset)
        if changes:
            formset.saved_by.save_rows(form.instance, changes, by=request.user, at=timezone.now())


class ReadOnly(PortalModelAdmin):
    """A list and its records, to be read; whoever holds `view_permission` sees them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
