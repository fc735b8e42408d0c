"""The JET Programme as a Django app."""

from django.apps import AppConfig


class JetConfig(AppConfig):
    name = "jet"
