"""The root as a Django app: management commands that need to know every app."""

from django.apps import AppConfig
from django.core.checks import register

from clair_portal.checks import one_driver


class ClairPortalConfig(AppConfig):
    name = "clair_portal"
    label = "clair_portal"

    def ready(self) -> None:
        register(one_driver)
