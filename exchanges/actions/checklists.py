"""Checklists and the tasks of a case: kept by the office, laid over a case when planning begins, done one by one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from clair_portal.accounts.models import User
from exchanges import working_days
from exchanges.models import CaseTask, ChecklistItem, VisitCase
from exchanges.models.checklists import Timing, Who

COPIED = ("name_en", "name_ja", "name_de", "who", "days", "counted_from", "in_working_days", "position")
JAPAN = "JP"


@transaction.atomic
def add(item: ChecklistItem) -> ChecklistItem:
    """Write a new line of a checklist; cases that are being planned already stay as they are."""
    item.save(force_insert=True)
    return item


@transaction.atomic
def edit(item: ChecklistItem, *, changes: Mapping[str, Any]) -> ChecklistItem:
    """Change a line for the cases to come. Tasks that were made of it keep what they say."""
    ChecklistItem.objects.filter(pk=item.pk).update(**changes)
    item.refresh_from_db()
    return item


@transaction.atomic
def load(items: Iterable[ChecklistItem]) -> int:
    """Write those of the portal's own lines that were never there; what the office made of the others stays."""
    wanted = list(items)
    known = set(ChecklistItem.objects.exclude(reference=None).values_list("reference", flat=True))
    taken = set(ChecklistItem.objects.values_list("kind", "name_en"))
    new = [item for item in wanted if item.reference not in known and (item.kind, item.name_en) not in taken]
    ChecklistItem.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def lay_over(case: VisitCase) -> list[CaseTask]:
    """Give the case the tasks of its kind that it has not got yet; the second time nothing is doubled."""
    known = set(CaseTask.objects.filter(case=case).values_list("item_id", flat=True))
    items = list(ChecklistItem.objects.of_kind(case.kind).exclude(pk__in=known).order_by("position", "pk"))
    CaseTask.objects.bulk_create([_task(case, item) for item in items], ignore_conflicts=True)
    return list(CaseTask.objects.filter(case=case, item__in=items).by_day())


@transaction.atomic
def date_anew(case: VisitCase) -> int:
    """Put the tasks that are not done where the days of the visit lie now. Says how many moved."""
    tasks = list(CaseTask.objects.filter(case=case, done_at=None).order_by("pk").select_for_update(of=("self",)))
    days = {task.pk: due_on(task, case) for task in tasks}
    moved = [task for task in tasks if task.due_on != days[task.pk]]
    for task in moved:
        task.due_on = days[task.pk]
    CaseTask.objects.bulk_update(moved, ["due_on"])
    return len(moved)


@transaction.atomic
def tick(task: CaseTask, *, by: User, at: datetime) -> CaseTask:
    """It is done. Of two who say so at once the first one is remembered."""
    CaseTask.objects.filter(pk=task.pk, done_at=None).update(done_at=at, done_by=by)
    task.refresh_from_db()
    return task


@transaction.atomic
def untick(task: CaseTask) -> CaseTask:
    """It is not done after all, and due when the visit says so now."""
    CaseTask.objects.filter(pk=task.pk).update(done_at=None, done_by=None, due_on=due_on(task, task.case))
    task.refresh_from_db()
    return task


def due_on(rule: Timing, case: VisitCase) -> date | None:
    """The day by which it must be done, in the calendar of whoever does it; None while the visit has no days.

    A day on which they are closed gives way, away from the visit.
    """
    start = case.first_on if rule.counted_from == Timing.CountedFrom.FIRST else case.last_on or case.first_on
    if start is None:
        return None
    country = JAPAN if rule.who == Who.AUTHORITY else str(case.office.country)
    if rule.in_working_days:
        return _working_days_from(start, rule.days, country)
    day = start + timedelta(days=rule.days)
    return day if working_days.works(day, country) else _working_days_from(day, -1 if rule.days < 0 else 1, country)


def _working_days_from(start: date, number: int, country: str) -> date:
    if number < 0:
        return working_days.before(start, -number, country=country)
    return working_days.after(start, number, country=country) if number else start


def _task(case: VisitCase, item: ChecklistItem) -> CaseTask:
    copied = {name: getattr(item, name) for name in COPIED}
    return CaseTask(case=case, item=item, due_on=due_on(item, case), **copied)
