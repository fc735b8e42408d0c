"""The tables of every app, as Django has loaded them."""

from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture import tables


def test_columns_are_named_after_what_they_hold():
    assert list(tables.columns_are_named_after_what_they_hold(tables.our_models())) == []


def test_every_table_refuses_a_wrong_row():
    assert list(tables.tables_refuse_wrong_rows(tables.our_models())) == []


def test_there_are_as_many_checks_as_tables():
    assert list(tables.checks_are_as_many_as_tables(tables.our_models())) == []


def test_every_table_has_a_factory():
    assert list(tables.tables_have_factories(tables.our_models(), tables.made_by_factories())) == []


@isolate_apps("events")
def test_planted_names_are_found():
    class Planted(models.Model):
        starts = models.DateTimeField()
        opens_at = models.DateTimeField()
        at = models.DateTimeField()
        day = models.DateField()
        until_on = models.DateField()
        writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
        decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
        user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
        parent = models.ForeignKey("self", models.PROTECT)

        class Meta:
            app_label = "events"

    assert list(tables.columns_are_named_after_what_they_hold([Planted])) == [
        "events.Planted.starts: a moment ends in _at.",
        "events.Planted.day: a day ends in _on.",
        "events.Planted.writer: an actor ends in _by.",
    ]


@isolate_apps("events")
def test_a_planted_table_without_constraint_or_factory_is_found():
    class Open(models.Model):
        name = models.CharField(max_length=9)

        class Meta:
            app_label = "events"

    class Guarded(models.Model):
        name = models.CharField(max_length=9)

        class Meta:
            app_label = "events"
            constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="named")]

    class Once(models.Model):
        name = models.CharField(max_length=9, unique=True)

        class Meta:
            app_label = "events"

    class Keyed(models.Model):
        name = models.CharField(max_length=9, primary_key=True)

        class Meta:
            app_label = "events"

    planted = [Open, Guarded, Once, Keyed]
    [found] = tables.tables_refuse_wrong_rows(planted)
    assert found.startswith("events.Open: ")
    assert list(tables.checks_are_as_many_as_tables([Guarded])) == []
    assert [line.partition(":")[0] for line in tables.checks_are_as_many_as_tables(planted)] == ["everywhere"]
    [found] = tables.tables_have_factories(planted, {Guarded, Once, Keyed})
    assert found.startswith("events.Open: ")


def test_the_portal_s_tables_are_seen():
    labels = {model._meta.label for model in tables.our_models()}
    assert {"accounts.User", "directory.Person", "documents.Job"} <= labels
    assert not any(label.startswith(("auth.", "account.", "sessions.")) for label in labels)
