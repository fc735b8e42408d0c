"""Factories of the office's work on cases: checklists, tasks, links, hand-overs and departures."""

from datetime import UTC, date, datetime

import factory

from clair_portal.directory.models import Organisation
from exchanges.models import CaseLink, CaseTask, ChecklistItem, Departure, HandedCase, HandOver
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.exchanges import VisitCaseFactory

BEGUN = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


class ChecklistItemFactory(factory.django.DjangoModelFactory):
    """A line of every kind of visit: the office does it sixty days before the first day."""

    class Meta:
        model = ChecklistItem

    name_en = factory.Sequence(lambda n: f"Send letter {n}")
    name_ja = "依頼状を送付する"
    days = -60


class CaseTaskFactory(factory.django.DjangoModelFactory):
    """The office's task of a case, not done yet."""

    class Meta:
        model = CaseTask

    case = factory.SubFactory(VisitCaseFactory, state="planning")
    item = factory.SubFactory(ChecklistItemFactory)
    name_en = factory.SelfAttribute("item.name_en")
    days = factory.SelfAttribute("item.days")
    due_on = date(2026, 11, 30)


class CaseLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseLink

    case = factory.SubFactory(VisitCaseFactory)
    other = factory.SubFactory(VisitCaseFactory)
    kind = CaseLink.Kind.SAME_VISIT
    made_by = factory.SubFactory(UserFactory)
    made_at = BEGUN


class HandOverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HandOver

    case = factory.SubFactory(VisitCaseFactory)
    from_office = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.OFFICE, country="FR")
    to_office = factory.SelfAttribute("case.office")
    reason = "The visit goes to London after all."
    by = factory.SubFactory(UserFactory)
    at = BEGUN


class DepartureFactory(factory.django.DjangoModelFactory):
    """Somebody whose last day is the end of November."""

    class Meta:
        model = Departure
        skip_postgeneration_save = True

    person = factory.SubFactory(UserFactory)
    last_on = date(2026, 11, 30)
    made_by = factory.SelfAttribute("person")
    made_at = BEGUN


class HandedCaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HandedCase

    departure = factory.SubFactory(DepartureFactory)
    case = factory.SubFactory(VisitCaseFactory)
    successor = factory.SubFactory(UserFactory)
