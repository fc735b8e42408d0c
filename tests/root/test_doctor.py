"""manage.py doctor: plain words, and exit code 1 only for what is essential."""

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from clair_portal import diagnosis
from clair_portal.diagnosis import Grade
from clair_portal.documents import fonts
from clair_portal.documents.models import Tick
from tests.root.test_health import NOBODY, database_away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ticking(now: datetime) -> Iterator[None]:
    """The clock ticked five seconds ago."""
    Tick.objects.create(name="beat", at=now - timedelta(seconds=5))
    with time_machine.travel(now, tick=False):
        yield


def doctor() -> tuple[list[str], str]:
    """The lines of the report, and the final complaint."""
    report = StringIO()
    try:
        call_command("doctor", stdout=report)
    except CommandError as complaint:
        return report.getvalue().splitlines(), str(complaint)
    return report.getvalue().splitlines(), ""


def test_a_healthy_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "PDF_LIBRARIES", {})
    lines, complaint = doctor()
    assert complaint == ""
    assert lines[-1] == "Nothing essential is missing."
    assert {line.split()[0] for line in lines[:-1]} == {"ok"}
    assert [line[9:].partition(":")[0] for line in lines[:-1]] == [
        *("driver", "database", "migrations", "broker", "mail server", "PDF", "Japanese font", "disk", "beat"),
    ]


def test_a_missing_database() -> None:
    with database_away():
        lines, complaint = doctor()
    assert complaint == "The portal cannot work without: database, migrations, beat."
    assert "MISSING  database: PostgreSQL does not answer: start it, or correct DATABASE_URL." in lines


def test_a_missing_broker(settings: Any) -> None:
    settings.CELERY_BROKER_URL = NOBODY
    lines, complaint = doctor()
    assert complaint == "The portal cannot work without: broker."
    assert (
        "MISSING  broker: Redis does not answer: start it, or correct REDIS_URL. "
        "Pages work meanwhile; mail and reports wait."
    ) in lines


def test_a_clock_that_never_ticked() -> None:
    Tick.objects.all().delete()
    assert doctor()[1] == "The portal cannot work without: beat."


def test_a_clock_that_stands_still(now: datetime) -> None:
    Tick.objects.update(at=now - timedelta(seconds=90))
    assert "MISSING  beat: The last tick is 90 s old: start “celery beat” and a worker." in doctor()[0]


def test_missing_libraries_make_the_portal_poorer_but_not_ill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "PDF_LIBRARIES", {"libinvented.so.0": "libinvented0", "libc.so.6": "libc6"})
    lines, complaint = doctor()
    assert complaint == ""
    assert ("poorer   PDF: Pages to print stand in for PDF files until you run “apt install libinvented0”.") in lines


@pytest.fixture
def font_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    fonts.glyphs.cache_clear()
    yield tmp_path
    fonts.glyphs.cache_clear()


def test_missing_fonts(font_folder: Path) -> None:
    finding = diagnosis.japanese_font()
    names = ", ".join(chain.from_iterable(fonts.FILES.values()))
    assert (finding.grade, finding.sentence) == (Grade.MISSING, f"Missing or damaged in {font_folder}: {names}.")


@pytest.mark.parametrize("kept", [0, 100, 100_000, -10], ids=["empty", "head only", "table cut", "last bytes missing"])
def test_a_font_that_was_cut_off_is_noticed(tmp_path: Path, kept: int) -> None:
    """A copy that broke off near the end still opens, and prints boxes for what is missing."""
    font = tmp_path / "font.ttf"
    font.write_bytes((fonts.FOLDER / fonts.FILES["regular"][0]).read_bytes())
    assert diagnosis.is_whole(font)
    font.write_bytes(font.read_bytes()[:kept])
    assert not diagnosis.is_whole(font)


def test_a_font_without_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "JAPANESE", "福𓀀")  # no Japanese font has hieroglyphs
    assert diagnosis.japanese_font().sentence == f"The fonts in {fonts.FOLDER} lack 𓀀."


def test_a_mail_server_that_does_not_answer(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    finding = diagnosis.mail_server()
    assert finding.sentence == ("127.0.0.1:1 does not answer ([Errno 111] Connection refused): correct EMAIL_URL.")
    assert issubclass(smtplib.SMTPException, OSError)


@pytest.mark.parametrize(
    ("little", "full", "grade"), [(0, 0, Grade.GOOD), (2**70, 0, Grade.POORER), (2**70, 2**69, Grade.MISSING)]
)
def test_the_disk(monkeypatch: pytest.MonkeyPatch, little: int, full: int, grade: Grade) -> None:
    monkeypatch.setattr(diagnosis, "LITTLE_SPACE", little)
    monkeypatch.setattr(diagnosis, "FULL", full)
    assert diagnosis.disk().grade is grade


def test_a_folder_that_does_not_exist_yet_is_measured_by_its_parent(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "not" / "yet"
    assert diagnosis.disk().sentence.endswith(" MB are free for files.")
