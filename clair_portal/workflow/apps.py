"""The workflow package as a Django app."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "clair_portal.workflow"
    label = "workflow"
