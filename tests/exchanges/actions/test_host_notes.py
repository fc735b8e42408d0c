"""Lines in the memory of a host: written with their author, corrected once, a promise kept once."""

from datetime import date

import pytest

from clair_portal.workflow import Outdated
from exchanges.actions import host_notes
from exchanges.errors import NoOpenPromise, OfAnotherHost
from exchanges.models import HostNote
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import HostFactory, MeetingFactory
from tests.factories.host_notes import HostNoteFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def line(host, **facts):
    return HostNote(host=host, happened_on=DAY, **{"kind": "note", "text": "They like tea.", **facts})


def test_whoever_writes_a_line_knows_the_host(parties, now):
    note = host_notes.add(line(HostFactory()), by=parties.plans, at=now)
    note.refresh_from_db()
    assert (note.noted_by, note.noted_at, note.version) == (parties.plans, now, 1)


def test_a_colleague_may_be_named_instead(parties, now):
    colleague = UserFactory()
    assert host_notes.add(line(HostFactory(), noted_by=colleague), by=parties.plans, at=now).noted_by == colleague


def test_a_meeting_tells_its_case_and_must_be_with_this_host(parties, now):
    meeting = MeetingFactory()
    note = host_notes.add(line(meeting.host, meeting=meeting), by=parties.plans, at=now)
    assert note.case == meeting.case
    with pytest.raises(OfAnotherHost):
        host_notes.add(line(HostFactory(), meeting=meeting), by=parties.plans, at=now)
    with pytest.raises(OfAnotherHost):
        host_notes.edit(note, changes={"meeting": MeetingFactory()}, by=parties.plans, at=now)
    assert list(HostNote.objects.values_list("meeting", flat=True)) == [meeting.pk]


def test_a_correction_keeps_the_old_words_in_the_history(parties, now):
    note = host_notes.add(line(HostFactory()), by=parties.plans, at=now)
    host_notes.edit(note, changes={"text": "They like coffee."}, by=parties.plans, at=now)
    words = HostNote.pgh_event_model.objects.order_by("pgh_id").values_list("text", flat=True)
    assert (list(words), note.version) == (["They like tea.", "They like coffee."], 2)


def test_the_second_of_two_corrections_is_refused(parties, now):
    note = HostNoteFactory()
    stale = HostNote.objects.get(pk=note.pk)
    host_notes.edit(note, changes={"text": "first"}, by=parties.plans, at=now)
    with pytest.raises(Outdated):
        host_notes.edit(stale, changes={"text": "second"}, by=parties.plans, at=now)
    assert HostNote.objects.get().text == "first"


def test_a_promise_is_kept_today_or_on_the_day_named_and_only_once(parties, now):
    first, second = HostNoteFactory.create_batch(2, kind="promise")
    assert host_notes.keep(first, by=parties.plans, at=now).kept_on == now.date()
    assert host_notes.keep(second, by=parties.plans, at=now, on=DAY).kept_on == DAY
    with pytest.raises(NoOpenPromise):
        host_notes.keep(first, by=parties.plans, at=now)
    assert HostNote.objects.promised().count() == 0


def test_what_is_no_promise_cannot_be_kept(parties, now):
    with pytest.raises(NoOpenPromise):
        host_notes.keep(HostNoteFactory(kind="gift"), by=parties.plans, at=now)
