"""Runs inside a process of the portal: hosts and interpreters who say yes at the same moment."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from django.db import connection
from django.utils import timezone

from clair_portal.workflow import DomainError
from exchanges.actions import answers, offers
from exchanges.models import Assignment, Meeting
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import (
    AssignmentFactory,
    DelegateFactory,
    InterpreterFactory,
    MeetingFactory,
    MeetingSlotFactory,
    VisitCaseFactory,
)

PATIENCE = 120


def one_party(many: int) -> dict[str, int]:
    """So many hosts of one case choose overlapping times for the same sub-group."""
    case = VisitCaseFactory(state="planning")
    DelegateFactory(case=case, group="A")
    return _all_at_once([_choosing(_offered(minutes, case=case, group="A")) for minutes in range(many)])


def one_officer(many: int) -> dict[str, int]:
    """So many cases want the same officer to come along at overlapping times: no two share the lock of a case."""
    officer = UserFactory()
    cases = [VisitCaseFactory(state="planning", owner=officer, support=["accompanying"]) for _ in range(many)]
    return _all_at_once([_choosing(_offered(minutes, case=case)) for minutes, case in enumerate(cases)])


def one_interpreter(many: int) -> dict[str, int]:
    """One interpreter says yes to so many overlapping meetings of different cases."""
    interpreter, starts_at = InterpreterFactory(), _today() + timedelta(days=30)
    meetings = [_confirmed(starts_at + timedelta(minutes=minutes)) for minutes in range(many)]
    asked = [
        AssignmentFactory(meeting=meeting, interpreter=interpreter, offered_at=_today(), created_at=_today())
        for meeting in meetings
    ]
    return _all_at_once([_accepting(assignment) for assignment in asked])


def _today() -> Any:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _offered(minutes: int, **facts: Any) -> Meeting:
    meeting = MeetingFactory(state="slots_offered", **facts)
    MeetingSlotFactory(meeting=meeting, starts_at=_today() + timedelta(days=30, minutes=minutes))
    return meeting


def _confirmed(starts_at: Any) -> Meeting:
    return MeetingFactory(state="confirmed", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


def _choosing(meeting: Meeting) -> Callable[[], Any]:
    starts_at = meeting.slots.get().starts_at
    return lambda: answers.choose(meeting, starts_at=starts_at, at=timezone.now())


def _accepting(assignment: Assignment) -> Callable[[], Any]:
    return lambda: offers.accept(assignment, by=None, at=timezone.now())


def _all_at_once(calls: list[Callable[[], Any]]) -> dict[str, int]:
    """Everybody on a connection of their own; what each was told, counted."""
    start = Barrier(len(calls))
    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(lambda call: _told(call, start), calls))


def _told(call: Callable[[], Any], start: Barrier) -> str:
    try:
        with connection.cursor() as cursor:  # on a slow machine fifty turns take longer than a page may wait
            cursor.execute("SET lock_timeout = %s", [PATIENCE * 1000])
        start.wait(PATIENCE)
        call()
    except DomainError as refusal:
        return type(refusal).__name__
    finally:
        connection.close()
    return "agreed"
