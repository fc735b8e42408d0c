"""Form rendering and the fields that several apps share."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Forms drawn by templates/forms/."""
