"""The question that script/server asks before it says ready."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from portal_server import ports
from portal_server.readiness import Probe, missing


class Answering(BaseHTTPRequestHandler):
    status, body = 503, b'{"ready": false, "checks": {"database": "ok", "beat": "late"}}'

    def do_GET(self) -> None:
        self.server.asked = (self.path, self.headers["Host"])
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_words: object) -> None:
        """Silent."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer((ports.LOOPBACK, 0), type("Answers", (Answering,), {})) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_503_is_not_ready_and_says_why(server: HTTPServer) -> None:
    probe = Probe(server.server_port, "portal.example.org")
    assert not probe()
    assert probe.answer == "beat: late"
    assert server.asked == ("/readyz", "portal.example.org")


def test_200_is_ready(server: HTTPServer) -> None:
    server.RequestHandlerClass.status = 200
    assert Probe(server.server_port, "localhost")()


def test_nobody_there_is_not_ready() -> None:
    probe = Probe(ports.any_free(), "localhost")
    assert not probe()
    assert probe.answer == "[Errno 111] Connection refused"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"null"])
def test_an_answer_of_somebody_else_is_named_by_its_status(body: bytes) -> None:
    assert missing(body, 500) == "status 500"
