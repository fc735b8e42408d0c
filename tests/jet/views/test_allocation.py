"""The workbench: the arrival groups, starting a run, and how far it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from jet.models import AllocationRun
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.allocation import AllocationRunFactory, PinFactory, PlacementRequestFactory, PreferenceFactory
from tests.factories.jet import ArrivalGroupFactory, ParticipantFactory
from tests.jet.rounds import NOW
from tests.jet.views.browsers import browser

pytestmark = pytest.mark.django_db
GROUPS = "/jet/allocation/"


def start(group):
    return reverse("jet:allocation_start", args=[group.year, group.code])


def card(client):
    page = html.fromstring(client.get(GROUPS).content.decode())
    return {row.xpath("string(dt)"): row.xpath("string(dd)").strip() for row in page.xpath("(//section)[1]//dl/div")}


def worked_off():
    """As a worker does it."""
    at = timezone.now()
    claimed = jobs.claim(at=at)
    runner.run(claimed, clock=lambda: at)
    return Job.objects.get(pk=claimed.pk)


class TestGroups:
    def test_each_group_says_what_there_is_to_allocate(self, round_):
        PlacementRequestFactory(arrival_group=round_.group, state="accepted", posts=9)  # not frozen
        ParticipantFactory(arrival_group=round_.group)  # has written nothing
        PreferenceFactory(participant=ParticipantFactory(arrival_group=round_.group, state="withdrawn"))
        assert card(browser(round_.maker)) == {
            "Frozen requests": "2", "Posts asked for": "3", "People who wait for a place": "4",
            "Of these, with wishes written": "3",
        }  # fmt: skip

    def test_the_runs_stand_below_their_group(self, round_):
        run = round_.solve()
        other = AllocationRunFactory(arrival_group=ArrivalGroupFactory(code="B"), state="discarded", summary={})
        page = html.fromstring(browser(round_.maker).get(GROUPS).content.decode())
        rows = [[cell.xpath("normalize-space(.)") for cell in row][1:4] for row in page.xpath("//tbody/tr")]
        assert sorted(rows) == [["discarded", "", other.seed], ["draft", "3 of 3", run.seed]]

    def test_a_group_without_anything_offers_no_run(self, round_):
        empty = ArrivalGroupFactory(code="B")
        shown = browser(round_.maker).get(GROUPS).content.decode()
        assert start(round_.group) in shown
        assert start(empty) not in shown
        assert "A run needs frozen requests, and people who wait." in shown

    def test_many_groups_and_runs_cost_no_more_queries(self, round_):
        client = browser(round_.maker)
        AllocationRunFactory(arrival_group=round_.group)
        client.get(GROUPS)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(GROUPS)
        for year in range(2015, 2021):
            group = ArrivalGroupFactory(year=year)
            AllocationRunFactory.create_batch(3, arrival_group=group)
            PreferenceFactory(participant__arrival_group=group)
        with CaptureQueriesContext(connection) as many:
            client.get(GROUPS)
        assert len(many) == len(few)

    def test_the_sealed_files_are_not_read_for_the_list(self, round_):
        AllocationRunFactory(arrival_group=round_.group)
        with CaptureQueriesContext(connection) as asked:
            browser(round_.maker).get(GROUPS)
        assert not [query for query in asked if '"sealed"' in query["sql"]]

    @pytest.mark.parametrize("role", ["staff_visits", "staff_finance", "authority", "branch", "participant"])
    def test_it_is_for_those_who_run_the_programme(self, round_, role):
        user = RoleAssignmentFactory(role=role, organisation=round_.wanted.employer.organisation).user
        run = round_.solve()
        addresses = [
            GROUPS, start(round_.group), f"{GROUPS}{run.pk}/", f"{GROUPS}{run.pk}/file/", f"{GROUPS}{run.pk}/open/",
            f"{GROUPS}{run.pk}/people/{round_.people[0].jet_number}/", f"{GROUPS}{run.pk}/publish/",
            reverse("jet:pins", args=[round_.group.year, round_.group.code]),
        ]  # fmt: skip
        assert {browser(user).get(address).status_code for address in addresses} == {403}


class TestStarting:
    def test_the_form_proposes_the_group_as_the_lot_then_the_last_one(self, round_):
        client = browser(round_.maker)
        assert client.get(start(round_.group)).context["form"]["seed"].value() == "2026 A"
        round_.solve("drawn on 1 May")
        assert client.get(start(round_.group)).context["form"]["seed"].value() == "drawn on 1 May"

    def test_the_button_asks_for_the_job_and_leads_to_its_page(self, round_):
        answer = browser(round_.maker).post(start(round_.group), {"seed": "mine"})
        job = Job.objects.get()
        assert (job.kind, job.parameters) == ("allocate", {"group": round_.group.pk, "seed": "mine"})
        assert job.title == "Allocation 2026 A"
        assert (answer.status_code, answer["Location"]) == (303, f"{GROUPS}progress/{job.uuid}/")

    def test_pressing_twice_is_one_job(self, round_):
        client = browser(round_.maker)
        first, second = (client.post(start(round_.group), {"seed": "mine"}) for _twice in range(2))
        assert first["Location"] == second["Location"]
        assert Job.objects.count() == 1

    def test_without_a_lot_nothing_starts(self, round_):
        answer = browser(round_.maker).post(start(round_.group), {"seed": " "})
        assert answer.status_code == 422
        assert not Job.objects.exists()

    def test_a_group_that_there_is_not_is_not_found(self, round_):
        assert browser(round_.maker).get(f"{GROUPS}1999/Z/run/").status_code == 404


class TestProgress:
    @pytest.fixture
    def page(self, round_):
        return browser(round_.maker).post(start(round_.group), {"seed": "mine"})["Location"]

    def test_while_it_waits_the_page_asks_again(self, round_, page):
        shown = browser(round_.maker).get(page)
        assert shown.status_code == 200
        assert 'hx-trigger="every 2s"' in shown.content.decode()

    def test_when_it_is_done_it_leads_to_the_run_it_has_made(self, round_, page):
        other = AllocationRunFactory(arrival_group=round_.group)  # somebody else's, of the same moment
        job = worked_off()
        assert job.state == "done"
        AllocationRun.objects.filter(pk=other.pk).update(made_at=job.started_at)
        answer = browser(round_.maker).get(page)
        run = AllocationRun.objects.get(made_by=round_.maker)
        assert (answer.status_code, answer["Location"]) == (303, f"{GROUPS}{run.pk}/")

    def test_when_it_cannot_be_done_the_page_says_why_in_sentences(self, round_, page):
        PinFactory(participant=round_.people[0], request=round_.wanted)
        PinFactory(participant=round_.people[1], request=round_.wanted)  # one post for two
        assert worked_off().state == "failed"
        shown = html.fromstring(browser(round_.maker).get(page).content.decode())
        told = [line.text_content() for line in shown.xpath("//*[@role='alert']//p")]
        assert len(told) > 1
        assert told[0] in ("The input contradicts itself:", "What has been settled cannot all be kept:")
        assert not AllocationRun.objects.exists()

    def test_the_job_of_somebody_else_is_not_found(self, round_, page):
        other = RoleAssignmentFactory(role="hq").user
        assert browser(other).get(page).status_code == 404

    def test_a_job_of_another_kind_is_not_found_here(self, round_):
        job = jobs.enqueue("participants_file", title="x", parameters={}, by=round_.maker, at=NOW)
        assert browser(round_.maker).get(f"{GROUPS}progress/{job.uuid}/").status_code == 404

    def test_somebody_without_a_role_is_turned_away(self, page):
        assert browser(UserFactory()).get(page).status_code == 403
