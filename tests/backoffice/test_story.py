"""A record's story and its row history: to be read by those who may, never written."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from clair_portal.accounts.models import User
from clair_portal.backoffice import history, story
from clair_portal.backoffice.story import StoryLine, TellsItsStory
from clair_portal.directory.actions import people
from clair_portal.directory.models import Person
from clair_portal.mail.actions import outgoing
from clair_portal.mail.models import OutgoingMail
from tests.backoffice.office import site
from tests.factories.mail import OutgoingMailFactory

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(holder):
    office = holder("office")
    person = people.create(by=office, at=AT, family="Old", given="Robin", email="old@example.org")
    people.edit(person, by=office, at=AT, version=person.version, family="New")
    return person


def test_moves_are_told_with_who_and_why(holder):
    office = holder("office")
    mail = OutgoingMailFactory(state="parked", trouble="refused")
    outgoing.cancel(mail, by=office, at=AT, reason="A wrong address.")
    assert list(story.moves_of(mail, None)) == [
        StoryLine(AT, "needs attention → withdrawn", who=str(office.person), note="A wrong address.")
    ]


def test_records_without_states_have_no_moves(person):
    assert story.moves_of(person, None) == []


def test_nobody_is_the_portal_itself():
    assert story.who_is(None) == "the portal"


def test_the_newest_line_stands_first():
    class Two(TellsItsStory):
        story_sources = (
            lambda _obj, _user: [StoryLine(AT, "first")],
            lambda _obj, _user: [StoryLine(AT + timedelta(hours=1), "second")],
        )

    lines = Two(Person, site).story(Person(), None)
    assert [line.text for line in lines] == ["second", "first"]


def test_a_persons_story_holds_their_mails_for_those_who_may_see_mail(enter, person):
    OutgoingMailFactory(person=person, template="events/canary", state="queued")
    address = f"/admin/directory/person/{person.pk}/change/"
    client = Client()
    client.force_login(User.objects.get(email="office@example.org"))
    assert "events/canary" in client.get(address).content.decode()
    assert "events/canary" not in enter("reader").get(address).content.decode()


def test_row_history_says_what_changed_and_who_did_it(person):
    newest, oldest = history.changes(person)
    assert [(change.label, change.before, change.after) for change in newest.fields] == [("family name", "Old", "New")]
    office = User.objects.get(email="office@example.org")
    assert (newest.who, oldest.who) == (str(office.person), str(office.person))


def test_the_last_change_is_the_newest_one(person):
    newest = history.changes(person)[0]
    assert history.ShowsHistory(Person, site).last_change(person) == (newest.who, newest.at)


def test_tables_without_history_say_so(enter):
    mail = OutgoingMailFactory()
    assert history.is_tracked(OutgoingMail) is False
    assert history.changes(mail) == []
    page = enter("office").get(f"/admin/mail/outgoingmail/{mail.pk}/history/").content.decode()
    assert "No row history is kept for this kind of record" in page


def test_the_history_page_shows_before_and_after(enter, person):
    page = enter("reader").get(f"/admin/directory/person/{person.pk}/history/").content.decode()
    assert re.findall(r"<del>(.*?)</del>\s*<ins>(.*?)</ins>", page) == [("Old", "New")]


def test_history_is_as_closed_as_the_record(enter, person):
    assert enter("porter").get(f"/admin/directory/person/{person.pk}/history/").status_code == 404  # not even visible
