"""A thousand people want fifty places at the same moment, over HTTP, each pressing the button twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench.ground import PORTAL, Ground, Site
from tests.chaos.rush.crowd import CONFIRMED, REFUSED, Rush
from tests.chaos.rush.unprotected_schema import WITHOUT_CONSTRAINTS
from tests.chaos.support.processes import wait_until

pytestmark = pytest.mark.chaos

MANY_WORKERS = ("--workers", "8")  # more than script/server has, so that many transactions are open at once
OTHERS_HERE = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def test_1000_people_each_twice_for_50_places(ground: Ground, site: Site) -> None:
    rush = Rush.gather(site, people=1000, places=50)
    web = ground.serve(site, PORTAL, *MANY_WORKERS)
    outcome = rush.send(web.port, times=2, in_flight=200)

    live = rush.live()
    assert outcome.seen == {CONFIRMED, REFUSED}
    assert len(live) == 50
    assert set(live.values()) == {1}
    assert set(live) == outcome.confirmed
    assert rush.mails("registration_confirmed") == live
    assert rush.taken() == 50
    assert {person for person, seen in outcome.statuses.items() if seen == {CONFIRMED}} == outcome.confirmed
    assert outcome.refused == {person["person"] for person in rush.people} - outcome.confirmed


def test_control_without_protection_it_oversells(ground: Ground, site: Site) -> None:
    rush = Rush.gather(site, people=400, places=50)
    for statement in WITHOUT_CONSTRAINTS:
        site.ask(statement)
    web = ground.serve(site, "tests.chaos.rush.unprotected:application", *MANY_WORKERS)
    outcome = rush.send(web.port, times=2, in_flight=200)

    live = rush.live()
    assert outcome.seen <= {CONFIRMED, REFUSED}
    assert live.total() > 50
    assert max(live.values()) > 1


def test_called_off_in_the_middle_of_the_rush(ground: Ground, site: Site) -> None:
    rush = Rush.gather(site, people=500, places=500)
    web = ground.serve(site, PORTAL, *MANY_WORKERS)
    with ThreadPoolExecutor(1) as pool:
        office = pool.submit(site.inside, "tests.chaos.rush.office.call_off", event=rush.event["event"], after=60)
        wait_until(lambda: site.ask(OTHERS_HERE) > [(0,)], seconds=60, what="the office to look at the event")
        outcome = rush.send(web.port, times=1, in_flight=50)
        assert office.result() >= 60

    assert outcome.seen == {CONFIRMED, REFUSED}
    assert rush.live() == Counter()
    assert rush.mails("event_cancelled") == dict.fromkeys(outcome.confirmed, 1)
    assert rush.mails("registration_confirmed") == dict.fromkeys(outcome.confirmed, 1)
    assert rush.taken() == 0
