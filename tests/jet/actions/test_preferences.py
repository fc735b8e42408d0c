"""Wishes are written, and written again."""

import pytest

from jet.actions import preferences
from jet.models import Preference
from jet.placement_errors import WishesClosed
from tests.factories.allocation import AllocationRunFactory
from tests.factories.directory import PrefectureFactory
from tests.factories.jet import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_no_preference_is_an_answer_and_can_be_changed(now):
    person, there = ParticipantFactory(), PrefectureFactory()
    preferences.write(person, facts={"anywhere": True}, at=now)
    assert Preference.objects.get().anywhere
    preferences.write(person, facts={"anywhere": False, "first": there, "area": "rural"}, at=now)
    found = Preference.objects.get()
    assert (found.anywhere, found.wishes(), found.area, found.written_at) == (False, [there], "rural", now)


@pytest.mark.parametrize("state", ["proposed", "published", "superseded"])
def test_once_an_allocation_is_laid_before_the_second_person_wishes_are_closed(state, now):
    person = ParticipantFactory()
    run = AllocationRunFactory(arrival_group=person.arrival_group, state=state)
    with pytest.raises(WishesClosed):
        preferences.write(person, facts={"anywhere": True}, at=now)
    run.delete()
    preferences.write(person, facts={"anywhere": True}, at=now)


@pytest.mark.parametrize("state", ["draft", "discarded"])
def test_drafts_close_nothing(state, now):
    person = ParticipantFactory()
    AllocationRunFactory(arrival_group=person.arrival_group, state=state)
    assert preferences.write(person, facts={"anywhere": True}, at=now).anywhere


def test_whoever_has_come_wishes_no_more(now):
    with pytest.raises(WishesClosed):
        preferences.write(ParticipantFactory(state="serving"), facts={"anywhere": True}, at=now)
