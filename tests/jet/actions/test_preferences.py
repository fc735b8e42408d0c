"""Wishes are written, and written again."""

import pytest

from jet.actions import preferences
from jet.models import Preference
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
