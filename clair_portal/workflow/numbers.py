"""Public numbers in series without gaps by design: EVT-2026-0042, VS-2026-017."""

from django.db import connection, transaction


@transaction.atomic
def next_number(series: str, *, year: int, digits: int) -> str:
    """The next number of a series in a year; the series' row is locked until the transaction ends."""
    name = f"{series}-{year}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_numberseries (name, last) VALUES (%s, 1)"
            " ON CONFLICT (name) DO UPDATE SET last = workflow_numberseries.last + 1 RETURNING last",
            [name],
        )
        last: int = cursor.fetchone()[0]
    return f"{name}-{last:0{digits}}"
