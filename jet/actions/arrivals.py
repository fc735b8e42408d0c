"""Arrival groups: the day gives the year, so that both never differ."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from clair_portal.workflow import Outdated
from clair_portal.workflow.refusals import refusing
from jet.errors import GroupTaken
from jet.models import ArrivalGroup

REFUSALS = {"arrivalgroup_once": GroupTaken}


class Facts(TypedDict, total=False):
    """What may be said about a group."""

    code: str
    arrives_on: date
    capacity: int | None


@transaction.atomic
def add(group: ArrivalGroup) -> ArrivalGroup:
    """Enter a group. Raises GroupTaken where the year has one of this code."""
    group.year = group.arrives_on.year
    with refusing(REFUSALS):
        group.save(force_insert=True)
    return group


@transaction.atomic
def edit(group: ArrivalGroup, **facts: Unpack[Facts]) -> ArrivalGroup:
    """Correct facts. Raises Outdated if somebody else changed one of them since `group` was read."""
    seen = {name: getattr(group, name) for name in facts}
    year = facts.get("arrives_on", group.arrives_on).year
    with refusing(REFUSALS):
        if ArrivalGroup.objects.filter(pk=group.pk, **seen).update(**facts, year=year) != 1:
            raise Outdated
    group.refresh_from_db()
    return group
