"""Loading what has been published about the programme: whole and in one transaction, or not at all."""

from typing import Any

from django.db import transaction

from clair_portal.directory.actions.settling import Tally, remove_others, settle
from clair_portal.directory.models import Source
from clair_portal.directory.reference.files import Row
from jet.models import Duty, PublishedFigure
from jet.statistics.reference import Published, day, number

FIGURE = ("year", "dimension", "key", "position", "unit", "source_id")


@transaction.atomic
def load(files: Published) -> Tally:
    """Make the database say what the checked files say. What is no longer in them goes; its source stays."""
    tally = Tally()
    sources = _sources(files.sources, tally)
    figures = [_figure(row, sources) for row in files.figures]
    duties = [_duty(row, sources) for row in files.duties]
    remove_others(PublishedFigure, FIGURE, figures, tally)
    settle(PublishedFigure, FIGURE, figures, tally)
    remove_others(Duty, ["key"], duties, tally)
    settle(Duty, ["key"], duties, tally)
    return tally


def _sources(rows: list[Row], tally: Tally) -> dict[Any, int]:
    wanted = [Source(key=row["key"], title=row["title"], url=row["url"]) for row in rows]
    return settle(Source, ["key"], wanted, tally, leave=("checked_on",))


def _figure(row: Row, sources: dict[Any, int]) -> PublishedFigure:
    texts = {name: row[name] for name in ("dimension", "key", "position", "unit", "precision", "published")}
    return PublishedFigure(year=int(row["year"]), value=number(row["value"]), source_id=sources[row["source"]], **texts)


def _duty(row: Row, sources: dict[Any, int]) -> Duty:
    texts = {name: row[name] for name in row.values if name.startswith(("key", "actor_", "text_", "published"))}
    days = {name: day(row[name]) for name in ("valid_from_on", "valid_until_on")}
    return Duty(place=int(row["place"]), source_id=sources[row["source"]], **texts, **days)
