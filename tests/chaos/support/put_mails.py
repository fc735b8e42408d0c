"""Puts mails into the outbox as the web process does: each in the transaction of its cause, the bell after it."""

import time
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from clair_portal.mail import examples, outbox


def put(count: int) -> None:
    """Called by `manage.py shell -c`, in a process of its own."""
    [pattern] = examples.messages()
    for number in range(count):
        message = replace(pattern, to=f"robin{number}@example.org", key=f"chaos:{number}")
        with transaction.atomic():
            outbox.put(message, at=timezone.now())
        time.sleep(0.001)
