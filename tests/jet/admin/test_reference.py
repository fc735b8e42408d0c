"""Arrival groups and contracting organisations on the staff site."""

from datetime import date

import pytest

from jet.models import ArrivalGroup, ContractingOrganisation
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import LocalAuthorityFactory, OrganisationFactory, PrefectureFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
GROUPS, EMPLOYERS = "/admin/jet/arrivalgroup/", "/admin/jet/contractingorganisation/"


@pytest.fixture
def hq(client):
    client.force_login(RoleAssignmentFactory(role="hq").user)
    return client


def errors(response):
    return response.context["adminform"].form.errors


def save(client, address, typed):
    seen = client.get(address).context["seen_facts"]
    return client.post(address, {**typed, "_seen_facts": seen})


class TestArrivalGroups:
    def test_the_year_follows_from_the_day(self, hq):
        response = hq.post(f"{GROUPS}add/", {"code": "A", "arrives_on": "2027-08-01", "capacity": "900"})
        assert response.status_code == 302, errors(response)
        group = ArrivalGroup.objects.get()
        assert (group.year, group.code, group.capacity) == (2027, "A", 900)

    def test_another_day_in_another_year(self, hq):
        group = ArrivalGroupFactory()
        address = f"{GROUPS}{group.pk}/change/"
        assert save(hq, address, {"code": "A", "arrives_on": "2027-04-04", "capacity": ""}).status_code == 302
        group.refresh_from_db()
        assert (group.year, group.arrives_on) == (2027, date(2027, 4, 4))
        assert save(hq, address, {"code": "A", "arrives_on": "2027-04-04", "capacity": ""}).status_code == 302

    def test_a_code_is_there_once_in_a_year(self, hq):
        ArrivalGroupFactory()
        response = hq.post(f"{GROUPS}add/", {"code": "A", "arrives_on": "2026-07-26"})
        assert "This year has a group of this code already." in str(errors(response) or response.content.decode())
        assert ArrivalGroup.objects.count() == 1

    @pytest.mark.parametrize("day", ["", "1900-01-01", "9999-01-01", "x"])
    def test_an_impossible_day_is_refused(self, hq, day):
        assert errors(hq.post(f"{GROUPS}add/", {"code": "A", "arrives_on": day}))
        assert ArrivalGroup.objects.count() == 0

    def test_the_list_counts_people_and_is_searched(self, hq):
        first, second = ParticipantFactory().arrival_group, ArrivalGroupFactory(code="B")
        page = hq.get(GROUPS, {"q": "A"}).context["cl"]
        assert [(row.pk, row.number_of_people) for row in page.result_list] == [(first.pk, 1)]
        assert len(hq.get(GROUPS, {"q": "2026"}).context["cl"].result_list) == 2
        assert second.pk


class TestContractingOrganisations:
    def typed(self, **changes):
        prefecture = PrefectureFactory()
        return {
            "organisation": OrganisationFactory().pk, "kind": "authority",
            "host_organisation": prefecture.organisation_id, "prefecture": prefecture.pk, "joined_on": "1987-08-01",
            "left_on": "", **changes,
        }  # fmt: skip

    def test_one_is_added(self, hq):
        response = hq.post(f"{EMPLOYERS}add/", self.typed())
        assert response.status_code == 302, errors(response)
        assert ContractingOrganisation.objects.get().joined_on == date(1987, 8, 1)

    def test_it_leaves(self, hq):
        one = ContractingOrganisationFactory(joined_on=date(2000, 4, 1))
        typed = {"kind": one.kind, "host_organisation": one.host_organisation_id, "prefecture": one.prefecture_id,
                 "joined_on": "2000-04-01", "left_on": "2027-03-31"}  # fmt: skip
        for _time in range(2):
            assert save(hq, f"{EMPLOYERS}{one.pk}/change/", typed).status_code == 302
        one.refresh_from_db()
        assert one.left_on == date(2027, 3, 31)

    def test_what_cannot_be_is_refused(self, hq):
        known = ContractingOrganisationFactory()
        for changes in (
            {"organisation": known.organisation_id}, {"left_on": "1980-01-01"}, {"left_on": "1987-07-31"},
            {"prefecture": LocalAuthorityFactory().pk}, {"kind": "x"},
        ):  # fmt: skip
            assert errors(hq.post(f"{EMPLOYERS}add/", self.typed(**changes))), changes
        assert ContractingOrganisation.objects.count() == 1

    def test_the_list_is_found_by_name_and_costs_little(self, hq, django_assert_max_num_queries):
        one = ContractingOrganisationFactory(organisation__name_en="Zqtown")
        ContractingOrganisationFactory()
        with django_assert_max_num_queries(12):
            page = hq.get(EMPLOYERS, {"q": "zqtown"}).context["cl"]
        assert list(page.result_list) == [one]
        assert "Zqtown" in hq.get("/admin/search/?q=zqtown").content.decode()


@pytest.mark.parametrize("role", ["staff_visits", "authority"])
def test_nobody_else_writes(client, role):
    client.force_login(RoleAssignmentFactory(role=role).user)
    for address in (GROUPS, EMPLOYERS, f"{GROUPS}add/", f"{EMPLOYERS}add/"):
        assert client.post(address, {"code": "A", "arrives_on": "2027-08-01"}).status_code in {302, 403}
    assert ArrivalGroup.objects.count() == 0
