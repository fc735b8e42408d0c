"""The mails of visit support: each in its reader's language, to the right reader, with one intent per occurrence."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from exchanges import examples
from exchanges.emails import cases as case_emails
from exchanges.models import VisitCase
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import CaseMessageFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ["en-gb", "ja", "de"]
PARTS = ["subject.txt", "txt", "html"]
MARKUP = "<b>storm</b>\r\nand wind"


def rendered(message, part):
    with translation.override(message.language):
        return render_to_string(f"{message.template.replace('/', '/emails/', 1)}.{part}", dict(message.context))


def all_of(case, language):
    reader = UserFactory(language=language)
    letter = CaseMessageFactory(case=case, text=MARKUP)
    return [
        case_emails.case_moved(case, reason=MARKUP, occurrence="1"), case_emails.case_message(letter, to=reader),
        case_emails.case_to_endorse(case, to=reader, occurrence="1"),
    ]  # fmt: skip


class TestReader:
    def test_news_go_to_whoever_asked_in_the_language_of_the_case(self, parties):
        case = parties.case(language="de", state=VisitCase.State.POSSIBLE)
        message = case_emails.case_moved(case, reason="", occurrence="1")
        assert (message.to, message.language, message.person_id) == ("city@example.org", "de", parties.asks.person_id)

    def test_letters_go_to_their_reader_in_the_readers_language(self, parties):
        letter = CaseMessageFactory(case=parties.case(language="ja"))
        message = case_emails.case_message(letter, to=parties.plans)
        assert (message.to, message.language) == ("office@example.org", "en-gb")
        assert (message.context["authority"], message.context["office"]) == ("Example City", "JLGC London")
        assert message.context["writer"] == str(letter.written_by.person)

    def test_the_branch_reads_its_own_language(self, parties):
        message = case_emails.case_to_endorse(parties.case(language="de"), to=parties.endorses, occurrence="1")
        assert (message.to, message.language) == ("branch@example.org", "ja")
        assert (message.context["authority"], message.context["office"]) == ("見本市", "ロンドン事務所")

    @pytest.mark.parametrize("active", LANGUAGES)
    def test_the_language_of_the_sender_changes_nothing(self, parties, active):
        case = parties.case(language="ja")
        expected = case_emails.case_moved(case, reason="", occurrence="1").context
        with translation.override(active):
            assert case_emails.case_moved(case, reason="", occurrence="1").context == expected

    def test_a_writer_without_a_name_is_the_office(self, parties):
        letter = CaseMessageFactory(case=parties.case(), written_by=UserFactory(person=None))
        assert case_emails.case_message(letter, to=parties.plans).context["writer"] == "the office"


def test_the_button_leads_to_the_case(parties):
    case = parties.case()
    message = case_emails.case_moved(case, reason="", occurrence="1")
    assert message.context["action_url"] == f"http://127.0.0.1:8000/visits/{case.number}/"


def test_every_occurrence_case_and_reader_has_an_intent_of_its_own(parties):
    case, other, reader = parties.case(), parties.case(), UserFactory()
    letter = CaseMessageFactory(case=case)
    keys = [
        case_emails.case_moved(case, reason="", occurrence="1").key,
        case_emails.case_moved(case, reason="", occurrence="2").key,
        case_emails.case_moved(other, reason="", occurrence="1").key,
        case_emails.case_to_endorse(case, to=reader, occurrence="1").key,
        case_emails.case_to_endorse(case, to=parties.endorses, occurrence="1").key,
        case_emails.case_message(letter, to=reader).key, case_emails.case_message(letter, to=parties.plans).key,
        case_emails.case_message(CaseMessageFactory(case=case), to=reader).key,
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)
    assert case_emails.case_moved(case, reason="other words", occurrence="1").key == keys[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_mail_renders_in_every_language_and_escapes_what_people_wrote(parties, part, language):
    for message in all_of(parties.case(language=language, title="100 % <i>care</i>"), language):
        text = rendered(message, part).strip()
        assert text
        assert ("<b>storm</b>" in text, "<i>care</i>" in text) <= (part == "txt", part == "txt")
        if part == "subject.txt":
            assert "\n" not in text


@pytest.mark.parametrize("state", VisitCase.State.values)
def test_the_state_is_in_words(parties, state):
    with translation.override("en-gb"):
        words = str(VisitCase.State(state).label)
    message = case_emails.case_moved(parties.case(language="en-gb", state=state), reason="", occurrence="1")
    assert words in rendered(message, "subject.txt")


def test_without_a_reason_the_office_is_not_quoted(parties):
    with_it, without = (
        case_emails.case_moved(parties.case(language="en-gb"), reason=reason, occurrence="1")
        for reason in ("Storm.", "")
    )
    assert "The office writes:" in rendered(with_it, "txt")
    assert "The office writes:" not in rendered(without, "txt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gallery_shows_every_mail_of_the_intake(language):
    with translation.override(language):
        shown = examples.messages()
    intake = {"exchanges/case_moved", "exchanges/case_message", "exchanges/case_to_endorse"}
    assert intake <= {message.template for message in shown}
    assert all(rendered(message, part).strip() for message in shown for part in PARTS)
