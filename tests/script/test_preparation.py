"""Which steps a start has to run."""

import os
from datetime import date
from pathlib import Path

import pytest

from portal_server.preparation import due, files, fingerprints

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
ALL = ["database", "reference", "demonstration", "static"]
FILES = (
    "requirements.txt",
    "clair_portal/settings.py",
    "clair_portal/roles.py",
    "clair_portal/directory/data/prefectures.csv",
    "clair_portal/demonstration/people.py",
    "events/migrations/0001_initial.py",
    "events/models/events.py",
    "static/css/portal.css",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("first")
    return tmp_path


def seen(root: Path, today: date = TODAY, database: str = "postgres://one") -> dict[str, str]:
    return fingerprints(files(root), today, database)


def test_everything_is_due_the_first_time(root: Path) -> None:
    assert due(seen(root), {}) == ALL


def test_nothing_is_due_when_nothing_changed(root: Path) -> None:
    assert due(seen(root), seen(root)) == []


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ("events/migrations/0001_initial.py", ["database"]),
        ("clair_portal/settings.py", ["database"]),
        ("clair_portal/directory/data/prefectures.csv", ["reference"]),
        ("clair_portal/demonstration/people.py", ["demonstration"]),
        ("clair_portal/roles.py", ["demonstration"]),
        ("static/css/portal.css", ["static"]),
        ("requirements.txt", ["database", "static"]),
        ("events/models/events.py", []),
    ],
)
def test_a_change_makes_its_step_due(root: Path, changed: str, steps: list[str]) -> None:
    before = seen(root)
    (root / changed).write_text("second, longer")
    assert due(seen(root), before) == steps


def test_a_change_that_keeps_the_size_is_seen_by_its_time(root: Path) -> None:
    before = seen(root)
    os.utime(root / "static/css/portal.css", (1, 1))
    assert due(seen(root), before) == ["static"]


def test_a_new_and_a_deleted_file_are_seen(root: Path) -> None:
    before = seen(root)
    (root / "events/migrations/0002_more.py").touch()
    (root / "static/css/portal.css").unlink()
    assert due(seen(root), before) == ["database", "static"]


def test_the_demonstration_is_renewed_every_day(root: Path) -> None:
    assert due(seen(root, TOMORROW), seen(root, TODAY)) == ["demonstration"]


def test_another_database_needs_everything(root: Path) -> None:
    assert due(seen(root, database="postgres://two"), seen(root)) == ALL


def test_what_python_writes_beside_the_code_does_not_count(root: Path) -> None:
    before = files(root)
    (root / "clair_portal/directory/__pycache__").mkdir()
    (root / "clair_portal/directory/__pycache__/x.pyc").touch()
    assert files(root) == before
