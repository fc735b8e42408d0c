"""Speaks SMTP: one connection, many mails, and an exact account of what became of each.

`smtplib` and Django's backend open the connection (TLS, login, time limits). The conversation itself is ours, because
the caller must know three things that `sendmail` blurs: whose fault a refusal was, whether the mail may have been taken
although no answer came, and, where the relay offers it, pipelining, which halves the round trips.
"""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

OK, GO_AHEAD, TEMPORARY, CLOSING, PERMANENT = 250, 354, 400, 421, 500
Reply = tuple[int, bytes]


class Trouble(Exception):
    """Something did not go through; `answer` is the server's or the system's own wording."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


class RelayDown(Trouble):
    """The relay does not talk to us or does not want us at all: no mail is to blame."""


class Refused(Trouble):
    """The mail is not wanted, and never will be."""


class Deferred(Trouble):
    """The mail may be wanted later."""


class Lost(Trouble):
    """The line broke during this mail. `doubtful`: after the last byte, so that it may have been taken."""

    def __init__(self, answer: str, *, doubtful: bool = False) -> None:
        super().__init__(answer)
        self.doubtful = doubtful


@contextmanager
def connect() -> Iterator["Relay"]:
    """A connection to the relay of `EMAIL_URL`; it is closed politely, and its closing never fails."""
    backend = EmailBackend()
    try:
        backend.open()
        smtp: Any = backend.connection
        smtp.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        raise RelayDown(_words(error)) from error
    try:
        yield Relay(smtp)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            backend.close()


class Relay:
    """An open conversation."""

    def __init__(self, smtp: Any) -> None:
        self._smtp = smtp
        self._pipelining = smtp.has_extn("pipelining")

    def send(self, sender: str, to: str, content: bytes) -> None:
        """Hand over one mail. Returns only after the relay's 250; raises one of the troubles above otherwise."""
        try:
            self._envelope(sender, to)
        except (OSError, smtplib.SMTPException) as error:
            raise Lost(_words(error)) from error
        try:
            self._smtp.send(_stuffed(content) + b".\r\n")
            reply = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise Lost(_words(error), doubtful=True) from error
        _judge(reply, OK)

    def _envelope(self, sender: str, to: str) -> None:
        """MAIL, RCPT and DATA; afterwards the relay waits for the content."""
        replies = self._ask(f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")
        if replies[0][0] >= TEMPORARY:
            raise RelayDown(_said(replies[0]))
        try:
            for reply, expected in zip(replies[1:], (OK, GO_AHEAD), strict=False):
                _judge(reply, expected)
        except (Refused, Deferred):
            self._begin_anew(replies)
            raise

    def _ask(self, *commands: str) -> list[Reply]:
        if self._pipelining:
            self._smtp.send("".join(f"{command}\r\n" for command in commands))
            return [self._smtp.getreply() for _ in commands]
        replies: list[Reply] = []
        for command in commands:
            self._smtp.send(f"{command}\r\n")
            replies.append(self._smtp.getreply())
            if replies[-1][0] >= TEMPORARY:
                break
        return replies

    def _begin_anew(self, replies: list[Reply]) -> None:
        """A relay may say 354 although it refused the only recipient (RFC 2920): it then wants an end of content."""
        if replies[-1][0] == GO_AHEAD:
            self._smtp.send(".\r\n")
            self._smtp.getreply()
        self._smtp.send("RSET\r\n")
        self._smtp.getreply()


def _judge(reply: Reply, expected: int) -> None:
    code = reply[0]
    if code == CLOSING:
        raise Lost(_said(reply))
    if code >= PERMANENT:
        raise Refused(_said(reply))
    if code >= TEMPORARY or code // 100 != expected // 100:
        raise Deferred(_said(reply))


def _stuffed(content: bytes) -> bytes:
    """A line that begins with a dot gets a second one (RFC 5321, 4.5.2)."""
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def _said(reply: Reply) -> str:
    code, words = reply
    return f"{code} {' '.join(words.decode('utf-8', 'replace').replace(chr(0), '').split())}"


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        return _said((error.smtp_code, told if isinstance(told, bytes) else told.encode()))
    return f"{type(error).__name__}: {error}"
