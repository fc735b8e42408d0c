"""Where things lie: the checkout, its .venv, its .local, and the servers' data when .local is out of their reach."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal_server.account import Account, may_enter
from portal_server.notebook import Notebook
from portal_server.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = Path("/var/lib")
NEEDED_BYTES = 300_000_000
KEPT = ("lock", "packages.lock", "test")
PRIVATE = ("files", "mail", "logs", "beat")


@dataclass(frozen=True)
class Places:
    """The folders of one portal; `script/test` has its own under .local/test."""

    root: Path
    local: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def site_packages(self) -> Path | None:
        return next(iter(sorted(self.venv.glob("lib/python3*/site-packages"))), None)

    @property
    def notebook(self) -> Notebook:
        return Notebook(self.local / "remembered.json")

    def log(self, name: str) -> Path:
        return self.local / "logs" / f"{name}.log"

    def create(self) -> None:
        """Make the folders; only root's .local lets others pass, because its servers run as another account."""
        self.local.mkdir(parents=True, exist_ok=True)
        self.local.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in PRIVATE:
            (self.local / name).mkdir(mode=0o700, exist_ok=True)

    def servers(self, account: Account | None) -> Path:
        """Where PostgreSQL and Redis keep their data: here, unless their account cannot come in."""
        if account is None or may_enter(self.local, account):
            return self.local
        name = hashlib.sha256(str(self.local).encode()).hexdigest()[:12]
        return ELSEWHERE / f"clair-portal-{name}"

    def signpost(self, elsewhere: Path) -> None:
        """Leave a link in .local to data that had to go elsewhere."""
        link = self.local / "elsewhere"
        if elsewhere != self.local and not link.is_symlink():
            link.symlink_to(elsewhere)

    def forget(self, account: Account | None) -> None:
        """Delete all data of this portal, but not what `script/test` keeps beside it."""
        elsewhere = self.servers(account)
        if elsewhere != self.local:
            shutil.rmtree(elsewhere, ignore_errors=True)
        for entry in self.local.iterdir():
            if entry.name in KEPT:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def demand_space(self) -> None:
        """Refuse to start on a disk that is nearly full, before anything is half-written."""
        free = shutil.disk_usage(self.local).free
        if free < NEEDED_BYTES:
            raise Trouble(
                f"Only {free // 1_000_000} MB are free on the disk of {self.local}: "
                f"free at least {NEEDED_BYTES // 1_000_000} MB, then start again."
            )


@contextmanager
def lock(places: Places, what: str) -> Iterator[None]:
    """Hold the folder for this process; the kernel lets go of it however the process ends."""
    with (places.local / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Trouble(f"{what} runs already in this folder (process {holder}): stop that one first.") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def taking_turns(path: Path) -> Iterator[None]:
    """Wait until nobody else does this: script/server and script/test may be started together."""
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
