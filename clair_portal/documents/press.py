"""One printing process beside each worker, kept for many pages: a page that runs wild ends that process, not ours."""

import atexit
import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from threading import Lock
from typing import IO, cast

from django.conf import settings

from clair_portal.documents.errors import DocumentsUnavailable, TooBig, TooLong

logger = logging.getLogger(__name__)
PROGRAM = [sys.executable, "-m", "clair_portal.documents.printer"]
MOST_PAGES = 500  # then a fresh process: what libraries leak is given back


class NotPrinted(RuntimeError):
    """Something in the page or in our program is wrong; the words are for technicians."""


@dataclass(frozen=True)
class Limits:
    """What one document may take: seconds by the clock, and memory beyond what the idle process has.

    The seconds stay below the lease of a mail less the working time of its batch (`mail.limits`).
    """

    seconds: float = 30
    megabytes: int = 600


def limits() -> Limits:
    """The figures in force."""
    return Limits(**settings.PORTAL_PDF_LIMITS)


class Press:
    """Starts the printing process when first needed, hands it one page at a time, replaces it when it ended."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pages = 0

    def pdf(self, html: str) -> bytes:
        """The PDF of a page. Raises TooLong, TooBig, DocumentsUnavailable or NotPrinted."""
        allowed = limits()
        asked = json.dumps([html, allowed.seconds, allowed.megabytes]).encode() + b"\n"
        with self._lock:
            try:
                return self._printed(asked)
            except NotPrinted:
                raise
            except BaseException:  # even when Celery's time is up: a late answer must not become the next page's
                self.stop()
                raise

    def stop(self) -> None:
        """End the process; the next page gets a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def forget(self) -> None:
        """After a fork: the process is the parent's. Only the copies of its pipes are closed here."""
        process, self._process, self._lock = self._process, None, Lock()
        if process is not None:
            process.returncode = 0  # not ours to wait for
            _input(process).close()
            _output(process).close()

    def _printed(self, asked: bytes) -> bytes:
        process = self._ready()
        try:
            _input(process).write(asked)
            _input(process).flush()
            return _answer(process)
        except (EOFError, BrokenPipeError) as ended:
            raise _what_ended(process) from ended

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._pages >= MOST_PAGES or (self._process and self._process.poll() is not None):
            self.stop()
        if self._process is None:
            self._process, self._pages = self._start(), 0
        self._pages += 1
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        """A process of its own and not a fork: it holds no connection of ours, and we hold no library of its."""
        self._process = process = subprocess.Popen(  # noqa: S603 - our own module, nothing typed by anybody
            PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR
        )
        try:
            _answer(process)
        except EOFError as ended:
            raise DocumentsUnavailable from ended
        return process


def _answer(process: subprocess.Popen[bytes]) -> bytes:
    """What the process says next. Raises EOFError when it died over it."""
    head = _output(process).readline()
    if not head.endswith(b"\n"):
        raise EOFError
    size, error = json.loads(head)
    if error:
        raise NotPrinted(error)
    made = _output(process).read(size)
    if len(made) < size:
        raise EOFError
    return made


def _what_ended(process: subprocess.Popen[bytes]) -> Exception:
    """The alarm means time. Else memory: a C library that gets none does not complain, it ends the process."""
    code = process.wait()
    logger.warning("The printing process ended with %s.", code)
    if code == -signal.SIGALRM:
        return TooLong()
    return TooBig()


def _input(process: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", process.stdin)


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", process.stdout)


press = Press()
atexit.register(press.stop)
os.register_at_fork(after_in_child=press.forget)
