"""Starts the programs in order, restarts what falls, stops all in the opposite order."""

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from portal_server.children import Child, Spec, last_words
from portal_server.terminal import say
from portal_server.trouble import Stopped, Trouble
from portal_server.waiting import until

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NAMES = {
    "postgresql": "PostgreSQL",
    "redis": "Redis",
    "mail": "The mail sink",
    "worker": "The worker",
    "beat": "The clock (beat)",
    "web": "The web server",
}


def raise_stopped(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def listen_for_stop() -> None:
    """Ctrl-C, SIGTERM and a closed terminal all mean: stop in order."""
    for number in STOP_SIGNALS:
        signal.signal(number, raise_stopped)


def ignore_stop() -> None:
    """While stopping, a second Ctrl-C changes nothing."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


class Supervisor:
    """The running programs, oldest first."""

    def __init__(self) -> None:
        self.children: list[Child] = []

    def start(self, spec: Spec) -> Child:
        child = Child(spec)
        self.children.append(child)
        child.start()
        return child

    def start_and_wait(self, spec: Spec, ready: Callable[[], bool], limit: float = 60) -> Child:
        """Start one that the others need, and wait until it serves."""
        child = self.start(spec)
        self.wait(ready, limit, lambda: f"{_name(child)} does not answer")
        return child

    def wait(self, ready: Callable[[], bool], limit: float, otherwise: Callable[[], str]) -> None:
        """Wait for readiness; whoever falls meanwhile ends the start with its last words."""

        def ready_with_all_standing() -> bool:
            for child in self.children:
                if not child.alive:
                    raise Trouble(f"{_name(child)} ended at once ({last_words(child.spec.log)}): see {child.spec.log}.")
            return ready()

        if not until(ready_with_all_standing, limit=limit, pause=0.1):
            raise Trouble(f"{otherwise()}: see the logs in {self.children[0].spec.log.parent}.")

    def watch(self) -> None:
        """Keep everything running until somebody asks for the end."""
        while True:
            for child in self.children:
                self.tend(child, time.monotonic())
            time.sleep(0.5)

    def tend(self, child: Child, now: float) -> None:
        """Announce a fall once, and start the program again when its pause is over."""
        if child.alive:
            return
        if not child.again_at:
            pause = child.note_fall(now)
            say(f"{_name(child)} ended unexpectedly; it starts again in {pause:.0f} s. See {child.spec.log}.")
        elif now >= child.again_at:
            with suppress(OSError):  # a full disk now may be free at the next try
                child.start()

    def stop(self) -> None:
        """Stop in the opposite order of the start: who needs the others goes first."""
        ignore_stop()
        while self.children:
            self.children.pop().stop()


def _name(child: Child) -> str:
    return NAMES.get(child.spec.name, child.spec.name)
