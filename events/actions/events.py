"""Preparing, publishing and cancelling events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.mail import outbox
from clair_portal.workflow.numbers import next_number
from events import emails
from events.errors import AlreadyOver, NothingToRegisterFor
from events.models import Event, Registration

MOVES_A_CALENDAR = {"starts_at", "ends_at", "zone", "place", "address", "city", "join_url"}


@transaction.atomic
def create(event: Event, *, by: User | None, at: datetime) -> Event:
    """Write a new draft, with its number and its address on the web."""
    event.number = next_number("EVT", year=at.year, digits=4)
    event.slug = f"{slugify(event.title_en)[:100]}-{event.number[-4:]}"
    event.created_at = at
    event.save(force_insert=True)
    workflow.begin(event, by=by, at=at)
    return event


@transaction.atomic
def edit(event: Event, *, changes: Mapping[str, Any], by: User | None, at: datetime) -> Event:
    """Change what describes the event. Raises Outdated if somebody else saved since `event` was read.

    A change of time or place counts up `sequence`, by which calendars know that their entry is old.
    """
    moved = MOVES_A_CALENDAR & set(changes)
    facts = {**changes, "version": F("version") + 1, "sequence": F("sequence") + (1 if moved else 0)}
    with written(by, at):
        if Event.objects.filter(pk=event.pk, version=event.version).update(**facts) != 1:
            raise workflow.Outdated
    event.refresh_from_db()
    return event


@transaction.atomic
def publish(event: Event, *, by: User | None, at: datetime) -> Event:
    """Show the event to everybody and let people register. Raises NothingToRegisterFor or AlreadyOver."""
    if event.ends_at <= at:
        raise AlreadyOver
    if not event.ticket_types.filter(is_offered=True, quotas__isnull=False).exists():
        raise NothingToRegisterFor
    workflow.move(event, to=Event.State.PUBLISHED, by=by, at=at, also={"published_at": at})
    return event


@transaction.atomic
def cancel(event: Event, *, by: User | None, at: datetime, reason: str) -> Event:
    """Call the event off: nobody can register any more, and everybody who holds a place is told.

    The quotas are closed under their row locks before the registrations are read, so that a registration that
    is being written at this moment either is among those told or is refused.
    """
    if event.ends_at <= at:
        raise AlreadyOver
    workflow.move(event, to=Event.State.CANCELLED, by=by, at=at, reason=reason, also={"cancelled_at": at})
    for quota in event.quotas.order_by("pk"):
        event.quotas.filter(pk=quota.pk).update(is_open=False, taken=0)
    cancelled = workflow.move_all(
        Registration.objects.filter(event=event).for_pages(),
        to=Registration.State.CANCELLED_BY_EVENT, by=by, at=at, reason=reason, also={"cancelled_at": at},
    )  # fmt: skip
    outbox.put_all((emails.event_cancelled(registration, reason=reason) for registration in cancelled), at=at)
    return event
