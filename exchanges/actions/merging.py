"""What a case that is merged brings along: messages, themes, members and meetings that are not agreed yet."""

from datetime import datetime

from django.db.models import F, Max

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from exchanges.models import CaseMessage, Delegate, Meeting, Theme, VisitCase
from exchanges.models.meetings import LIVE

SAME_MEMBER = ("family", "given", "family_kanji", "given_kanji")


def carry_over(case: VisitCase, into: VisitCase, *, by: User, at: datetime) -> None:
    """Move everything that the other case has not got yet. Both cases are locked."""
    CaseMessage.objects.filter(case=case).update(case=into)
    _themes(case, into)
    _members(case, into)
    _meetings(case, into, by=by, at=at)


def _themes(case: VisitCase, into: VisitCase) -> None:
    """A theme with the same title is one theme with both questions; the others follow behind."""
    known = {theme.title: theme for theme in Theme.objects.filter(case=into)}
    last = max((theme.position for theme in known.values()), default=-1)
    for number, theme in enumerate(Theme.objects.filter(case=case).in_order(), start=1):
        same = known.get(theme.title)
        if same is None:
            Theme.objects.filter(pk=theme.pk).update(case=into, position=last + number)
        else:
            Theme.objects.filter(pk=same.pk).update(questions=_both(same.questions, theme.questions))


def _both(one: str, other: str) -> str:
    """The questions of both, each once."""
    return "\n".join(dict.fromkeys([*one.splitlines(), *other.splitlines()]))


def _members(case: VisitCase, into: VisitCase) -> None:
    """Whoever is not named there yet comes behind the others; a delegation has one head."""
    there = Delegate.objects.filter(case=into)
    known = set(there.values_list(*SAME_MEMBER))
    has_head = there.heads().exists()
    last = there.aggregate(last=Max("precedence"))["last"] or 0
    for member in Delegate.objects.filter(case=case).by_precedence():
        if tuple(getattr(member, name) for name in SAME_MEMBER) not in known:
            last += 1
            role = Delegate.Role.MEMBER if has_head and member.role == Delegate.Role.HEAD else member.role
            Delegate.objects.filter(pk=member.pk).update(case=into, precedence=last, role=role)


def _meetings(case: VisitCase, into: VisitCase, *, by: User, at: datetime) -> None:
    """Those still being arranged; what a host declined stays where it was asked. A group that is not there is gone."""
    moving = Meeting.objects.filter(case=case, state__in=LIVE)
    groups = set(Delegate.objects.filter(case=into).values_list("group", flat=True)) | {""}
    with written(by, at):
        moving.exclude(group__in=groups).update(group="")
        moving.update(case=into, version=F("version") + 1)
