"""Ports: the one that is asked for, and those that are found."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal_server import ports
from portal_server.notebook import Notebook
from portal_server.trouble import Trouble


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_refused_with_another_one_named(taken: int) -> None:
    with pytest.raises(Trouble) as trouble:
        ports.chosen(str(taken))
    start, _, proposal = str(trouble.value).rpartition("PORT=")
    assert start == f"Port {taken} is in use or may not be opened: choose another one, for example "
    assert ports.is_free(int(proposal.rstrip(".")))


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80 80", "８０００", "8000.0"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(Trouble) as trouble:
        ports.chosen(text)
    assert str(trouble.value) == f'PORT must be a number between 1 and 65535, not "{text}".'


def test_a_free_port_is_taken() -> None:
    port = ports.any_free()
    assert ports.chosen(str(port)) == port


def test_a_port_is_remembered(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notes.json")
    assert ports.remembered(notebook, "redis") == ports.remembered(notebook, "redis")


def test_a_remembered_port_that_is_taken_is_replaced(tmp_path: Path, taken: int) -> None:
    notebook = Notebook(tmp_path / "notes.json")
    notebook.put(redis_port=taken)
    port = ports.remembered(notebook, "redis")
    assert port != taken
    assert notebook.get("redis_port") == port
