"""The start page: what is due, what happens, what went wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import gettext, override

from clair_portal.accounts.models import User
from clair_portal.backoffice import work
from clair_portal.backoffice.dates import long_day, short_day, short_moment
from clair_portal.backoffice.kernel_work import failed_jobs
from clair_portal.backoffice.templatetags.backoffice import due_words
from clair_portal.backoffice.work import Figure, Panel, Tone, WorkItem
from clair_portal.documents.policy import JOBS_VIEW
from tests.factories.documents import JobFactory
from tests.factories.mail import OutgoingMailFactory

AT = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)


def some_work(user, at):
    yield WorkItem("Later", "/later/", due=at + timedelta(days=2))
    yield WorkItem("Overdue", "/overdue/", due=at - timedelta(days=1), note="A note", tag="Waiting", tone=Tone.WAITING)
    yield WorkItem("Some day", "/some-day/")
    yield WorkItem("This evening", "/evening/", due=at + timedelta(hours=8))
    yield WorkItem("Reception", "/reception/", panel=Panel.TODAY, due=at + timedelta(hours=9))
    yield Figure(82, "coming to events this week", "/events/", Tone.GOOD)


HERE = "tests.backoffice.test_work.some_work"


def test_rows_stand_by_the_day_they_are_due(settings):
    settings.PORTAL_WORK = [HERE]
    found = work.gather(None, at=AT)
    assert [row.title for row in found.next] == ["Overdue", "This evening", "Later", "Some day"]
    assert [row.title for row in found.today] == ["Reception"]
    assert found.look == []


def test_the_first_figure_counts_what_is_late_or_due_today(settings):
    settings.PORTAL_WORK = [HERE]
    with override("en-gb"):
        first, second = work.gather(None, at=AT).figures
    assert first == Figure(2, "late or due today", tone=Tone.LATE)
    assert second.number == 82


def test_nothing_to_do_is_nothing_alarming(settings):
    settings.PORTAL_WORK = []
    found = work.gather(None, at=AT)
    assert [figure.tone for figure in found.figures] == [Tone.PLAIN]
    assert (found.next, found.today, found.look) == ([], [], [])


@pytest.mark.parametrize(
    ("due", "english", "japanese", "german"),
    [
        (AT - timedelta(days=1), "Late 1 day", "1日超過", "1 Tag zu spät"),
        (AT - timedelta(days=3), "Late 3 days", "3日超過", "3 Tage zu spät"),
        (AT + timedelta(hours=8), "Today 17:00", "本日 17:00", "Heute 17:00"),
        (AT + timedelta(days=2), "Thu 4 Feb", "2月4日（木）", "Do, 4. Feb"),
    ],
)
def test_due_days_are_said_as_an_office_says_them(due, english, japanese, german):
    said = []
    for language in ("en-gb", "ja", "de"):
        with override(language):
            said.append(due_words(WorkItem("x", "/", due=due), AT))
    assert said == [english, japanese, german]


def test_a_row_without_a_day_says_its_own_words():
    assert due_words(WorkItem("x", "/", lead="2 mails"), AT) == "2 mails"


def test_days_in_three_languages():
    said = []
    for language in ("en-gb", "ja", "de"):
        with override(language):
            said.append((long_day(AT.date()), short_day(AT.date()), short_moment(AT)))
    assert said == [
        ("Tuesday 2 February", "Tue 2 Feb", "2 Feb 2027, 09:00"),
        ("2月2日（火曜日）", "2月2日（火）", "2027年2月2日 09:00"),
        ("Dienstag, 2. Februar", "Di, 2. Feb", "2. Feb 2027, 09:00"),
    ]


def test_the_page_shows_it(enter, settings):
    settings.PORTAL_WORK = [HERE]
    page = enter("porter").get("/admin/").content.decode()
    assert '<a href="/overdue/">Overdue</a><small>A note</small>' in page
    assert '<span class="bo-tag waiting">Waiting</span>' in page
    assert "<b>82</b><span>coming to events this week</span>" in page
    assert "All mails and jobs ran as they should." in page


@pytest.mark.parametrize("language", ["ja", "de"])
def test_an_empty_morning_is_kind_in_every_language(enter, settings, language):
    settings.PORTAL_WORK = []
    client = enter("porter")
    sentences = (
        "Nothing is waiting for you. New work appears here by the day it is due.",
        "No events today.",
        "All mails and jobs ran as they should.",
    )
    english = client.get("/admin/").content.decode()
    client.cookies["django_language"] = language
    page = client.get("/admin/").content.decode()
    with override(language):
        said = [gettext(sentence) for sentence in sentences]
    assert [sentence in english for sentence in sentences] == [True, True, True]
    assert [sentence in page for sentence in said] == [True, True, True]
    assert set(said) & set(sentences) == set()


def test_parked_mails_are_shown_to_those_who_look_after_the_mail(enter):
    OutgoingMailFactory.create_batch(2, state="parked", trouble="refused")
    OutgoingMailFactory(state="queued")
    page = enter("office").get("/admin/").content.decode()
    assert "2 mails" in page
    assert 'href="/admin/mail/outgoingmail/?state__exact=parked"' in page
    assert "did not leave" not in enter("porter").get("/admin/").content.decode()


def test_the_address_of_the_parked_mails_lists_exactly_them(enter):
    OutgoingMailFactory(state="parked", trouble="refused", to="parked@example.org")
    OutgoingMailFactory(state="queued", to="queued@example.org")
    page = enter("office").get("/admin/mail/outgoingmail/?state__exact=parked").content.decode()
    assert ("parked@example.org" in page, "queued@example.org" in page) == (True, False)


def test_failed_jobs_are_shown_to_those_who_look_after_them(enter):
    JobFactory.create_batch(2, failed=True)
    JobFactory()
    page = enter("office").get("/admin/").content.decode()
    assert ("2 jobs" in page, "did not work" in page) == (True, True)
    assert 'href="/admin/documents/job/?state__exact=failed"' in page
    assert "did not work" not in enter("porter").get("/admin/").content.decode()


def test_nobody_else_is_shown_even_their_own_failed_job(enter):
    client = enter("porter")
    JobFactory(failed=True, owner=User.objects.get(email="porter@example.org"))
    assert "did not work" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("step", ["again", "aside"])
def test_the_card_is_gone_once_somebody_has_looked(enter, step):
    job, client = JobFactory(failed=True), enter("office")
    assert "1 job" in client.get("/admin/").content.decode()
    client.post(f"/admin/documents/job/{job.pk}/move/{step}/")
    assert "did not work" not in client.get("/admin/").content.decode()


def test_the_card_costs_one_query_however_many_jobs_failed(holder, django_assert_num_queries):
    office, porter = holder("office"), holder("porter")
    JobFactory.create_batch(3, failed=True)
    for user, queries in ((office, 1), (porter, 0)):
        user.reach(JOBS_VIEW)
        with django_assert_num_queries(queries):
            assert len(list(failed_jobs(user, AT))) == queries


def test_the_address_of_the_failed_jobs_lists_exactly_them(enter):
    JobFactory(failed=True, title="Attendance list")
    JobFactory(title="Name badges")
    page = enter("office").get("/admin/documents/job/?state__exact=failed").content.decode()
    assert ("Attendance list" in page, "Name badges" in page) == (True, False)
