"""A relay for each test that sends, and a clock that stands until told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from clair_portal.mail import delivery
from tests.factories.mail import MOMENT
from tests.mail import sink as sinks


@pytest.fixture
def sink(settings) -> Iterator[sinks.Sink]:
    relay = sinks.Sink()
    controller = sinks.start(relay)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", relay.port
    yield relay
    controller.stop()


@dataclass
class Clock:
    now: datetime = MOMENT

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def closed_breaker() -> None:
    delivery.breaker.reset()
