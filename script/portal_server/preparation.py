"""Which parts of the portal must be prepared before it serves, so that an unchanged one starts at once."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TOPS = ("clair_portal", "events", "jet", "jetaa", "exchanges", "static")
SINGLE_FILES = ("requirements.txt",)


@dataclass(frozen=True)
class Step:
    """One step of `manage.py prepare`, and the files whose change makes it necessary again."""

    name: str
    files: re.Pattern[str]
    daily: bool = False


STEPS = (
    Step("database", re.compile(r"/migrations/\w+\.py$|/settings\.py$|^requirements\.txt$")),
    Step("reference", re.compile(r"^clair_portal/directory/|/load_reference\.py$|reference/")),
    Step("demonstration", re.compile(r"demonstration|/roles\.py$"), daily=True),
    Step("static", re.compile(r"^static/|/static/|^requirements\.txt$")),
)


@dataclass(frozen=True)
class File:
    """A file as far as a change of it can be seen without reading it."""

    path: str
    size: int
    changed_at: int


def files(root: Path) -> list[File]:
    """The portal's own files, in one walk."""
    return sorted(_seen(root), key=lambda file: file.path)


def _seen(root: Path) -> Iterator[File]:
    for path in _paths(root):
        status = path.stat()
        yield File(path.relative_to(root).as_posix(), status.st_size, status.st_mtime_ns)


def _paths(root: Path) -> Iterator[Path]:
    yield from (root / name for name in SINGLE_FILES if (root / name).is_file())
    for top in TOPS:
        for folder, folders, names in os.walk(root / top):
            folders[:] = [name for name in folders if name != "__pycache__"]
            yield from (Path(folder) / name for name in names)


def fingerprints(found: Iterable[File], today: date, database: str) -> dict[str, str]:
    """Per step, a word that changes whenever the step has to run again: its files, its day, its database."""
    known = list(found)
    return {step.name: _fingerprint(step, known, today, database) for step in STEPS}


def _fingerprint(step: Step, found: Iterable[File], today: date, database: str) -> str:
    digest = hashlib.sha256(f"{database} {today if step.daily else ''}".encode())
    for file in found:
        if step.files.search(file.path):
            digest.update(f"{file}\n".encode())
    return digest.hexdigest()


def due(now: dict[str, str], before: dict[str, str]) -> list[str]:
    """The steps that have to run, in their order."""
    return [step.name for step in STEPS if now[step.name] != before.get(step.name)]
