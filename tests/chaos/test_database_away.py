"""PostgreSQL stops and comes back: calm answers meanwhile, and nobody restarts the web server."""

from pathlib import Path

import pytest

from tests.bench import load
from tests.bench.ground import Ground, Site, Web
from tests.bench.registration import request
from tests.chaos.rush.crowd import CONFIRMED, Rush
from tests.chaos.support.processes import wait_until

pytestmark = pytest.mark.chaos

FOUND, AWAY = 200, 503
ENOUGH_FOR_BOTH_WORKERS = 12


def processes(web: Web) -> set[int]:
    """The web server and its workers, by number."""
    assert web.child.process is not None
    number = web.child.process.pid
    workers = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
    return {number, *map(int, workers.split())}


def ask(web: Web, *requests: bytes) -> list[load.Answer]:
    return load.fire(web.port, requests * ENOUGH_FOR_BOTH_WORKERS, connections=4).answers


def test_calm_answers_and_recovery_without_a_restart(ground: Ground, site: Site) -> None:
    rush = Rush.gather(site, people=2, places=10)
    before, after = (request(person, rush.event) for person in rush.people)
    page = load.get(rush.event["page"])
    own = load.get("/events/my/", Cookie=rush.people[0]["cookie"])
    web = ground.serve(site)
    assert {answer.status for answer in ask(web, page, own)} == {FOUND}
    assert load.fire(web.port, [before], connections=1).answers[0].status == CONFIRMED
    running = processes(web)

    ground.stop("postgresql")
    answers = ask(web, page, own, after)
    assert {answer.status for answer in answers} == {AWAY}
    assert all(answer.header("Retry-After").isdigit() for answer in answers)
    assert all(b"Traceback" not in answer.body for answer in answers)
    assert {answer.status for answer in ask(web, load.get("/healthz"))} == {FOUND}

    ground.resume("postgresql")
    assert {answer.status for answer in ask(web, page, own)} == {FOUND}
    assert load.fire(web.port, [after], connections=1).answers[0].status == CONFIRMED
    assert processes(web) == running
    assert len(rush.live()) == 2


def test_stopped_in_the_middle_of_a_rush_nothing_is_half_written(ground: Ground, site: Site) -> None:
    rush = Rush.gather(site, people=300, places=300)
    web = ground.serve(site)
    half = len(rush.people) // 2
    first = Rush(site, rush.event, rush.people[:half]).send(web.port, times=1, in_flight=8)
    ground.stop("postgresql")
    second = Rush(site, rush.event, rush.people[half:]).send(web.port, times=1, in_flight=8)
    ground.resume("postgresql")
    again = rush.send(web.port, times=1, in_flight=8)

    assert first.seen == {CONFIRMED}
    assert second.seen == {AWAY}
    assert again.seen == {CONFIRMED}
    everybody = dict.fromkeys((person["person"] for person in rush.people), 1)
    assert rush.live() == everybody
    assert rush.mails("registration_confirmed") == everybody
    wait_until(lambda: rush.taken() == len(everybody), seconds=1, what="the count to agree")


def test_a_restart_between_two_requests_is_not_noticed(ground: Ground, site: Site) -> None:
    """Each worker holds a connection that died with the old server; it must find that out before it uses it."""
    rush = Rush.gather(site, people=1, places=10)
    page = load.get(rush.event["page"])
    own = load.get("/events/my/", Cookie=rush.people[0]["cookie"])
    web = ground.serve(site)
    assert {answer.status for answer in ask(web, page, own)} == {FOUND}

    ground.stop("postgresql")
    ground.resume("postgresql")
    assert {answer.status for answer in ask(web, page, own)} == {FOUND}
