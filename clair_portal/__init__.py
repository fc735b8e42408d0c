"""The CLAIR portal's root: it knows every app; no app knows it."""

from clair_portal.celery import app as celery_app

__all__ = ["celery_app"]
