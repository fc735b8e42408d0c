"""Turns words and files into the bytes of one mail: the same row always gives the same bytes.

Written out by hand because `email.message.EmailMessage` takes 2 ms for a mail with two parts, forty times as long, and
draws its boundaries by lot. What needs care (encoded words, addresses, file names) the standard library still does.
"""

import base64
import binascii
from collections.abc import Iterator
from email.utils import encode_rfc2231, format_datetime, formataddr, parseaddr
from functools import cache

from django.conf import settings
from django.core.mail.message import sanitize_address

from clair_portal.mail.attachments import Attachment
from clair_portal.mail.models import OutgoingMail
from clair_portal.mail.rendering import Words
from clair_portal.mail.topics import can_be_stopped

LONGEST_PLAIN_SUBJECT = 68  # with its name the line stays below 78 characters
ENCODED_WORD = 39  # bytes; as base64 and with its frame again below 78 characters
LONGEST_LINE = 900  # SMTP allows 998


def message_id(mail: OutgoingMail) -> str:
    """The same for every attempt, so that a mailbox folds a double."""
    return f"<{mail.uuid}@{sender().rpartition('@')[2]}>"


def build(mail: OutgoingMail, words: Words, attachments: list[Attachment]) -> bytes:
    """The whole mail with CRLF line ends, 7-bit clean, so that any relay passes it on unchanged."""
    body = _alternatives(mail, words, [item for item in attachments if item.is_invitation])
    if attachments:
        body = _multipart("mixed", f"={mail.uuid.hex}m", [body, *map(_file, attachments)])
    return _headers(mail, words).encode("ascii") + body


def _headers(mail: OutgoingMail, words: Words) -> str:
    lines = [
        f"From: {_from()}",
        f"To: {envelope_address(mail.to)}",
        f"Subject: {_subject(words.subject)}",
        f"Date: {format_datetime(mail.created_at)}",
        f"Message-ID: {message_id(mail)}",
        f"Content-Language: {mail.language}",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ]
    answers_to = mail.reply_to or settings.PORTAL_MAIL_REPLY_TO
    if answers_to:
        lines.append(f"Reply-To: {answers_to}")
    if can_be_stopped(mail.topic):
        lines.append(f"List-Unsubscribe: <mailto:{_unsubscribe_address()}?subject=unsubscribe%20{mail.topic}>")
    return "\r\n".join(lines) + "\r\n"


def sender() -> str:
    """The bare address in `PORTAL_MAIL_FROM`: the envelope's sender."""
    return _bare(settings.PORTAL_MAIL_FROM)


def envelope_address(address: str) -> str:
    """The address as SMTP takes it: an international domain in punycode; line breaks raise ValueError."""
    return address if _is_plain(address) else sanitize_address(address, "utf-8")


def _is_plain(address: str) -> bool:
    return address.isascii() and address.isprintable() and not set(' <>"(),:;[]\\') & set(address)


def _from() -> str:
    return _formatted(settings.PORTAL_MAIL_FROM)


@cache
def _formatted(address: str) -> str:
    return formataddr(parseaddr(address))


@cache
def _bare(address: str) -> str:
    return parseaddr(address)[1]


def _unsubscribe_address() -> str:
    return _bare(settings.PORTAL_MAIL_REPLY_TO) or sender()


def _subject(subject: str) -> str:
    harmless = subject.isascii() and subject.isprintable() and "=?" not in subject
    if harmless and len(subject) <= LONGEST_PLAIN_SUBJECT:
        return subject
    return "\r\n ".join(f"=?utf-8?b?{binascii.b2a_base64(word, newline=False).decode()}?=" for word in _words(subject))


def _words(text: str) -> Iterator[bytes]:
    """Pieces that fit an encoded word (RFC 2047), never cutting a character in two."""
    word = b""
    for character in text:
        byte = character.encode()
        if len(word) + len(byte) > ENCODED_WORD:
            yield word
            word = b""
        word += byte
    yield word


def _alternatives(mail: OutgoingMail, words: Words, invitations: list[Attachment]) -> bytes:
    """The same content twice, the richest last; an invitation beside it makes calendars offer their buttons."""
    parts = [_text("text/plain", words.text), _text("text/html", words.html)]
    parts += [_encoded(item.mimetype, item.content) for item in invitations]
    return _multipart("alternative", f"={mail.uuid.hex}a", parts)


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    """A boundary begins with "=": no encoded text can hold "--=", and text that does is not left unencoded."""
    mark = f"--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    return head + b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def _text(mimetype: str, text: str) -> bytes:
    """As readable as the text allows: untouched, else quoted-printable, else (Japanese) base64."""
    content = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    typed = f"{mimetype}; charset=utf-8"
    if content.isascii() and b"--=" not in content and max(map(len, content.split(b"\n"))) <= LONGEST_LINE:
        return _part(typed, "7bit", content.replace(b"\n", b"\r\n"))
    if len(text) < len(content) * 0.9:
        return _encoded(typed, content)
    return _part(typed, "quoted-printable", binascii.b2a_qp(content, istext=True).replace(b"\n", b"\r\n"))


def _encoded(mimetype: str, content: bytes, *disposition: str) -> bytes:
    lines = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return _part(mimetype, "base64", lines, *disposition)


def _part(mimetype: str, encoding: str, content: bytes, *more: str) -> bytes:
    head = [f"Content-Type: {mimetype}", f"Content-Transfer-Encoding: {encoding}", *more]
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + content


def _file(item: Attachment) -> bytes:
    mimetype = "application/ics" if item.is_invitation else item.mimetype
    return _encoded(mimetype, item.content, f"Content-Disposition: attachment; {_filename(item.name)}")


def _filename(name: str) -> str:
    if name.isascii() and '"' not in name and "\\" not in name:
        return f'filename="{name}"'
    return f"filename*={encode_rfc2231(name, 'utf-8')}"
