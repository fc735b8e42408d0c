"""Factories of an interpreter's days away and papers, and of the rule table."""

from datetime import date

import factory

from exchanges.models import Absence, CancellationStep, InterpreterPaper, InterpreterRule
from tests.factories.accounts import UserFactory
from tests.factories.documents import PrivateFileFactory
from tests.factories.exchanges import BEGUN, InterpreterFactory


class AbsenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Absence

    interpreter = factory.SubFactory(InterpreterFactory)
    first_on = date(2027, 5, 17)
    last_on = date(2027, 5, 18)
    entered_at = BEGUN


class InterpreterPaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InterpreterPaper

    interpreter = factory.SubFactory(InterpreterFactory)
    kind = "contract"
    title = "Frame contract"
    file = factory.SubFactory(PrivateFileFactory)
    added_by = factory.SubFactory(UserFactory)
    added_at = BEGUN


class InterpreterRuleFactory(factory.django.DjangoModelFactory):
    """A row for consecutive work that is stricter than the associations."""

    class Meta:
        model = InterpreterRule

    mode = "consecutive"
    alone_minutes = 60
    two_minutes = 300
    longest_day = 300
    pause_after = 45
    least_paid = 180


class CancellationStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CancellationStep

    rule = factory.SubFactory(InterpreterRuleFactory)
    hours = 240
    percent = 30
