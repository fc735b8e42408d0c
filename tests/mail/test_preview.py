"""Every mail of the portal renders in every language, from examples."""

import pytest
from django.conf import settings

from clair_portal.mail import preview
from clair_portal.mail.models import OutgoingMail

LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_renders(language: str) -> None:
    shown = preview.gallery(language)
    assert [item.message.template for item in shown] == [message.template for message in preview.examples()]
    for item in shown:
        assert item.words.subject
        assert item.words.text.strip()
        assert f'lang="{language}"' in item.words.html


def test_nothing_is_left_unfilled() -> None:
    for language in LANGUAGES:
        for item in preview.gallery(language):
            for text in (item.words.subject, item.words.text, item.words.html):
                assert "None" not in text
                assert "{{" not in text
                assert "{%" not in text


@pytest.mark.django_db
def test_a_preview_stores_nothing() -> None:
    preview.gallery("ja")
    assert OutgoingMail.objects.count() == 0


def test_examples_are_synthetic() -> None:
    for message in preview.examples():
        assert message.to.endswith(("example.org", "example.com"))
