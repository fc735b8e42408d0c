"""The programs that run under the supervisor: each in a session of its own, each dying with it."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal_server.account import Account, arguments

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
SETTLED_AFTER = 60.0  # seconds a program must have lived for earlier falls to be forgotten
LARGEST_LOG = 10_000_000
libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Spec:
    """How one program is started and stopped."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15.0


@dataclass
class Child:
    """One program, with its falls counted."""

    spec: Spec
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    started_at: float = 0.0
    again_at: float = 0.0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.again_at = 0.0
        with _opened(self.spec.log) as log:
            self.process = subprocess.Popen(
                self.spec.command,
                cwd=self.spec.folder,
                env=dict(self.spec.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_dying_with(os.getpid(), self.spec.stop_signal),
                **arguments(self.spec.account),
            )

    def note_fall(self, now: float) -> float:
        """Count the fall and return the pause before the next start: 1, 2, 4 … seconds, 30 at most."""
        self.falls = 1 if now - self.started_at > SETTLED_AFTER else self.falls + 1
        pause = min(2.0 ** (self.falls - 1), LONGEST_PAUSE)
        self.again_at = now + pause
        return pause

    def stop(self) -> None:
        """Ask it to end, wait, and put an end to whatever is left of its session."""
        if self.process is None:
            return
        if self.alive:
            self.process.send_signal(self.spec.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.spec.patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def last_words(path: Path) -> str:
    """The last line of a log that says something."""
    with path.open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - 4096))
        lines = [line.strip() for line in log.read().decode(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def _opened(path: Path) -> BinaryIO:
    """The log to append to; a large one is put aside first."""
    if path.is_file() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _dying_with(parent: int, last_signal: signal.Signals) -> Callable[[], None]:
    """Have the kernel send the stop signal when the supervisor dies, even by kill -9."""

    def between_fork_and_exec() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(last_signal))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        if os.getppid() != parent:
            os._exit(1)

    return between_fork_and_exec
