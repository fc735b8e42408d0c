"""Processor time is counted for a process, for all below it, and for those that have ended."""

import os
import subprocess
import sys

from tests.bench import processor

BURN = "import time\nwhile time.process_time() < 0.3: pass"
WAIT = "print('done', flush=True)\ninput()"
IN_A_CHILD = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])\n{WAIT}"
BURNT = 0.25  # the kernel counts in hundredths, and not every one to the right process


def test_an_ended_grandchild_is_counted_with_its_parent() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", IN_A_CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "done\n"
        assert processor.seconds(child.pid) >= BURNT
        child.communicate("\n")


def test_a_living_child_is_counted() -> None:
    before = processor.seconds(os.getpid())
    with subprocess.Popen(
        [sys.executable, "-c", f"{BURN}\n{WAIT}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        after = processor.seconds(os.getpid())
        child.communicate("\n")
    assert after - before >= BURNT


def test_nobody_uses_nothing() -> None:
    assert processor.seconds(2**30) == 0
