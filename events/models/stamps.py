"""What the page of an event was made of: a short text that changes with every row the page shows."""

from django.db.models import CharField, F, Func


class PageStamp(Func):
    """The versions of the rows behind an event's page; for querysets of events.

    PostgreSQL gives each version of a row a place (ctid) and the transaction that wrote it (xmin); the two together
    do not come back. So nobody who writes need think of the page, and a change made by hand in the database counts too.
    """

    output_field = CharField()
    template = """concat_ws(' ', events_event.ctid, events_event.xmin,
        (SELECT string_agg(concat(o.ctid, o.xmin), '') FROM directory_organisation o
            WHERE o.id IN (events_event.host_id, events_event.partner_id)),
        (SELECT string_agg(concat(p.ctid, p.xmin), '') FROM events_programmeitem p WHERE p.event_id = %(expressions)s),
        (SELECT string_agg(concat(q.ctid, q.xmin), '') FROM events_quota q WHERE q.event_id = %(expressions)s),
        (SELECT string_agg(concat(t.ctid, t.xmin, s.ctid, s.xmin), '') FROM events_tickettype t
            LEFT JOIN events_tickettype_quotas s ON s.tickettype_id = t.id WHERE t.event_id = %(expressions)s))"""

    def __init__(self) -> None:
        super().__init__(F("pk"))
