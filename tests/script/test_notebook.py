"""What is remembered between starts."""

from pathlib import Path

import pytest

from portal_server.notebook import Notebook


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "remembered.json")


def test_facts_are_added_to_those_known(notebook: Notebook) -> None:
    notebook.put(port=1, password="x")
    notebook.put(port=2)
    assert notebook.read() == {"port": 2, "password": "x"}


def test_only_the_owner_may_read_it(notebook: Notebook) -> None:
    notebook.put(password="x")
    assert notebook.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{torn", "[1]"])
def test_a_torn_or_foreign_file_counts_as_empty(notebook: Notebook, content: str) -> None:
    notebook.path.write_text(content)
    assert notebook.read() == {}
    notebook.put(port=1)
    assert notebook.get("port") == 1


def test_a_draft_of_a_crashed_start_is_in_nobodys_way(notebook: Notebook) -> None:
    notebook.path.with_suffix(".new").write_text("half")
    notebook.put(port=1)
    assert [path.name for path in notebook.path.parent.iterdir()] == ["remembered.json"]
