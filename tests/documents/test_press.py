"""A page that runs wild ends the printing process and nothing else; real processes, small limits."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from clair_portal.documents import engine
from clair_portal.documents import press as presses
from clair_portal.documents.errors import DocumentsUnavailable, TooBig, TooLong
from clair_portal.documents.press import Limits, NotPrinted, Press, limits, press
from clair_portal.mail.limits import Limits as MailLimits

PAGE = '<html lang="en"><title>Page</title><p>A page</p></html>'
OTHER = '<html lang="en"><title>Other</title><p>Another page</p></html>'
# Each flex box lays its content out several times, to find its width: 4^25 times is longer than anybody waits.
ENDLESS = "<div style='display: flex'>" * 25 + "x" + "</div>" * 25
HUGE = "<p>" + "x" * 5_000_000
NO_FONT = '<style>@font-face { font-family: x; src: url("portal:font/Gone.ttf"); } p { font-family: x }</style><p>x'
SHORT, SMALL = {"seconds": 0.5}, {"megabytes": 30}
PATIENCE = 20


def number(of: Press) -> int:
    """The process behind a press."""
    return of._process.pid


def soon(happens: Callable[[], bool]) -> bool:
    """Whether it happens while we wait."""
    ends = time.monotonic() + PATIENCE
    while not happens() and time.monotonic() < ends:
        time.sleep(0.02)
    return happens()


def is_over(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except FileNotFoundError:
        return True


def parent(page: str) -> subprocess.Popen[bytes]:
    """A worker of its own that prints one page, then tells its press's number, then prints a second one."""
    script = (
        "import sys, django; django.setup();"
        "from django.conf import settings; settings.PORTAL_PDF_LIMITS = {'seconds': 2};"
        "from clair_portal.documents.press import press; press.pdf('<p>x');"
        "print(press._process.pid, flush=True); press.pdf(sys.argv[1])"
    )
    return subprocess.Popen([sys.executable, "-W", "ignore", "-c", script, page], stdout=subprocess.PIPE)


@pytest.fixture
def _no_press_yet():
    press.stop()
    yield
    press.stop()


def test_a_page_is_printed_as_it_would_be_here():
    assert press.pdf(PAGE) == engine.pdf(PAGE)


def test_the_process_is_kept_for_the_next_page():
    press.pdf(PAGE)
    first = number(press)
    press.pdf(OTHER)
    assert number(press) == first


def test_a_page_without_end_is_stopped_with_a_sentence(settings):
    settings.PORTAL_PDF_LIMITS = SHORT
    with pytest.raises(TooLong, match="took too long to make and was stopped"):
        press.pdf(ENDLESS)


def test_a_page_that_eats_memory_is_stopped_with_a_sentence(settings):
    settings.PORTAL_PDF_LIMITS = SMALL
    with pytest.raises(TooBig, match="too large to be made in one piece"):
        press.pdf(HUGE)


def test_a_library_that_is_left_without_memory_ends_the_process_and_is_understood(settings):
    """GLib does not raise when it gets no memory for a thread: it traps."""
    settings.PORTAL_PDF_LIMITS = {**SMALL, "megabytes": 4}
    with pytest.raises(TooBig):
        press.pdf(HUGE)


def test_a_page_that_is_nested_too_deeply_is_too_big():
    with pytest.raises(TooBig):
        press.pdf("<div>" * 5000 + "x")


@pytest.mark.parametrize(("wild", "allowed"), [(ENDLESS, SHORT), (HUGE, SMALL)], ids=["endless", "huge"])
def test_the_next_page_is_printed_by_a_fresh_process(settings, wild, allowed):
    good = press.pdf(PAGE)
    first = number(press)
    settings.PORTAL_PDF_LIMITS = allowed
    with pytest.raises((TooLong, TooBig)):
        press.pdf(wild)
    settings.PORTAL_PDF_LIMITS = {}
    assert press.pdf(PAGE) == good
    assert (number(press) == first, is_over(first)) == (False, True)


def test_the_time_counts_for_each_page_anew_and_not_between_them(settings):
    press.pdf(PAGE)
    first = number(press)
    settings.PORTAL_PDF_LIMITS = {"seconds": 2}
    press.pdf(PAGE)
    time.sleep(2.2)
    press.pdf(PAGE)
    assert number(press) == first


