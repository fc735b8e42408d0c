"""The virtual environment and the packages in it, made once and renewed when the requirements change."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from portal_server import debian
from portal_server.places import Places, taking_turns
from portal_server.terminal import say
from portal_server.trouble import FULL_DISK, Trouble

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
STAMP = "portal-requirements"
NO_VENV = 'This Python cannot create .venv: ask an administrator to run "apt install python3-venv", then start again.'
SIGNS = (
    (("No space left", "Errno 28", "Errno 122"), FULL_DISK),
    (
        ("NewConnectionError", "Temporary failure", "Max retries", "ConnectTimeout", "ReadTimeout", "ProxyError"),
        "The packages could not be downloaded: check the network (or the proxy settings), then start again.",
    ),
    (
        ("No matching distribution", "Could not find a version"),
        "A package was not found or not reachable: check the network, and use Python 3.11 or 3.12. See {log}.",
    ),
    (("File name too long", "Errno 36"), "The path of this folder is too long: move the portal to a shorter path."),
    (("Permission denied", "Errno 13"), "This account may not write to .venv: give it the portal's folder."),
)


def bootstrap(places: Places, needs: tuple[debian.Need, ...] = debian.FOR_SERVER) -> None:
    """Everything that has to be installed; the portal runs without Debian's libraries, only poorer."""
    places.demand_space()
    install(places)
    debian.provide(needs, places.log("packages"))


def stamp(root: Path) -> str:
    """What the installed packages depend on."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for name in REQUIREMENTS:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def is_current(places: Places) -> bool:
    """Whether .venv holds what the requirements ask for; a .venv whose Python is gone counts as none."""
    note = places.venv / STAMP
    return places.python.exists() and note.is_file() and note.read_text(encoding="ascii") == stamp(places.root)


def install(places: Places) -> None:
    """Create .venv and install the packages, unless that was done for these very requirements."""
    if is_current(places):
        return
    with taking_turns(places.root / ".local" / "packages.lock"):
        if not is_current(places):
            _install(places)


def _install(places: Places) -> None:
    log = places.log("packages")
    note = places.venv / STAMP
    if not (places.python.exists() and note.is_file()):
        _create(places, log)
    say("Installing packages; the first time this takes a minute or two …")
    note.write_text("unfinished", encoding="ascii")
    _pip(places, log)
    note.write_text(stamp(places.root), encoding="ascii")


def _create(places: Places, log: Path) -> None:
    if places.venv.exists():
        shutil.rmtree(places.venv)
    without = ["--without-pip"] if debian.install(debian.FOR_VENV, log) else []
    if without and importlib.util.find_spec("pip") is None:
        raise Trouble(NO_VENV)
    say("Creating .venv …")
    _run([sys.executable, "-m", "venv", *without, str(places.venv)], log)


def _pip(places: Places, log: Path) -> None:
    """Use the environment's own pip; where Debian split that off, the system's pip works on the environment."""
    own = (places.site_packages or places.venv) / "pip"
    pip = [str(places.python), "-m", "pip"]
    if not own.is_dir():
        pip = [sys.executable, "-m", "pip", "--python", str(places.python)]
    options = ["--disable-pip-version-check", "--no-input", "-r", str(places.root / REQUIREMENTS[-1])]
    _run([*pip, "install", *options], log)


def _run(command: list[str], log: Path) -> None:
    result = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with log.open("a", encoding="utf-8") as file:
        file.write(result.stdout)
    if result.returncode:
        raise Trouble(explained(result.stdout, log))


def explained(output: str, log: Path) -> str:
    """The sentence for what pip complained about."""
    for signs, sentence in SIGNS:
        if any(sign in output for sign in signs):
            return sentence.format(log=log)
    return f"The packages could not be installed: see the end of {log}."
