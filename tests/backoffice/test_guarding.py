"""Nobody may do anything unless a permission is named, and nobody finds what they may not see."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from clair_portal.backoffice.guarding import holds, visible
from clair_portal.backoffice.inlines import PortalInline
from clair_portal.backoffice.model_admin import PortalModelAdmin, ReadOnly
from clair_portal.directory import policy
from clair_portal.directory.models import Person, Position
from tests.backoffice.office import NOBODY, site
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import OrganisationFactory, PersonFactory

QUESTIONS = ("view", "add", "change", "delete")


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_registration_that_names_nothing_lets_nobody_in(holder, question):
    silent = PortalModelAdmin(Person, site)
    assert getattr(silent, f"has_{question}_permission")(request_of(holder("office"))) is False
    assert silent.has_module_permission(request_of(holder("reader"))) is False


@pytest.mark.parametrize("question", QUESTIONS)
def test_rows_inside_a_record_are_denied_the_same_way(holder, question):
    class Silent(PortalInline):
        model = Position

    silent = Silent(Person, site)
    assert getattr(silent, f"has_{question}_permission")(request_of(holder("office"))) is False


def test_what_is_for_reading_is_for_reading(holder):
    class Reading(ReadOnly):
        view_permission = add_permission = change_permission = delete_permission = policy.PEOPLE_EDIT

    reading, request = Reading(Person, site), request_of(holder("office"))
    answers = [getattr(reading, f"has_{question}_permission")(request) for question in QUESTIONS]
    assert answers == [True, False, False, False]


def test_strangers_hold_nothing(db):
    assert holds(request_of(NOBODY), policy.PEOPLE_VIEW) is False


def test_without_visible_to_a_table_is_open_to_whoever_may_open_its_page(holder):
    rows = [object()]
    assert visible(rows, holder("porter")) is rows


def test_a_reader_reads_and_does_not_write(enter):
    person = PersonFactory(family="Untouched")
    client, address = enter("reader"), f"/trial/directory/person/{person.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"family": "Touched"}).status_code == 403
    assert client.get("/trial/directory/person/add/").status_code == 403
    person.refresh_from_db()
    assert person.family == "Untouched"


def test_without_the_permission_there_is_no_list(enter):
    assert enter("porter").get("/trial/directory/person/").status_code == 403


@pytest.mark.parametrize("page", ["change/", "history/", "delete/", "move/none/"])
def test_invisible_and_absent_look_the_same(enter, page):
    client = enter("office")
    assert client.get(f"/trial/directory/person/987654/{page}").status_code == 404
    assert client.get(f"/trial/directory/person/not-a-number/{page}").status_code == 404


def scoped_clerk():
    """Somebody who enters the staff site and sees the people of one organisation only."""
    branch = RoleAssignmentFactory(role="porter", user__email="clerk@example.org")
    host = OrganisationFactory()
    RoleAssignmentFactory(user=branch.user, role="branch", organisation=host)
    branch.user.refresh_from_db()
    return branch.user, host


def test_lists_records_and_search_show_only_what_is_visible(client, db):
    clerk, host = scoped_clerk()
    ours, theirs = PersonFactory(family="Canary-ours"), PersonFactory(family="Canary-theirs")
    Position.objects.create(person=ours, organisation=host)
    client.force_login(clerk)
    page = client.get("/trial/directory/person/").content.decode()
    assert ("Canary-ours" in page, "Canary-theirs" in page) == (True, False)
    assert client.get(f"/trial/directory/person/{ours.pk}/change/").status_code == 200
    assert client.get(f"/trial/directory/person/{theirs.pk}/change/").status_code == 404
    found = client.get("/trial/directory/person/?q=Canary").content.decode()
    assert "Canary-theirs" not in found


def test_autocomplete_finds_only_what_is_visible(enter):
    client = enter("office")
    OrganisationFactory(name_en="Visible works")
    facts = {"app_label": "accounts", "model_name": "roleassignment", "field_name": "organisation", "term": ""}
    response = client.get("/admin/autocomplete/", facts)
    assert response.status_code == 200
    assert [row["text"] for row in response.json()["results"]] == ["Visible works"]
    assert enter("reader").get("/admin/autocomplete/", facts).status_code == 403


def test_autocomplete_answers_at_most_twenty_rows(enter):
    OrganisationFactory.create_batch(25)
    facts = {"app_label": "accounts", "model_name": "roleassignment", "field_name": "organisation", "term": ""}
    answer = enter("office").get("/admin/autocomplete/", facts).json()
    assert (len(answer["results"]), answer["pagination"]["more"]) == (20, True)


def test_a_forged_choice_finds_nothing_that_is_invisible(db):
    clerk, _host = scoped_clerk()
    hidden = PersonFactory()
    field = site.get_model_admin(Person).formfield_for_foreignkey(Position._meta.get_field("person"), request_of(clerk))
    assert list(field.queryset) == [clerk.person]
    with pytest.raises(ValidationError):
        field.clean(str(hidden.pk))
