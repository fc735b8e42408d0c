"""Waiting for something to become true."""

import time
from collections.abc import Callable


def until(true: Callable[[], bool], *, limit: float, pause: float = 0.05) -> bool:
    """Ask again and again; False when the limit in seconds has passed."""
    end = time.monotonic() + limit
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
