"""The process that prints: page after page from its standard input, until a limit or the end of its worker ends it."""

import gc
import json
import logging.config
import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from weasyprint.urls import FatalURLFetchingError

from clair_portal.documents import engine

TOO_BIG = 3  # exit code: after a shortage of memory nothing in this process can be relied on
UNHURRIED = 0.0


def main() -> None:
    """Say that the libraries are there, then answer each page with a PDF or with what went wrong."""
    answers = _keep_the_output_clean()
    _outlive_signals()
    logging.config.dictConfig(settings.LOGGING)
    _answer(answers, b"")
    gc.disable()  # looking for cycles while a page is laid out costs a sixth of it; afterwards nobody waits
    for asked in sys.stdin.buffer:
        html, seconds, megabytes = json.loads(asked)
        _limit(seconds, megabytes)
        try:
            made = engine.pdf(html)
        except (MemoryError, RecursionError):
            os._exit(TOO_BIG)
        except (Exception, FatalURLFetchingError) as error:  # the latter is no Exception, so that nothing swallows it
            logging.getLogger(__name__).exception("A page could not be printed.")
            _answer(answers, b"", f"{type(error).__name__}: {error}")
        else:
            _answer(answers, made)
        _lift_limits()
        gc.collect()


def _keep_the_output_clean() -> BinaryIO:
    """What a library prints goes to the log: one stray line among the answers would spoil them."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _outlive_signals() -> None:
    """A worker that is told to stop still finishes its mail; this process ends when the worker's pipe does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _limit(seconds: float, megabytes: int) -> None:
    """The kernel keeps both limits, so that they hold inside C libraries and when the worker is dead."""
    most = _address_space() + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _lift_limits() -> None:
    signal.setitimer(signal.ITIMER_REAL, UNHURRIED)
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _address_space() -> int:
    """How much this process has now: a limit is what one page may add, whatever the pages before it left behind."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _answer(answers: BinaryIO, made: bytes, error: str = "") -> None:
    answers.write(json.dumps([len(made), error]).encode() + b"\n" + made)
    answers.flush()


if __name__ == "__main__":
    main()
