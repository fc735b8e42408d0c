"""Writing the memory of hosts on the staff site, keeping a promise, and reading a host's history."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchanges.models import HostNote
from tests.factories.exchanges import HostFactory, MeetingFactory, MeetingTransitionFactory
from tests.factories.host_notes import HostNoteFactory

pytestmark = pytest.mark.django_db
ADD, LIST = reverse("admin:exchanges_hostnote_add"), reverse("admin:exchanges_hostnote_changelist")


@pytest.fixture
def staff(client, parties):
    client.force_login(parties.plans)
    return parties.plans


def typed(to, **facts):
    return {
        "host": to.pk, "kind": "promise", "happened_on": "2026-11-20", "text": "Send the survey.", "case": "",
        "meeting": "", "due_on": "2026-12-01", "kept_on": "",
    } | facts  # fmt: skip


def story(client, host):
    return client.get(reverse("admin:exchanges_host_story", args=[host.pk]))


def test_a_line_is_written_and_corrected_through_the_actions(client, staff):
    host = HostFactory()
    response = client.post(ADD, typed(host))
    assert response.status_code == 302, response.context["adminform"].form.errors
    note = HostNote.objects.get()
    assert (note.text, note.due_on, note.noted_by) == ("Send the survey.", date(2026, 12, 1), staff)
    address = reverse("admin:exchanges_hostnote_change", args=[note.pk])
    seen = client.get(address).context["seen_facts"]
    response = client.post(address, typed(host, text="Send the whole survey.", _seen_facts=seen))
    assert response.status_code == 302, response.context["adminform"].form.errors
    note.refresh_from_db()
    assert (note.text, note.version) == ("Send the whole survey.", 2)


def test_the_form_opens_with_today_and_the_host_of_the_address(client, staff):
    host = HostFactory()
    form = client.get(ADD, {"host": host.pk}).context["adminform"].form
    assert (form.initial["happened_on"], int(form.initial["host"])) == (date(2026, 11, 23), host.pk)


@pytest.mark.parametrize(
    "facts", [{"kind": "gift"}, {"text": ""}, {"kept_on": "2026-01-01"}, {"happened_on": "yesterday"}, {"host": "0"}]
)
def test_bad_input_is_refused_and_nothing_is_written(client, staff, facts):
    response = client.post(ADD, typed(HostFactory(), **facts))
    assert response.context["adminform"].form.errors != {}
    assert HostNote.objects.count() == 0


def test_a_meeting_with_another_host_is_refused_at_its_field(client, staff):
    response = client.post(ADD, typed(HostFactory(), meeting=MeetingFactory().pk))
    assert "This meeting is with another host." in response.content.decode()
    assert HostNote.objects.count() == 0


def test_a_promise_is_kept_by_a_button(client, staff):
    note = HostNoteFactory(kind="promise")
    client.post(reverse("admin:exchanges_hostnote_move", args=[note.pk, "keep"]))
    note.refresh_from_db()
    assert note.kept_on == date(2026, 11, 23)
    page = client.get(reverse("admin:exchanges_hostnote_change", args=[note.pk]))
    assert page.context["move_links"] == []


def test_the_list_shows_what_is_open_and_filters_it(client, staff):
    HostNoteFactory(kind="promise", text="late one", due_on=date(2026, 11, 1))
    HostNoteFactory(kind="promise", text="kept one", kept_on=date(2026, 11, 1))
    HostNoteFactory(text="a note")
    page = client.get(LIST, {"promises": "open"})
    assert [row.text for row in page.context["cl"].result_list] == ["late one"]
    assert len(client.get(LIST).context["cl"].result_list) == 3


class TestStory:
    def test_it_tells_notes_and_meetings_the_newest_first(self, client, staff):
        host = HostFactory()
        meeting = MeetingFactory(host=host, topic="Volunteers", state="declined")
        for state, day in (("slots_offered", 3), ("declined", 9)):
            moment = datetime(2026, 10, day, 9, tzinfo=UTC)
            reason = "No staff in May." if state == "declined" else ""
            MeetingTransitionFactory(subject=meeting, to_state=state, at=moment, reason=reason)
        HostNoteFactory(host=host, kind="gift", text="A wind chime.", happened_on=date(2026, 10, 5))
        HostNoteFactory(text="of another host")
        lines = story(client, host).context["lines"]
        assert [(line.on.day, line.what, line.text) for line in lines] == [
            (9, "declined", "Volunteers – No staff in May."), (5, "gift", "A wind chime."),
            (3, "times offered", "Volunteers"),
        ]  # fmt: skip
        assert lines[0].who == "the host"

    def test_what_is_promised_stands_at_the_top_until_it_is_kept(self, client, staff):
        host = HostFactory()
        promise = HostNoteFactory(host=host, kind="promise", text="A letter of the mayor.")
        keep = reverse("admin:exchanges_hostnote_move", args=[promise.pk, "keep"])
        assert keep in story(client, host).content.decode()
        client.post(keep)
        text = story(client, host).content.decode()
        assert (keep in text, "kept on 23 Nov 2026" in text) == (False, True)

    def test_a_long_story_costs_as_many_queries_as_a_short_one(self, client, staff):
        host, counts = HostFactory(), []
        for number in (1, 3):
            for _ in range(number):
                HostNoteFactory(host=host, kind="promise")
                MeetingTransitionFactory(subject=MeetingFactory(host=host), to_state="asked")
            with CaptureQueriesContext(connection) as queries:
                story(client, host)
            counts.append(len(queries))
        assert counts == [counts[0]] * 2
        assert counts[0] <= 14

    @pytest.mark.parametrize("who", ["asks", "endorses"])
    def test_nobody_outside_the_office_reads_it(self, client, parties, who):
        client.force_login(getattr(parties, who))
        assert story(client, HostFactory()).status_code in (302, 403)

    def test_a_host_that_is_not_there_is_missing(self, client, staff):
        assert client.get(reverse("admin:exchanges_host_story", args=[0])).status_code == 404
