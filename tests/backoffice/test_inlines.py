"""Rows inside a record: what a form asks for is gathered and handed to one action, or refused as a whole."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.utils import timezone

from clair_portal.backoffice.inlines import PortalInline, RowChanges, changes_of
from clair_portal.directory.models import Person, Position
from clair_portal.directory.policy import PEOPLE_EDIT, PEOPLE_VIEW
from tests.backoffice.office import site
from tests.backoffice.test_registrations import rows
from tests.factories.directory import OrganisationFactory, PersonFactory


class Positions(PortalInline):
    model = Position
    fields = ("organisation", "title_en", "starts_on", "ends_on")
    view_permission = PEOPLE_VIEW
    add_permission = change_permission = delete_permission = PEOPLE_EDIT


@pytest.fixture
def request_of_office(holder):
    request = RequestFactory().get("/")
    request.user = holder("office")
    return request


def formset_of(request, person, **facts):
    inline = Positions(Person, site)
    made = inline.get_formset(request, person)
    return made(data=rows("positions", **facts), instance=person, prefix="positions")


def typed(place, organisation, **facts):
    words = {"organisation": organisation.pk, "title_en": "Clerk", "starts_on": "", "ends_on": "", **facts}
    return {f"-{place}-{name}": str(value) for name, value in words.items()}


def test_what_is_asked_for_is_gathered_and_nothing_is_written(request_of_office):
    person, first, second = PersonFactory(), OrganisationFactory(), OrganisationFactory()
    kept = Position.objects.create(person=person, organisation=first, title_en="Old")
    facts = {"-TOTAL_FORMS": "2", "-INITIAL_FORMS": "1", **typed(0, first, id=kept.pk), **typed(1, second)}
    formset = formset_of(request_of_office, person, **facts)
    assert formset.is_valid(), formset.errors
    changes = changes_of(formset)
    assert [row.organisation for row in changes.added] == [second]
    assert [(row.pk, names) for row, names in changes.changed] == [(kept.pk, ["title_en"])]
    assert changes.removed == []
    assert list(Position.objects.values_list("title_en", flat=True)) == ["Old"]


def test_a_row_to_take_out_is_gathered_and_stays(request_of_office):
    person, host = PersonFactory(), OrganisationFactory()
    going = Position.objects.create(person=person, organisation=host, title_en="Old")
    facts = typed(0, host, id=going.pk, title_en="Old", DELETE="on")
    formset = formset_of(request_of_office, person, **{"-TOTAL_FORMS": "1", "-INITIAL_FORMS": "1", **facts})
    assert formset.is_valid(), formset.errors
    assert changes_of(formset) == RowChanges(added=[], changed=[], removed=[going])
    assert Position.objects.filter(pk=going.pk).exists()


def test_nothing_asked_for_is_nothing_to_do():
    assert bool(RowChanges(added=[], changed=[], removed=[])) is False
    assert bool(RowChanges(added=[1], changed=[], removed=[])) is True


def test_an_inline_without_an_action_saves_nothing(request_of_office):
    with pytest.raises(ImproperlyConfigured, match="names no action: define save_rows"):
        Positions(Person, site).save_rows(None, RowChanges([], [], []), by=None, at=timezone.now())


def test_every_control_says_its_columns_name_to_a_screen_reader(request_of_office):
    formset = formset_of(request_of_office, PersonFactory(), **{"-TOTAL_FORMS": "1"})
    labels = {name: field.widget.attrs.get("aria-label") for name, field in formset.forms[0].fields.items()}
    assert [name for name, label in labels.items() if not label] == []


def test_rows_of_invisible_things_are_not_shown(holder):
    person = PersonFactory()
    Position.objects.create(person=person, organisation=OrganisationFactory(), title_en="Hidden")
    request = RequestFactory().get("/")
    request.user = holder("guest")
    assert list(Positions(Person, site).get_queryset(request)) == []
