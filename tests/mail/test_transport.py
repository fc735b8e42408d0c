"""The conversation with the relay, word by word, by a scripted server: with and without pipelining."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from clair_portal.mail import transport
from tests.mail.sink import Sink

OK = b"250 OK"


@dataclass
class Script:
    """Answers each command with the next line for its verb; None hangs up."""

    ehlo: bytes = b"250 PIPELINING"
    answers: dict[bytes, bytes | None] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        line, _ = listener.accept()
        with line, line.makefile("rb") as reader:
            line.sendall(b"220 hello\r\n")
            while command := reader.readline():
                verb = command.strip().upper()[:4]
                self.heard.append(command.strip())
                if not self._answer(line, verb) or verb == b"QUIT":
                    return
                if verb == b"DATA" and self.answers.get(b"DATA", b"354").startswith(b"354"):
                    self._content(reader)
                    if not self._answer(line, b"."):
                        return

    def _content(self, reader) -> None:
        while (content := reader.readline()) != b".\r\n":
            self.heard.append(content.rstrip(b"\r\n"))
        self.heard.append(b".")

    def _answer(self, line: socket.socket, verb: bytes) -> bool:
        usual = {b"EHLO": self.ehlo, b"DATA": b"354 Go ahead", b"QUIT": b"221 Bye"}.get(verb, OK)
        answer = self.answers.get(verb, usual)
        if answer is not None:
            line.sendall(answer + b"\r\n")
        return answer is not None


@pytest.fixture(params=[b"250 PIPELINING", b"250 8BITMIME"], ids=["pipelining", "one by one"])
def script(request, settings) -> Iterator[Script]:
    talk = Script(ehlo=request.param)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listener.getsockname()[1]
        thread = threading.Thread(target=talk.serve, args=(listener,))
        thread.start()
        yield talk
        thread.join()


def send(content: bytes = b"Subject: x\r\n\r\nHello\r\n") -> None:
    with transport.connect() as relay:
        relay.send("portal@example.org", "robin@example.org", content)


def commands(script: Script) -> list[bytes]:
    return script.heard[1:]


def test_a_mail_is_handed_over(script: Script) -> None:
    send()
    assert commands(script) == [
        b"MAIL FROM:<portal@example.org>", b"RCPT TO:<robin@example.org>", b"DATA",
        b"Subject: x", b"", b"Hello", b".", b"quit",
    ]  # fmt: skip


def test_leading_dots_are_doubled(script: Script) -> None:
    send(b".\r\n..a\r\nb.\r\n")
    assert commands(script)[3:7] == [b"..", b"...a", b"b.", b"."]


@pytest.mark.parametrize(
    ("verb", "answer", "trouble"),
    [
        (b"MAIL", b"451 later", transport.RelayDown),
        (b"MAIL", b"550 not you", transport.RelayDown),
        (b"RCPT", b"450 later", transport.Deferred),
        (b"RCPT", b"550 unknown", transport.Refused),
        (b"RCPT", b"421 closing", transport.Lost),
        (b"DATA", b"451 later", transport.Deferred),
        (b"DATA", b"554 no", transport.Refused),
        (b"DATA", b"250 what", transport.Deferred),
        (b".", b"452 full", transport.Deferred),
        (b".", b"552 too big", transport.Refused),
        (b".", b"421 closing", transport.Lost),
        (b".", b"354 what", transport.Deferred),
    ],
)
def test_whose_fault_a_refusal_is(script: Script, verb: bytes, answer: bytes, trouble) -> None:
    script.answers[verb] = answer
    with pytest.raises(trouble) as caught:
        send()
    assert type(caught.value) is trouble
    assert caught.value.answer == answer.decode()


@pytest.mark.parametrize(("verb", "doubtful"), [(b"MAIL", False), (b"RCPT", False), (b"DATA", False), (b".", True)])
def test_when_the_line_breaks_only_the_last_moment_is_doubtful(script: Script, verb: bytes, *, doubtful: bool) -> None:
    script.answers[verb] = None
    with pytest.raises(transport.Lost) as caught:
        send()
    assert caught.value.doubtful is doubtful


def test_after_a_refusal_the_line_serves_the_next_mail(script: Script) -> None:
    script.answers[b"RCPT"] = b"550 unknown"
    with transport.connect() as relay:
        with pytest.raises(transport.Refused):
            relay.send("portal@example.org", "nobody@example.org", b"x\r\n")
        script.answers.clear()
        relay.send("portal@example.org", "robin@example.org", b"y\r\n")
    assert b"x" not in commands(script)
    assert commands(script)[-3:] == [b"y", b".", b"quit"]
    assert b"RSET" in commands(script)


def test_a_greeting_that_is_none_means_the_relay_is_down(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listener.getsockname()[1]
        thread = threading.Thread(target=greet, args=(listener, b"554 go away\r\n"))
        thread.start()
        with pytest.raises(transport.RelayDown, match="554 go away"), transport.connect():
            pass
        thread.join()


def greet(listener: socket.socket, words: bytes) -> None:
    line, _ = listener.accept()
    with line:
        line.sendall(words)


def test_a_silent_relay_is_down_after_the_time_limit(settings) -> None:
    settings.EMAIL_TIMEOUT = 0.05
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listener.getsockname()[1]
        with pytest.raises(transport.RelayDown, match="timed out"), transport.connect():
            pass


def test_closing_a_dead_line_is_no_error(sink: Sink) -> None:
    with transport.connect() as relay:
        relay._smtp.sock.shutdown(socket.SHUT_RDWR)


def test_an_answer_is_one_clean_line(script: Script) -> None:
    script.answers[b"RCPT"] = b"550-no\r\n550 such\x00 \xff user"
    with pytest.raises(transport.Refused) as caught:
        send()
    assert caught.value.answer == "550 no such \ufffd user"
