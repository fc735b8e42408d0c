"""The commands as somebody types them: clear words, exit codes, never a traceback."""

import os
import subprocess
from pathlib import Path

import pytest

from portal_server.__main__ import COMMANDS, main
from portal_server.trouble import Stopped, Trouble

ROOT = Path(__file__).resolve().parents[2]


def typed(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*words], cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("name", ["bootstrap", "server", "test", "manage"])
def test_every_script_hands_over_to_its_command(name: str) -> None:
    text = (ROOT / "script" / name).read_text()
    assert f'/portal_server/run" {name} "$@"' in text
    assert name in COMMANDS
    assert os.access(ROOT / "script" / name, os.X_OK)


def test_what_lands_is_what_script_test_says() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec ./script/test"


def test_help_is_given() -> None:
    result = typed("script/server", "--help")
    assert (result.returncode, "--reset" in result.stdout) == (0, True)


def test_a_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    for name in ("bash", "env", "dirname"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    text = (ROOT / "script" / "portal_server" / "run").read_text().replace("/usr/bin/python3", "/nowhere/python3")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "run").write_text(text)
    result = typed("/bin/bash", str(tmp_path / "a" / "run"), "server", PATH=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == (
        'Python 3.11 or newer is missing: run "apt install python3 python3-venv" as root, then start again.\n'
    )


@pytest.mark.parametrize(
    ("name", "raised", "status", "sentence"),
    [
        ("server", Trouble("Free some space."), 1, "Free some space.\n"),
        (
            "test",
            OSError(28, "No space left on device"),
            1,
            "The disk is full: free at least 1 GB, then start again.\n",
        ),
        ("server", Stopped(), 0, ""),
        ("server", KeyboardInterrupt(), 0, ""),
        ("test", Stopped(), 130, ""),
        ("bootstrap", KeyboardInterrupt(), 130, ""),
    ],
)
def test_every_end_has_its_code_and_one_sentence(
    *,
    name: str,
    raised: BaseException,
    status: int,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def command(words: object) -> int:
        raise raised

    monkeypatch.setitem(COMMANDS, name, command)
    assert main([name]) == status
    assert capsys.readouterr().err == sentence
