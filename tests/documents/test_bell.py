"""The bell: heard when Redis is there, harmless when it is not."""

import json
import logging
import uuid

import pytest
from kombu import Connection

from clair_portal.documents import bell, tasks


def test_a_ring_lies_in_the_documents_queue(settings, monkeypatch):
    queue = f"documents-{uuid.uuid4().hex}"
    sent = bell.current_app.send_task
    monkeypatch.setattr(bell.current_app, "send_task", lambda *args, **facts: sent(*args, queue=queue, **facts))
    assert bell.ring()
    with Connection(settings.CELERY_BROKER_URL) as connection:
        messages = connection.SimpleQueue(queue)
        message = messages.get(block=False)
        message.ack()
        messages.close()
    assert message.headers["task"] == "clair_portal.documents.tasks.run_due"
    assert json.loads(message.body)[0] == []


def test_the_task_that_is_rung_for_exists_and_goes_to_its_queue(settings):
    assert tasks.run_due.name == bell.TASK
    assert settings.CELERY_TASK_ROUTES["clair_portal.documents.*"] == {"queue": "documents"}


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/0", "redis://no-such-host.invalid:6379/0"])
def test_without_redis_nobody_waits_and_nothing_breaks(settings, caplog, address):
    settings.CELERY_BROKER_URL = address
    with caplog.at_level(logging.WARNING, "clair_portal.documents.bell"):
        assert not bell.ring()
    assert "the sweep will find the job" in caplog.text
