"""Papers of interpreters: kept as private files, fetched by the office alone, and only what they say they are."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchanges.admin import papers
from exchanges.models import InterpreterPaper
from tests.factories.exchanges import InterpreterFactory

pytestmark = pytest.mark.django_db
ADD = reverse("admin:exchanges_interpreterpaper_add")
PDF = b"%PDF-1.7 contract"


def send(client, content=PDF, name="contract.pdf"):
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    facts = {"kind": "contract", "title": "Frame contract", "valid_until_on": ""}
    return client.post(ADD, {"interpreter": InterpreterFactory().pk, **facts, "upload": upload})


def test_a_paper_is_filed_and_fetched_by_the_office_alone(client, parties):
    client.force_login(parties.plans)
    response = send(client)
    assert response.status_code == 302, response.context["adminform"].form.errors
    paper = InterpreterPaper.objects.get()
    assert (paper.added_by, paper.file.content_type) == (parties.plans, "application/pdf")
    address = reverse("admin:exchanges_interpreterpaper_file", args=[paper.pk])
    fetched = client.get(address)
    assert b"".join(fetched.streaming_content) == PDF
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="contract.pdf"'
    for who in ("asks", "endorses"):
        client.force_login(getattr(parties, who))
        assert client.get(address).status_code in (302, 403)


@pytest.mark.parametrize(("content", "name"), [(b"<html>", "a.pdf"), (b"MZ\x90", "contract.exe"), (b"", "a.pdf")])
def test_what_is_no_paper_is_refused(client, parties, content, name):
    client.force_login(parties.plans)
    assert send(client, content, name).context["adminform"].form.errors.keys() == {"upload"}
    assert InterpreterPaper.objects.count() == 0


def test_a_paper_that_is_too_large_is_refused(client, parties, monkeypatch):
    monkeypatch.setattr(papers, "LARGEST", 5)
    client.force_login(parties.plans)
    assert send(client).context["adminform"].form.errors == {"upload": ["The file is larger than 10 MB."]}
