"""From a row to words, in one language throughout."""

import pytest
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import get_language, override

from clair_portal.mail import rendering
from clair_portal.mail.models import OutgoingMail
from tests.factories.mail import OutgoingMailFactory

EVENT = {"title": "Tom & Jerry's <b>evening</b>", "place": "Köln"}
FACTS = [{"label": "Where", "value": "Hall <1>\nBackyard", "note": "ring twice"}, {"label": "Who", "value": "R & R"}]


def row(**facts) -> OutgoingMail:
    context = {"name": "Robin", "event": EVENT, "facts": FACTS, "action_url": "https://portal.example.org/x?a=1&b=2",
               "action_label": "See it"}  # fmt: skip
    return OutgoingMailFactory.build(**{"to": "robin@example.org", "context": context, **facts})


def test_text_is_plain_and_html_is_escaped() -> None:
    words = rendering.render(row())
    assert words.subject == "Your place: Tom & Jerry's <b>evening</b>, Köln"
    assert "You have a place: Tom & Jerry's <b>evening</b>" in words.text
    assert "You have a place: Tom &amp; Jerry&#x27;s &lt;b&gt;evening&lt;/b&gt;" in words.html
    assert "<b>evening" not in words.html


def test_facts_stand_in_a_table_and_in_lines() -> None:
    words = rendering.render(row())
    assert "Where: Hall <1>\nBackyard (ring twice)\nWho: R & R\n" in words.text
    assert "Hall &lt;1&gt;<br>Backyard<br>" in words.html
    assert "ring twice" in words.html


def test_the_one_button_is_a_link_in_both() -> None:
    words = rendering.render(row())
    assert "See it:\nhttps://portal.example.org/x?a=1&b=2\n" in words.text
    assert 'href="https://portal.example.org/x?a=1&amp;b=2"' in words.html
    assert words.html.count('class="button"') == 2


def test_without_facts_and_action_no_empty_shapes_remain() -> None:
    words = rendering.render(row(context={"name": "Robin", "event": EVENT}))
    assert 'scope="row"' not in words.html
    assert 'class="button"' not in words.html
    assert "\n\n\n" not in words.text
    assert words.text.count("\n-- \n") == 1


@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
def test_the_page_says_its_language(language: str) -> None:
    before = get_language()
    assert f'<html lang="{language}">' in rendering.render(row(language=language)).html
    assert get_language() == before


def test_the_frame_is_remembered_per_language_and_topic_only() -> None:
    english = rendering.render(row())
    rendering.render(row(language="ja", topic="jobs", to="other@example.org"))
    rendering.render(row(language="de"))
    assert rendering.render(row()) == english


def test_the_footer_says_why_and_to_whom() -> None:
    service, news = rendering.render(row()), rendering.render(row(topic="jobs", to="taro@example.org"))
    for text in (service.text, service.html):
        assert "because of something you did on the portal" in text
        assert "robin@example.org" in text
    for text in (news.text, news.html):
        assert "because you asked for: Jobs and careers." in text
        assert "taro@example.org" in text
        assert "robin@example.org" not in text


def test_the_portals_address_follows_the_settings(settings) -> None:
    settings.PORTAL_URL = "https://elsewhere.example.org/"
    words = rendering.render(row())
    assert 'href="https://elsewhere.example.org/"' in words.html
    assert "\nhttps://elsewhere.example.org\n" in words.text


def test_a_subject_is_one_line() -> None:
    words = rendering.render(row(context={"event": {"title": "A\r\nBcc: x@example.org\t\vB\x85C\u2028D", "place": ""}}))
    assert words.subject == "Your place: A Bcc: x@example.org B C D,"


def test_flattened_templates_say_the_same_as_djangos_own_inheritance() -> None:
    mail = row(context={"name": "Robin", "event": EVENT, "facts": []})
    with override("de"):
        facts = {**rendering._frame("de", "service", "https://x.example.org"), **mail.context}
        for ending in ("txt", "html"):
            inherited = get_template(f"mail/emails/example.{ending}").template
            usual = inherited.render(Context(facts, autoescape=False))
            assert rendering._fill("mail/example", ending, facts).strip() == usual.strip()


def test_html_needs_nothing_from_outside() -> None:
    html = rendering.render(row()).html
    for tag in ("<img", "<link", "<script", "src=", "url("):
        assert tag not in html
