"""Many rows in one statement: constraints, triggers and history as for a single row, without an object for each.

The rows travel as one JSON text, which PostgreSQL takes apart itself; the statement is an ordinary INSERT, so that the
history knows who wrote it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from psycopg2.sql import SQL, Identifier

KEYS = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
INSERT = SQL("INSERT INTO {table} ({names}) SELECT {names} FROM json_to_recordset(%s) AS new ({typed})")

Row = Mapping[str, Any]  # column → value; what is left out is the column's default


def keys(model: type[models.Model], count: int) -> list[int]:
    """So many primary keys that nobody else gets: rows that hang on others can name them before they are written."""
    with connection.cursor() as cursor:
        cursor.execute(KEYS, [f'"{model._meta.db_table}"', count])
        return [key for (key,) in cursor.fetchall()]


@dataclass(frozen=True)
class Packed:
    """Rows that wait to be written, in a tenth of the memory that they take as dictionaries."""

    statement: str
    text: str


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Write the rows, all of one shape. Raises IntegrityError as `bulk_create` does."""
    if rows:
        put(packed(model, rows))


def put(waiting: Packed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(waiting.statement, [waiting.text])


def packed(model: type[models.Model], rows: Sequence[Row]) -> Packed:
    """At least one row, all of one shape."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.attname in rows[0]]
    constant = {str(field.column): field.get_default() for field in fields if field.attname not in rows[0]}
    columns = {field.attname: str(field.column) for field in fields}
    written = [{**constant, **{columns[name]: value for name, value in row.items()}} for row in rows]
    return Packed(_statement(model, fields), json.dumps(written, default=str, ensure_ascii=False))


def _statement(model: type[models.Model], fields: Sequence[Any]) -> str:
    names = [Identifier(field.column) for field in fields]
    types = [SQL(field.rel_db_type(connection) if field.primary_key else field.db_type(connection)) for field in fields]
    typed = [SQL("{} {}").format(name, kind) for name, kind in zip(names, types, strict=True)]
    between = SQL(", ")
    composed = INSERT.format(
        table=Identifier(model._meta.db_table), names=between.join(names), typed=between.join(typed)
    )  # fmt: skip
    text: str = composed.as_string(connection.connection)
    return text
