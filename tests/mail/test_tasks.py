"""What the worker and the beat call."""

import pytest
import redis
from django.conf import settings as portal
from django.utils import timezone

from clair_portal.mail import bell, tasks
from clair_portal.mail.bell import Bell
from clair_portal.mail.models import OutgoingMail
from tests.factories.mail import MOMENT, OutgoingMailFactory
from tests.mail.sink import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(monkeypatch):
    """A bell that nobody rang yet, and the real broker's queue."""
    monkeypatch.setattr(bell, "_bell", Bell(patience=5))
    with redis.Redis.from_url(portal.REDIS_URL) as client:
        client.delete("mail")
        yield client
        client.delete("mail")


def test_deliver_sends_what_is_due(sink: Sink, queue: redis.Redis) -> None:
    mail = OutgoingMailFactory()
    tasks.deliver()
    assert sink.addresses == [mail.to]
    assert queue.llen("mail") == 0


def test_deliver_asks_for_another_turn_when_time_was_short(sink: Sink, queue: redis.Redis, settings) -> None:
    settings.PORTAL_MAIL_LIMITS = {"run": 0}
    OutgoingMailFactory()
    tasks.deliver()
    assert sink.addresses == []
    assert queue.llen("mail") == 1


def test_a_full_batch_calls_a_second_worker(sink: Sink, queue: redis.Redis, settings) -> None:
    settings.PORTAL_MAIL_LIMITS = {"batch": 1}
    OutgoingMailFactory.create_batch(2)
    tasks.deliver()
    assert len(sink.taken) == 2
    assert queue.llen("mail") == 1


def test_the_sweep_rings_for_what_is_due(queue: redis.Redis) -> None:
    tasks.sweep()
    assert queue.llen("mail") == 0
    OutgoingMailFactory()
    tasks.sweep()
    assert queue.llen("mail") == 1


def test_the_sweep_takes_mails_back_from_dead_workers(queue: redis.Redis) -> None:
    OutgoingMailFactory(state="sending", lease="00000000-0000-0000-0000-000000000001", lease_ends_at=MOMENT)
    assert timezone.now() > MOMENT or pytest.fail("The clock of this machine is wrong.")
    tasks.sweep()
    assert list(OutgoingMail.objects.values_list("state", "failures")) == [("queued", 1)]
    assert queue.llen("mail") == 1
