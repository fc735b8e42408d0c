"""The session engine that `settings.SESSION_ENGINE` names: database sessions that know their user and their age."""

import time
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from clair_portal.accounts.models import Session

BEGAN = "signed_in_at"
SEEN = "seen_at"


class SessionStore(DatabaseStore):
    """Notes the moment at which somebody signs in, whichever way: a session without it could never expire."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = cast("Session", super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY)
        return session

    def __setitem__(self, key: str, value: Any) -> None:
        if key == SESSION_KEY:  # what Django's login() writes
            super().__setitem__(BEGAN, int(time.time()))
            super().__setitem__(SEEN, int(time.time()))
        super().__setitem__(key, value)
