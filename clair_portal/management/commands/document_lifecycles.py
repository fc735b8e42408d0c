"""Writes docs/lifecycle.md: the states of every aggregate and the moves between them, from the tables in the code."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from django.utils import translation

HEAD = """# Lifecycles

Written by `manage.py document_lifecycles` from the `MOVES` tables beside the states; do not edit by hand.
A state is written by `workflow.move()` only; a move that is not drawn here is refused.
"""


class Command(BaseCommand):
    help = "Write docs/lifecycle.md from the tables of legal moves."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the file is not fresh")

    def handle(self, *, check: bool, **_options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
        text = document(apps.get_models())
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/lifecycle.md is not fresh.")


def document(models: "list[type[Model]]") -> str:
    """The whole document; only what people call states is English, whatever the caller's language."""
    stateful = sorted((model for model in models if hasattr(model, "MOVES")), key=lambda model: model._meta.label)
    with translation.override("en-gb"):
        return "\n".join([HEAD, *(line for model in stateful for line in _chapter(model))])


def _chapter(model: Any) -> Iterator[str]:
    labels = {str(value): str(label) for value, label in model._meta.get_field("state").choices}
    yield f"## {model._meta.label}\n"
    yield "```mermaid\nstateDiagram-v2"
    yield from (f"    {value} : {label}" for value, label in labels.items())
    yield f"    [*] --> {_first(model)}"
    yield from (f"    {source} --> {target}" for source, target in _arrows(model))
    yield from (f"    {value} --> [*]" for value in labels if not model.MOVES.get(value))
    yield "```\n"
    yield "| from | to |\n|---|---|"
    yield from (f"| {labels[value]} | {_next(model, value, labels)} |" for value in labels)
    yield ""


def _first(model: Any) -> str:
    return str(model._meta.get_field("state").default)


def _arrows(model: Any) -> Iterator[tuple[str, str]]:
    for source, targets in model.MOVES.items():
        yield from ((str(source), str(target)) for target in sorted(targets))


def _next(model: Any, value: str, labels: dict[str, str]) -> str:
    return ", ".join(labels[target] for target in sorted(model.MOVES.get(value, ()))) or "–"
