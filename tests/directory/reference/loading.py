"""Calls the command and looks at what it has written."""

from io import StringIO

from django.core.management import call_command

from clair_portal.directory.models import (
    Branch,
    Designation,
    LocalAuthority,
    Office,
    OfficeCountry,
    Organisation,
    Source,
)

MODELS = (Source, Organisation, LocalAuthority, Designation, Branch, Office, OfficeCountry)


def load(*arguments, **options):
    """What `manage.py load_reference` says."""
    out = StringIO()
    call_command("load_reference", *arguments, stdout=out, **options)
    return out.getvalue().strip()


def everything():
    """Every row of the reference tables."""
    return [list(model.objects.order_by("pk").values()) for model in MODELS]
