"""The pages package as a Django app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "clair_portal.pages"
    label = "pages"
