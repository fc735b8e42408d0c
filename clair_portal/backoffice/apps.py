"""The backoffice package as a Django app."""

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "clair_portal.backoffice"
    label = "backoffice"
