"""The checkout as the rules read it: its code, its templates, its text files."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

KERNEL = ("workflow", "search", "directory", "accounts", "mail", "documents", "spreadsheets", "pages", "backoffice")
APPS = {"jet": set[str](), "events": set[str](), "jetaa": {"jet", "events"}, "exchanges": {"events"}}
PACKAGES = ("clair_portal", *APPS)
ROOT = "root"
HIDDEN_BUT_OURS = {".ci", ".env.example", ".gitignore"}


@dataclass(frozen=True)
class Source:
    """One text file, with its path from the root of the checkout."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @property
    def package(self) -> str:
        """The floor this file stands on: a kernel package, an app or the root."""
        return package_of(self.path.with_suffix("").parts) or ROOT

    @property
    def module(self) -> str:
        """Which of its package's modules this file belongs to: models, actions, views, …"""
        parts = self.path.with_suffix("").parts
        depth = 2 if parts[0] == "clair_portal" and self.package != ROOT else 1
        return parts[depth] if len(parts) > depth else "__init__"

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in self.nodes if isinstance(node, ast.ClassDef))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def says(self, node: ast.AST | int, sentence: str) -> str:
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path}:{line} {sentence}"


def package_of(parts: tuple[str, ...]) -> str | None:
    """The floor that a dotted module or a path belongs to; None for somebody else's code."""
    if parts[0] in APPS:
        return parts[0]
    if parts[0] == "clair_portal":
        return parts[1] if len(parts) > 1 and parts[1] in KERNEL else ROOT
    return None


def called(call: ast.Call) -> str:
    """The last name of what is called: `filter` of `Event.objects.filter(…)`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


class Tree:
    """A folder that holds the portal, or a planted piece of one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def code(self) -> list[Source]:
        """The portal's own Python, without migrations and tests."""
        return [source for source in self.python if source.path.parts[0] in PACKAGES]

    @cached_property
    def python(self) -> list[Source]:
        return [s for s in self.texts if s.path.suffix == ".py" and "migrations" not in s.path.parts]

    @cached_property
    def templates(self) -> list[Source]:
        return [source for source in self.texts if source.path.parts[0] == "templates"]

    @cached_property
    def texts(self) -> list[Source]:
        return [Source(path, text) for path in self.files if (text := self._text(path)) is not None]

    @cached_property
    def files(self) -> list[PurePosixPath]:
        return sorted(self._walk(self.root))

    def _walk(self, folder: Path) -> Iterator[PurePosixPath]:
        for entry in folder.iterdir():
            hidden = entry.name.startswith(".") and entry.name not in HIDDEN_BUT_OURS
            if hidden or entry.name in {"__pycache__", "node_modules", "staticfiles", "test-results"}:
                continue
            if entry.is_dir():
                yield from self._walk(entry)
            else:
                yield PurePosixPath(entry.relative_to(self.root).as_posix())

    def _text(self, path: PurePosixPath) -> str | None:
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return None  # a picture, a font, a compiled catalogue


CHECKOUT = Tree(Path(__file__).resolve().parents[2])
