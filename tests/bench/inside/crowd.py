"""A crowd of people who are signed in: person, user, session row and the form's token."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.crypto import get_random_string

from clair_portal.accounts.models import User
from clair_portal.directory.models import Person

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore
BATCH = 1000


@transaction.atomic
def gather(count: int, name: str = "robin") -> list[dict[str, Any]]:
    """So many people: who they are, the cookies of their browser and the token that their form would carry."""
    now = timezone.now()
    people = Person.objects.bulk_create(
        (
            Person(
                family=f"Example{number}", given="Robin", email=f"{name}{number}@example.org",
                email_verified_at=now, created_at=now,
            )
            for number in range(count)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    users = User.objects.bulk_create(
        (User(email=person.email, person=person, password=make_password(None), confirmed_at=now) for person in people),
        batch_size=BATCH,
    )
    return [_at_the_door(user, key, *_token()) for user, key in zip(users, _sessions(users), strict=True)]


def _at_the_door(user: User, session_key: str, secret: str, token: str) -> dict[str, Any]:
    cookies = {settings.SESSION_COOKIE_NAME: session_key, settings.CSRF_COOKIE_NAME: secret}
    return {
        "person": user.person_id,
        "email": user.email,
        "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "token": token,
    }


def _sessions(users: Iterable[User]) -> list[str]:
    """One session row each, with what Django's login() writes into it; inserted by the thousand: it is only set-up."""
    rows = []
    for user in users:
        store = SessionStore(get_random_string(32))
        store._session_cache = {}
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        rows.append(store.create_model_instance(store._session))
    SessionStore.get_model_class().objects.bulk_create(rows, batch_size=BATCH)
    return [row.session_key for row in rows]


def _token() -> tuple[str, str]:
    """A real secret for the cookie and a real masked token for the form."""
    request = HttpRequest()
    token = get_token(request)
    return request.META["CSRF_COOKIE"], token
