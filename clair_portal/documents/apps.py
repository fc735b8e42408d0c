"""The documents package as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "clair_portal.documents"
    label = "documents"
