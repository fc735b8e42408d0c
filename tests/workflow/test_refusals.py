"""A breach of a named constraint is told in words; any other stays what it is."""

import pytest
from django.db import IntegrityError, transaction

from clair_portal.workflow import DomainError
from clair_portal.workflow.refusals import refusing
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class Refused(DomainError):
    message = "There is one already."


@transaction.atomic
def write_twice(refusals):
    with refusing(refusals):
        UserFactory(email=UserFactory().email, person=None)


def test_the_named_constraint_is_refused_in_words():
    with pytest.raises(Refused, match="one already") as refused:
        write_twice({"user_email_once": Refused})
    assert isinstance(refused.value.__cause__, IntegrityError)


def test_another_constraint_stays_a_breach():
    with pytest.raises(IntegrityError, match="user_email_once"):
        write_twice({"something_else": Refused})


def test_what_never_reached_the_database_stays_too():
    with pytest.raises(IntegrityError, match="by hand"), refusing({"something": Refused}):
        raise IntegrityError("by hand")
