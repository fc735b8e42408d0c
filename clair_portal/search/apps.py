"""The search package as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "clair_portal.search"
    label = "search"
