"""script/test: every check runs, failures are named before pytest, the exit code tells."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal_server import verification
from portal_server.places import Places
from portal_server.servers import Servers
from portal_server.verification import Check, checks, foreground, judge
from portal_server.waiting import until
from tests.script.support import is_up, sign

SCRIPT = Path(verification.__file__).parents[1]
INTERRUPTED = """
import os, pathlib, sys
from portal_server.supervisor import listen_for_stop
from portal_server.trouble import Stopped
from portal_server.verification import foreground
listen_for_stop()
program = (
    "import pathlib, signal, sys\\n"
    "pathlib.Path(sys.argv[1]).write_text('up')\\n"
    "try:\\n    signal.pause()\\nexcept KeyboardInterrupt:\\n    print('= 1 passed =', flush=True)\\n"
)
try:
    foreground([sys.executable, "-c", program, sys.argv[1]], os.environ, pathlib.Path("/"))
except Stopped:
    print("stopped", flush=True)
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "templates").mkdir()
    return Places(tmp_path, tmp_path / ".local" / "test")


def test_every_check_of_the_house_is_there(places: Places) -> None:
    (places.root / "templates" / "page.html").touch()
    names = [check.name for check in checks(places)]
    assert names == ["mypy", "ruff check", "ruff format", "djade", "migrations", "deployment"]


def test_without_templates_there_is_nothing_for_djade(places: Places) -> None:
    assert "djade" not in [check.name for check in checks(places)]


def test_the_deployment_check_sees_production_settings(places: Places) -> None:
    deployment = checks(places)[-1]
    assert deployment.environment["PORTAL_DEMONSTRATION"] == "0"
    assert len(deployment.environment["SECRET_KEY"]) >= 50
    assert deployment.command[-2:] == ("--fail-level", "WARNING")


@pytest.mark.parametrize(
    ("code", "passed", "shown"), [("print('fine')", True, ""), ("raise SystemExit('x: bad')", False, "x: bad")]
)
def test_a_verdict_shows_output_only_of_what_failed(tmp_path: Path, code: str, passed: bool, shown: str) -> None:
    verdict = judge(Check("style", (sys.executable, "-c", code)), os.environ, tmp_path)
    assert verdict.passed == passed
    assert str(verdict).partition("\n")[2] == shown
    assert str(verdict).startswith("ok   style (" if passed else "FAIL style (")


def test_a_check_gets_its_own_environment_on_top(tmp_path: Path) -> None:
    check = Check("env", (sys.executable, "-c", "import os; print(os.environ['A'] + os.environ['B'])"), {"B": "own"})
    assert judge(check, {"A": "all ", "B": "all"}, tmp_path).output == "all own\n"


def test_tests_work_on_a_demonstration_with_files_of_their_own(places: Places) -> None:
    told = verification.environment(places, Servers("postgres://x", "redis://y", private_database=True))
    wanted = ("PORTAL_DEMONSTRATION", "DATABASE_URL", "REDIS_URL", "PORTAL_FILES", "STATIC_ROOT")
    local = places.root / ".local" / "test"
    assert [told[name] for name in wanted] == ["1", "postgres://x", "redis://y", f"{local}/files", f"{local}/static"]


@pytest.mark.parametrize(
    ("code", "status"), [("raise SystemExit(3)", 3), ("pass", 0), ("import os; os.kill(os.getpid(), 15)", 143)]
)
def test_the_programs_exit_code_is_returned(tmp_path: Path, code: str, status: int) -> None:
    assert foreground([sys.executable, "-c", code], os.environ, tmp_path) == status


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_asks_for_the_end_still_gets_the_summary(tmp_path: Path, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(sign(tmp_path, "pytest"))],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SCRIPT)},
    )
    with process:
        assert until(lambda: is_up(tmp_path, "pytest"), limit=20)
        process.send_signal(number)
        output, _ = process.communicate(timeout=20)
    assert output.splitlines() == ["= 1 passed =", "stopped"]


def test_throwing_away_leaves_what_is_costly_to_make(tmp_path: Path) -> None:
    for name in ("pg", "pg.new", "redis", "programs", "static"):
        (tmp_path / name).mkdir()
    verification.throw_away(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["programs", "static"]
