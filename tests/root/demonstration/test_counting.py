"""PostgreSQL plans for the rows that were loaded, not for the empty tables of a moment before."""

import pytest
from django.db import connection

from clair_portal.directory.models import LocalAuthority

pytestmark = [
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.django_db,
    pytest.mark.xdist_group("demonstration"),
]


def test_the_planner_knows_how_many_local_authorities_there_are() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'directory_localauthority'")
        assert cursor.fetchone() == (LocalAuthority.objects.count(),)
