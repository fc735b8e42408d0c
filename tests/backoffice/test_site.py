"""The door of the staff site, its menu, its policy for browsers."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.backoffice.office import site

START, LEAVING = "/admin/", "/visits/leaving/"


def test_strangers_are_sent_to_the_portals_own_sign_in(client: Client, db):
    response = client.get("/trial/directory/person/?q=x")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/trial/directory/person/%3Fq%3Dx"


def test_djangos_own_sign_in_form_is_gone(client: Client, db):
    response = client.get("/admin/login/?next=/admin/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/admin/")
    posted = client.post("/admin/login/", {"username": "robin@example.org", "password": "x"})
    assert posted.status_code == 302


def test_people_without_the_staff_permission_are_refused_not_sent_round_in_circles(enter):
    assert enter("guest").get(START).status_code == 403


def test_a_disabled_member_of_staff_is_out(enter, holder):
    client = enter("office")
    holder_of_office = type(holder("guest")).objects.get(email="office@example.org")
    holder_of_office.is_active = False
    holder_of_office.save()
    assert client.get(START).status_code == 302


def test_staff_who_come_to_the_sign_in_address_are_already_in(enter):
    response = enter("porter").get("/admin/login/")
    assert (response.status_code, response["Location"]) == (302, START)


def test_an_apps_table_of_tables_is_nobodys_page(enter):
    response = enter("office").get("/admin/directory/")
    assert (response.status_code, response["Location"]) == (302, START)


def test_changing_the_password_is_the_accounts_affair(enter):
    assert enter("porter").get("/admin/password_change/")["Location"] == reverse("account_change_password")


def test_signing_out_is_a_post(enter):
    client = enter("porter")
    assert client.get("/admin/logout/").status_code == 405
    assert client.post("/admin/logout/").status_code == 302
    assert client.get(START).status_code == 302


def test_the_policy_is_relaxed_for_these_pages_only(enter):
    client = enter("office")
    inside = client.get(START)["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in inside
    assert "style-src 'self' 'unsafe-inline'" in inside
    assert "'unsafe-inline'" not in inside.split("script-src")[1].split(";")[0]
    outside = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "unsafe" not in outside


def test_nobody_deletes_in_bulk(enter):
    assert [name for name, _action in site.actions] == []
    client = enter("office")
    body = {"action": "delete_selected", "_selected_action": "1"}
    assert "delete_selected" not in client.get("/trial/directory/person/").content.decode()
    assert client.post("/trial/directory/person/", body).status_code == 200


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        ("porter", []),
        ("reader", ["/admin/directory/person/"]),
    ],
)
def test_the_menu_holds_what_this_person_may_open(enter, role, lists):
    page = enter(role).get(START).content.decode()
    menu = page.split('<nav class="bo-nav"')[1].split("</nav>")[0]
    assert [part.split('"')[0] for part in menu.split('href="')[1:]] == [START, *lists, LEAVING]


def test_the_line_of_the_present_page_is_marked(enter):
    page = enter("reader").get("/admin/directory/person/").content.decode()
    assert page.count('aria-current="page"') == 1
    assert '<a href="/admin/directory/person/" aria-current="page">' in page
