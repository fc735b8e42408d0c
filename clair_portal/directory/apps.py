"""The directory package as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "clair_portal.directory"
    label = "directory"
