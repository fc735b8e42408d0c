"""What `manage.py doctor` looks at: each part of the machine, with a sentence that says what to do."""

import ctypes
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import Error
from fontTools.ttLib import TTFont, TTLibError

from clair_portal import health
from clair_portal.checks import other_driver_installed
from clair_portal.documents import fonts

PDF_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
JAPANESE = "福祉おおたオオタ〒"
LITTLE_SPACE, FULL = 1_000_000_000, 50_000_000
SMTP_PATIENCE = 3


class Grade(Enum):
    """How much a finding matters."""

    GOOD = "good"
    POORER = "poorer"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """What was seen of one part."""

    subject: str
    grade: Grade
    sentence: str


def database() -> Finding:
    if health.database() == health.OK:
        return Finding("database", Grade.GOOD, "PostgreSQL answers.")
    return Finding("database", Grade.MISSING, "PostgreSQL does not answer: start it, or correct DATABASE_URL.")


def migrations() -> Finding:
    """Asked anew each time, unlike in the web process."""
    try:
        pending = health.pending_migrations()
    except Error:
        return Finding("migrations", Grade.MISSING, "unknown, because PostgreSQL does not answer.")
    if pending:
        return Finding("migrations", Grade.MISSING, f"{len(pending)} are missing: run “manage.py migrate”.")
    return Finding("migrations", Grade.GOOD, "The tables fit the code.")


def driver() -> Finding:
    if other_driver_installed():
        return Finding(
            "driver",
            Grade.MISSING,
            "psycopg 3 is installed beside psycopg 2: run “pip uninstall psycopg psycopg-binary”.",
        )
    return Finding("driver", Grade.GOOD, "psycopg 2 is the only PostgreSQL driver.")


def broker() -> Finding:
    if health.broker() == health.OK:
        return Finding("broker", Grade.GOOD, "Redis answers.")
    return Finding(
        "broker",
        Grade.MISSING,
        "Redis does not answer: start it, or correct REDIS_URL. Pages work meanwhile; mail and reports wait.",
    )


def beat(at: datetime) -> Finding:
    """The last sign of life of clock and worker."""
    try:
        ticked_at = health.last_tick()
    except Error:
        return Finding("beat", Grade.MISSING, "unknown, because the tables cannot be read.")
    if ticked_at is None:
        return Finding("beat", Grade.MISSING, "It has never ticked: start “celery beat” and a worker.")
    seconds = round((at - ticked_at).total_seconds())
    if at - ticked_at > health.LATE_AFTER:
        return Finding("beat", Grade.MISSING, f"The last tick is {seconds} s old: start “celery beat” and a worker.")
    return Finding("beat", Grade.GOOD, f"The last tick is {seconds} s old.")


def pdf_libraries() -> Finding:
    absent = [package for library, package in PDF_LIBRARIES.items() if not loads(library)]
    if absent:
        return Finding(
            "PDF",
            Grade.POORER,
            f"Pages to print stand in for PDF files until you run “apt install {' '.join(absent)}”.",
        )
    return Finding("PDF", Grade.GOOD, "Pango can set type.")


def loads(library: str) -> bool:
    """Whether the system can load the shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def japanese_font() -> Finding:
    """A missing font prints boxes without any error, so the fonts themselves are asked."""
    damaged = [name for name in chain.from_iterable(fonts.FILES.values()) if not is_whole(fonts.FOLDER / name)]
    if damaged:
        return Finding("Japanese font", Grade.MISSING, f"Missing or damaged in {fonts.FOLDER}: {', '.join(damaged)}.")
    absent = fonts.missing_glyphs(JAPANESE)
    if absent:
        return Finding("Japanese font", Grade.MISSING, f"The fonts in {fonts.FOLDER} lack {' '.join(absent)}.")
    return Finding("Japanese font", Grade.GOOD, "Japanese text can be set.")


def is_whole(path: Path) -> bool:
    """Whether the font file is there and as long as its own table of contents says."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            end = max(entry.offset + entry.length for entry in font.reader.tables.values())
    except (OSError, TTLibError):
        return False
    return bool(end <= path.stat().st_size)


def mail_server() -> Finding:
    """Whether somebody would take our mail; none is sent."""
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    connection = get_connection(timeout=SMTP_PATIENCE)
    try:
        connection.open()
        connection.close()
    except OSError as error:  # smtplib's own errors are OSErrors too
        return Finding("mail server", Grade.MISSING, f"{where} does not answer ({error}): correct EMAIL_URL.")
    return Finding("mail server", Grade.GOOD, f"{where} answers.")


def disk() -> Finding:
    folder = next(path for path in (settings.FILES_ROOT, *settings.FILES_ROOT.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    sentence = f"{free // 1_000_000} MB are free for files."
    if free >= LITTLE_SPACE:
        return Finding("disk", Grade.GOOD, sentence)
    return Finding("disk", Grade.POORER if free > FULL else Grade.MISSING, f"Only {sentence} Free at least 1 GB.")


EXAMINATIONS: tuple[Callable[[], Finding], ...] = (
    driver,
    database,
    migrations,
    broker,
    mail_server,
    pdf_libraries,
    japanese_font,
    disk,
)


def examine(at: datetime) -> list[Finding]:
    """Every examination, in the order in which one would mend things."""
    return [*(look() for look in EXAMINATIONS), beat(at)]
