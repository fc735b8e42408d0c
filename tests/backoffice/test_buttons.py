"""Buttons move records by the same actions as every other window: GET asks, POST moves."""

import pytest
from django.test import Client

from clair_portal.accounts.roles import STAFF_SITE, Role
from clair_portal.backoffice.buttons import StateButton
from clair_portal.mail.models import OutgoingMail
from clair_portal.mail.policy import MAIL_VIEW
from tests.factories.mail import OutgoingMailFactory

LOOKS_ONLY = {"looker": Role("Looker", "Looks.", frozenset({STAFF_SITE, MAIL_VIEW}))}

pytestmark = pytest.mark.django_db


@pytest.fixture
def parked():
    return OutgoingMailFactory(state="parked", trouble="refused", to="robin@example.org")


def address(mail, name):
    return f"/admin/mail/outgoingmail/{mail.pk}/move/{name}/"


def record(mail):
    return f"/admin/mail/outgoingmail/{mail.pk}/change/"


def state(mail):
    return OutgoingMail.objects.values_list("state", flat=True).get(pk=mail.pk)


def test_only_legal_moves_are_offered(enter, parked):
    client = enter("office")
    page = client.get(record(parked)).content.decode()
    assert [name for name in ("retry", "withdraw") if f"/move/{name}/" in page] == ["retry", "withdraw"]
    queued = OutgoingMailFactory(state="queued")
    page = client.get(record(queued)).content.decode()
    assert [name for name in ("retry", "withdraw") if f"/move/{name}/" in page] == ["withdraw"]


def test_get_asks_and_moves_nothing(enter, parked):
    response = enter("office").get(address(parked, "retry"))
    assert (response.status_code, "The mail goes back to the queue" in response.content.decode()) == (200, True)
    assert state(parked) == "parked"


def test_post_moves_and_says_so(enter, parked):
    response = enter("office").post(address(parked, "retry"), follow=True)
    assert response.redirect_chain == [(record(parked), 302)]
    assert "The mail is in the queue again." in response.content.decode()
    assert state(parked) == "queued"
    assert list(parked.transitions.values_list("from_state", "to_state", "by__email")) == [
        ("parked", "queued", "office@example.org")
    ]


def test_a_step_that_needs_a_reason_asks_for_it(enter, parked):
    client = enter("office")
    response = client.post(address(parked, "withdraw"), {"reason": " "})
    assert "Say why" in response.content.decode()
    assert state(parked) == "parked"
    client.post(address(parked, "withdraw"), {"reason": "A wrong address."})
    assert list(parked.transitions.values_list("to_state", "reason")) == [("cancelled", "A wrong address.")]


def test_the_second_click_is_told_calmly_and_moves_nothing(enter, parked):
    client = enter("office")
    client.post(address(parked, "retry"))
    response = client.post(address(parked, "retry"), follow=True)
    assert "This step is not possible any more" in response.content.decode()
    assert parked.transitions.count() == 1


def test_a_race_that_only_the_action_sees_is_told_calmly_too(enter, parked, monkeypatch):
    monkeypatch.setattr("clair_portal.backoffice.buttons.StateButton.fits", lambda _button, _obj: True)
    OutgoingMail.objects.filter(pk=parked.pk).update(state="cancelled")
    response = enter("office").post(address(parked, "retry"), follow=True)
    assert "This step is not possible from the present state." in response.content.decode()
    assert state(parked) == "cancelled"


def test_without_the_permission_there_is_no_step(enter, parked, settings):
    settings.PORTAL_ROLES = "tests.backoffice.test_buttons.LOOKS_ONLY"
    client = enter("looker")
    assert "/move/" not in client.get(record(parked)).content.decode()
    assert client.post(address(parked, "retry")).status_code == 403
    assert state(parked) == "parked"


def test_unknown_steps_and_invisible_records_are_not_found(enter, parked):
    assert enter("office").get(address(parked, "explode")).status_code == 404
    assert enter("reader").post(address(parked, "retry")).status_code == 404


def test_a_step_needs_the_forms_token(holder, parked):
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder("office"))
    assert client.post(address(parked, "retry")).status_code == 403
    assert state(parked) == "parked"


@pytest.mark.parametrize(("state_now", "fits"), [("parked", True), ("queued", False), ("sent", False)])
def test_the_table_of_moves_alone_decides_where_nothing_else_is_said(state_now, fits):
    button = StateButton("back", "Back", action=print, permission="x", to_state="queued")
    assert button.fits(OutgoingMail(state=state_now)) is fits
