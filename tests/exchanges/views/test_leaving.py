"""The page of whoever leaves: what it shows, who may open it for whom, and that one POST settles everything."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clair_portal.documents.models import Job
from exchanges.handing.knowledge import OtherWork
from exchanges.models import Departure, HostNote, VisitCase
from tests.exchanges.conftest import holder
from tests.factories.exchanges import HostFactory, MeetingFactory
from tests.factories.host_notes import HostNoteFactory
from tests.factories.office import DepartureFactory

pytestmark = pytest.mark.django_db
PAGE = "/visits/leaving/"


def text(response):
    return response.content.decode()


def drafts_of(user, _at):
    return [OtherWork(title=f"zqdraft of {user.email}", note="event", url="/zq/")]


@pytest.fixture
def next_one(parties):
    return holder("staff_visits", user__email="next@example.org", user__person__family="Next")


@pytest.fixture
def office(client, parties):
    client.force_login(parties.plans)
    return client


def send(client, where=PAGE, **sent):
    return client.post(where, {"last_on": "2026-12-31", "language": "ja", **sent})


def test_it_names_open_cases_hosts_colleagues_and_what_other_apps_know(office, parties, next_one, settings):
    settings.PORTAL_OPEN_WORK = [f"{__name__}.drafts_of"]
    case = parties.case(owner=parties.plans, title="zqcase")
    parties.case(title="zqother")
    MeetingFactory(case=case, host=HostFactory(organisation__name_en="zqhost"))
    HostNoteFactory(host__organisation__name_en="zqnoted", noted_by=parties.plans)
    HostFactory(organisation__name_en="zqstranger")
    shown = text(office.get(PAGE))
    for word, is_there in (("zqcase", True), ("zqother", False), ("zqhost", True), ("zqnoted", True),
                           ("zqstranger", False), ("Next", True), ("zqdraft of office@example.org", True)):  # fmt: skip
        assert (word in shown) == is_there, word


def test_one_post_settles_everything_and_leads_to_the_book(office, parties, next_one):
    case = parties.case(owner=parties.plans)
    host = MeetingFactory(case=case).host
    response = send(office, successor=next_one.pk, **{f"host_{host.pk}": " They like tea. "})
    job = Job.objects.get()
    assert (response.status_code, str(job.uuid) in response.url) == (303, True)
    assert (VisitCase.objects.get().owner, HostNote.objects.get().text) == (next_one, "They like tea.")
    assert "The last day is set to" in text(office.get(PAGE))


def test_one_case_may_go_to_somebody_else(office, parties, next_one):
    other = holder("staff_admin")
    one, two = (parties.case(owner=parties.plans) for _ in range(2))
    send(office, successor=next_one.pk, **{f"case_{two.pk}": other.pk})
    assert dict(VisitCase.objects.values_list("pk", "owner")) == {one.pk: next_one.pk, two.pk: other.pk}


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [({}, "successor"), ({"successor": "0"}, "successor"), ({"last_on": "2026-02-30"}, "last_on"),
     ({"last_on": "2020-01-01", "successor": "next"}, "last_on"),
     ({"language": "xx", "successor": "next"}, "language")],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_at_its_place(office, parties, next_one, sent, wrong):
    parties.case(owner=parties.plans)
    filled = {name: next_one.pk if value == "next" else value for name, value in sent.items()}
    response = send(office, **filled)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    assert Departure.objects.count() == 0


def test_neither_strangers_nor_those_who_leave_can_be_chosen(office, parties, next_one):
    DepartureFactory(person=next_one)
    form = office.get(PAGE).context["form"]
    assert form.fields["successor"].choices == [("", "Choose")]
    assert send(office, successor=parties.asks.pk).status_code == 422


class TestForSomebodyElse:
    def test_the_administrator_sees_everybody_off(self, client, parties, next_one):
        case = parties.case(owner=parties.plans)
        client.force_login(holder("staff_admin"))
        assert f"{PAGE}{parties.plans.pk}/" in text(client.get(PAGE))
        response = send(client, f"{PAGE}{parties.plans.pk}/", successor=next_one.pk)
        case.refresh_from_db()
        assert (response.status_code, case.owner, Departure.objects.get().person) == (303, next_one, parties.plans)

    def test_others_see_off_themselves_only(self, office, parties, next_one):
        for call in (office.get, lambda where: send(office, where)):
            assert call(f"{PAGE}{next_one.pk}/").status_code == 404
        assert office.get(f"{PAGE}{parties.plans.pk}/").status_code == 200
        assert Departure.objects.count() == 0

    def test_nobody_outside_the_office_is_seen_off_here(self, client, parties):
        client.force_login(holder("staff_admin"))
        assert client.get(f"{PAGE}{parties.asks.pk}/").status_code == 404
        client.force_login(parties.asks)
        assert client.get(PAGE).status_code == 403


def test_it_costs_the_same_whatever_is_handed_on(office, parties):
    def cost():
        office.get(PAGE)
        with CaptureQueriesContext(connection) as counted:
            office.get(PAGE)
        return len(counted)

    MeetingFactory(case=parties.case(owner=parties.plans))
    one = cost()
    for _ in range(3):
        MeetingFactory(case=parties.case(owner=parties.plans))
    assert cost() == one
