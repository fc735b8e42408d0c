"""The bell: rare, quick, and quiet when nobody hears it."""

import logging
import socket
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings as portal

from clair_portal.mail import tasks
from clair_portal.mail.bell import TASK, Bell
from tests.mail.sink import free_port

PATIENT = 5.0  # a busy test machine is no broken broker


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    """The real broker's queue, emptied before and after."""
    with redis.Redis.from_url(portal.REDIS_URL) as client:
        client.delete("mail")
        yield client
        client.delete("mail")


def test_a_ring_is_a_task_without_data_on_the_mail_queue(seconds: Seconds, queue: redis.Redis) -> None:
    assert Bell(seconds, PATIENT).ring() is True
    assert queue.llen("mail") == 1
    [letter] = queue.lrange("mail", 0, -1)
    assert tasks.deliver.name == TASK
    assert TASK.encode() in letter


def test_one_ring_a_second_is_enough(seconds: Seconds, queue: redis.Redis) -> None:
    bell = Bell(seconds, PATIENT)
    assert [bell.ring(), bell.ring()] == [True, False]
    seconds.now += 0.99
    assert bell.ring() is False
    seconds.now += 0.01
    assert bell.ring() is True
    assert queue.llen("mail") == 2


def test_without_a_broker_it_is_silent_for_ten_seconds(
    seconds: Seconds, settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    bell = Bell(seconds, PATIENT)
    with caplog.at_level(logging.WARNING, "clair_portal.mail.bell"):
        rings = [bell.ring()]
        seconds.now += 9.9
        rings.append(bell.ring())
    assert rings == [False, False]
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_it_rings_again_when_the_broker_is_back(seconds: Seconds, settings, queue: redis.Redis) -> None:
    working = settings.CELERY_BROKER_URL
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    bell = Bell(seconds, PATIENT)
    bell.ring()
    settings.CELERY_BROKER_URL = working
    seconds.now += 10
    assert bell.ring() is True
    assert queue.llen("mail") == 1


def test_a_broker_that_does_not_answer_is_given_up_on(seconds: Seconds, settings) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        assert Bell(seconds).ring() is False


def test_an_emptied_broker_takes_the_next_ring(seconds: Seconds, queue: redis.Redis) -> None:
    bell = Bell(seconds, PATIENT)
    bell.ring()
    queue.delete(*queue.keys("_kombu*"), "mail")
    seconds.now += 1
    assert bell.ring() is True
    assert queue.llen("mail") == 1


def test_a_thread_does_not_wait_for_another_ones_ring(seconds: Seconds) -> None:
    bell = Bell(seconds, PATIENT)
    with bell._lock:
        assert bell.ring() is False
