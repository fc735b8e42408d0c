"""What reappointment puts on the start page, and for whom."""

from datetime import date, timedelta

import pytest

from jet import reappointment_work
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.reappointments import ReappointmentFactory

pytestmark = pytest.mark.django_db


def rows(user, at):
    return [(row.title, row.url) for row in reappointment_work.cards(user, at)]


def test_an_organisation_sees_how_many_answers_it_owes(now):
    first = ReappointmentFactory(participant_answer="yes")
    same = {"employer": first.employer, "placement": None}
    ReappointmentFactory(**same, due_on=date(2026, 12, 18))
    ReappointmentFactory(**same, authority_answer="yes")
    ReappointmentFactory(**same, due_on=now.date() - timedelta(days=1))
    ReappointmentFactory()
    holder = RoleAssignmentFactory(role="authority", organisation=first.employer.organisation).user
    title = "Say whether you offer another year to 2 participants"
    [card] = reappointment_work.cards(holder, now)
    assert (card.title, card.url) == (title, "/jet/reappointments/?year=2027&answer=none")
    assert card.due.date() == date(2026, 12, 18)


def test_headquarters_sees_one_row_for_each_kind_of_trouble(now, django_assert_num_queries):
    soon = {"due_on": now.date() + timedelta(days=5)}
    for _number in range(2):
        ReappointmentFactory(**soon)
    ReappointmentFactory(**soon, participant_answer="yes")
    ReappointmentFactory(authority_answer="yes", participant_answer="no")
    ReappointmentFactory()
    holder = RoleAssignmentFactory(role="hq").user
    with django_assert_num_queries(1):
        found = rows(holder, now)
    url = "/jet/reappointments/rounds/2027/"
    assert found == [
        ("2 reappointments near their deadline: nobody has answered", url),
        ("1 reappointment near its deadline: one answer is missing", url),
        ("1 reappointment to be talked over or decided", url),
    ]


def test_nobody_else_sees_anything(now):
    asked = ReappointmentFactory(authority_answer="yes", participant_answer="no")
    branch = RoleAssignmentFactory(role="branch", organisation=asked.employer.organisation).user
    own = UserFactory(person=asked.participant.person)
    elsewhere = RoleAssignmentFactory(role="authority").user
    assert [rows(user, now) for user in (branch, own, elsewhere)] == [[], [], []]
