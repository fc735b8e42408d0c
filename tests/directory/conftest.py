"""The real reference data for the modules that only ask it or change a little."""

import pghistory.models
import pytest
from django.apps import apps
from django.db import connection

from tests.directory.reference.loading import load


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for a module and taken away again, the row history included."""
    with django_db_blocker.unblock():
        load()
        yield
        models = [*apps.get_app_config("directory").get_models(), pghistory.models.Context]
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(model._meta.db_table for model in models)} CASCADE")
