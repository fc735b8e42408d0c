"""Whether another account can come in, reckoned from permission bits."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal_server.account import Account, given, grants, may_enter, may_run, opened_to_all

STRANGER = Account("stranger", 54_321, 54_321)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder with nothing closed above it; pytest's own folders are closed."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top, "checkout", ".local")
        folder.mkdir(parents=True)
        for step in (Path(top), folder.parent, folder):
            step.chmod(0o711)
        yield folder


def test_an_open_way_can_be_walked(open_folder: Path) -> None:
    assert may_enter(open_folder, STRANGER)


def test_one_closed_folder_on_the_way_is_enough(open_folder: Path) -> None:
    open_folder.parent.chmod(0o700)
    assert not may_enter(open_folder, STRANGER)


def test_a_link_into_a_closed_folder_is_no_way_in(open_folder: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed" / "inner"
    closed.mkdir(parents=True)
    closed.parent.chmod(0o700)
    link = open_folder / "link"
    link.symlink_to(closed)
    assert not may_enter(link, STRANGER)


@pytest.mark.parametrize(("mode", "able"), [(0o755, True), (0o711, False), (0o744, False), (0o700, False)])
def test_a_program_must_be_readable_and_runnable(open_folder: Path, mode: int, able: bool) -> None:
    program = open_folder / "postgres"
    program.touch()
    program.chmod(mode)
    assert may_run(program, STRANGER) == able


@pytest.mark.parametrize(
    ("uid", "gid", "granted"),
    [(1, 9, True), (9, 2, False), (9, 9, True)],
    ids=["owner", "group: its own bits count, not those of others", "others"],
)
def test_the_first_fitting_bits_decide(uid: int, gid: int, granted: bool) -> None:
    status = os.stat_result((0o100_701, 0, 0, 1, 1, 2, 0, 0, 0, 0))
    assert grants(status, Account("someone", uid, gid), 0o1) == granted


def test_a_closed_copy_is_opened_and_stays_runnable(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir(mode=0o700)
    for name, mode in (("program", 0o700), ("data", 0o600)):
        (folder / name).touch(mode=mode)
    (folder / "link").symlink_to("nowhere")
    opened_to_all(folder)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, folder / "program", folder / "data")}
    assert modes == {"copy": 0o755, "program": 0o755, "data": 0o644}


def test_a_given_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = given(tmp_path / "pg", None)
    assert folder.stat().st_mode & 0o777 == 0o700
