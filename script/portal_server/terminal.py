"""Speaking to the person at the terminal, one plain line at a time."""

import sys
from contextlib import suppress


def say(sentence: str) -> None:
    """A closed terminal is no reason to fall."""
    with suppress(OSError, ValueError):
        print(sentence, flush=True)


def complain(sentence: str) -> None:
    """Why it did not work."""
    with suppress(OSError, ValueError):
        print(sentence, file=sys.stderr, flush=True)
