"""Positions begin and end."""

from datetime import date

import pytest
from django.db import IntegrityError

from clair_portal.directory.actions import positions
from clair_portal.directory.models import Position
from clair_portal.workflow import Outdated
from tests.factories.directory import OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


def test_a_position_begins(now):
    person, organisation = PersonFactory(), OrganisationFactory()
    position = positions.begin(
        person=person, organisation=organisation, by=None, at=now, title_ja="所長", starts_on=date(2026, 4, 1)
    )

    assert list(Position.objects.values_list("pk", "person", "organisation", "title_ja")) == [
        (position.pk, person.pk, organisation.pk, "所長")
    ]


def test_a_second_one_at_the_same_time_is_refused_in_words(now):
    held = PositionFactory()
    with pytest.raises(positions.AlreadyHolds, match="already holds a position"):
        positions.begin(person=held.person, organisation=held.organisation, by=None, at=now, starts_on=date(2026, 5, 1))

    assert list(Position.objects.all()) == [held]


def test_another_fault_is_not_mistaken_for_it(now):
    with pytest.raises(IntegrityError, match="position_in_order"):
        positions.begin(
            person=PersonFactory(),
            organisation=OrganisationFactory(),
            by=None,
            at=now,
            starts_on=date(2026, 5, 1),
            ends_on=date(2026, 4, 1),
        )


def test_a_position_ends_once(now):
    position = PositionFactory()
    positions.end(position, by=None, at=now, ends_on=date(2027, 3, 31))
    with pytest.raises(Outdated):
        positions.end(position, by=None, at=now, ends_on=date(2028, 3, 31))

    assert Position.objects.get().ends_on == date(2027, 3, 31)
