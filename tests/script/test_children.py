"""One program: started in a session of its own, stopped completely, dying with its supervisor."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal_server import children
from portal_server.children import Child, last_words
from portal_server.waiting import until
from tests.script.support import STUBBORN, is_up, lives, program, sign

SCRIPT = Path(children.__file__).parents[1]
SUPERVISE = """
import sys, pathlib
from portal_server.children import Child
from tests.script.support import program
child = Child(program(pathlib.Path(sys.argv[1]), "orphan"))
child.start()
print(child.process.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Child]]:
    children: list[Child] = []
    yield children
    for child in children:
        child.stop()


def start(started: list[Child], folder: Path, name: str, *code: str, **how: float) -> Child:
    child = Child(program(folder, name, *code, **how))
    started.append(child)
    child.start()
    assert until(lambda: is_up(folder, name), limit=20)
    return child


def test_a_child_has_a_session_of_its_own(started: list[Child], tmp_path: Path) -> None:
    """Ctrl-C at the terminal goes to the terminal's session: the supervisor alone hears it."""
    child = start(started, tmp_path, "web")
    assert os.getsid(child.process.pid) == child.process.pid
    assert os.getsid(child.process.pid) != os.getsid(0)


def test_stop_uses_the_programs_own_signal(started: list[Child], tmp_path: Path) -> None:
    child = start(started, tmp_path, "db", stop=signal.SIGINT)
    child.stop()
    assert (tmp_path / "diary").read_text() == "db:SIGINT\n"
    assert child.process.returncode == 0


def test_stop_ends_a_program_that_will_not_listen_and_its_helpers(started: list[Child], tmp_path: Path) -> None:
    child = start(started, tmp_path, "deaf", STUBBORN, patience=0.2)
    helper = int(sign(tmp_path, "deaf").read_text())
    assert lives(helper)
    child.stop()
    assert child.process.returncode == -signal.SIGKILL
    assert until(lambda: not lives(helper), limit=10)


def test_stopping_what_never_started_is_nothing(tmp_path: Path) -> None:
    child = Child(program(tmp_path, "never"))
    child.stop()
    assert not child.alive


def test_a_child_dies_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    """Even kill -9 of the supervisor, which no handler sees, leaves nothing running."""
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=SCRIPT.parent,
        env=os.environ | {"PYTHONPATH": f"{SCRIPT}:{SCRIPT.parent}"},
    )
    with supervisor:
        number = int(supervisor.stdout.readline())
        assert until(lambda: is_up(tmp_path, "orphan"), limit=20)
        supervisor.kill()
        supervisor.wait()
        assert until(lambda: not lives(number), limit=10)
    assert (tmp_path / "diary").read_text() == "orphan:SIGTERM\n"


def test_pauses_grow_and_a_long_life_forgives(tmp_path: Path) -> None:
    child = Child(program(tmp_path, "web"), started_at=1000.0)
    assert [child.note_fall(1001.0) for _ in range(7)] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert child.again_at == 1031.0
    child.started_at = 1100.0
    assert child.note_fall(1161.0) == 1.0


def test_output_goes_to_the_log_and_its_last_words_are_found(tmp_path: Path) -> None:
    child = Child(program(tmp_path, "talker", "print('first'); print('the reason'); print('  ')"))
    child.start()
    child.process.wait()
    assert last_words(tmp_path / "talker.log") == "the reason"


def test_silence_has_last_words_too(tmp_path: Path) -> None:
    (tmp_path / "quiet.log").touch()
    assert last_words(tmp_path / "quiet.log") == "it said nothing"


def test_a_large_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LARGEST_LOG", 3)
    (tmp_path / "talker.log").write_text("long ago\n")
    child = Child(program(tmp_path, "talker", "print('now')"))
    child.start()
    child.process.wait()
    assert (tmp_path / "talker.log").read_text() == "now\n"
    assert (tmp_path / "talker.log.1").read_text() == "long ago\n"
