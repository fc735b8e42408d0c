"""The mail package as a Django app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "clair_portal.mail"
    label = "mail"
