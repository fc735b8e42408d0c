"""Many rows in one statement are written like single ones: defaults, constraints, history."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from clair_portal.directory.actions.history import written
from clair_portal.directory.models import Person
from clair_portal.workflow import bulk
from jet.models import ArrivalGroup
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def person(**facts):
    return {"family": "Example", "created_at": NOW, **facts}


def test_rows_are_written_with_the_defaults_of_what_was_not_said():
    bulk.insert(Person, [person(family='見本 "\\', search_tokens=["見", "見本"]), person(search_tokens=[])])
    one, other = Person.objects.order_by("pk")
    assert (one.family, one.search_tokens, other.search_tokens) == ('見本 "\\', ["見", "見本"], [])
    assert (one.created_at, one.language, one.version, one.email_verified_at) == (NOW, "en-gb", 1, None)


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert(Person, [])


def test_keys_are_nobody_else_s():
    keys = bulk.keys(Person, 3)
    bulk.insert(Person, [person(id=key) for key in keys])
    later = Person.objects.create(family="Later", created_at=NOW)
    assert set(Person.objects.exclude(pk=later.pk).values_list("pk", flat=True)) == set(keys)
    assert len({*keys, later.pk}) == 4


def test_a_wrong_row_is_refused_with_all_the_others():
    with pytest.raises(IntegrityError, match="person_has_a_name"):
        bulk.insert(Person, [person(), person(family="")])


def test_the_history_knows_who_wrote_them():
    user = UserFactory()
    before = set(Person.objects.values_list("pk", flat=True))
    with written(user, NOW):
        bulk.insert(Person, [person(), person()])
    new = Person.objects.exclude(pk__in=before).prefetch_related("events__pgh_context")
    assert [[event.pgh_context.metadata["by"] for event in one.events.all()] for one in new] == [[user.pk]] * 2


def test_what_waits_is_written_later():
    waiting = bulk.packed(ArrivalGroup, [{"year": 2027, "code": "A", "arrives_on": date(2027, 7, 26)}])
    assert not ArrivalGroup.objects.exists()
    bulk.put(waiting)
    assert ArrivalGroup.objects.values_list("year", "code", "arrives_on", "capacity").get() == (
        2027, "A", date(2027, 7, 26), None,
    )  # fmt: skip
