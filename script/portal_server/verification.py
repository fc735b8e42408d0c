"""`script/test`: everything that must hold before a change lands, closing with pytest's own summary."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from portal_server import debian, preparation
from portal_server.account import for_servers
from portal_server.environment import Wishes, for_children
from portal_server.installation import bootstrap
from portal_server.places import ROOT, Places, lock
from portal_server.processes import manage
from portal_server.servers import Provider, Servers
from portal_server.supervisor import Supervisor, listen_for_stop
from portal_server.terminal import say
from portal_server.trouble import Stopped

AT_ONCE = 2
KILLED = 128  # a shell adds the number of the signal
# Tests that start processes of their own stand in one group (tests/conftest.py): they would only starve each other.
FULL_RUN = ("-n", "2", "--dist", "loadgroup", "-m", "not long", "--cov", "--cov-report=term")
PRODUCTION = {
    "PORTAL_DEMONSTRATION": "0",
    "PORTAL_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
}


@dataclass(frozen=True)
class Check:
    """One program that says yes or no to the whole checkout."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What one check said, and how long it took."""

    check: Check
    passed: bool
    output: str
    seconds: float

    def __str__(self) -> str:
        line = f"{'ok  ' if self.passed else 'FAIL'} {self.check.name} ({self.seconds:.1f} s)"
        return line if self.passed else f"{line}\n{self.output.rstrip()}"


def run(words: Sequence[str]) -> int:
    """Run every check and then pytest; with arguments, pytest alone. The exit code is 0 only if all passed."""
    listen_for_stop()
    Places(ROOT, ROOT / ".local").create()
    places = Places(ROOT, ROOT / ".local" / "test")
    places.create()
    with lock(places, "script/test"):
        bootstrap(places, debian.FOR_TEST)
        return _with_servers(places, words)


def _with_servers(places: Places, words: Sequence[str]) -> int:
    """Servers that are thrown away afterwards: fast, because nothing in them has to survive a power cut."""
    provider = Provider(places, for_servers(), durable=False)
    supervisor = Supervisor()
    throw_away(provider.home())
    try:
        servers = provider.start(Wishes(os.environ), supervisor)
        return _verify(places, environment(places, servers), words)
    finally:
        supervisor.stop()
        throw_away(provider.home())


def throw_away(home: Path) -> None:
    for name in ("pg", "pg.new", "redis"):
        shutil.rmtree(home / name, ignore_errors=True)


def environment(places: Places, servers: Servers) -> dict[str, str]:
    return for_children(
        os.environ,
        PORTAL_DEMONSTRATION="1",
        DATABASE_URL=servers.database_url,
        REDIS_URL=servers.redis_url,
        PORTAL_FILES=str(places.local / "files"),
        STATIC_ROOT=str(places.local / "static"),
    )


def _verify(places: Places, surroundings: Mapping[str, str], words: Sequence[str]) -> int:
    _collect_static(places, surroundings)
    failed = [] if words else _judge(places, surroundings)
    if failed:
        say(f"Failed before pytest: {', '.join(failed)}.")
    arguments = words or FULL_RUN
    status = foreground([str(places.python), "-m", "pytest", *arguments], surroundings, places.root)
    return status or int(bool(failed))


def _collect_static(places: Places, surroundings: Mapping[str, str]) -> None:
    """Pages name their style sheets by content; that list must exist before a page is drawn."""
    now = preparation.fingerprints(preparation.files(places.root), datetime.now(UTC).date(), "")["static"]
    if places.notebook.get("static") != now:
        manage(places, surroundings, "prepare", "static")
        places.notebook.put(static=now)


def checks(places: Places) -> list[Check]:
    """The long one first, so that the others run beside it."""
    python, programs = str(places.python), places.venv / "bin"
    templates = sorted(str(path) for path in (places.root / "templates").rglob("*.html"))
    production = PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(60)}
    return [
        Check("mypy", (python, "-m", "mypy")),
        Check("ruff check", (python, "-m", "ruff", "check", ".")),
        Check("ruff format", (python, "-m", "ruff", "format", "--check", ".")),
        *(
            [Check("djade", (str(programs / "djade"), "--check", "--target-version", "5.2", *templates))]
            if templates
            else []
        ),
        Check("migrations", (python, "manage.py", "makemigrations", "--check", "--dry-run")),
        Check("deployment", (python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"), production),
    ]


def _judge(places: Places, surroundings: Mapping[str, str]) -> list[str]:
    """Run all checks, print each verdict in order, and return the names of those that failed."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        verdicts = pool.map(lambda check: judge(check, surroundings, places.root), checks(places))
        failed = []
        for verdict in verdicts:
            say(str(verdict))
            if not verdict.passed:
                failed.append(verdict.check.name)
    return failed


def judge(check: Check, surroundings: Mapping[str, str], root: Path) -> Verdict:
    start = time.monotonic()
    result = subprocess.run(
        check.command,
        cwd=root,
        env={**surroundings, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    return Verdict(check, result.returncode == 0, result.stdout, time.monotonic() - start)


def foreground(command: Sequence[str], surroundings: Mapping[str, str], root: Path) -> int:
    """Run a program at the terminal; whoever asks for the end gets its summary first. As in a shell, 143 is SIGTERM."""
    sys.stdout.flush()
    process = subprocess.Popen(command, cwd=root, env=dict(surroundings), start_new_session=True)
    try:
        status = process.wait()
    except Stopped:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise
    return status if status >= 0 else KILLED - status
