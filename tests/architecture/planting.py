"""Plants a small piece of a portal, so that a rule can be seen to catch what it is for."""

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.architecture.tree import Tree

Rule = Callable[[Tree], Iterator[str]]


def findings(rule: Rule, folder: Path, files: dict[str, str]) -> list[str]:
    """What `rule` finds in a folder with just these files, each as "path:line"."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [finding.partition(" ")[0] for finding in rule(Tree(folder))]
