"""Jobs on the staff site: everybody's, to be read; steered by buttons, for those who look after them."""

from datetime import UTC, datetime

import pytest

from clair_portal.accounts.roles import STAFF_SITE, Role
from clair_portal.documents.models import Job
from clair_portal.documents.policy import JOBS_VIEW
from tests.factories.documents import JobFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/documents/job/"
LOOKS_ONLY = {"looker": Role("Looker", "Looks.", frozenset({STAFF_SITE, JOBS_VIEW}))}


@pytest.fixture
def failed():
    return JobFactory(failed=True, title="Attendance list", message="There is no such event.")


def record(job):
    return f"{LIST}{job.pk}/change/"


def step(job, name):
    return f"{LIST}{job.pk}/move/{name}/"


def offered(page):
    return [name for name in ("again", "aside", "stop") if f"/move/{name}/" in page]


def state(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def read(client, address):
    return client.get(address).content.decode()


def test_everybody_s_jobs_are_listed_with_what_became_of_them(enter, failed):
    JobFactory(running=True, title="Name badges", done=3, total=12, owner__email="taro@example.org")
    page = read(enter("office"), LIST)
    assert [words in page for words in ("Attendance list", "There is no such event.", "Name badges", "3 / 12")] == [
        True
    ] * 4
    assert '<span class="bo-tag late">failed</span>' in page


def test_a_record_tells_its_story_and_hides_its_parameters(enter, failed):
    Job.objects.filter(pk=failed.pk).update(parameters={"code": "CANARY-CODE"}, kind="attendance_list")
    client = enter("office")
    client.post(step(failed, "again"))
    page = read(client, record(failed))
    assert ("failed → waiting" in page, "attendance_list" in page, "CANARY-CODE" in page) == (True, True, False)


def test_times_are_those_of_the_office_s_clock(enter):
    job = JobFactory(created_at=datetime(2027, 2, 4, 18, 58, tzinfo=UTC))
    page = read(enter("office"), record(job))
    assert ("4 Feb 2027, 18:58" in page, "p.m." in page) == (True, False)


@pytest.mark.parametrize(
    ("facts", "steps"),
    [
        ({}, ["stop"]),
        ({"running": True}, ["stop"]),
        ({"failed": True}, ["again", "aside"]),
        ({"finished": True}, []),
        ({"state": "cancelled", "finished_at": datetime(2026, 11, 2, tzinfo=UTC)}, []),
    ],
)
def test_only_the_steps_that_make_sense_are_offered(enter, facts, steps):
    assert offered(read(enter("office"), record(JobFactory(**facts)))) == steps


@pytest.mark.parametrize(
    ("facts", "name", "becomes", "said"),
    [
        ({"failed": True}, "again", "queued", "The job is waiting for a worker."),
        ({"failed": True}, "aside", "cancelled", "The job is set aside."),
        ({}, "stop", "cancelled", "The work is stopped."),
        ({"running": True}, "stop", "cancelled", "The work is stopped."),
    ],
)
def test_a_step_is_taken_by_post_alone_and_by_the_rule_book_s_action(enter, facts, name, becomes, said):
    job, client = JobFactory(**facts), enter("office")
    before = state(job)
    assert (client.get(step(job, name)).status_code, state(job)) == (200, before)
    page = client.post(step(job, name), follow=True).content.decode()
    assert (said in page, state(job)) == (True, becomes)
    assert list(job.transitions.values_list("from_state", "to_state", "by__email")) == [
        (before, becomes, "office@example.org")
    ]


@pytest.mark.parametrize(("facts", "name"), [({"failed": True}, "stop"), ({}, "again"), ({"running": True}, "aside")])
def test_a_step_that_makes_no_sense_is_refused_calmly(enter, facts, name):
    job = JobFactory(**facts)
    before = state(job)
    page = enter("office").post(step(job, name), follow=True).content.decode()
    assert ("This step is not possible any more" in page, state(job)) == (True, before)


def test_a_job_that_its_owner_asked_for_again_is_not_started_twice(enter, failed):
    JobFactory(owner=failed.owner, fingerprint=failed.fingerprint)
    page = enter("office").post(step(failed, "again"), follow=True).content.decode()
    assert ("is already on its way" in page, state(failed)) == (True, "failed")


def test_whoever_may_only_look_is_offered_nothing_and_refused(enter, failed, settings):
    settings.PORTAL_ROLES = "tests.backoffice.test_jobs.LOOKS_ONLY"
    client = enter("looker")
    assert offered(read(client, record(failed))) == []
    assert [client.post(step(failed, name)).status_code for name in ("again", "aside")] == [403, 403]
    assert state(failed) == "failed"


@pytest.mark.parametrize("role", ["porter", "reader"])
def test_other_staff_see_no_jobs(enter, failed, role):
    client = enter(role)
    addresses = [LIST, record(failed), step(failed, "again"), f"{LIST}{failed.pk}/history/"]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 404, 404]
    assert client.post(step(failed, "again")).status_code == 404
    assert state(failed) == "failed"


def test_not_even_their_own_on_this_page(enter, holder):
    client = enter("porter")
    mine = JobFactory(owner__email="own@example.org")
    assert client.get(record(mine)).status_code == 403


@pytest.mark.parametrize("address", [f"{LIST}add/", f"{LIST}1/delete/"])
def test_jobs_are_neither_typed_nor_deleted_here(enter, address):
    assert enter("office").get(address).status_code in {403, 404}


def test_a_job_is_found_by_its_title_and_by_its_owner(enter, failed):
    JobFactory(title="Name badges", owner__email="taro@example.org")
    client = enter("office")
    found = [
        [title in read(client, f"{LIST}?q={text}") for title in ("Attendance list", "Name badges")]
        for text in ("attend", "taro")
    ]
    assert found == [[True, False], [False, True]]


def test_the_list_costs_the_same_for_one_row_and_for_three(enter, django_assert_max_num_queries):
    client = enter("office")
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            JobFactory(failed=True)
        client.get(LIST)
        with django_assert_max_num_queries(12) as asked:
            client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]
