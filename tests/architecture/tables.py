"""Rules for the tables: names of moments and actors, constraints, factories."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator

import factory
from django.apps import apps
from django.conf import settings
from django.db import models

from tests import factories
from tests.architecture.tree import PACKAGES

Model = type[models.Model]
NAMES_BY_DJANGO = {"last_login", "expire_date"}
SUBJECTS = {"user", "owner", "deputy", "person", "successor"}  # whose row it is, not who did something


def our_models() -> list[Model]:
    """Every table of the portal; history tables are written by triggers and copy their subject's columns."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]
    return [model for model in ours if not any(field.name == "pgh_id" for field in model._meta.fields)]


def made_by_factories() -> set[Model]:
    modules = [
        importlib.import_module(f"tests.factories.{found.name}") for found in pkgutil.iter_modules(factories.__path__)
    ]
    things = [thing for module in modules for thing in vars(module).values() if isinstance(thing, type)]
    return {thing._meta.model for thing in things if issubclass(thing, factory.django.DjangoModelFactory)}


def columns_are_named_after_what_they_hold(tables: Iterable[Model]) -> Iterator[str]:
    for table in tables:
        for field in table._meta.local_fields:
            sentence = _misnamed(field)
            if sentence and field.name not in NAMES_BY_DJANGO:
                yield f"{table._meta.label}.{field.name}: {sentence}"


def _misnamed(field: models.Field) -> str:
    if isinstance(field, models.DateTimeField):
        return "" if _ends(field, "at") else "a moment ends in _at."
    if isinstance(field, models.DateField):
        return "" if _ends(field, "on") else "a day ends in _on."
    if isinstance(field, models.ForeignKey) and field.remote_field.model in {settings.AUTH_USER_MODEL, _user()}:
        return "" if _ends(field, "by") or field.name in SUBJECTS else "an actor ends in _by."
    return ""


def _ends(field: models.Field, word: str) -> bool:
    return field.name == word or field.name.endswith(f"_{word}")


def _user() -> Model:
    return apps.get_model(settings.AUTH_USER_MODEL)


def tables_refuse_wrong_rows(tables: Iterable[Model]) -> Iterator[str]:
    for table in tables:
        alone = any((field.unique and not field.primary_key) or _named_key(field) for field in table._meta.local_fields)
        if not table._meta.constraints and not alone:
            yield f"{table._meta.label}: no constraint: if a wrong row can be described, the database refuses it."


def _named_key(field: models.Field) -> bool:
    return field.primary_key and not isinstance(field, models.AutoField)


def checks_are_as_many_as_tables(tables: list[Model]) -> Iterator[str]:
    checks = sum(isinstance(c, models.CheckConstraint) for table in tables for c in table._meta.constraints)
    if checks < len(tables):
        yield f"everywhere: {checks} check constraints for {len(tables)} tables, aim at least one each."


def tables_have_factories(tables: Iterable[Model], made: set[Model]) -> Iterator[str]:
    for table in tables:
        if table not in made:
            yield f"{table._meta.label}: no factory in tests/factories."
