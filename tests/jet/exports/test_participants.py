"""The list goes out and comes back without a change, does no harm in Excel, and holds nobody it should not."""

import csv
import io
from datetime import date

import pytest
from django.core.files.storage import default_storage

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.spreadsheets import read
from jet.exports.participants import FORMATS, WRITTEN, as_file
from jet.exports.rows import rows
from jet.exports.work import KIND
from jet.models import Participant, Placement
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.jet import PlacementFactory, TermFactory
from tests.jet.imports import lists
from tests.jet.imports.lists import as_csv, check, counts, people, person, take_over

pytestmark = pytest.mark.django_db


def exported(by, form="utf-8", **more):
    job = jobs.enqueue(KIND, title="Participants", parameters={"form": form, **more}, by=by, at=lists.NOW)
    runner.run(jobs.claim(at=lists.NOW), clock=lambda: lists.NOW)
    job.refresh_from_db()
    if job.result is None:
        return job
    with default_storage.open(job.result.stored_as) as file:
        return file.read()


def numbers(content):
    return [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))][1:]


@pytest.mark.parametrize("form", FORMATS)
def test_what_goes_out_comes_back_unchanged(office, form):
    columns = (*lists.COLUMNS, "第4期開始日", "第4期終了日", "第4期理由")
    fourth = person(7, 第4期開始日="2029-08-03", 第4期終了日="2030-08-02", 第4期理由="=1+1\nAsked for.")
    take_over(as_csv([*people(5), fourth, person(8, 配置先="=HYPERLINK()")], columns=columns), office)
    run = check(exported(office, form), office)
    assert counts(run) == {"new": 0, "changed": 0, "unchanged": 7, "refused": 0}
    assert lists.findings(run, "remarks") == []


def test_whom_somebody_left_is_not_told_where_they_went(office):
    take_over(as_csv([person(1)]), office)
    first = Placement.objects.get()
    Placement.objects.update(last_on=date(2027, 3, 31))
    later = PlacementFactory(participant=first.participant, first_on=date(2027, 4, 1), workplace="Zqlater School")
    TermFactory(participant=first.participant, number=2)
    left, joined = (
        RoleAssignmentFactory(role="authority", organisation=one.employer.organisation).user for one in (first, later)
    )
    for reader, is_told in ((left, False), (joined, True), (office, True)):
        text = exported(reader).decode("utf-8-sig")
        assert ("Zqlater" in text, "2028-08-02" in text) == (is_told, is_told)


def test_a_formula_stays_text(office):
    take_over(as_csv([person(1, 配置先="=1+1")]), office)
    place = [column.name for column in WRITTEN].index("workplace")
    assert list(csv.reader(io.StringIO(exported(office).decode("utf-8-sig"))))[1][place] == "'=1+1"
    [sheet] = read(exported(office, "xlsx")).sheets
    assert sheet.cell(1, place).value == "=1+1"


def test_an_authority_gets_its_own_people_only(office):
    take_over(as_csv(people(6)), office)
    own = Placement.objects.get(participant__jet_number="20260000001").employer.organisation
    clerk = RoleAssignmentFactory(role="authority", organisation=own).user
    assert numbers(exported(clerk)) == ["20260000001", "20260000004"]
    assert numbers(exported(RoleAssignmentFactory(role="staff_visits").user)) == []


def test_the_family_is_in_the_list_of_those_who_look_after_participants_alone(office):
    take_over(as_csv(people(1)), office)
    own = Placement.objects.get().employer.organisation
    clerk = RoleAssignmentFactory(role="authority", organisation=own).user
    headings = [exported(by).decode("utf-8-sig").splitlines()[0] for by in (office, clerk)]
    assert ["Dependants" in heading for heading in headings] == [True, False]
    assert numbers(exported(clerk)) == ["20260000001"]


def test_the_words_of_a_search_narrow_the_list(office):
    take_over(as_csv(people(3)), office)
    assert numbers(exported(office, matching="example2")) == ["20260000002"]


def test_a_name_that_cp932_lacks_is_told_and_not_changed(office):
    take_over(as_csv([person(1, 姓="Zoë")]), office)
    job = exported(office, "cp932")
    assert (job.state, "Choose UTF-8 or Excel" in job.message) == ("failed", True)


@pytest.mark.parametrize("form", FORMATS)
def test_more_people_cost_no_more_queries(office, form, django_assert_max_num_queries):
    take_over(as_csv(people(60)), office)
    with django_assert_max_num_queries(8), as_file(Participant.objects.all(), form, reader=office).content as content:
        assert len(content.read()) > 1000


def test_the_cells_stand_below_their_headings(office):
    """The rows are lists: their order is that of the columns."""
    take_over(as_csv([person(2)]), office)
    columns = [column.name for column in WRITTEN]
    [row] = rows(Participant.objects.all(), office)
    found = dict(zip(columns, row, strict=True))
    assert (found["jet_number"], found["arrival_group"], found["employer_code"]) == (
        "20260000002", "2026 A", "271004",
    )  # fmt: skip
    assert (found["term_1_first_on"], found["term_5_exception"], found["languages"]) == (
        "2026-08-03", "", "en native; ja N3",
    )  # fmt: skip


def test_the_newest_placement_is_the_one_in_the_list(office):
    take_over(as_csv([person(1, 配置終了日="2027-03-31")], columns=(*lists.COLUMNS, "配置終了日")), office)
    take_over(as_csv([person(1, 団体コード="271004", 任用団体="大阪市", 配置開始日="2027-04-01")]), office)
    place = [column.name for column in WRITTEN].index("employer_code")
    assert [row[place] for row in rows(Participant.objects.all(), office)] == ["271004"]
