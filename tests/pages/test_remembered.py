"""Remembering never mixes languages or facts."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from clair_portal.pages.remembered import MOST, remembered


@pytest.fixture
def greet():
    made: list[tuple[str | None, str, int]] = []

    @remembered
    def greet(name: str, *, times: int = 1) -> str:
        made.append((translation.get_language(), name, times))
        return f"{translation.get_language()} {name} {times}"

    return greet, made


def test_once_for_each_language_and_fact(greet) -> None:
    greeting, made = greet
    said = []
    for language in ("en-gb", "ja", "en-gb"):
        with translation.override(language):
            said += [greeting("Robin"), greeting("Robin", times=2), greeting("Kim")]
    assert said == ["en-gb Robin 1", "en-gb Robin 2", "en-gb Kim 1", "ja Robin 1", "ja Robin 2", "ja Kim 1", *said[:3]]
    assert len(made) == 6


def test_it_forgets_what_is_long_ago(greet) -> None:
    greeting, made = greet
    for number in range(MOST + 1):
        greeting(str(number))
    greeting("0")
    assert len(made) == MOST + 2


def test_the_same_moment_is_the_same_fact(greet) -> None:
    greeting, made = greet
    greeting(datetime(2027, 1, 1, tzinfo=UTC))
    greeting(datetime(2027, 1, 1, tzinfo=UTC))
    assert len(made) == 1
