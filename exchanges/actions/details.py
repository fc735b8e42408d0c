"""Themes and the delegation of a case: what the authority fills in beside the request itself."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max

from exchanges.errors import HeadTwice, NamedAlready, WithSomebodyElse
from exchanges.models import Delegate, Theme, VisitCase

OPEN_FOR_THEMES = frozenset({VisitCase.State.DRAFT, VisitCase.State.NEED_INFO})
OPEN_FOR_DELEGATION = OPEN_FOR_THEMES | {VisitCase.State.POSSIBLE, VisitCase.State.PARTLY}

TRANSLATED = ("title_en", "questions_en", "title_de", "questions_de")
SAME = ("family", "given", "family_kanji", "given_kanji", "title_ja", "title_en")  # the form was sent twice
DESCRIBED = ("role", "family", "given", "family_kanji", "given_kanji", "kana", "title_ja", "title_en", "group", "diet",
             "access_needs")  # fmt: skip


@transaction.atomic
def put_themes(case: VisitCase, themes: Sequence[tuple[str, str]]) -> None:
    """Replace the themes of the case by these (title, questions), in this order. Raises WithSomebodyElse."""
    _still_open(case, OPEN_FOR_THEMES)
    known = {(theme.title, theme.questions): theme for theme in case.themes.all()}
    case.themes.all().delete()
    rows = (Theme(case=case, title=title, questions=text, position=at, **_translation(known.get((title, text))))
            for at, (title, text) in enumerate(themes))  # fmt: skip
    Theme.objects.bulk_create(rows)


@transaction.atomic
def translate(theme: Theme, *, changes: Mapping[str, str]) -> None:
    """Say the theme and its questions in the hosts' language; the authority's own words stay."""
    unknown = changes.keys() - set(TRANSLATED)
    if unknown:
        raise ValueError(f"These are the authority's own words: {sorted(unknown)}")
    Theme.objects.filter(pk=theme.pk).update(**changes)


@transaction.atomic
def add_delegate(delegate: Delegate) -> Delegate:
    """Write a new member, last in precedence unless it is the head. WithSomebodyElse, NamedAlready, HeadTwice."""
    _still_open(delegate.case, OPEN_FOR_DELEGATION)
    others = Delegate.objects.filter(case=delegate.case)
    if others.filter(**{name: getattr(delegate, name) for name in SAME}).exists():
        raise NamedAlready
    if delegate.role == Delegate.Role.HEAD and others.heads().exists():
        raise HeadTwice
    last = others.aggregate(last=Max("precedence"))["last"] or 1
    delegate.precedence = 1 if delegate.role == Delegate.Role.HEAD else last + 1
    delegate.save(force_insert=True)
    return delegate


@transaction.atomic
def put_delegates(case: VisitCase, people: Sequence[Delegate]) -> None:
    """Make the delegation exactly these, in this order, the head first. WithSomebodyElse, NamedAlready, HeadTwice.

    Whoever was in it already under the same names and titles stays the same row.
    """
    _still_open(case, OPEN_FOR_DELEGATION)
    named = [_same(person) for person in people]
    if len(set(named)) != len(named):
        raise NamedAlready
    if sum(person.role == Delegate.Role.HEAD for person in people) > 1:
        raise HeadTwice
    known = {_same(person): person.pk for person in Delegate.objects.filter(case=case)}
    gone = Delegate.objects.filter(pk__in=[pk for same, pk in known.items() if same not in set(named)])
    gone.delete()
    Delegate.objects.filter(case=case).heads().update(role=Delegate.Role.MEMBER)  # two may change places
    ordered = sorted(people, key=lambda person: person.role != Delegate.Role.HEAD)
    for precedence, person in enumerate(ordered, 1):
        person.pk, person.case, person.precedence = known.get(_same(person)), case, precedence
        person.save(force_insert=person.pk is None)


@transaction.atomic
def remove_delegate(delegate: Delegate) -> None:
    """Take a member out of the delegation. Raises WithSomebodyElse."""
    _still_open(delegate.case, OPEN_FOR_DELEGATION)
    delegate.delete()


def _same(person: Delegate) -> tuple[str, ...]:
    return tuple(getattr(person, name) for name in SAME)


def _translation(theme: Theme | None) -> dict[str, str]:
    """What the office has translated already outlives a change of another theme."""
    return {name: getattr(theme, name) for name in TRANSLATED} if theme else {}


def _still_open(case: VisitCase, states: frozenset[str]) -> None:
    """The row is locked, so that nobody sends the request while it is being changed."""
    if VisitCase.objects.select_for_update(of=("self",)).get(pk=case.pk).state not in states:
        raise WithSomebodyElse
