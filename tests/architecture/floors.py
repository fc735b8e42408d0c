"""Rules of the floors: which package may know which, by import or by name."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import APPS, KERNEL, ROOT, Source, Tree, called, package_of

ADDRESS = re.compile(rf"({'|'.join([*APPS, *KERNEL])}):[\w:-]+")
APP_NAME = re.compile(rf"({'|'.join(APPS)})\.[A-Za-z][\w.]*")
MODEL_NAME = re.compile(r"(\w+)(\.\w+)?")
TEMPLATE_ADDRESS = re.compile(r"""\{%\s*url\s+["']([\w:-]+)["']""")
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "get_model"}


def may_know(source: str, target: str) -> bool:
    """The table of architecture.md §1: whether package `source` may import from package `target`."""
    if source in {target, ROOT}:
        return True
    if target == ROOT:
        return False
    if source in KERNEL:
        return target in KERNEL[: KERNEL.index(source)]
    return target in KERNEL or target in APPS[source]


def imported(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Every dotted name that a file imports, wherever the import stands."""
    folder = source.path.parent.parts
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = [".".join(folder[: len(folder) - node.level + 1])] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node, f"{module}.{alias.name}") for alias in node.names)


def imports_go_down_the_floors(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        for node, name in imported(source):
            target = package_of(tuple(name.split(".")))
            if target and not may_know(source.package, target):
                yield source.says(node, f"{source.package} must not import {target}: imports go down the floors.")


def names_in_strings_go_down_the_floors(tree: Tree) -> Iterator[str]:
    """`reverse("jetaa:…")`, "jetaa.models.Chapter" for import_string, ForeignKey("jetaa.Chapter")."""
    for source in tree.code:
        for node, target in _named_in_strings(source):
            if not may_know(source.package, target):
                yield source.says(node, f"{source.package} must not name {target}, not even in a string.")


def _named_in_strings(source: Source) -> Iterator[tuple[ast.expr, str]]:
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = ADDRESS.fullmatch(node.value) or APP_NAME.fullmatch(node.value)
            if found:
                yield node, found[1]
        elif isinstance(node, ast.Call) and called(node) in RELATIONS and node.args:
            yield from _named_model(node.args[0])


def _named_model(target: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """The kernel package of a relation's "label.Model"; apps are found by their name already."""
    found = MODEL_NAME.fullmatch(target.value) if isinstance(target, ast.Constant) and target.value else None
    if found and found[1] in KERNEL:
        yield target, found[1]


def template_links_go_down_the_floors(tree: Tree) -> Iterator[str]:
    for source in tree.templates:
        owner = source.path.parts[1]
        for line, text in enumerate(source.text.splitlines(), 1):
            for address in TEMPLATE_ADDRESS.findall(text):
                target = address.partition(":")[0]
                if owner in {*KERNEL, *APPS} and target in {*KERNEL, *APPS} and not may_know(owner, target):
                    yield source.says(line, f"a template of {owner} must not link to {target}.")


def no_relative_imports(tree: Tree) -> Iterator[str]:
    for source in tree.python:
        for node in source.nodes:
            if isinstance(node, ast.ImportFrom) and node.level:
                yield source.says(node, "imports are written in full, so that a reader sees the floor.")


def the_root_package_imports_only_the_celery_app(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if str(source.path) == "clair_portal/__init__.py":
            for node, name in imported(source):
                if name != "clair_portal.celery.app":
                    yield source.says(node, "clair_portal/__init__.py imports nothing but the Celery app.")


RULES = [
    imports_go_down_the_floors,
    names_in_strings_go_down_the_floors,
    template_links_go_down_the_floors,
    no_relative_imports,
    the_root_package_imports_only_the_celery_app,
]
