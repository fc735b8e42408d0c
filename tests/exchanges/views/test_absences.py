"""Days on which an interpreter cannot work: by the link of an offer or signed in, and nobody is asked for them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from exchanges.emails.interpreters import offer_path
from exchanges.models import Absence, Interpreter
from tests.exchanges.conftest import holder
from tests.factories.exchanges import AssignmentFactory, InterpreterFactory, MeetingFactory
from tests.factories.roster import AbsenceFactory

pytestmark = pytest.mark.django_db
DAYS = {"first_on": "2027-05-17", "last_on": "2027-05-19"}


@pytest.fixture(params=["by link", "signed in"])
def way(request, client):
    """The interpreter, the page, and the page that takes one absence out."""
    one = AssignmentFactory()
    if request.param == "signed in":
        client.force_login(holder("interpreter", user__person=one.interpreter.person))
        return one.interpreter, reverse("exchanges:away"), lambda pk: reverse("exchanges:there", args=[pk])
    page = f"{offer_path(one)}away/"
    return one.interpreter, page, lambda pk: f"{page}{pk}/remove/"


def days():
    return list(Absence.objects.order_by("pk").values_list("first_on", "last_on"))


def test_days_are_entered_and_the_same_twice_stand_once(client, way):
    interpreter, page, _remove = way
    for _ in range(2):
        assert client.post(page, DAYS).status_code == 303
    assert days() == [(date(2027, 5, 17), date(2027, 5, 19))]
    assert Absence.objects.get().interpreter == interpreter
    assert "17 May 2027" in client.get(page).content.decode()


@pytest.mark.parametrize(
    "facts", [{"last_on": "2027-05-16"}, {"first_on": "2020-01-01", "last_on": "2020-01-02"}, {"last_on": "2099-01-01"},
              {"first_on": ""}, {"first_on": "soon"}],
)  # fmt: skip
def test_wrong_days_are_refused_at_their_field(client, way, facts):
    assert client.post(way[1], DAYS | facts).status_code == 422
    assert days() == []


def test_they_are_taken_out_again_and_the_second_click_changes_nothing(client, way):
    interpreter, page, remove = way
    absence = AbsenceFactory(interpreter=interpreter)
    assert client.get(remove(absence.pk)).status_code == 200
    assert [client.post(remove(absence.pk)).headers["Location"] for _ in range(2)] == [page] * 2
    assert days() == []


def test_nobody_takes_out_the_days_of_another(client, way):
    other = AbsenceFactory()
    assert client.post(way[2](other.pk)).status_code == 303
    assert days() == [(other.first_on, other.last_on)]


def test_who_is_not_on_the_roster_has_no_such_page(client, parties):
    client.force_login(holder("interpreter"))
    assert client.get(reverse("exchanges:away")).status_code == 404


def test_nobody_who_is_away_is_offered_a_meeting():
    meeting = MeetingFactory(confirmed=True)
    there, away = InterpreterFactory(), InterpreterFactory()
    AbsenceFactory(interpreter=away, first_on=meeting.starts_at.date(), last_on=meeting.starts_at.date())
    AbsenceFactory(interpreter=there, first_on=meeting.ends_at.date() + timedelta(days=1), last_on=date(2027, 6, 1))
    assert list(Interpreter.objects.there(meeting.starts_at, meeting.ends_at)) == [there]


@pytest.mark.parametrize(("constraint", "facts"), [("absence_ends_later", {"last_on": date(2027, 5, 16)})])
def test_a_wrong_row_is_refused(constraint, facts):
    with pytest.raises(IntegrityError, match=constraint):
        AbsenceFactory(**facts)
