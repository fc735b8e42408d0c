"""Fifty say yes at the same moment to what would put one party, one officer or one interpreter in two places."""

import pytest

from tests.bench.ground import Site

pytestmark = pytest.mark.chaos

MANY = 50
UNPROTECTED = "ALTER TABLE exchanges_booking DROP CONSTRAINT booking_never_in_two_places"
OVERLAPPING = """
SELECT count(*) FROM exchanges_booking one JOIN exchanges_booking other
ON one.id < other.id AND one.kind = other.kind AND one.resource = other.resource
AND one.starts_at < other.ends_at AND other.starts_at < one.ends_at
"""
CROWDS = {"one_party": "Taken", "one_officer": "Taken", "one_interpreter": "InterpreterTaken"}


def say_yes(site: Site, crowd: str) -> dict[str, int]:
    told: dict[str, int] = site.inside(f"tests.chaos.rush.agreeing.{crowd}", many=MANY)
    return told


@pytest.mark.parametrize("crowd", CROWDS)
def test_of_50_exactly_one_is_told_yes(site: Site, crowd: str) -> None:
    assert say_yes(site, crowd) == {"agreed": 1, CROWDS[crowd]: MANY - 1}
    assert site.ask(OVERLAPPING) == [(0,)]


@pytest.mark.parametrize("crowd", CROWDS)
def test_control_without_the_constraint_several_are(site: Site, crowd: str) -> None:
    site.ask(UNPROTECTED)
    assert say_yes(site, crowd)["agreed"] > 1
    assert site.ask(OVERLAPPING) > [(0,)]
