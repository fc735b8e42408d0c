"""Signs of life: one row per name, always the newest."""

from datetime import timedelta

import pytest

from clair_portal.documents.actions import ticks
from clair_portal.documents.models import Tick

pytestmark = pytest.mark.django_db


def test_a_sign_of_life_replaces_the_one_before(now, django_assert_num_queries):
    ticks.note("beat", at=now)
    ticks.note("other", at=now)
    with django_assert_num_queries(1):
        ticks.note("beat", at=now + timedelta(seconds=15))
    assert list(Tick.objects.order_by("name").values_list("name", "at")) == [
        ("beat", now + timedelta(seconds=15)),
        ("other", now),
    ]
