"""Documents that are written by the portal itself are fresh."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from clair_portal.documents.models import Job


@pytest.mark.parametrize("command", ["document_permissions", "document_lifecycles"])
def test_the_document_is_fresh(command):
    try:
        call_command(command, "--check")
    except CommandError as error:
        pytest.fail(f"{error} Run: manage.py {command}")


def test_a_stale_or_missing_document_is_refused(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / "lifecycle.md"
    with pytest.raises(CommandError, match="not fresh"):
        call_command("document_lifecycles", "--check")
    call_command("document_lifecycles")
    call_command("document_lifecycles", "--check")
    path.write_text(path.read_text(encoding="utf-8") + "an addition by hand\n", encoding="utf-8")
    with pytest.raises(CommandError, match="not fresh"):
        call_command("document_lifecycles", "--check")


def test_the_document_draws_every_legal_move_and_no_other(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with translation.override("ja"):
        call_command("document_lifecycles")
    text = (tmp_path / "docs" / "lifecycle.md").read_text(encoding="utf-8")
    chapter = text.partition("## documents.Job\n")[2].partition("\n## ")[0]
    drawn = set(re.findall(r"^    (\w+) --> (\w+)$", chapter, re.MULTILINE))
    assert drawn == {(str(source), str(target)) for source, targets in Job.MOVES.items() for target in targets}
    assert "queued : waiting" in chapter