def test_the_memory_counts_beyond_what_earlier_pages_left(settings):
    settings.PORTAL_PDF_LIMITS = {"megabytes": 150}
    press.pdf("<p>" + "y" * 1000)
    first = number(press)
    for _ in range(5):
        press.pdf(PAGE)
    assert number(press) == first


def test_a_mistake_in_a_page_is_told_to_technicians_and_spoils_nothing():
    press.pdf(PAGE)
    first = number(press)
    with pytest.raises(NotPrinted, match=r"FatalURLFetchingError: .*Gone\.ttf"):
        press.pdf(NO_FONT)
    assert press.pdf(PAGE) == engine.pdf(PAGE)
    assert number(press) == first


@pytest.mark.usefixtures("_no_press_yet")
def test_after_many_pages_a_fresh_process_takes_over(monkeypatch):
    monkeypatch.setattr(presses, "MOST_PAGES", 2)
    used = []
    for _ in range(3):
        press.pdf(PAGE)
        used.append(number(press))
    assert [used[0] == used[1], used[1] == used[2]] == [True, False]
    assert is_over(used[0])


def test_a_process_that_was_killed_while_idle_is_replaced_unnoticed():
    press.pdf(PAGE)
    os.kill(number(press), signal.SIGKILL)
    assert soon(lambda: is_over(number(press)))
    assert press.pdf(PAGE) == engine.pdf(PAGE)


@pytest.mark.parametrize("polite", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_may_finish_its_page(polite):
    press.pdf(PAGE)
    first = number(press)
    os.kill(first, polite)
    press.pdf(PAGE)
    assert number(press) == first


class TimeIsUp(Exception):
    """Stands for Celery's soft time limit, which interrupts whatever the worker waits for."""


def test_an_answer_that_nobody_waited_for_is_not_the_next_page_s(settings):
    settings.PORTAL_PDF_LIMITS = {"seconds": 20}
    good = press.pdf(PAGE)

    def interrupt(*_facts):
        raise TimeIsUp

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(TimeIsUp):
            press.pdf(ENDLESS)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert press.pdf(PAGE) == good


def test_pages_of_several_threads_do_not_mix():
    wanted = {page: engine.pdf(page) for page in (PAGE, OTHER)}
    got = []

    def print_some(page):
        got.extend((page, press.pdf(page)) for _ in range(5))

    threads = [threading.Thread(target=print_some, args=[page]) for page in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [page for page, made in got if made != wanted[page]] == []
    assert len(got) == 10


def test_a_forked_worker_has_a_press_of_its_own():
    good = press.pdf(PAGE)
    ours = number(press)
    child = os.fork()
    if child == 0:
        alike = press.pdf(PAGE) == good and number(press) != ours
        press.stop()
        os._exit(0 if alike else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (press.pdf(PAGE), number(press)) == (good, ours)


def test_the_process_ends_with_its_worker():
    worker = parent(PAGE)
    printer = int(worker.stdout.readline())
    assert worker.communicate()[0] == b""
    assert soon(lambda: is_over(printer))


def test_a_page_without_end_does_not_outlive_a_killed_worker():
    worker = parent(ENDLESS)
    printer = int(worker.stdout.readline())
    worker.kill()
    worker.communicate()
    assert soon(lambda: is_over(printer))


@pytest.mark.usefixtures("_no_press_yet")
def test_without_pango_there_is_a_sentence(tmp_path, monkeypatch):
    """What a missing library looks like: importing WeasyPrint raises OSError."""
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(DocumentsUnavailable, match="Print the page instead"):
        press.pdf(PAGE)
    monkeypatch.delenv("PYTHONPATH")
    assert press.pdf(PAGE) == engine.pdf(PAGE)


def test_a_mail_s_lease_outlasts_a_batch_whose_last_page_runs_wild(settings):
    settings.PORTAL_PDF_LIMITS = {}
    mail = MailLimits()
    assert limits() == Limits(seconds=30, megabytes=600)
    assert mail.work + 2 * limits().seconds < mail.lease
