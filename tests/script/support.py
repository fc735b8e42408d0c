"""Tiny programs that stand in for the portal's own, and a way to wait for them."""

import os
import signal
import sys
from pathlib import Path

from portal_server.children import Spec

# Writes its name into `diary` when asked to end; says "up" first, so that nobody asks too early.
POLITE = """
import pathlib, signal, sys
def end(number, frame):
    with open(sys.argv[2], "a") as diary:
        diary.write(f"{sys.argv[1]}:{signal.Signals(number).name}\\n")
    sys.exit(0)
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, end)
pathlib.Path(sys.argv[2] + "." + sys.argv[1]).write_text("up")
while True:
    signal.pause()
"""
STUBBORN = """
import pathlib, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
helper = subprocess.Popen([sys.executable, "-S", "-c", "import signal; signal.pause()"])
pathlib.Path(sys.argv[2] + "." + sys.argv[1]).write_text(str(helper.pid))
while True:
    signal.pause()
"""


def program(
    folder: Path, name: str, code: str = POLITE, *, stop: signal.Signals = signal.SIGTERM, patience: float = 10
) -> Spec:
    """A child made of a few lines of Python."""
    command = (sys.executable, "-S", "-c", code, name, str(folder / "diary"))
    return Spec(
        name=name,
        command=command,
        environment=dict(os.environ),
        folder=folder,
        log=folder / f"{name}.log",
        stop_signal=stop,
        patience=patience,
    )


def sign(folder: Path, name: str) -> Path:
    """The file that a program leaves when it is up."""
    return folder / f"diary.{name}"


def is_up(folder: Path, name: str) -> bool:
    path = sign(folder, name)
    return path.exists() and path.read_text() != ""


def lives(number: int) -> bool:
    """Whether the process exists and is more than a name that nobody has collected yet."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
