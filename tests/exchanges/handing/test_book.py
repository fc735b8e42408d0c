"""The hand-over book read back: every case, step, promise, host and date, in the language that was chosen."""

from datetime import UTC, date, datetime
from io import BytesIO

import pypdf
import pytest

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from exchanges.actions import departures
from exchanges.actions.departures import Leaving
from exchanges.handing import book
from exchanges.models import Departure
from tests.exchanges.conftest import holder
from tests.factories.exchanges import HostFactory, MeetingFactory
from tests.factories.host_notes import HostNoteFactory
from tests.factories.office import CaseTaskFactory

pytestmark = pytest.mark.django_db


def words(pdf):
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def job(parties, now):
    case = parties.case(
        owner=parties.plans, state="planning", title="高齢者福祉の視察", waiting_for="host",
        waiting_since_on=date(2026, 11, 2),
    )  # fmt: skip
    host = HostFactory(
        organisation__name_en="Leeds City Council", organisation__name_ja="リーズ市役所", note="Likes tea."
    )
    MeetingFactory(case=case, host=host, topic="Volunteers", confirmed=True)
    MeetingFactory(case=case, host=host, topic="zqpast", state="confirmed", starts_at=datetime(2026, 5, 1, tzinfo=UTC),
                   ends_at=datetime(2026, 5, 1, 1, tzinfo=UTC))  # fmt: skip
    for kind, text, facts in (("promise", "Send the report", {"due_on": date(2027, 1, 15)}),
                              ("promise", "zqkept", {"kept_on": date(2026, 11, 1)}),
                              ("note", "Ask for Kim", {})):  # fmt: skip
        HostNoteFactory(host=host, kind=kind, text=text, happened_on=date(2026, 10, 1), **facts)
    CaseTaskFactory(case=case, name_en="Settle the interpreters", name_ja="通訳者を確定する", due_on=date(2027, 4, 26))
    CaseTaskFactory(case=case, name_en="zqdone", name_ja="zqdone", done_at=now, done_by=parties.plans)
    plan = Leaving(
        last_on=date(2026, 12, 31), language="ja", successor=holder("staff_visits", user__person__family="Tsugi")
    )
    return departures.leave(parties.plans, plan=plan, by=parties.plans, at=now)


def pdf(language, now):
    return words(book.pdf(Departure.objects.for_pages().get(), language, now))


def test_it_tells_cases_steps_promises_hosts_and_dates_in_english(job, now):
    found = pdf("en-gb", now)
    for part in ("高齢者福祉の視察", "ExampleCity", "city@example.org", "Tsugi", "ahost", "Settletheinterpreters",
                 "Mon26April2027", "LeedsCityCouncil", "KimExample", "Likestea.", "Sendthereport", "Fri15January2027",
                 "AskforKim", "10:00LeedsCityCouncil:Volunteers", "Mon17May2027"):  # fmt: skip
        assert part in found, part


def test_what_is_kept_done_or_gone_by_is_no_work(job, now):
    found = pdf("en-gb", now)
    assert [part for part in ("zqdone", "zqpast") if part in found] == []
    assert found.count("zqkept") == 1  # in the host's story, not among the promises


def test_in_japanese_names_and_dates_are_japanese(job, now):
    found = pdf("ja", now)
    for part in ("リーズ市役所", "見本市", "通訳者を確定する", "2027年4月26日", "2026年12月31日"):
        assert part in found, part


def test_it_costs_the_same_queries_whatever_it_tells(job, now, django_assert_num_queries):
    departure = Departure.objects.for_pages().get()
    with django_assert_num_queries(6):  # cases, tasks, meetings, promises, hosts, their notes
        book.sheet(departure, "en-gb", now)


def test_the_job_makes_the_file_for_whoever_asked(job, parties, now):
    runner.run(jobs.claim(at=now), clock=lambda: now)
    done = Job.objects.select_related("result").get()
    assert (done.state, done.result.filename, done.result.owner) == (
        Job.State.DONE, "hand-over-2026-12-31-ja.pdf", parties.plans,
    )  # fmt: skip


def test_somebody_who_stays_prints_it_on_the_staff_site(job, client, parties):
    colleague = holder("staff_admin")
    client.force_login(colleague)
    departure = Departure.objects.get()
    record = f"/admin/exchanges/departure/{departure.pk}/"
    assert "Tsugi" in client.get(f"{record}change/").content.decode()
    client.post(f"{record}move/book/")
    assert Job.objects.filter(owner=colleague, kind="hand_over_book").count() == 1
