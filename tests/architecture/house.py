"""The house rules of §10 that a reader of the syntax tree can check."""

import ast
from collections.abc import Iterator

from tests.architecture.floors import imported
from tests.architecture.levels import ALGORITHMS
from tests.architecture.tree import Source, Tree, called

INLINE_IMPORTS = 3
# Where ready-made markup is declared safe, each with its reason.
SAFE_MARKUP = {
    "clair_portal/documents/codes.py": "the QR picture is drawn by segno from our own text",
}
# Where SQL is written by hand, each with its reason.
OWN_SQL = {
    "clair_portal/workflow/bulk.py": "rows by the thousand in one statement, without an object for each",
    "clair_portal/workflow/numbers.py": "INSERT … ON CONFLICT … RETURNING: the next number in one statement",
    "clair_portal/health.py": "asks whether the database answers, nothing of its tables",
    "clair_portal/management/commands/prepare.py": "ANALYZE, which has no words of its own in the ORM",
    "clair_portal/accounts/limits.py": "a limit counts in one statement, or two requests at once would count as one",
    "clair_portal/mail/actions/outgoing.py": "one round trip settles a message: 1,200 a second, each with its commit",
}
# Where a POST needs no token, each with its reason.
NO_TOKEN: dict[str, str] = {}
OVERRIDES = {"save", "clean", "delete", "full_clean", "clean_fields", "validate_unique"}
TOUCHES_DATABASE = {
    "objects",
    "filter",
    "exclude",
    "all",
    "count",
    "exists",
    "aggregate",
    "first",
    "last",
    "values_list",
}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}


def imports_stand_at_the_top(tree: Tree) -> Iterator[str]:
    """A few may stand inside a function, where a library may be missing on the machine."""
    found = [s.says(n, "imports stand at the top of the file.") for s in tree.code for n in _inline_imports(s)]
    if len(found) > INLINE_IMPORTS:
        yield from found


def _inline_imports(source: Source) -> Iterator[ast.AST]:
    for function in source.functions():
        yield from (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))


def texts_are_found_for_translation(tree: Tree) -> Iterator[str]:
    """makemessages knows gettext by its own names and `_`; under any other name it stays English for ever."""
    for source in tree.code:
        for node, name in _words_imported(source):
            if "gettext" in name.name and name.asname not in {None, "_"}:
                yield source.says(node, f"call {name.name} by its name or `_`: makemessages finds no other.")


def _words_imported(source: Source) -> Iterator[tuple[ast.AST, ast.alias]]:
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((node, name) for name in node.names)


