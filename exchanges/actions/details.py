"""Themes and the delegation of a case: what the authority fills in beside the request itself."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from exchanges.errors import HeadTwice, NamedAlready, WithSomebodyElse
from exchanges.models import Delegate, Theme, VisitCase

OPEN_FOR_THEMES = frozenset({VisitCase.State.DRAFT, VisitCase.State.NEED_INFO})
OPEN_FOR_DELEGATION = OPEN_FOR_THEMES | {VisitCase.State.POSSIBLE, VisitCase.State.PARTLY}

SAME = ("family", "given", "family_kanji", "given_kanji", "title_ja", "title_en")  # the form was sent twice


@transaction.atomic
def put_themes(case: VisitCase, themes: Sequence[tuple[str, str]]) -> None:
    """Replace the themes of the case by these (title, questions), in this order. Raises WithSomebodyElse."""
    _still_open(case, OPEN_FOR_THEMES)
    case.themes.all().delete()
    rows = (Theme(case=case, title=title, questions=text, position=at) for at, (title, text) in enumerate(themes))
    Theme.objects.bulk_create(rows)


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
def remove_delegate(delegate: Delegate) -> None:
    """Take a member out of the delegation. Raises WithSomebodyElse."""
    _still_open(delegate.case, OPEN_FOR_DELEGATION)
    delegate.delete()


def _still_open(case: VisitCase, states: frozenset[str]) -> None:
    """The row is locked, so that nobody sends the request while it is being changed."""
    if VisitCase.objects.select_for_update(of=("self",)).get(pk=case.pk).state not in states:
        raise WithSomebodyElse
