"""A small site for the tests of pages: its addresses, its menu, and pages of every kind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from clair_portal.directory.models import Person
from clair_portal.pages.forms import PortalForm
from clair_portal.pages.navigation import NavItem
from clair_portal.pages.views import (
    PUBLIC,
    SIGNED_IN,
    ActionPage,
    FormPage,
    KeptPage,
    ListPage,
    ObjectPage,
    OneObject,
    Page,
)
from clair_portal.workflow import DomainError
from events.policy import REGISTRATIONS_VIEW

TEMPLATES = Path(__file__).parent / "templates"

CALLS: list[tuple[str, Any]] = []
DONE: set[int] = set()
LATE: list[Callable[[], object]] = []  # what happens while the counted page is being made


class NameTaken(DomainError):
    message = "Somebody has this name already."
    field = "family"


class Closed(DomainError):
    message = "The office is closed."


class NameForm(PortalForm):
    family = forms.CharField(label="Family name")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)


class FilterForm(PortalForm):
    family = forms.CharField(required=False)
    age = forms.IntegerField(required=False)


class Open(Page):
    permission = PUBLIC
    template_name = "pages/accessibility.html"


class Members(Page):
    permission = SIGNED_IN
    template_name = "pages/accessibility.html"


class Staff(Page):
    permission = "directory.view_people"
    template_name = "pages/accessibility.html"


class PersonPage(ObjectPage):
    permission = SIGNED_IN
    model = Person
    template_name = "pages/accessibility.html"


class OnlyOwn(PersonPage):
    """Visible to all, open only to those who hold the permission for this very row."""

    permission = REGISTRATIONS_VIEW

    def visible(self) -> Any:
        return Person.objects.all()


class People(ListPage):
    permission = PUBLIC
    template_name = "tests/list.html"
    sorts: ClassVar = {"family": ["family"], "newest": ["-created_at"]}
    filter_form = FilterForm
    page_size = 2

    def rows(self) -> Any:
        return Person.objects.all()


class Counted(KeptPage):
    """Tells how many people there are, counted when the page was made; its stamp is the newest family name."""

    permission = PUBLIC
    template_name = "tests/counted.html"

    def stamp(self) -> str:
        CALLS.append(("stamp", ""))
        return Person.objects.latest("pk").family

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        CALLS.append(("made", self.request.user.is_authenticated))
        for late in LATE:
            late()
        return super().get_context_data(number=Person.objects.count(), **facts)


class Rename(FormPage):
    permission = PUBLIC
    template_name = "tests/form.html"
    form_class = NameForm

    def perform(self, form: Any) -> str:
        CALLS.append(("rename", form.cleaned_data["family"]))
        if form.cleaned_data["family"] == "Taken":
            raise NameTaken
        if form.cleaned_data["family"] == "Closed":
            raise Closed
        return "/open/"


class Close(OneObject, ActionPage):
    permission = SIGNED_IN
    model = Person
    template_name = "tests/confirm.html"

    def done(self) -> str | None:
        return "/open/" if self.object.pk in DONE else None

    def perform(self) -> str:
        CALLS.append(("close", self.object.pk))
        if self.object.family == "Stuck":
            raise Closed
        if self.object.family == "Overtaken":  # its twin was faster
            DONE.add(self.object.pk)
            raise Closed
        DONE.add(self.object.pk)
        return "/open/"


def broken(_request: HttpRequest) -> HttpResponse:
    raise ValueError("a fault of ours")


def reads(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Person.objects.count()))


def slow(_request: HttpRequest) -> HttpResponse:
    """Runs into the statement timeout."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 50; select pg_sleep(5)")
    return HttpResponse("never")


def locked(_request: HttpRequest, pk: int) -> HttpResponse:
    """Waits for a row that somebody else holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = 50")
        return HttpResponse(str(Person.objects.select_for_update().get(pk=pk)))


def navigation(request: HttpRequest) -> list[NavItem]:
    return [
        NavItem("Events", "/open/", current=request.path == "/open/"),
        NavItem("Local authorities", "/people/"),
        NavItem("My events", "/members/", place="account"),
        NavItem("Calendar feed", "/feed/", place="footer"),
    ]


def templates(known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The portal's template settings, with this site's own templates added."""
    return [{**known[0], "DIRS": [*known[0]["DIRS"], TEMPLATES]}]


urlpatterns = [
    path("", Open.as_view(), name="home"),
    path("", include("clair_portal.pages.urls")),
    path("accounts/", include("allauth.urls")),
    path("open/", Open.as_view(), name="open"),
    path("privacy/", Open.as_view(), name="privacy"),  # the sign-up form names it
    path("members/", Members.as_view()),
    path("staff/", Staff.as_view()),
    path("people/", People.as_view()),
    path("people/<int:pk>/", PersonPage.as_view()),
    path("own/<int:pk>/", OnlyOwn.as_view()),
    path("counted/<str:which>/", Counted.as_view()),
    path("rename/", Rename.as_view()),
    path("close/<int:pk>/", Close.as_view()),
    path("broken/", broken),
    path("reads/", reads),
    path("slow/", slow),
    path("locked/<int:pk>/", locked),
]
handler400 = "clair_portal.pages.errors.bad_request"
handler403 = "clair_portal.pages.errors.permission_denied"
handler404 = "clair_portal.pages.errors.page_not_found"
handler500 = "clair_portal.pages.errors.server_error"
