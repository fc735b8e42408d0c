"""The root as a Django app: management commands that need to know every app."""

from django.apps import AppConfig


class ClairPortalConfig(AppConfig):
    name = "clair_portal"
    label = "clair_portal"
