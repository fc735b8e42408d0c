"""The portal's components as template tags; built into every template."""

from django import template

register = template.Library()
