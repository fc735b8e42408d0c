"""Puts mails into the outbox, in the transaction of their cause, and rings the worker after it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from clair_portal.mail import bell
from clair_portal.mail.message import Message
from clair_portal.mail.models import OutgoingMail
from clair_portal.mail.topics import can_be_stopped


def put(message: Message, *, at: datetime) -> None:
    """Queue one mail; the same key a second time is no second mail. Must run inside the transaction of its cause."""
    put_all([message], at=at)


def put_all(messages: Iterable[Message], *, at: datetime) -> None:
    """Queue many mails with one statement per thousand."""
    rows = [as_row(message, at) for message in messages]
    OutgoingMail.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    transaction.on_commit(bell.ring)


def as_row(message: Message, at: datetime) -> OutgoingMail:
    """The row that this message becomes; not saved yet."""
    return OutgoingMail(
        key=message.key, template=message.template, to=message.to, person_id=message.person_id,
        language=message.language, topic=message.topic, rank=int(can_be_stopped(message.topic)),
        context=dict(message.context), attachments=[list(pair) for pair in message.attachments],
        sensitive=message.sensitive, reply_to=message.reply_to, created_at=at, due_at=message.due_at or at,
    )  # fmt: skip
