"""Sessions as rows that know their user, so that all sessions of one person can be ended at once."""

from __future__ import annotations

import time
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

BEGAN = "signed_in_at"
SEEN = "seen_at"


class SessionStore(DatabaseStore):
    """Keeps sessions in the database and notes the moment at which somebody signs in, whichever way."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = cast("Session", super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY)
        return session

    def __setitem__(self, key: str, value: Any) -> None:
        if key == SESSION_KEY:  # Django's login() writes it; a session that was never stamped cannot expire
            super().__setitem__(BEGAN, int(time.time()))
            super().__setitem__(SEEN, int(time.time()))
        super().__setitem__(key, value)


class Session(AbstractBaseSession):
    """One browser's session; `user` is empty until somebody signs in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [models.CheckConstraint(condition=~models.Q(session_key=""), name="session_has_a_key")]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore
