"""Positions: one at a time, ended after they began, seen only by those who may see people."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from clair_portal.directory.models import Position
from clair_portal.directory.visibility import EVERYWHERE, Reach
from tests.directory.models.test_people import Viewer
from tests.factories.directory import OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [("2026-03-31", None), ("2025-01-01", "2025-04-01"), (None, None), (None, "2025-04-01")]
)
def test_two_positions_of_a_person_in_an_organisation_do_not_overlap(starts_on, ends_on):
    held = PositionFactory(starts_on="2025-04-01", ends_on="2026-03-31")
    with pytest.raises(IntegrityError, match="position_one_at_a_time"), transaction.atomic():
        Position.objects.create(
            person=held.person, organisation=held.organisation, starts_on=starts_on, ends_on=ends_on
        )


def test_one_may_follow_the_other_and_another_organisation_is_free():
    held = PositionFactory(starts_on="2025-04-01", ends_on="2026-03-31")
    PositionFactory(person=held.person, organisation=held.organisation, starts_on="2026-04-01")
    PositionFactory(person=held.person, starts_on="2025-04-01")
    PositionFactory(organisation=held.organisation, starts_on="2025-04-01")

    assert Position.objects.count() == 4


def test_it_ends_after_it_began():
    position = PositionFactory(starts_on="2026-04-01")
    with pytest.raises(IntegrityError, match="position_in_order"):
        Position.objects.filter(pk=position.pk).update(ends_on="2026-03-31")


@pytest.mark.parametrize(
    ("day", "held"), [("2025-03-31", False), ("2025-04-01", True), ("2026-03-31", True), ("2026-04-01", False)]
)
def test_the_last_day_belongs_to_it(day, held):
    PositionFactory(starts_on="2025-04-01", ends_on="2026-03-31")

    assert Position.objects.on(date.fromisoformat(day)).exists() is held


def test_a_position_without_dates_is_always_held():
    PositionFactory(starts_on=None)

    assert Position.objects.on(date(1990, 1, 1)).count() == 1


def test_the_latest_stands_first():
    person, organisation = PersonFactory(), OrganisationFactory()
    years = [("2023-04-01", "2024-03-31"), ("2025-04-01", None), ("2024-04-01", "2025-03-31")]
    for starts_on, ends_on in years:
        PositionFactory(person=person, organisation=organisation, starts_on=starts_on, ends_on=ends_on)

    assert [str(p.starts_on) for p in Position.objects.latest_first()] == ["2025-04-01", "2024-04-01", "2023-04-01"]


def test_contacts_are_not_public():
    mine, theirs = PositionFactory(), PositionFactory()
    scoped = Viewer(Reach(organisations=frozenset({theirs.organisation_id})))

    assert [
        list(Position.objects.visible_to(AnonymousUser())),
        list(Position.objects.visible_to(Viewer())),
        list(Position.objects.visible_to(Viewer(person=mine.person))),
        list(Position.objects.visible_to(scoped)),
        set(Position.objects.visible_to(Viewer(EVERYWHERE))),
    ] == [[], [], [mine], [theirs], {mine, theirs}]


def test_a_position_is_in_the_scope_of_its_organisation():
    position = PositionFactory()

    assert position.scope_id == position.organisation_id
