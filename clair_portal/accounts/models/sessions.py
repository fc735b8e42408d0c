"""Sessions as rows that know their user, so that all sessions of one person can be ended at once."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """One browser's session; `user` is empty until somebody signs in. accounts/sessions.py writes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [models.CheckConstraint(condition=~models.Q(session_key=""), name="session_has_a_key")]
