"""What may happen to a position: it begins and it ends."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.actions.history import written
from clair_portal.directory.models import Organisation, Person, Position
from clair_portal.workflow import DomainError, Outdated
from clair_portal.workflow.refusals import refusing


class Facts(TypedDict, total=False):
    """What may be said about a position."""

    title_en: str
    title_ja: str
    title_de: str
    starts_on: date | None
    ends_on: date | None


class AlreadyHolds(DomainError):
    """The days overlap another position of the same person in the same organisation."""

    message = _("This person already holds a position in this organisation at that time.")


@transaction.atomic
def begin(
    *,
    person: Person,
    organisation: Organisation,
    by: models.Model | None,
    at: datetime,
    **facts: Unpack[Facts],
) -> Position:
    """Note that a person stands for an organisation."""
    position = Position(person=person, organisation=organisation, **facts)
    with written(by, at), refusing({"position_one_at_a_time": AlreadyHolds}):
        position.save(force_insert=True)
    return position


@transaction.atomic
def end(position: Position, *, by: models.Model | None, at: datetime, ends_on: date) -> Position:
    """Note the last day; of two people who end the same position, the second is told that it has ended."""
    with written(by, at):
        if Position.objects.filter(pk=position.pk, ends_on__isnull=True).update(ends_on=ends_on) != 1:
            raise Outdated
    position.ends_on = ends_on
    return position
