"""A small round of the allocation."""

import pytest

from clair_portal.accounts.models import User
from tests.jet.rounds import begun


@pytest.fixture
def round_():
    made = begun()
    User.objects.update(language="en-gb")
    for user in (made.maker, made.publisher):
        user.refresh_from_db()
    return made