def there_are_no_signals(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        for node, name in imported(source):
            if name.startswith("django.dispatch") or "signals" in name.split("."):
                yield source.says(node, "no signals: call what shall happen, in the action that causes it.")


def models_override_nothing(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if source.module in {"models", "forms"}:
            for function in _methods(source):
                forbidden = OVERRIDES if source.module == "models" else {"save"}
                if function.name in forbidden:
                    yield source.says(function, f"{source.module} do not override {function.name}(): write an action.")


def _methods(source: Source) -> Iterator[ast.FunctionDef]:
    for cls in source.classes():
        yield from (node for node in cls.body if isinstance(node, ast.FunctionDef))


def models_have_no_default_order(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        for node in _meta_lines(source):
            if source.module == "models" and _assigns(node, "ordering"):
                yield source.says(node, "no Meta.ordering: a QuerySet method names its order, with a pk tie-break.")


def _meta_lines(source: Source) -> Iterator[ast.stmt]:
    for cls in source.classes():
        if cls.name == "Meta":
            yield from cls.body


def _assigns(node: ast.stmt, *names: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(target, ast.Name) and target.id in names for target in targets)


def there_are_no_generic_foreign_keys(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        for node, name in imported(source):
            if name.rpartition(".")[2] in {"GenericForeignKey", "GenericRelation"}:
                yield source.says(node, "no generic foreign keys: the database must guard every reference.")


def properties_do_not_touch_the_database(tree: Tree) -> Iterator[str]:
    """On models and values; a view may fetch its one object when it is first asked for."""
    for source in tree.code:
        for function in source.functions() if _holds_values(source) else ():
            if any(ast.unparse(d).endswith("property") for d in function.decorator_list):
                for node in ast.walk(function):
                    if isinstance(node, ast.Attribute) and node.attr in TOUCHES_DATABASE:
                        yield source.says(node, f"property {function.name} queries: make it a method or an annotation.")


def _holds_values(source: Source) -> bool:
    """Algorithms know no database: what looks like a query there is a name."""
    return source.module != "views" and not ALGORITHMS & set(source.path.parts)


def markup_is_declared_safe_in_few_places(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if str(source.path) not in SAFE_MARKUP:
            for node in source.nodes:
                if _declares_safe(node):
                    yield source.says(node, "use format_html: mark_safe stands only in the files of the allow list.")


def _declares_safe(node: ast.AST) -> bool:
    """`mark_safe` anywhere, even handed on as a function; `SafeString` only when called, not as a type."""
    named = isinstance(node, ast.Name) and node.id == "mark_safe"
    of_module = isinstance(node, ast.Attribute) and node.attr == "mark_safe"
    return named or of_module or (isinstance(node, ast.Call) and called(node) == "SafeString")


def forms_name_their_fields(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        for node in _meta_lines(source):
            everything = _assigns(node, "fields") and "__all__" in ast.unparse(node)
            if everything or (source.module in {"forms", "admin", "views"} and _assigns(node, "exclude")):
                yield source.says(node, "a form names its fields one by one: a new column must not open by itself.")


def orders_do_not_come_from_the_request(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        for call in source.calls():
            if called(call) == "order_by" and any(map(_names_the_request, call.args)):
                yield source.says(
                    call, "choose the order from a fixed table: order_by() must not take the request's word."
                )


def _names_the_request(argument: ast.expr) -> bool:
    """A field called so is only a string."""
    nodes = [*ast.walk(argument)]
    return "request" in {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


def sql_is_written_by_the_orm(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if str(source.path) not in OWN_SQL:
            for call in source.calls():
                by_hand = called(call) in {"raw", "extra", "cursor"} and isinstance(call.func, ast.Attribute)
                if by_hand or called(call) == "RawSQL":
                    yield source.says(call, "no SQL by hand outside the files of the allow list.")


def posts_carry_their_token(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if str(source.path) not in NO_TOKEN:
            for node, name in imported(source):
                if name.endswith(".csrf_exempt"):
                    yield source.says(node, "no csrf_exempt outside the files of the allow list.")


def modules_say_what_they_hold(tree: Tree) -> Iterator[str]:
    for source in tree.python:
        if source.text.strip() and not (ast.get_docstring(source.tree) or "").strip():
            yield source.says(1, "a module opens with one line that says what it holds.")


def names_are_not_vague(tree: Tree) -> Iterator[str]:
    for source in tree.code:
        if VAGUE & set(source.path.with_suffix("").parts):
            yield source.says(1, f"a file is named after what it holds, not {source.path.stem}.")


def migrations_have_a_name(tree: Tree) -> Iterator[str]:
    """Until the first release each app has one migration; afterwards a name says what it does."""
    for path in tree.files:
        if path.parent.name == "migrations" and path.suffix == ".py" and path.stem not in {"__init__", "0001_initial"}:
            yield f"{path}:1 until the first release an app has one migration, 0001_initial."


RULES = [
    imports_stand_at_the_top,
    texts_are_found_for_translation,
    there_are_no_signals,
    models_override_nothing,
    models_have_no_default_order,
    there_are_no_generic_foreign_keys,
    properties_do_not_touch_the_database,
    markup_is_declared_safe_in_few_places,
    forms_name_their_fields,
    orders_do_not_come_from_the_request,
    sql_is_written_by_the_orm,
    posts_carry_their_token,
    modules_say_what_they_hold,
    names_are_not_vague,
    migrations_have_a_name,
]
