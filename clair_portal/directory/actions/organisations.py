"""What may happen to an organisation's record: creation and editing."""

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import models, transaction

from clair_portal.directory.actions.history import written
from clair_portal.directory.models import Organisation
from clair_portal.search import tokens
from clair_portal.search.normalise import katakana
from clair_portal.workflow import Outdated


class Facts(TypedDict, total=False):
    """What may be said about an organisation."""

    kind: str
    name_en: str
    name_ja: str
    name_de: str
    name_kana: str
    country: str
    email: str


@transaction.atomic
def create(*, by: models.Model | None, at: datetime, **facts: Unpack[Facts]) -> Organisation:
    """Enter an organisation into the directory."""
    organisation = Organisation()
    _set(organisation, dict(facts))
    with written(by, at):
        organisation.save(force_insert=True)
    return organisation


@transaction.atomic
def edit(
    organisation: Organisation, *, by: models.Model | None, at: datetime, version: int, **facts: Unpack[Facts]
) -> Organisation:
    """Correct facts; `version` is the one that the editor saw."""
    if organisation.version != version:
        raise Outdated
    _set(organisation, dict(facts))
    values = {column: getattr(organisation, column) for column in {*facts, "search_tokens"}}
    unchanged = Organisation.objects.filter(pk=organisation.pk, version=version)
    with written(by, at):
        if unchanged.update(**values, version=version + 1) != 1:
            raise Outdated
    organisation.version = version + 1
    return organisation


def search_tokens(organisation: Organisation, *also: str) -> list[str]:
    """What the search finds an organisation by: its names in every language and script."""
    shown = (organisation.name_en, organisation.name_ja, organisation.name_de, organisation.name_kana)
    return tokens.of(*shown, *also)


def _set(organisation: Organisation, facts: dict[str, Any]) -> None:
    for field, value in facts.items():
        setattr(organisation, field, katakana(value) if field == "name_kana" else value)
    authority = getattr(organisation, "authority", None)
    organisation.search_tokens = search_tokens(organisation, *(authority.searched_by() if authority else ()))
