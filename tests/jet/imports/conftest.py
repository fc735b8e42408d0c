"""Contracting organisations and somebody who may import; files go to a folder of the test's own."""

import pytest

from tests.jet.imports import lists


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    folder = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    settings.STORAGES = {**settings.STORAGES, "default": folder}


@pytest.fixture
def office(db):
    return lists.ground()
