"""What a file would change, in the words of the web page: before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchanges.actions.details import DESCRIBED, SAME
from exchanges.actions.sheets import Contents, one_way
from exchanges.forms.cases import CaseForm
from exchanges.models import Delegate, VisitCase

Themes = list[tuple[str, str]]


@dataclass(frozen=True)
class Change:
    """One answer that becomes another. Empty before: it is new; empty after: it goes."""

    label: str | Promise
    before: str = ""
    after: str = ""


def facts_of(case: VisitCase) -> dict[str, Any]:
    """The request as a browser would send it."""
    facts = {name: getattr(case, name) for name in CaseForm.Meta.fields}
    return facts | {"authority": case.authority_id, "country": str(case.country)}


def themes_of(case: VisitCase) -> Themes:
    return list(case.themes.in_order().values_list("title", "questions")) if case.pk else []


def differing(
    case: VisitCase, form: CaseForm, has_themes: bool, delegates: Sequence[Delegate] | None
) -> tuple[list[Change], Contents]:
    """The changes to show, and the contents with nothing in them but what changes."""
    facts = {name: value for name, value in form.facts().items() if not case.pk or _differs(case, name, value)}
    themes = _new_themes(case, form) if has_themes else None
    before = list(case.delegates.by_precedence()) if case.pk else []
    people = delegates if delegates is not None and _rows(delegates) != _rows(before) else None
    contents = Contents(facts=facts or None, themes=themes, people=people)
    return _told(case, form, before, contents), contents


def _new_themes(case: VisitCase, form: CaseForm) -> Themes | None:
    """What the file says of the themes, unless the request says the same already."""
    kept = themes_of(case)
    themes = _as_kept(form.themes(), kept)
    return None if themes == kept and case.pk else themes


def _told(case: VisitCase, form: CaseForm, before: Sequence[Delegate], contents: Contents) -> list[Change]:
    changes = [*(_fact(case, form, name, value) for name, value in (contents.facts or {}).items())]
    if contents.themes is not None:
        changes += _theme_changes(themes_of(case), list(contents.themes))
    if contents.people is not None:
        changes += _people_changes(before, contents.people)
    return [change for change in changes if change.before != change.after]


def _differs(case: VisitCase, name: str, value: Any) -> bool:
    if name == "support":
        return set(value) != set(case.support)
    return bool(one_way(getattr(case, name)) != one_way(value))


def _as_kept(themes: Themes, kept: Themes) -> Themes:
    """A theme that says the same as before keeps its line ends, and with them what hangs on its exact words."""
    known = {tuple(map(one_way, theme)): theme for theme in kept}
    return [known.get(tuple(map(one_way, theme)), theme) for theme in themes]


def _rows(people: Sequence[Delegate]) -> list[tuple[Any, ...]]:
    ordered = sorted(people, key=lambda person: person.role != Delegate.Role.HEAD)
    return [tuple(getattr(person, name) for name in DESCRIBED) for person in ordered]


def _fact(case: VisitCase, form: CaseForm, name: str, value: Any) -> Change:
    label = form.fields[name].label or ""
    return Change(label, _worded(form, name, getattr(case, name)) if case.pk else "", _worded(form, name, value))


def _worded(form: CaseForm, name: str, value: Any) -> str:
    """The answer as the page shows it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value)
    choices: Any = getattr(form.fields[name], "choices", None)
    if choices is None or name == "authority":
        return "" if value is None else str(value)
    words = {str(key): str(word) for key, word in choices}
    return ", ".join(words[str(key)] for key in (value if isinstance(value, list) else [value]) if str(key) in words)


def _theme_changes(before: Themes, after: Themes) -> Iterator[Change]:
    for number in range(max(len(before), len(after))):
        old, new = (_theme(themes, number) for themes in (before, after))
        yield Change(_("Theme %(number)d") % {"number": number + 1}, old, new)


def _theme(themes: Themes, number: int) -> str:
    return "\n".join(map(one_way, filter(None, themes[number]))) if number < len(themes) else ""


def _people_changes(before: Sequence[Delegate], after: Sequence[Delegate]) -> Iterator[Change]:
    """Who comes, who goes, and about whom something else is said; a new order where only that is new."""
    old, new = ({_same(person): person for person in people} for people in (before, after))
    changed = [same for same in {**old, **new} if _described(old.get(same)) != _described(new.get(same))]
    for same in changed:
        yield Change(gettext_lazy("Delegation"), _described(old.get(same)), _described(new.get(same)))
    if not changed:
        yield Change(gettext_lazy("Order of the delegation"), _names(before), _names(after))


def _same(person: Delegate) -> tuple[str, ...]:
    return tuple(getattr(person, name) for name in SAME)


def _described(person: Delegate | None) -> str:
    if person is None:
        return ""
    facts = (str(person), *(getattr(person, name) for name in DESCRIBED if name not in {"role", "family", "given"}))
    return ", ".join(filter(None, (*facts, person.get_role_display())))


def _names(people: Sequence[Delegate]) -> str:
    return ", ".join(map(str, people))
