"""P7: personal mails per second, from the outbox to a relay, with a commit per mail; beside its yardsticks.

`run()` needs Django set up on a migrated database and a Redis of its own. A real Celery worker with two processes
does the work; portal and yardsticks take turns on it.
"""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from clair_portal.mail import examples, outbox
from clair_portal.mail.models import OutgoingMail
from tests.bench import mail_yardstick
from tests.chaos.support.processes import ROOT, answers, free_port, wait_until

MAILS, ROUNDS = 28_000, 3
CHUNKED, SINGLE = 4_000, 300  # enough of the yardsticks to know their rate
LANGUAGES = ("en-gb", "ja", "de")
PATIENCE = 600
POLL = 0.02


def run(*, mails: int = MAILS, rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """One dict per yardstick: mails a second of the portal and of it, and their ratio."""
    with _worker() as sink:
        _chunked(sink, 200)  # warm
        turns = [(_portal(mails, turn), _chunked(sink, CHUNKED), _single(sink, SINGLE)) for turn in range(rounds)]
    portal, chunked, single = zip(*turns, strict=True)
    return [_line("chunks of 100, no outbox", portal, chunked), _line("one task per mail", portal, single)]


def _line(yardstick_is: str, portal: tuple[float, ...], yardstick: tuple[float, ...]) -> dict[str, Any]:
    return {
        "what": f"personal mails from the outbox; yardstick: {yardstick_is}", "unit": "mails/s",
        "figure": median(portal), "range": [min(portal), max(portal)], "yardstick": median(yardstick),
        "ratio": median(ours / theirs for ours, theirs in zip(portal, yardstick, strict=True)),
    }  # fmt: skip


@contextmanager
def _worker() -> Iterator[smtplib.SMTP]:
    """A counting relay and a worker with two processes; yields a line to ask the relay for its count."""
    port = free_port()
    env = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "LOG_LEVEL": "WARNING"}
    sink = subprocess.Popen([sys.executable, "-m", "tests.bench.mail_sink", str(port)], cwd=ROOT)
    words = ["-A", "clair_portal", "worker", "-Q", "mail", "-c", "2", "-I", "tests.bench.mail_yardstick", "-l", "ERROR"]
    wait_until(lambda: answers(port), seconds=20, what="the relay")
    worker = subprocess.Popen([sys.executable, "-m", "celery", *words], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        with smtplib.SMTP("127.0.0.1", port) as line:
            yield line
    finally:
        for process in (worker, sink):
            process.terminate()
            process.wait()


def _portal(mails: int, turn: int) -> float:
    """From the first mail's commit to the last one's; queueing is not in it."""
    _queue(mails, turn)
    left = OutgoingMail.objects.exclude(state="sent")
    wait_until(lambda: not left.exists(), seconds=PATIENCE, what="the outbox to be empty")
    times = OutgoingMail.objects.aggregate(first=Min("sent_at"), last=Max("sent_at"))
    return mails / float((times["last"] - times["first"]).total_seconds())


def _queue(mails: int, turn: int) -> None:
    """Each in the next language, to another person; the table's statistics as a day later."""
    OutgoingMail.objects.all().delete()
    [pattern] = examples.messages()
    messages = [
        replace(pattern, to=f"robin{at}@example.org", key=f"bench:{turn}:{at}", language=LANGUAGES[at % 3])
        for at in range(mails)
    ]
    outbox.put_all(messages, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE mail_outgoingmail")


def _chunked(sink: smtplib.SMTP, mails: int) -> float:
    return _timed(sink, mails, mail_yardstick.chunk.delay, mail_yardstick.CHUNK)


def _single(sink: smtplib.SMTP, mails: int) -> float:
    return _timed(sink, mails, mail_yardstick.one.delay, 1)


def _timed(sink: smtplib.SMTP, mails: int, task: Callable[[int], object], step: int) -> float:
    before = _taken(sink)
    begun = time.perf_counter()
    for first in range(0, mails, step):
        task(first)
    while _taken(sink) < before + mails:
        time.sleep(POLL)
    return mails / (time.perf_counter() - begun)


def _taken(sink: smtplib.SMTP) -> int:
    return int(sink.verify("count")[1])
