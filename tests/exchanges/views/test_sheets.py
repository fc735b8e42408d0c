"""The request as an Excel workbook: down, filled in, up, looked at, taken over; nothing by halves, nobody else's."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchanges.models import Delegate, Theme, VisitCase
from exchanges.sheets.layout import REQUEST
from tests.exchanges.conftest import holder
from tests.exchanges.sheets.files import as_seen, cell_of, filled, sent
from tests.factories.exchanges import DelegateFactory, VisitCaseFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
NEW = "/visits/new/excel/"


@pytest.fixture
def city(client, settings, parties):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"
    client.force_login(parties.asks)
    return client


def page(case, step=""):
    return f"/visits/{case.number}/excel/{step}"


def upload(client, path, content, name="request.xlsx"):
    return client.post(path, {"file": SimpleUploadedFile(name, content)})


def payload(response):
    return {"payload": response.context["form"]["payload"].value()}


def everything():
    """All that a file could touch."""
    return [list(model.objects.order_by("pk").values()) for model in (VisitCase, Theme, Delegate)]


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


class TestDownload:
    def test_the_file_of_a_case_holds_what_is_known(self, city, parties):
        case = parties.case(state=State.DRAFT, party_size=5)
        response = city.get(page(case, "request.xlsx"))
        assert response["Content-Disposition"] == f'attachment; filename="{case.number}.xlsx"'
        answers = {row[1]: row[2] for row in as_seen(response.content)[REQUEST][3:]}
        assert (answers["Number"], answers["Town or city"], answers["Number of people"]) == (case.number, "Leeds", 5)

    def test_the_empty_one_knows_the_only_authority(self, city, parties):
        response = city.get(f"{NEW}request.xlsx")
        answers = {row[1]: row[2] for row in as_seen(response.content)[REQUEST][3:]}
        assert (answers["Local authority"], answers["Subject in one line"]) == ("見本市 / Example City", "")

    @pytest.mark.parametrize("step", ["", "request.xlsx"])
    def test_nobody_elses(self, city, step):
        assert city.get(page(VisitCaseFactory(), step)).status_code == 404

    def test_the_branch_sees_the_case_and_may_not_fill_it_in(self, client, parties):
        client.force_login(parties.endorses)
        case = parties.case(state=State.POSSIBLE)
        assert [client.get(page(case, step)).status_code for step in ("", "request.xlsx")] == [403, 403]


class TestUpload:
    def test_first_the_changes_are_shown_and_nothing_is_written(self, city, parties):
        case = parties.case(state=State.DRAFT, city="York")
        before = everything()
        response = upload(city, page(case), sent())
        assert (response.status_code, everything()) == (200, before)
        changes = {str(change.label): (change.before, change.after) for change in response.context["changes"]}
        assert changes["Town or city"] == ("York", "Leeds")
        assert "Nothing has been changed yet." in words(response)

    def test_yes_takes_all_of_it_over(self, city, parties):
        case = parties.case(state=State.DRAFT, city="York")
        response = city.post(page(case, "take/"), payload(upload(city, page(case), sent(themes=[["Zoos", "Why?"]]))))
        assert (response.status_code, response["Location"]) == (303, f"/visits/{case.number}/")
        case.refresh_from_db()
        assert (case.city, case.version, case.party_size) == ("Leeds", 2, 5)
        assert list(case.themes.values_list("title", "questions")) == [("Zoos", "Why?")]
        assert list(case.delegates.values_list("role", "title_ja")) == [("head", "副市長")]

    def test_a_second_yes_finds_it_changed(self, city, parties):
        case = parties.case(state=State.DRAFT, city="York")
        agreed = payload(upload(city, page(case), sent()))
        answers = [city.post(page(case, "take/"), agreed) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 409]
        assert VisitCase.objects.get().version == 2

    def test_a_new_request_becomes_one_draft_however_often_yes_is_said(self, city, parties):
        agreed = payload(upload(city, NEW, sent()))
        assert VisitCase.objects.count() == 0
        answers = [city.post(f"{NEW}take/", agreed) for _ in range(2)]
        case = VisitCase.objects.get()
        assert [answer["Location"] for answer in answers] == [f"/visits/{case.number}/"] * 2
        assert (case.state, case.authority, case.city, case.asked_by) == (
            State.DRAFT, parties.authority, "Leeds", parties.asks,
        )  # fmt: skip
        assert (case.themes.count(), case.delegates.count()) == (1, 1)

    def test_the_same_file_again_changes_nothing(self, city, parties):
        case = parties.case(state=State.DRAFT)
        response = upload(city, page(case), filled(case, [parties.authority]))
        assert (response.status_code, response.context["changes"]) == (200, [])
        assert "Nothing: the file says what the request says already." in words(response)

    def test_all_faults_are_listed_and_nothing_is_written(self, city, parties):
        case = parties.case(state=State.DRAFT)
        before = everything()
        response = upload(city, page(case), sent({"人数": "五人", "件名": "", "都市": "York"}))
        assert (response.status_code, everything()) == (422, before)
        lines = [(fault["sheet"], fault["cell"], fault["value"]) for fault in response.context["faults"]]
        assert lines == [(REQUEST, cell_of("件名"), ""), (REQUEST, cell_of("人数"), "五人")]
        assert "2 answers cannot be read or are not possible" in words(response)
        assert "このフィールドは必須です。" in words(response)

    def test_what_stands_in_a_cell_is_text_on_the_page_too(self, city, parties):
        response = upload(city, NEW, sent({"人数": "<script>alert(1)</script>"}))
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words(response)
        assert "<script>alert(1)" not in words(response)

    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"%PDF-1.7", "request.xlsx", "This is a PDF."),
            (b"\xd0\xcf\x11\xe0" + b"\0" * 512, "request.xlsx", "old Excel format"),
            (b"PK\x03\x04rubbish", "request.xlsx", "The workbook is damaged."),
            (b"", "request.xlsx", "The file is empty."),
            (b"\0" * 100, "request.csv", "neither an Excel workbook (.xlsx) nor a CSV file"),
            (b"x" * 5_000_001, "request.csv", "The file is larger than 5 MB."),
        ],
    )
    def test_what_is_no_workbook(self, city, content, name, sentence):
        response = upload(city, NEW, content, name)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
        assert sentence in words(response)

    def test_no_file_at_all(self, city):
        response = city.post(NEW)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])

    def test_a_file_of_five_megabytes_is_read_from_the_disk(self, city):
        assert upload(city, NEW, b"a,b\n" * 1_000_000, "long.csv").status_code == 422


class TestTheYes:
    @pytest.fixture
    def case(self, parties):
        return parties.case(state=State.DRAFT, city="York")

    @pytest.fixture
    def agreed(self, city, case):
        return payload(upload(city, page(case), sent()))

    def refused(self, response, before):
        assert (response.status_code, everything()) == (409, before)
        return str(response.context["refusal"])

    def test_somebody_was_faster_with_the_request(self, city, case, agreed):
        VisitCase.objects.update(city="Bath", version=2)
        assert self.refused(city.post(page(case, "take/"), agreed), everything()).startswith(
            "Somebody has changed this"
        )

    def test_somebody_was_faster_with_the_delegation(self, city, case, agreed):
        DelegateFactory(case=case, family="Newcomer")
        assert self.refused(city.post(page(case, "take/"), agreed), everything()).startswith(
            "Somebody has changed this"
        )

    def test_meanwhile_it_was_sent(self, city, case, agreed):
        VisitCase.objects.update(state=State.ENQUIRY)
        assert self.refused(city.post(page(case, "take/"), agreed), everything()).startswith(
            "The request has been sent."
        )

    def test_what_was_signed_is_not_changed_on_the_way(self, city, case, agreed):
        forged = {"payload": agreed["payload"][:-5] + "AAAAA"}
        assert self.refused(city.post(page(case, "take/"), forged), everything()).startswith("The changes shown have")

    def test_it_counts_for_this_request_only(self, city, parties, agreed):
        other = parties.case(state=State.DRAFT, city="York")
        for path in (page(other, "take/"), f"{NEW}take/"):
            assert self.refused(city.post(path, agreed), everything()).startswith("The changes shown have expired.")

    def test_it_counts_for_this_person_only(self, city, case, parties, agreed):
        city.force_login(holder("authority", parties.authority))
        assert self.refused(city.post(page(case, "take/"), agreed), everything()).startswith("The changes shown have")

    def test_it_expires(self, city, case, agreed, clock, parties):
        clock.shift(timedelta(hours=2, seconds=5))
        city.force_login(parties.asks)
        assert self.refused(city.post(page(case, "take/"), agreed), everything()).startswith("The changes shown have")

    @pytest.mark.parametrize("body", [{}, {"payload": ""}, {"payload": "x" * 100}, {"payload": "\0"}])
    def test_nothing_signed(self, city, case, body):
        assert self.refused(city.post(page(case, "take/"), body), everything())

    def test_there_is_nothing_to_get(self, city, case):
        assert [city.get(path).status_code for path in (page(case, "take/"), f"{NEW}take/")] == [405, 405]
