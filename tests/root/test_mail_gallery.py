"""The page with every mail."""

import pytest
from django.test import Client
from django.urls import include, path

from clair_portal.mail import preview
from clair_portal.urls import urlpatterns as portal

urlpatterns = [path("mail/gallery/", include("clair_portal.mail_gallery")), *portal]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.root.test_mail_gallery")]


@pytest.fixture(autouse=True)
def demonstration(settings) -> None:
    settings.DEMONSTRATION = True


@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
def test_every_mail_is_on_the_page(client: Client, language: str) -> None:
    page = client.get(f"/mail/gallery/{language}/")
    assert page.status_code == 200
    assert [mail.message.template for mail in page.context["mails"]] == [
        message.template for message in preview.examples()
    ]


def test_the_page_may_frame_our_own_documents_and_nothing_else(client: Client) -> None:
    policy = client.get("/mail/gallery/de/").headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "style-src 'self'" in policy


def test_a_mails_document_is_locked_in(client: Client) -> None:
    document = client.get("/mail/gallery/ja/0/")
    assert document.status_code == 200
    assert '<html lang="ja">' in document.text
    assert document.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert document.headers["Content-Security-Policy"].startswith("sandbox allow-popups; default-src 'none'")


@pytest.mark.parametrize("address", ["xx/", "en-gb/999/", "xx/0/"])
def test_what_there_is_not(client: Client, address: str) -> None:
    assert client.get(f"/mail/gallery/{address}").status_code == 404


@pytest.mark.parametrize("address", ["en-gb/", "en-gb/0/"])
def test_a_real_office_has_no_gallery(client: Client, settings, address: str) -> None:
    settings.DEMONSTRATION = settings.DEBUG = False
    assert client.get(f"/mail/gallery/{address}").status_code == 404
