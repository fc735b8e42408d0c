"""Factories of sign-in identities, consents, roles and sessions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from clair_portal.accounts.models import AccessChange, Consent, RoleAssignment, Session, User
from tests.factories.directory import PersonFactory

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody whose address is confirmed, with a person, and no password unless one is asked for."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    person = factory.SubFactory(PersonFactory, email=factory.SelfAttribute("..email"))
    password = factory.LazyFunction(lambda: make_password(None))
    confirmed_at = LONG_AGO

    @factory.post_generation
    def address(self: Any, create: bool, extracted: object, **facts: Any) -> None:  # type: ignore[misc]
        if create:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class RoleAssignmentFactory(factory.django.DjangoModelFactory):
    """A role; the user's own row knows it at once."""

    class Meta:
        model = RoleAssignment
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    role = "staff_admin"

    @factory.post_generation
    def told(self: Any, create: bool, extracted: object, **facts: Any) -> None:  # type: ignore[misc]
        if create:
            self.user.refresh_from_db(fields=["grants"])


class AccessChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessChange

    user = factory.SubFactory(UserFactory)
    kind = AccessChange.Kind.GIVEN
    role = "staff_admin"
    at = LONG_AGO


class ConsentFactory(factory.django.DjangoModelFactory):
    """A consent to the privacy notice's present text."""

    class Meta:
        model = Consent

    user = factory.SubFactory(UserFactory)
    purpose = Consent.Purpose.PRIVACY_NOTICE
    version = factory.LazyFunction(lambda: settings.PORTAL_PRIVACY_NOTICE)
    language = "en-gb"
    given_at = LONG_AGO


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    session_key = factory.Sequence(lambda n: f"session-{n}")
    expire_date = LONG_AGO + timedelta(days=10_000)
    user = factory.SubFactory(UserFactory)
