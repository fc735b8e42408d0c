"""Mails that come in: one message is read, judged, and handed to the app whose signed address it was sent to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

from django.conf import settings
from django.utils.module_loading import import_string

from clair_portal.mail import mime, reply_address
from clair_portal.mail.html_text import text_of
from clair_portal.mail.quoting import own_words

LARGEST = 10 * 1024 * 1024
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
BY_MACHINES = ("X-Autoreply", "X-Autorespond", "List-Id", "X-Failed-Recipients")
MASS = frozenset({"bulk", "junk", "list", "auto_reply"})
ROBOTS = ("mailer-daemon", "postmaster", "no-reply", "noreply")
BROKEN = (ValueError, LookupError, AttributeError, TypeError, RecursionError)  # what the library says to odd mails


class Unreadable(Exception):
    """Too large, or no mail at all: the sender gets it back."""


class NotOurs(Exception):
    """No address of ours is genuine: the sender gets it back."""


class Automatic(Exception):
    """Written by a machine: it is dropped without a word, so that two machines never begin to talk."""


@dataclass(frozen=True)
class Reply:
    """An answer: about which row (`kind`, `about`), by the address written to account `to`, and who says to send it."""

    kind: str
    about: int
    to: int
    sender: str
    text: str
    mail_id: str
    original: bytes


Taker = Callable[..., None]


def receive(content: bytes, *, at: datetime, sender: str | None = None, recipient: str = "") -> Reply:
    """Take one message. `sender` and `recipient` are the envelope's. Raises Unreadable, NotOurs or Automatic."""
    if len(content) > LARGEST:
        raise Unreadable("The mail is too large.")
    try:
        reply = _read(message_from_bytes(content, policy=policy.default), content, sender, recipient)
    except BROKEN as error:
        raise Unreadable("The mail cannot be read.") from error
    taker: Taker = import_string(settings.PORTAL_MAIL_REPLIES[reply.kind])
    taker(reply, at=at)
    return reply


def _read(message: EmailMessage, content: bytes, sender: str | None, recipient: str) -> Reply:
    if _is_automatic(message, sender):
        raise Automatic
    found = next((read for one in _recipients(message, recipient) if (read := reply_address.read(one))), None)
    if found is None or found[0] not in settings.PORTAL_MAIL_REPLIES:
        raise NotOurs("No such address.")
    kind, about, to = found
    mail_id = str(message.get("Message-ID", "")).strip()[:250]
    return Reply(kind, about, to, _from(message), own_words(_text(message)), mail_id, content)


def _is_automatic(message: EmailMessage, sender: str | None) -> bool:
    """By RFC 3834, and by what real servers do."""
    submitted = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    envelope = sender if sender is not None else str(message.get("Return-Path", "?"))
    return (
        submitted != "no"
        or str(message.get("Precedence", "")).strip().lower() in MASS
        or envelope.strip() in {"", "<>"}
        or message.get_content_type() == "multipart/report"
        or any(name in message for name in BY_MACHINES)
        or _from(message).partition("@")[0] in ROBOTS
        or _from(message) == mime.sender().lower()
    )


def _from(message: EmailMessage) -> str:
    return parseaddr(str(message.get("From", "")))[1].lower()


def _recipients(message: EmailMessage, recipient: str) -> Iterator[str]:
    """The envelope's own before what the headers say."""
    if recipient:
        yield recipient
    for _name, address in getaddresses([str(value) for name in RECIPIENTS for value in message.get_all(name, [])]):
        yield address


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    content: str = body.get_content()
    return text_of(content) if body.get_content_subtype() == "html" else content
