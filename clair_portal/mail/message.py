"""What one mail is before it is a row: a value that `emails.py` modules return and the outbox takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clair_portal.mail.topics import Topic

SERVICE: str = Topic.SERVICE.value


@dataclass(frozen=True)
class Message:
    """One mail to one address.

    `template` names `templates/<app>/emails/<name>.{subject.txt,txt,html}` as "<app>/<name>".
    `context` holds JSON values only (moments and days become ISO text): the worker renders it later, in `language`.
    `key` makes the intent unique (template, person, object, occurrence): the same key is never queued twice.
    `attachments` are (kind, reference) pairs that `settings.PORTAL_MAIL_ATTACHMENTS` can build at send time.
    `reply_to` is where answers go; empty for `settings.PORTAL_MAIL_REPLY_TO`.
    `sensitive` marks a context that must not outlive the sending (a one-time code): it is wiped when the mail has left.
    """

    template: str
    to: str
    language: str
    key: str
    context: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    topic: str = SERVICE
    attachments: tuple[tuple[str, str], ...] = ()
    due_at: datetime | None = None
    sensitive: bool = False
    reply_to: str = ""
