"""Imports of files and their rows."""

import hashlib
from datetime import UTC, datetime

import factory

from clair_portal.spreadsheets.findings import finding
from clair_portal.spreadsheets.models import ImportRow, ImportRun, ImportTransition
from tests.factories.accounts import UserFactory

UPLOADED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CHECKED = (ImportRun.State.CHECKED, ImportRun.State.CONFIRMED, ImportRun.State.FAILED, ImportRun.State.UNDONE)
TAKEN_OVER = (ImportRun.State.CONFIRMED, ImportRun.State.UNDONE)
NOT = (ImportRun.State.REFUSED, ImportRun.State.FAILED)


class ImportRunFactory(factory.django.DjangoModelFactory):
    """`state` fills in what it presupposes."""

    class Meta:
        model = ImportRun

    kind = "participants"
    owner = factory.SubFactory(UserFactory)
    filename = "participants.csv"
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    created_at = UPLOADED
    checked_at = factory.LazyAttribute(lambda made: UPLOADED if made.state in CHECKED else None)
    confirmed_at = factory.LazyAttribute(lambda made: UPLOADED if made.state in TAKEN_OVER else None)
    undone_at = factory.LazyAttribute(lambda made: UPLOADED if made.state == ImportRun.State.UNDONE else None)
    refusal = factory.LazyAttribute(lambda made: finding("It did not work.") if made.state in NOT else None)
    state = ImportRun.State.UPLOADED


class ImportTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportTransition

    subject = factory.SubFactory(ImportRunFactory)
    to_state = ImportRun.State.UPLOADED
    at = UPLOADED


class ImportRowFactory(factory.django.DjangoModelFactory):
    """A new row; `refused=True` for one with a fault."""

    class Meta:
        model = ImportRow

    class Params:
        refused = factory.Trait(outcome="refused", after=None, faults=[finding("It will not do.", cell="B2")])

    run = factory.SubFactory(ImportRunFactory, state=ImportRun.State.CHECKED)
    number = factory.Sequence(lambda n: n + 2)
    outcome = ImportRow.Outcome.NEW
    key = factory.Sequence(lambda n: f"2026{n:07d}")
    after = factory.LazyAttribute(lambda made: {"jet_number": made.key, "family": "Example"})
