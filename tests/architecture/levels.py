"""Rules of the five levels inside a package, and of who may read the clock, send, write or query."""

import ast
from collections.abc import Iterator

from tests.architecture.floors import imported
from tests.architecture.tree import ROOT, Source, Tree, called

# From low to high. Modules in one tuple stand side by side, each may import those before it.
LEVELS = (("models",), ("policy", "emails"), ("actions",), ("forms", "reports", "tasks", "admin"), ("views", "urls"))
ORDER = [name for level in LEVELS for name in level]
LEVEL = {name: number for number, level in enumerate(LEVELS, 1) for name in level}
# `visible_to(user)` must know its permission's name; an action asks "can this happen?", never "may this person?".
ALSO_ALLOWED = {("models", "policy")}
ALSO_FORBIDDEN = {("actions", "policy"), ("policy", "emails"), ("emails", "policy")}

# Files that a rule does not bind, each with its reason.
GIVES_RIGHTS = {"clair_portal/accounts/actions/roles.py": "what may be given is the rule of giving itself (ADR 5)"}
OWN_CLOCK = {
    "clair_portal/accounts/sessions.py": "Django calls a session's engine without a moment",
    "clair_portal/accounts/models/users.py": "allauth saves a new user before any action of ours is called",
}
OWN_STATES = {"clair_portal/mail/actions/outgoing.py": "one statement per mail, at 1,200 mails a second (ADR 6)"}

UNKNOWN_TO = {
    "models": ("logging", "celery", "django.core.mail", "clair_portal.mail.outbox", "django.http", "django.forms"),
    "policy": ("celery", "django.core.mail", "clair_portal.mail.outbox", "django.http"),
    "emails": ("celery", "django.core.mail", "clair_portal.mail.outbox", "django.http"),
    "actions": ("django.http", "django.forms", "django.template", "django.shortcuts", "django.utils.timezone", "time"),
}
ALGORITHMS = frozenset({"allocation", "planner", "timetable"})
CLOCKS = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
}
AT_THE_WINDOW = {ROOT, "backoffice"}  # the staff site is a window like any other
CLOCK_READERS = {"views", "tasks", "admin", "management", "middleware", "adapter", "context"}
DOORS = {
    "visible_to": "what this user may know of",
    "published": "what everybody may know of",
    "announced": "what everybody may know of",
    "of": "a person's own rows",
    "by_link": "the row whose signed link was shown",
    "offered_for": "what is offered at events found through a door",
    "at_address": "the rows of whoever proved to own this address",
}
WRITES = {"save", "asave", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
QUERYSET_WRITES = {"create", "update", "delete"}
QUERIES = {"filter", "exclude", "all", "count", "exists", "first", "last", "aggregate", "annotate", "values_list"}


def imports_go_down_the_levels(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        for node, name in imported(source):
            target = _module_beside(source, name)
            excused = str(source.path) in GIVES_RIGHTS or _only_for_types(source, node)
            if not _may_use(source.module, target) and not excused:
                yield source.says(node, f"{source.module} must not import {target}: levels are imported downward.")


def _may_use(module: str, target: str) -> bool:
    if not {module, target} <= LEVEL.keys() or module == target or (module, target) in ALSO_ALLOWED:
        return True
    return (module, target) not in ALSO_FORBIDDEN and ORDER.index(target) < ORDER.index(module)


def _module_beside(source: Source, name: str) -> str:
    """The module that `name` belongs to, if it is of the same package as `source`."""
    home = source.package if source.path.parts[0] != "clair_portal" else f"clair_portal.{source.package}"
    return name.removeprefix(f"{home}.").split(".")[0] if name.startswith(f"{home}.") else ""


def _only_for_types(source: Source, node: ast.stmt) -> bool:
    """Inside the package, a name needed only by the type checker is no dependency."""
    guards = (n for n in source.tree.body if isinstance(n, ast.If) and ast.unparse(n.test).endswith("TYPE_CHECKING"))
    return any(node in guard.body for guard in guards)


def modules_do_not_know_what_is_not_theirs(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        for node, name in imported(source):
            for stranger in UNKNOWN_TO.get(source.module, ()):
                if name == stranger or name.startswith(f"{stranger}."):
                    yield source.says(node, f"{source.module} must not know {stranger}.")


def algorithms_take_plain_data(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if source.module in ALGORITHMS:
            for node, name in imported(source):
                if name.startswith("django.db") or ".models" in name:
                    yield source.says(node, "an algorithm takes and gives plain data: no models, no database.")


def the_clock_is_read_only_above(tree: Tree) -> Iterator[str]:
    """`by` and `at` are passed in by views, tasks and commands."""
    for source in tree.code:
        reads = source.package in AT_THE_WINDOW or source.module in CLOCK_READERS or str(source.path) in OWN_CLOCK
        if not reads:
            for node in source.nodes:
                if _reads_the_clock(node):
                    yield source.says(
                        node, "pass the moment in as `at`: only views, tasks and commands read the clock."
                    )


def _reads_the_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in {"auto_now", "auto_now_add"}
    if isinstance(node, ast.Attribute):
        return (ast.unparse(node.value).rpartition(".")[2], node.attr) in CLOCKS
    return isinstance(node, ast.Name) and node.id == "Now"


def only_workflow_writes_states(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if source.package != "workflow" and str(source.path) not in OWN_STATES:
            for node in source.nodes:
                if _writes_a_state(node):
                    yield source.says(node, "only workflow.move() writes a state column.")


def _writes_a_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in node.targets)
    if not isinstance(node, ast.Call):
        return False
    if called(node) in {"update", "update_or_create"}:
        return any(keyword.arg == "state" for keyword in node.keywords)
    wrote = called(node) in {"setattr", "bulk_update"} and len(node.args) > 1
    return wrote and "'state'" in ast.unparse(node.args[1])


def the_outer_world_writes_through_actions(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if LEVEL.get(source.module, 0) >= LEVEL["forms"]:
            for call in source.calls():
                if _writes(call):
                    yield source.says(call, f"{source.module} must not write: call an action.")


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    on = ast.unparse(call.func.value)
    if call.func.attr in WRITES:
        return on != "super()"  # Django's own admin saves what an edit action has filled in
    return call.func.attr in QUERYSET_WRITES and any(sign in on for sign in (".objects", "filter(", "visible_to("))


def policies_and_messages_do_not_query(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if source.module in {"policy", "emails"}:
            for node in source.nodes:
                if isinstance(node, ast.Attribute) and (node.attr == "objects" or node.attr in QUERIES):
                    yield source.says(node, f"{source.module} must not query: hand it what it needs.")


def views_fetch_through_visible_to(tree: Tree) -> Iterator[str]:
    """Somewhere behind `Model.objects` a view names the door: `.visible_to(user)`, or one that is narrower still."""
    for source in tree.code:
        if source.module == "views":
            opened = {id(part) for node in source.nodes if _is_a_door(node) for part in ast.walk(node)}
            for node in source.nodes:
                if isinstance(node, ast.Attribute) and node.attr == "objects" and id(node) not in opened:
                    yield source.says(node, "a view fetches through objects.visible_to(user) only.")


def _is_a_door(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in DOORS


RULES = [
    imports_go_down_the_levels,
    modules_do_not_know_what_is_not_theirs,
    algorithms_take_plain_data,
    the_clock_is_read_only_above,
    only_workflow_writes_states,
    the_outer_world_writes_through_actions,
    policies_and_messages_do_not_query,
    views_fetch_through_visible_to,
]
