"""Takes back what an import has created, unless something hangs on it by now that no file said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import models
from django.db.models import Count, Q

from clair_portal.directory.actions.history import written
from clair_portal.directory.models import Person
from jet.imports.writing import WRITTEN_BY_FILES
from jet.models import Participant


def attached(keys: Iterable[str]) -> set[str]:
    """The JET numbers of those about whom the portal knows more than one line of a file can say."""
    numbers = dict(Participant.objects.filter(jet_number__in=keys).values_list("pk", "jet_number"))
    people = dict(Participant.objects.filter(pk__in=numbers).values_list("person_id", "jet_number"))
    return {*_with_rows(Participant, numbers), *_with_rows(Person, people), *_with_more(numbers)}


def _with_rows(model: type[models.Model], numbers: Mapping[int, str]) -> Iterator[str]:
    for relation in model._meta.related_objects:
        related = relation.related_model
        if related in {Participant, *WRITTEN_BY_FILES} or hasattr(related, "pgh_tracked_model"):
            continue
        name = relation.field.name
        found = related._default_manager.filter(**{f"{name}__in": list(numbers)}).values_list(name, flat=True)
        yield from (numbers[pk] for pk in found if pk in numbers)


def _with_more(numbers: Mapping[int, str]) -> Iterator[str]:
    """Another placement, another step, or another time in the programme."""
    counted = Participant.objects.filter(pk__in=numbers).annotate(
        places=Count("placements", distinct=True),
        steps=Count("transitions", distinct=True),
        times=Count("person__participations", distinct=True),
    )
    more = counted.filter(Q(places__gt=1) | Q(steps__gt=1) | Q(times__gt=1))
    yield from more.values_list("jet_number", flat=True)


def remove(keys: Sequence[str], *, by: models.Model, at: datetime) -> None:
    """The participants with all that the file said of them, and the people."""
    found = Participant.objects.filter(jet_number__in=keys)
    people = list(found.values_list("person_id", flat=True))
    with written(by, at):
        found.delete()
        Person.objects.filter(pk__in=people).delete()
