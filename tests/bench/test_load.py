"""The load client: it must see every status, every cut line and every silence, or the figures would flatter."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.bench import load

Talk = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Word: calm\r\n\r\nhello"


def heard(line: socket.socket) -> bytes:
    """One request, head and body."""
    text = b""
    while b"\r\n\r\n" not in text:
        part = line.recv(4096)
        if not part:
            raise ConnectionError
        text += part
    return text


@contextmanager
def server(talk: Talk) -> Iterator[int]:
    """A server that does with each connection what the test says."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(10)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, _address = door.accept()
                    with line, suppress(ConnectionError):
                        talk(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)
        thread.join()


def once(answer: bytes) -> Talk:
    """Hear one request, answer, hang up."""

    def talk(line: socket.socket) -> None:
        heard(line)
        line.sendall(answer)

    return talk


def statuses(talk: Talk, count: int, connections: int = 2, patience: float = 10) -> list[int]:
    with server(talk) as port:
        volley = load.fire(port, [load.get("/")] * count, connections=connections, patience=patience)
    return [answer.status for answer in volley.answers]


def test_every_request_gets_its_answer_over_new_connections() -> None:
    closing = OK.replace(b"X-Word: calm", b"Connection: close")
    assert statuses(once(closing), 7) == [200] * 7


def test_a_kept_connection_is_used_again() -> None:
    opened = []

    def talk(line: socket.socket) -> None:
        opened.append(line)
        while True:
            heard(line)
            line.sendall(OK)

    assert statuses(talk, 6, connections=1) == [200] * 6
    assert len(opened) == 1


def test_an_answer_in_many_pieces_is_put_together() -> None:
    def talk(line: socket.socket) -> None:
        heard(line)
        for byte in OK:
            line.sendall(bytes([byte]))

    with server(talk) as port:
        [answer] = load.fire(port, [load.get("/")], connections=1).answers
    assert (answer.status, answer.body, answer.header("x-word")) == (200, b"hello", "calm")


def test_a_body_without_length_ends_with_the_connection() -> None:
    with server(once(b"HTTP/1.0 404 Not Found\r\n\r\ngone")) as port:
        [answer] = load.fire(port, [load.get("/")], connections=1).answers
    assert (answer.status, answer.body) == (404, b"gone")


def test_a_header_that_is_missing_is_empty() -> None:
    assert load.Answer(200, 0.1, b"HTTP/1.1 200 OK\r\nA: b", b"").header("location") == ""


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(OK[:-2], id="body cut"),
        pytest.param(b"HTT", id="head cut"),
        pytest.param(b"SMTP hello\r\n\r\n", id="another protocol"),
    ],
)
def test_a_cut_answer_counts_as_none(answer: bytes) -> None:
    assert statuses(once(answer), 3) == [load.NO_ANSWER] * 3


def test_nobody_listening_counts_as_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    volley = load.fire(port, [load.get("/")] * 3, connections=2)
    assert volley.statuses == {load.NO_ANSWER: 3}


def test_silence_ends_and_what_was_not_sent_is_counted_too() -> None:
    quiet = threading.Event()

    def talk(line: socket.socket) -> None:
        heard(line)
        quiet.wait(5)

    with server(talk) as port:
        volley = load.fire(port, [load.get("/")] * 3, connections=1, patience=0.2)
        quiet.set()
    assert [answer.body for answer in volley.answers] == [b"no answer in time", b"not sent", b"not sent"]
    assert volley.statuses == {load.NO_ANSWER: 3}


def test_the_bytes_of_a_post() -> None:
    assert load.post("/x/", b"a=1", Cookie="sessionid=s", Accept_Language="ja") == (
        b"POST /x/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid=s\r\nAccept-Language: ja\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"
    )


def test_the_bytes_of_a_get_end_with_an_empty_line() -> None:
    assert load.get("/y/") == b"GET /y/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
