"""A small office for the tests: roles, and a list of people with every feature of the staff site switched on."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from clair_portal.accounts import policy as accounts
from clair_portal.accounts.roles import STAFF_SITE, Role
from clair_portal.backoffice.exports import ExportColumn, ExportsList
from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.site import PortalAdminSite
from clair_portal.directory import policy as directory
from clair_portal.directory.models import Person
from clair_portal.documents import policy as documents
from clair_portal.mail import policy as mail
from clair_portal.workflow import DomainError
from events import policy as events

MAIL = frozenset({mail.MAIL_VIEW, mail.MAIL_STEER})
JOBS = frozenset({documents.JOBS_VIEW, documents.JOBS_STEER})
PEOPLE = frozenset({directory.PEOPLE_VIEW, directory.PEOPLE_EDIT})
BODIES = frozenset({directory.ORGANISATIONS_VIEW, directory.ORGANISATIONS_EDIT})
EVENTS = frozenset({events.EVENTS_VIEW, events.EVENTS_EDIT, events.REGISTRATIONS_VIEW})
ACCOUNTS = frozenset({accounts.ROLES_VIEW, accounts.ROLES_GIVE, accounts.ROLES_GIVE_ANY})

ROLES = {
    "office": Role(
        "Office", "Everything.", frozenset({STAFF_SITE}) | MAIL | JOBS | PEOPLE | BODIES | ACCOUNTS | EVENTS
    ),
    "reader": Role("Reader", "Looks at people.", frozenset({STAFF_SITE, directory.PEOPLE_VIEW})),
    "porter": Role("Porter", "Enters the staff site and sees nothing.", frozenset({STAFF_SITE})),
    "guest": Role("Guest", "No staff.", frozenset()),
    "branch": Role("Branch", "Held for one organisation.", PEOPLE, scoped=True),
}


class Refused(DomainError):
    message = "The rule book says no."


class PeopleTrial(ExportsList, PortalModelAdmin):
    """People, with an edit action that refuses one name."""

    view_permission = directory.PEOPLE_VIEW
    add_permission = change_permission = delete_permission = directory.PEOPLE_EDIT
    export_permission = directory.PEOPLE_EDIT
    export_columns = (ExportColumn("Family", lambda row: row.family), ExportColumn("E-mail", lambda row: row.email))
    list_display = ("family", "given", "email", "language", "in_capitals")
    list_filter = ("language", "created_at")
    sortable_by = ("email",)
    ordering = ("family", "pk")
    fields = ("family", "given", "email", "language")
    search_fields = ("family__istartswith",)

    def in_capitals(self, obj: Person) -> str:
        return obj.family.upper()

    def save_action(self, request: Any, obj: Any, form: PortalModelForm, change: bool) -> Person | None:
        facts = form.facts()
        if facts["family"] == "Refused":
            raise Refused
        if not change:
            return Person.objects.create(**facts, created_at=timezone.now())
        Person.objects.filter(pk=obj.pk).update(**facts)
        return None

    def last_change(self, obj: Any) -> Any:
        return ("Kim Example", timezone.now())


site = PortalAdminSite(name="trial")
site.register(Person, PeopleTrial)
NOBODY = AnonymousUser()
