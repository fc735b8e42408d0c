"""Celery entry points of the accounts."""

from datetime import timedelta
from importlib import import_module
from typing import cast

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from clair_portal.accounts.actions import sign_ups
from clair_portal.accounts.limits import LimitCache

UNCONFIRMED_FOR = timedelta(days=7)


@shared_task
def tidy() -> None:
    """Forget expired sessions, spent limits and sign-ups that nobody confirmed."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    cast("LimitCache", cache).forget_expired()
    sign_ups.forget_unconfirmed(before=timezone.now() - UNCONFIRMED_FOR)
