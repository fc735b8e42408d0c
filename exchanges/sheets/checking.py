"""Every answer of a file goes through the forms of the web page; what they refuse is said at its cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Organisation
from clair_portal.spreadsheets import Book, Cell, Fault
from clair_portal.spreadsheets.faults import faults_at, shown
from clair_portal.workflow import Outdated
from exchanges.actions.details import OPEN_FOR_THEMES, SAME
from exchanges.actions.sheets import Contents, mark_of
from exchanges.errors import HeadTwice, NamedAlready, WithSomebodyElse
from exchanges.forms.cases import CaseForm, DelegateForm
from exchanges.models import Delegate, VisitCase
from exchanges.sheets.changes import Change, differing, facts_of, themes_of
from exchanges.sheets.layout import LANGUAGES, PARTY, REQUEST, THEME_LIST, options
from exchanges.sheets.reading import Data, Person, Typed, typed

MOST_FAULTS = 1_000
SHEETS = (REQUEST, THEME_LIST, PARTY)


@dataclass
class Checked:
    """What a file would do: the faults, or what changes and what is handed to the action."""

    case: VisitCase
    form: CaseForm
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    contents: Contents = field(default_factory=Contents)
    sent: dict[str, Any] = field(default_factory=dict)  # plain data; the same again gives the same contents
    is_marked: bool = True  # the file says which version it was filled in from

    def listed(self, language: str) -> list[dict[str, str]]:
        """The faults for a page, each reason in the reader's language and in a second one."""
        other = next(known for known in LANGUAGES if known != language)
        return [
            {"sheet": fault.sheet, "cell": fault.cell, "value": fault.value, "reason": fault.said(language),
             "other": fault.said(other), "other_language": other}
            for fault in self.faults[:MOST_FAULTS]
        ]  # fmt: skip


def check_file(book: Book, case: VisitCase, authorities: Iterable[Organisation]) -> Checked:
    """Read the file for this case, which may be a new one. Nothing is written."""
    authorities = list(authorities)
    found = typed(book, options(CaseForm(instance=case, authorities=authorities)))
    checked = _checked(found, case, authorities)
    checked.is_marked = case.pk is None or bool(found.mark)
    checked.faults.extend(_strangers(found, case))
    checked.faults.extend(_too_late(checked))
    checked.faults.sort(key=_in_reading_order)
    return checked


def check_sent(sent: dict[str, Any], case: VisitCase, authorities: Iterable[Organisation]) -> Checked:
    """The same again, from what was signed when the changes were shown."""
    people = None if sent["people"] is None else [Person(data, {}) for data in sent["people"]]
    return _checked(Typed(request=sent["request"], themes=sent["themes"], people=people), case, list(authorities))


def _checked(found: Typed, case: VisitCase, authorities: list[Organisation]) -> Checked:
    form = CaseForm(_form_data(found, case), instance=_copy(case), authorities=authorities)
    delegates = None if found.people is None else [_delegate(person, found) for person in found.people]
    found.faults.extend(_refused(form, found))
    found.faults.extend(_doubled(found.people or ()))
    checked = Checked(case, form, faults=found.faults, sent=_plainly(found))
    if not checked.faults:
        _compare(checked, form, found, delegates)
    return checked


def _in_reading_order(fault: Fault) -> tuple[int, int, int, str]:
    """Sheet by sheet from the top, row by row; what is about a whole sheet stands first in it."""
    column = fault.cell.rstrip("0123456789")
    row = int(fault.cell[len(column) :] or 0)
    return (SHEETS.index(fault.sheet) if fault.sheet in SHEETS else 0, row, len(column), column)


def _copy(case: VisitCase) -> VisitCase:
    """A form fills in its instance even where it refuses; the case itself stays as it is."""
    return VisitCase.objects.get(pk=case.pk) if case.pk else VisitCase(uuid=case.uuid)


def _form_data(found: Typed, case: VisitCase) -> Data:
    """What the file says; a part that it does not hold, or may not, as the case has it."""
    known = facts_of(case) if case.pk else {}
    themes = themes_of(case)
    kept: Data = {f"theme_{number}": title for number, (title, _questions) in enumerate(themes, 1)}
    kept |= {f"questions_{number}": questions for number, (_title, questions) in enumerate(themes, 1)}
    return {
        **(known if found.request is None else found.request),
        **(kept if found.themes is None else found.themes),
    }


def _refused(form: CaseForm, found: Typed) -> Iterator[Fault]:
    """What the form refuses, at its cells; what could not be read at all was said already."""
    said = {(fault.sheet, fault.cell) for fault in found.faults}
    for name, errors in form.errors.as_data().items():
        cell = found.cells.get("last_on" if name == NON_FIELD_ERRORS else name)  # the two days are all that it compares
        for error in errors:
            if cell is None:
                if not found.faults:
                    yield from _nowhere(error)
            elif (cell.sheet, cell.address) not in said:
                yield from faults_at(cell, error)


def _nowhere(error: Any) -> Iterator[Fault]:
    """What a file without the request leaves as it is cannot be its fault, but it must not go unsaid."""
    for one in error.error_list:
        yield Fault(REQUEST, "", "", one.message, one.params or {})


def _delegate(person: Person, found: Typed) -> Delegate:
    form = DelegateForm(person.data)
    for name, errors in form.errors.as_data().items():
        cell = person.cells.get(name)
        for error in errors:
            found.faults.extend(faults_at(cell, error) if cell else _nowhere(error))
    delegate: Delegate = form.instance
    return delegate


def _doubled(people: Iterable[Person]) -> Iterator[Fault]:
    """Nobody twice, and one head."""
    seen: set[tuple[str, ...]] = set()
    heads = 0
    for person in people:
        same = tuple(person.data.get(name, "") for name in SAME)
        heads += person.data["role"] == Delegate.Role.HEAD
        if same in seen and "family" in person.cells:
            yield _at(person.cells["family"], NamedAlready.message)
        if heads > 1 and person.data["role"] == Delegate.Role.HEAD and "role" in person.cells:
            yield _at(person.cells["role"], HeadTwice.message)
        seen.add(same)


def _at(cell: Cell, reason: Any) -> Fault:
    return Fault(cell.sheet, cell.address, shown(cell.value), reason)


def _strangers(found: Typed, case: VisitCase) -> Iterator[Fault]:
    """A file of another case, or of a version that somebody has changed since."""
    number = str(found.number.value).strip() if found.number else ""
    if found.number and number and number != case.number:
        yield _at(found.number, _("This file belongs to another request."))
    elif case.pk and found.mark and found.mark != mark_of(case):
        yield _at(found.cells["mark"], Outdated.message)


def _too_late(checked: Checked) -> Iterator[Fault]:
    """What was sent takes a new delegation, but no other request."""
    is_closed = checked.case.pk is not None and checked.case.state not in OPEN_FOR_THEMES
    if is_closed and (checked.contents.facts is not None or checked.contents.themes is not None):
        yield Fault(REQUEST, "", "", WithSomebodyElse.message)


def _compare(checked: Checked, form: CaseForm, found: Typed, delegates: list[Delegate] | None) -> None:
    """What would change, and only that is handed on."""
    checked.changes, checked.contents = differing(checked.case, form, found.themes is not None, delegates)


def _plainly(found: Typed) -> dict[str, Any]:
    people = None if found.people is None else [person.data for person in found.people]
    return {"request": found.request, "themes": found.themes, "people": people}
