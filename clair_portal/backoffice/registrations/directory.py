"""People, organisations and the reference data that the portal was given."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.backoffice.inlines import PortalInline
from clair_portal.backoffice.model_admin import PortalModelAdmin, ReadOnly
from clair_portal.backoffice.registrations.mail import TONES
from clair_portal.backoffice.story import StoryLine
from clair_portal.backoffice.work import Tone
from clair_portal.directory import names, policy
from clair_portal.directory.actions import organisations, people
from clair_portal.directory.models import LocalAuthority, Office, OfficeCountry, Organisation, Person, Position
from clair_portal.mail.models import OutgoingMail

LANGUAGES = dict(settings.LANGUAGES)


def mails_to(person: Person, reader: Any) -> Iterator[StoryLine]:
    """What the portal wrote to this person, for those who may see the mail."""
    mails = OutgoingMail.objects.visible_to(reader).filter(person=person).order_by("-created_at", "-pk")
    for mail in mails[:20]:
        state = OutgoingMail.State(mail.state)
        words = gettext("Mail “%(template)s”: %(state)s") % {"template": mail.template, "state": state.label}
        url = reverse("admin:mail_outgoingmail_change", args=[mail.pk])
        yield StoryLine(mail.sent_at or mail.created_at, words, url=url, tone=TONES.get(state, Tone.PLAIN).value)


class PositionInline(PortalInline):
    """For which organisations somebody stands, to be read."""

    model = Position
    view_permission = policy.PEOPLE_VIEW
    fields = readonly_fields = ("organisation", "title", "starts_on", "ends_on")


@admin.register(Person)
class PersonAdmin(PortalModelAdmin):
    """People, with or without a login, in the order of their names."""

    view_permission = policy.PEOPLE_VIEW
    add_permission = change_permission = policy.PEOPLE_EDIT
    in_global_search = True
    search_help_text = _("Name in any script")
    list_display = ("name", "in_kanji", "email", "writes_in", "created_at")
    list_filter = ("created_at",)
    ordering = ("latin_order", "pk")
    sortable_by = ("name",)
    fieldsets = (
        (_("Name"), {"fields": (("family", "given"), "middle", "preferred")}),
        (_("Name in Japanese"), {"fields": (("family_kanji", "given_kanji"), ("family_kana", "given_kana"))}),
        (_("Contact"), {"fields": ("email", "email_verified_at", "language")}),
    )
    readonly_fields = ("email_verified_at",)
    inlines = (PositionInline,)
    story_sources = (mails_to,)

    def save_action(self, request: HttpRequest, obj: Any, form: PortalModelForm, change: bool) -> Person:
        by: Any = request.user
        now = timezone.now()
        if not change:
            return people.create(by=by, at=now, **form.facts())
        return people.edit(obj, by=by, at=now, version=obj.version, **form.changes_to(obj))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **facts: Any) -> Any:
        if db_field.name != "language":
            return super().formfield_for_dbfield(db_field, request, **facts)
        return forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget())

    def search_note(self, obj: Person) -> str:
        return " · ".join(filter(None, (self.in_kanji(obj), obj.email)))

    @admin.display(description=_("name"), ordering="latin_order")
    def name(self, obj: Person) -> str:
        return names.formatted(obj, "en", names.Context.LIST)

    @admin.display(description=_("language"))
    def writes_in(self, obj: Person) -> str:
        return str(LANGUAGES.get(obj.language, obj.language))

    @admin.display(description=_("in Japanese"))
    def in_kanji(self, obj: Person) -> str:
        return " ".join(filter(None, (obj.family_kanji, obj.given_kanji)))


@admin.register(Organisation)
class OrganisationAdmin(PortalModelAdmin):
    """Every body that acts."""

    view_permission = policy.ORGANISATIONS_VIEW
    add_permission = change_permission = policy.ORGANISATIONS_EDIT
    in_global_search = True
    search_help_text = _("Name in any language")
    list_display = ("shown_name", "name_ja", "kind", "country", "email")
    list_filter = ("kind",)
    ordering = ("name_en", "pk")
    sortable_by = ("shown_name",)
    fields = ("kind", "name_en", "name_ja", "name_kana", "name_de", "country", "email")

    def save_action(self, request: HttpRequest, obj: Any, form: PortalModelForm, change: bool) -> Organisation:
        by: Any = request.user
        now = timezone.now()
        if not change:
            return organisations.create(by=by, at=now, **form.facts())
        return organisations.edit(obj, by=by, at=now, version=obj.version, **form.changes_to(obj))

    def search_note(self, obj: Organisation) -> str:
        return " · ".join(filter(None, (obj.get_kind_display(), str(obj.country.name or ""))))

    @admin.display(description=_("name"), ordering="name_en")
    def shown_name(self, obj: Organisation) -> str:
        return str(obj.name)


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(ReadOnly):
    """Prefectures and municipalities with their codes; reference data, loaded and never typed."""

    view_permission = policy.ORGANISATIONS_VIEW
    list_display = ("code", "name_kanji", "name_kana", "name_romaji", "kind", "prefecture")
    list_filter = ("kind",)
    list_select_related = ("prefecture",)
    ordering = ("code", "pk")
    sortable_by = ("code",)
    fields = (
        "code", "kind", "name_kanji", "name_kana", "name_romaji", "district_kanji", "district_romaji", "prefecture",
        "valid_from_on", "valid_until_on", "source",
    )  # fmt: skip


class OfficeCountryInline(PortalInline):
    """Which countries an office looks after, and since when."""

    model = OfficeCountry
    view_permission = policy.ORGANISATIONS_VIEW
    fields = readonly_fields = ("country", "valid_from_on", "valid_until_on")


@admin.register(Office)
class OfficeAdmin(ReadOnly):
    """CLAIR's headquarters and overseas offices."""

    view_permission = policy.ORGANISATIONS_VIEW
    list_display = ("name", "opened_year", "is_headquarters", "valid_until_on")
    list_select_related = ("organisation",)
    ordering = ("opened_year", "pk")
    sortable_by: ClassVar[tuple[str, ...]] = ("opened_year",)
    fields = (
        "organisation",
        "opened_year",
        "opened_month",
        "is_headquarters",
        "valid_from_on",
        "valid_until_on",
        "source",
    )
    inlines = (OfficeCountryInline,)

    @admin.display(description=_("office"))
    def name(self, obj: Office) -> str:
        return str(obj.organisation)
