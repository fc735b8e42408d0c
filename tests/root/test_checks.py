"""The portal's own system checks."""

import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

from clair_portal import diagnosis
from clair_portal.checks import one_driver


@pytest.fixture
def second_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """psycopg 3, as far as an import would find it."""
    (tmp_path / "psycopg.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])


def test_one_driver_is_fine() -> None:
    assert one_driver(app_configs=None) == []


@pytest.mark.usefixtures("second_driver")
def test_a_second_driver_is_refused_by_djangos_own_checks() -> None:
    assert [error.id for error in run_checks()] == ["portal.E001"]


@pytest.mark.usefixtures("second_driver")
def test_the_doctor_names_the_second_driver() -> None:
    assert diagnosis.driver().sentence == (
        "psycopg 3 is installed beside psycopg 2: run “pip uninstall psycopg psycopg-binary”."
    )
