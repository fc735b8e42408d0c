"""The pages of an import: send, look, say yes, take back; nobody else finds them."""

import csv
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clair_portal.spreadsheets.findings import finding
from clair_portal.spreadsheets.models import ImportRun
from jet.models import Participant
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.imports import ImportRowFactory, ImportRunFactory
from tests.jet.imports import lists

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": folder}


@pytest.fixture(autouse=True)
def noon(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def office(client):
    user = RoleAssignmentFactory(role="hq").user
    client.force_login(user)
    return user


def url(run, name="import_run"):
    return reverse(name, args=[run.uuid])


def test_from_the_file_to_the_undoing(client):
    client.force_login(lists.ground())
    sent = SimpleUploadedFile("list.csv", lists.as_csv(lists.people(2)))
    answer = client.post(reverse("import_new", args=["participants"]), {"file": sent})
    run = ImportRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url(run))
    assert 'hx-trigger="every 2s"' in client.get(url(run)).content.decode()
    lists.work(run)
    page = client.get(url(run)).content.decode()
    assert ("Take the rows over" in page, "20260000001" in page, "hx-trigger" in page) == (True, True, False)
    assert client.post(url(run, "import_confirm"))["Location"] == url(run)
    lists.work(run)
    assert Participant.objects.count() == 2
    assert "Undo this import" in client.get(url(run)).content.decode()
    assert client.post(url(run, "import_undo"))["Location"] == url(run)
    lists.work(run)
    assert Participant.objects.count() == 0
    assert client.post(url(run, "import_undo"))["Location"] == url(run)


def test_the_same_file_again_is_told(client):
    office = lists.ground()
    client.force_login(office)
    lists.take_over(lists.as_csv(lists.people(1)), office)
    page = client.get(url(lists.check(lists.as_csv(lists.people(1)), office))).content.decode()
    assert "Exactly this file was taken over already" in page
    assert "There is nothing to take over." in page


def test_a_fault_is_shown_with_cell_value_and_reason(client, office):
    row = ImportRowFactory(refused=True, run__refused=1)
    row.faults = [finding("Write a whole number, such as 12.", column="dependants", cell="S2", value="<two>")]
    row.save()
    page = client.get(url(row.run)).content.decode()
    assert "S2, Dependants: “&lt;two&gt;”. Write a whole number, such as 12." in page
    page = client.get(url(row.run), {"outcome": "new"}).content.decode()
    assert "S2" not in page


def test_the_faults_as_a_file_in_both_languages(client, office):
    fault = finding("Write a whole number, such as 12.", column="dependants", cell="S2", value="=two")
    row = ImportRowFactory(refused=True, faults=[fault], sheet="List", number=2)
    answer = client.get(url(row.run, "import_rows"))
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="participants-rows.csv"'
    assert lines[1][:7] == ["List", "2", "refused", row.key, "S2", "dependants", "'=two"]
    assert lines[1][8] == "Write a whole number, such as 12."
    assert lines[1][7] not in {"", lines[1][8]}


@pytest.mark.parametrize("name", ["import_run", "import_rows", "import_confirm", "import_undo"])
@pytest.mark.parametrize("role", ["staff_visits", "authority", "participant"])
def test_others_do_not_find_an_import(client, name, role):
    client.force_login(RoleAssignmentFactory(role=role).user)
    assert client.get(url(ImportRunFactory(state="checked"), name)).status_code == 404


def test_a_kind_that_is_none_is_not_found(client, office):
    assert client.get(reverse("import_new", args=["participant"])).status_code == 404


def test_more_rows_cost_no_more_queries(client, office, django_assert_max_num_queries):
    run = ImportRunFactory(state="checked", new=1)
    for number in (1, 30):
        ImportRowFactory.create_batch(number, run=run)
        with django_assert_max_num_queries(12):
            assert client.get(url(run)).status_code == 200
    ImportRunFactory.create_batch(20)
    with django_assert_max_num_queries(8):
        assert client.get(reverse("imports")).status_code == 200
