"""The spreadsheets package as a Django app."""

from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    name = "clair_portal.spreadsheets"
    label = "spreadsheets"
