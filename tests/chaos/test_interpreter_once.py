"""One interpreter says yes to fifty offers for the same hour at the same moment, over HTTP: one yes counts."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.bench import load
from tests.bench.ground import PORTAL, Ground, Site

pytestmark = pytest.mark.chaos

OFFERS = 50
MANY_WORKERS = ("--workers", "8")
ACCEPTED, REFUSED = 303, 409
TAKEN = "You are booked for something else at that time, travel included. Nothing was changed."
BOOKED = "SELECT count(*) FROM exchanges_booking WHERE kind = 3 AND resource = %s"
STATES = "SELECT state, count(*) FROM exchanges_assignment WHERE interpreter_id = %s GROUP BY 1"
WITHOUT_CONSTRAINT = "ALTER TABLE exchanges_booking DROP CONSTRAINT booking_never_in_two_places"


def press_all(ground: Ground, site: Site, asked: dict[str, Any]) -> list[load.Answer]:
    """Every button of every offer at once, as one browser with fifty tabs."""
    web = ground.serve(site, PORTAL, *MANY_WORKERS)
    body = urlencode({"csrfmiddlewaretoken": asked["token"]}).encode()
    requests = [load.post(path, body, Cookie=asked["cookie"], Accept_Language="en-GB") for path in asked["paths"]]
    return load.fire(web.port, requests, connections=OFFERS, patience=120.0).answers


def test_fifty_yeses_at_once_one_counts(ground: Ground, site: Site) -> None:
    asked = site.inside("tests.chaos.rush.interpreter.ask", meetings=OFFERS)
    answers = press_all(ground, site, asked)

    assert Counter(answer.status for answer in answers) == {ACCEPTED: 1, REFUSED: OFFERS - 1}
    assert [TAKEN in answer.body.decode() for answer in answers if answer.status == REFUSED] == [True] * (OFFERS - 1)
    assert site.ask(BOOKED, asked["interpreter"]) == [(1,)]
    assert dict(site.ask(STATES, asked["interpreter"])) == {"accepted": 1, "offered": OFFERS - 1}


def test_control_without_the_constraint_several_count(ground: Ground, site: Site) -> None:
    asked = site.inside("tests.chaos.rush.interpreter.ask", meetings=OFFERS)
    site.ask(WITHOUT_CONSTRAINT)
    press_all(ground, site, asked)

    [(booked,)] = site.ask(BOOKED, asked["interpreter"])
    assert booked > 1
