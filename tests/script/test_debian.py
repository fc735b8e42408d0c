"""Debian's packages: what is missing, and who may install it."""

from pathlib import Path

import pytest

from portal_server import debian
from portal_server.debian import Need


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get that writes down what it is asked, and installs by creating a file."""
    program = tmp_path / "apt-get"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ncase "$*" in *install*) touch {tmp_path}/libx;; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(debian, "APT", program)
    return program


def need(tmp_path: Path) -> Need:
    return Need("libx", "PDF files", (tmp_path / "libx").exists)


def test_a_library_of_this_machine_loads_and_an_invented_one_does_not() -> None:
    assert [debian.loads("libc.so.6"), debian.loads("libinvented.so.0")] == [True, False]


def test_root_installs_what_is_missing(
    apt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    debian.provide([need(tmp_path)], tmp_path / "log")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == ["-q -y update", "-q -y install --no-install-recommends libx"]
    assert capsys.readouterr().out == "Installing libx …\n"


def test_what_is_there_is_not_installed_again(apt: Path, tmp_path: Path) -> None:
    (tmp_path / "libx").touch()
    debian.provide([need(tmp_path)], tmp_path / "log")
    assert not (tmp_path / "asked").exists()


def test_who_may_not_install_is_told_the_command(
    apt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))  # no sudo
    debian.provide([need(tmp_path)], tmp_path / "log")
    assert capsys.readouterr().out == (
        'For PDF files something is missing: ask an administrator to run "apt install libx".\n'
    )
    assert not (tmp_path / "asked").exists()


@pytest.mark.parametrize(("status", "installed"), [(0, True), (1, False)], ids=["without a password", "with one"])
def test_sudo_is_used_only_without_a_password(
    apt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, installed: bool
) -> None:
    sudo = tmp_path / "bin" / "sudo"
    sudo.parent.mkdir()
    sudo.write_text(f'#!/bin/sh\nshift\n[ "$1" = true ] && exit {status}\nexec "$@"\n')
    sudo.chmod(0o755)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    debian.provide([need(tmp_path)], tmp_path / "log")
    assert (tmp_path / "asked").exists() == installed


def test_on_another_system_than_debian_nothing_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "APT", tmp_path / "no-apt")
    assert [absent.package for absent in debian.install([need(tmp_path)], tmp_path / "log")] == ["libx"]
