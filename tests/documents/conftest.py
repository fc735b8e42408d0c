"""Jobs of the tests' own kinds, files in a folder of their own."""

import pytest

from tests.documents import work


@pytest.fixture(autouse=True)
def portal(settings, tmp_path):
    """Everything a job needs besides the database."""
    settings.PORTAL_JOBS = work.KINDS
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return settings
