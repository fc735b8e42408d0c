"""All programs together: order, falls, the end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal_server import children
from portal_server.supervisor import STOP_SIGNALS, Supervisor
from portal_server.trouble import Trouble
from portal_server.waiting import until
from tests.script.support import is_up, lives, program

SCRIPT = Path(children.__file__).parents[1]
NAMES = ("database", "broker", "web")
WHOLE = """
import sys, pathlib
from portal_server.supervisor import Supervisor, listen_for_stop
from portal_server.trouble import Stopped
from portal_server.terminal import say
from tests.script.support import program
listen_for_stop()
folder = pathlib.Path(sys.argv[1])
supervisor = Supervisor()
try:
    for name in sys.argv[2:]:
        supervisor.start(program(folder, name))
    say(" ".join(str(child.process.pid) for child in supervisor.children))
    supervisor.watch()
except Stopped:
    pass
finally:
    supervisor.stop()
"""


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    before = {
        number: signal.getsignal(number) for number in STOP_SIGNALS
    }  # stopping changes them; pytest needs its own
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()
    for number, handler in before.items():
        signal.signal(number, handler)


def start_all(supervisor: Supervisor, folder: Path) -> None:
    for name in NAMES:
        supervisor.start_and_wait(program(folder, name), lambda name=name: is_up(folder, name), limit=20)


def test_stops_in_the_opposite_order_of_the_start(supervisor: Supervisor, tmp_path: Path) -> None:
    start_all(supervisor, tmp_path)
    supervisor.stop()
    assert (tmp_path / "diary").read_text().splitlines() == ["web:SIGTERM", "broker:SIGTERM", "database:SIGTERM"]


def test_a_fall_is_announced_once_and_the_program_starts_again(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    child = supervisor.start_and_wait(program(tmp_path, "web"), lambda: is_up(tmp_path, "web"), limit=20)
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    fallen_at = time.monotonic()
    supervisor.tend(child, fallen_at)
    supervisor.tend(child, fallen_at + 0.5)
    assert not child.alive
    supervisor.tend(child, fallen_at + 1.1)
    assert child.alive
    assert child.process.pid != first
    assert capsys.readouterr().out.splitlines() == [
        f"The web server ended unexpectedly; it starts again in 1 s. See {tmp_path / 'web.log'}."
    ]


def test_a_program_that_cannot_be_started_now_is_tried_again(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start_and_wait(program(tmp_path, "web"), lambda: is_up(tmp_path, "web"), limit=20)
    child.process.kill()
    child.process.wait()
    supervisor.tend(child, time.monotonic())
    (tmp_path / "web.log").unlink()
    (tmp_path / "web.log").mkdir()  # the log cannot be opened, as on a full disk
    supervisor.tend(child, time.monotonic() + 2)
    assert not child.alive
    assert child.again_at == 0


def test_a_program_that_falls_during_the_start_ends_it_with_its_last_words(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    spec = program(tmp_path, "web", "raise SystemExit('address already in use')")
    with pytest.raises(Trouble) as trouble:
        supervisor.start_and_wait(spec, lambda: False, limit=20)
    log = tmp_path / "web.log"
    assert str(trouble.value) == f"The web server ended at once (address already in use): see {log}."


def test_a_start_that_takes_too_long_says_so(supervisor: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        supervisor.start_and_wait(program(tmp_path, "redis"), lambda: False, limit=0)
    assert str(trouble.value) == f"Redis does not answer: see the logs in {tmp_path}."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_to_ask_for_the_end_stops_everything(number: signal.Signals, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WHOLE, str(tmp_path), *NAMES],
        stdout=subprocess.PIPE,
        text=True,
        cwd=SCRIPT.parent,
        env=os.environ | {"PYTHONPATH": f"{SCRIPT}:{SCRIPT.parent}"},
    )
    with process:
        numbers = [int(word) for word in process.stdout.readline().split()]
        assert until(lambda: all(is_up(tmp_path, name) for name in NAMES), limit=20)
        process.send_signal(number)
        assert process.wait(20) == 0
    assert [lives(child) for child in numbers] == [False, False, False]
    assert (tmp_path / "diary").read_text().splitlines() == ["web:SIGTERM", "broker:SIGTERM", "database:SIGTERM"]
