"""Folders: created closed, locked, forgotten, left when the servers cannot come in."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from portal_server import places as module
from portal_server.account import Account
from portal_server.places import Places, lock, taking_turns
from portal_server.trouble import Trouble

STRANGER = Account("stranger", 54_321, 54_321)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path / "checkout", tmp_path / "checkout" / ".local")
    places.create()
    return places


def test_private_folders_are_closed_to_others(places: Places) -> None:
    assert {name: (places.local / name).stat().st_mode & 0o777 for name in module.PRIVATE} == dict.fromkeys(
        ("files", "mail", "logs", "beat"), 0o700
    )


def test_without_another_account_data_lie_in_local(places: Places) -> None:
    assert places.servers(None) == places.local


def test_in_a_closed_home_data_lie_elsewhere_always_in_the_same_place(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ELSEWHERE", tmp_path / "var")
    places.root.chmod(0o700)
    elsewhere = places.servers(STRANGER)
    assert elsewhere.parent == tmp_path / "var"
    assert elsewhere == places.servers(STRANGER)
    other = Places(places.root, places.local / "test")
    other.create()
    assert other.servers(STRANGER) != elsewhere


def test_a_link_shows_where_the_data_went(places: Places, tmp_path: Path) -> None:
    places.signpost(tmp_path / "var")
    places.signpost(tmp_path / "var")
    assert (places.local / "elsewhere").readlink() == tmp_path / "var"


def test_forgetting_deletes_data_here_and_elsewhere_but_not_the_tests(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ELSEWHERE", tmp_path / "var")
    places.root.chmod(0o700)
    elsewhere = places.servers(STRANGER)
    (elsewhere / "pg").mkdir(parents=True)
    places.signpost(elsewhere)
    places.notebook.put(password="x")
    (places.local / "test").mkdir()
    (places.local / "lock").touch()
    places.forget(STRANGER)
    assert sorted(path.name for path in places.local.iterdir()) == ["lock", "test"]
    assert not elsewhere.exists()


def test_two_portals_cannot_run_in_one_folder(places: Places) -> None:
    with lock(places, "The portal"), pytest.raises(Trouble) as trouble, lock(places, "The portal"):
        pytest.fail("the second one came in")
    assert str(trouble.value) == (
        f"The portal runs already in this folder (process {os.getpid()}): stop that one first."
    )


def test_the_folder_is_free_again_afterwards(places: Places) -> None:
    with lock(places, "The portal"):
        pass
    with lock(places, "The portal"):
        pass


def test_taking_turns_makes_others_wait(places: Places) -> None:
    path = places.local / "packages.lock"
    with taking_turns(path), path.open("a") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_nearly_full_disk_is_refused_before_anything_is_written(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NEEDED_BYTES", shutil.disk_usage(places.local).total + 1)
    with pytest.raises(
        Trouble, match=r"^Only \d+ MB are free on the disk of .*: free at least \d+ MB, then start again\.$"
    ):
        places.demand_space()


def test_enough_space_is_enough(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NEEDED_BYTES", 1)
    places.demand_space()
