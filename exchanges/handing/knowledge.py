"""What one person of the office looks after and knows: open cases, hosts, and what other parts of the portal add."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from clair_portal.accounts.models import User
from clair_portal.accounts.roles import granting
from exchanges.models import Host, HostNote, Meeting, VisitCase
from exchanges.models.cases import VisitCaseQuerySet
from exchanges.models.hosts import HostQuerySet
from exchanges.policy import CASES_STEER


@dataclass(frozen=True)
class OtherWork:
    """Something of another app that somebody must take over by hand."""

    title: str | Promise
    note: str | Promise = ""
    url: str = ""


Source = Callable[[Any, datetime], Iterable[OtherWork]]


def cases_of(person: User) -> VisitCaseQuerySet:
    """The open cases that this person is in charge of, or the deputy."""
    return VisitCase.objects.open().filter(Q(owner=person) | Q(deputy=person)).select_related("owner", "deputy")


def hosts_of(person: User) -> HostQuerySet:
    """The hosts this person has met or asked in a case of theirs, or has written about."""
    theirs = Q(case__owner=person) | Q(case__deputy=person)
    met = Meeting.objects.filter(theirs, host=OuterRef("pk"))
    told = HostNote.objects.filter(host=OuterRef("pk"), noted_by=person)
    return Host.objects.filter(Exists(met) | Exists(told)).for_pages().order_by("city", "pk")


def colleagues_of(person: User) -> QuerySet[User]:
    """Who may take a case over: everybody who works on visits and stays."""
    steering = User.objects.filter(is_active=True, role_assignments__role__in=granting(CASES_STEER))
    staying = steering.exclude(pk=person.pk).exclude(departures__ended_at=None, departures__isnull=False).distinct()
    return staying.select_related("person").order_by("person__family", "pk")


def other_work(person: User, at: datetime) -> list[OtherWork]:
    """What the sources of `settings.PORTAL_OPEN_WORK` know of this person; each is a function (user, at) → rows."""
    sources: list[Source] = [import_string(name) for name in settings.PORTAL_OPEN_WORK]
    return [one for source in sources for one in source(person, at)]
