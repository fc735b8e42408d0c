"""A load client that costs little itself: one thread, epoll, raw HTTP/1.1, keep-alive where the server offers it."""

import re
import select
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
CHUNK = 262_144
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSING = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request; status 0 means that no whole answer came."""

    status: int
    seconds: float
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """One header's value, empty where it is missing."""
        found = re.search(rb"\r\n" + re.escape(name.encode()) + rb": *([^\r\n]*)", self.head, re.IGNORECASE)
        return found[1].decode("latin-1") if found else ""


@dataclass(frozen=True)
class Volley:
    """The answers to all requests of one run, in the order of the requests, and how long it took."""

    answers: list[Answer]
    seconds: float

    @property
    def statuses(self) -> Counter[int]:
        return Counter(answer.status for answer in self.answers)


@dataclass(slots=True)
class _Line:
    """One connection and the request it carries at the moment."""

    number: int
    socket: socket.socket
    began: float
    heard: bytearray = field(default_factory=bytearray)

    def is_whole(self) -> bool:
        """Whether the head and as many bytes as it announced are here."""
        end = self.heard.find(END_OF_HEAD)
        if end < 0:
            return False
        length = LENGTH.search(self.heard, 0, end)
        return length is not None and len(self.heard) >= end + len(END_OF_HEAD) + int(length[1])

    def answer(self, *, is_whole: bool) -> Answer:
        """A body without an announced length ends with the connection; a shorter one than announced is broken."""
        seconds = time.perf_counter() - self.began
        head, _, body = bytes(self.heard).partition(END_OF_HEAD)
        if not is_whole and (not head.startswith(b"HTTP/1.") or LENGTH.search(head)):
            return Answer(NO_ANSWER, seconds, head, body)
        return Answer(int(head[9:12]), seconds, head, body)


class _Gun:
    """Keeps so many requests in flight until all have their answer."""

    def __init__(self, port: int, requests: Sequence[bytes], patience: float) -> None:
        self.address = (HOST, port)
        self.requests = requests
        self.patience = patience
        self.waiting = iter(range(len(requests)))
        self.answers: dict[int, Answer] = {}
        self.lines: dict[int, _Line] = {}
        self.poll = select.epoll()

    def fire(self, connections: int) -> list[Answer]:
        for _ in range(connections):
            self._next(None)
        while self.lines:
            ready = self.poll.poll(self.patience)
            for number, _event in ready:
                self._read(number)
            if not ready:
                self._give_up()
        self.poll.close()
        return [self.answers[number] for number in range(len(self.requests))]

    def _next(self, kept: socket.socket | None) -> None:
        """Send the next request, over the connection that was kept or a new one."""
        for number in self.waiting:
            line = _Line(number, kept or socket.socket(), time.perf_counter())
            try:
                self._send(line, is_new=kept is None)
            except OSError as error:
                self.answers[number] = Answer(NO_ANSWER, 0.0, b"", str(error).encode())
                line.socket.close()
                kept = None
                continue
            return
        if kept:
            kept.close()

    def _send(self, line: _Line, *, is_new: bool) -> None:
        if is_new:
            line.socket.settimeout(self.patience)
            line.socket.connect(self.address)
        line.socket.sendall(self.requests[line.number])
        self.lines[line.socket.fileno()] = line
        self.poll.register(line.socket, select.EPOLLIN)

    def _read(self, number: int) -> None:
        line = self.lines[number]
        try:
            part = line.socket.recv(CHUNK)
        except OSError:
            part = b""
        line.heard += part
        is_whole = line.is_whole()
        if is_whole or not part:
            self._settle(number, line, is_whole=is_whole)

    def _settle(self, number: int, line: _Line, *, is_whole: bool) -> None:
        answer = self.answers[line.number] = line.answer(is_whole=is_whole)
        self.poll.unregister(number)
        del self.lines[number]
        if is_whole and not CLOSING.search(answer.head):
            self._next(line.socket)
        else:
            line.socket.close()
            self._next(None)

    def _give_up(self) -> None:
        """Nobody has said anything for a long time: what is open counts as unanswered, and nothing more is sent."""
        for line in self.lines.values():
            self.answers[line.number] = Answer(NO_ANSWER, self.patience, b"", b"no answer in time")
            line.socket.close()
        self.lines.clear()
        for number in self.waiting:
            self.answers[number] = Answer(NO_ANSWER, 0.0, b"", b"not sent")


def fire(port: int, requests: Sequence[bytes], *, connections: int, patience: float = 30.0) -> Volley:
    """Send all requests, so many at a time."""
    began = time.perf_counter()
    answers = _Gun(port, requests, patience).fire(connections)
    return Volley(answers, time.perf_counter() - began)


def _lines(method: str, path: str, headers: dict[str, str]) -> Iterator[str]:
    yield f"{method} {path} HTTP/1.1"
    yield f"Host: {HOST}"
    for name, value in headers.items():
        yield f"{name}: {value}"
    yield "\r\n"


def get(path: str, **headers: str) -> bytes:
    """The bytes of a GET; underscores in the names of headers become hyphens."""
    return "\r\n".join(_lines("GET", path, _named(headers))).encode()


def post(path: str, body: bytes, **headers: str) -> bytes:
    """The bytes of a form's POST."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return "\r\n".join(_lines("POST", path, _named(headers) | form)).encode() + body


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
