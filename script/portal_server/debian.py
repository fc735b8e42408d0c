"""Debian's own libraries and programs: what is missing, and installing it where that is allowed."""

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from portal_server.terminal import say

APT = Path("/usr/bin/apt-get")
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


@dataclass(frozen=True)
class Need:
    """One package, what it is for, and how its presence is seen without asking dpkg."""

    package: str
    purpose: str
    present: Callable[[], bool]


def loads(library: str) -> bool:
    """Whether the system can load the shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def chromium() -> str | None:
    """Debian's Chromium."""
    return shutil.which("chromium")


def venv_works() -> bool:
    """Whether this Python can create a virtual environment with pip; Debian ships that part separately."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


PDF = "PDF files"
FOR_SERVER = (
    Need("libpango-1.0-0", PDF, lambda: loads("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", PDF, lambda: loads("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", PDF, lambda: loads("libharfbuzz-subset.so.0")),
)
FOR_TEST = (*FOR_SERVER, Need("chromium", "the browser tests", lambda: chromium() is not None))
FOR_VENV = (Need("python3-venv", "creating .venv", venv_works),)


def missing(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not need.present()]


def provide(needs: Iterable[Need], log: Path) -> None:
    """Install what is missing where this account may; otherwise say how to get it."""
    absent = install(needs, log)
    if absent:
        purposes = " and ".join(dict.fromkeys(need.purpose for need in absent))
        say(f'For {purposes} something is missing: ask an administrator to run "apt install {_names(absent)}".')


def install(needs: Iterable[Need], log: Path) -> list[Need]:
    """Install what is missing where this account may, and return what is missing still."""
    wanted = missing(needs)
    rights = _rights() if wanted else None
    if rights is None:
        return wanted
    say(f"Installing {_names(wanted)} …")
    _apt(rights, wanted, log)
    return missing(wanted)


def _rights() -> list[str] | None:
    """What to put before a command to run it as root; None where that is not allowed."""
    if not APT.exists():
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def _apt(rights: list[str], needs: list[Need], log: Path) -> None:
    apt = [*rights, "env", *(f"{name}={value}" for name, value in QUIET.items()), str(APT), "-q", "-y"]
    with log.open("ab") as output:
        for words in (["update"], ["install", "--no-install-recommends", *(need.package for need in needs)]):
            subprocess.run([*apt, *words], check=False, stdout=output, stderr=output, stdin=subprocess.DEVNULL)


def _names(needs: Iterable[Need]) -> str:
    return " ".join(need.package for need in needs)
