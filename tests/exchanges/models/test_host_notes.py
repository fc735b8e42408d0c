"""What the database refuses about the memory of hosts, who reads it, and what is still promised."""

from datetime import date

import pytest
from django.db import IntegrityError

from exchanges.models import HostNote
from tests.exchanges.conftest import holder
from tests.factories.host_notes import HostNoteFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("hostnote_kind_known", {"kind": "rumour"}),
        ("hostnote_says_something", {"text": ""}),
        ("hostnote_only_promises_are_kept", {"kind": "gift", "due_on": DAY}),
        ("hostnote_only_promises_are_kept", {"kind": "note", "kept_on": DAY}),
        ("hostnote_kept_after_promised", {"kind": "promise", "kept_on": date(2026, 9, 30)}),
    ],
)
def test_a_wrong_row_is_refused(constraint, facts):
    with pytest.raises(IntegrityError, match=constraint):
        HostNoteFactory(**facts)


def test_a_promise_may_be_kept_on_the_day_it_is_made():
    assert HostNoteFactory(kind="promise", kept_on=date(2026, 10, 1)).is_open_promise is False


def test_only_open_promises_are_promised_and_what_is_due_first_leads():
    never, late, soon = (HostNoteFactory(kind="promise", due_on=day) for day in (None, date(2026, 11, 1), DAY))
    HostNoteFactory(kind="promise", kept_on=DAY)
    HostNoteFactory(kind="gift")
    assert list(HostNote.objects.promised()) == [late, soon, never]
    assert [one.is_overdue(DAY) for one in (late, soon, never)] == [True, False, False]


def test_lines_stand_in_order_of_their_days():
    later, earlier = HostNoteFactory(), HostNoteFactory(happened_on=date(2025, 1, 1))
    assert list(HostNote.objects.in_time_order()) == [earlier, later]
    assert list(HostNote.objects.newest_first()) == [later, earlier]


def test_the_memory_is_the_offices_alone(parties):
    note = HostNoteFactory()
    seen = {who: list(HostNote.objects.visible_to(getattr(parties, who))) for who in ("plans", "asks", "endorses")}
    assert seen == {"plans": [note], "asks": [], "endorses": []}
    assert list(HostNote.objects.visible_to(holder("interpreter"))) == []


def test_it_is_called_by_its_words():
    assert str(HostNote(text="x" * 100)) == "x" * 60
