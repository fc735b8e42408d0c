"""The mails of reappointment: each in its reader's language, and none tells more than its reader may know."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from jet import reappointment_examples as examples
from jet.emails import reappointments as emails
from tests.factories.accounts import UserFactory
from tests.factories.jet import TermFactory
from tests.factories.reappointments import ReappointmentFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ["en-gb", "ja", "de"]
PARTS = ["subject.txt", "txt", "html"]
MARKUP = "<b>storm</b>"


def rendered(message, part):
    with translation.override(message.language):
        return render_to_string(f"{message.template.replace('/', '/emails/', 1)}.{part}", dict(message.context))


def everything(message):
    return "".join(rendered(message, part) for part in PARTS)


def asked(**facts):
    return ReappointmentFactory(**facts)


class TestQuestion:
    def test_it_goes_to_the_participant_with_the_day_and_a_way_to_the_answer(self):
        one = asked(term__participant__person__language="en-gb")
        message = emails.question(one)
        assert (message.to, message.language) == (one.participant.person.email, "en-gb")
        assert rendered(message, "subject.txt").strip() == "Another year in Japan? Please answer by Fri 29 January 2027"
        assert message.context["action_url"] == "http://127.0.0.1:8000/jet/reappointment/"
        assert rendered(emails.question(one, reminding=True), "subject.txt").startswith("Reminder: ")

    def test_the_same_occasion_is_one_mail_and_another_is_another(self):
        one = asked()
        keys = [emails.question(one).key, emails.question(one).key, emails.question(one, reminding=True).key]
        one.reminded = 1
        keys.append(emails.question(one, reminding=True).key)
        one.due_on = one.term.last_on
        keys.append(emails.question(one).key)
        assert len(set(keys)) == 4

    @pytest.mark.parametrize("reminding", [False, True])
    @pytest.mark.parametrize("answer", ["yes", "no"])
    def test_it_does_not_tell_what_the_other_side_has_answered(self, answer, reminding):
        silent, told = asked(), asked(authority_answer=answer)
        told.employer, told.participant = silent.employer, silent.participant
        first, second = (everything(emails.question(one, reminding=reminding)) for one in (silent, told))
        assert first == second

    def test_an_organisation_gets_a_number_and_no_names(self):
        rows, reader = [asked(), asked(participant_answer="yes")], UserFactory(language="en-gb")
        message = emails.questions(rows, to=reader)
        text = everything(message)
        assert "Please say for 2 participants" in text
        assert [row for row in rows if row.participant.person.family in text] == []
        assert message.context["action_url"].endswith("/jet/reappointments/?year=2027&answer=none")


class TestEnd:
    def test_both_sides_read_whom_to_talk_to(self):
        one = asked(authority_answer="yes", participant_answer="no")
        to_person = emails.talk(one, to=emails.as_person(one.participant.person), occurrence="1")
        to_city = emails.talk(one, to=emails.as_reader(UserFactory(language="en-gb")), occurrence="1")
        assert f"You and {one.employer} have answered differently." in rendered(to_person, "txt")
        assert f"You and {one.participant.person} have answered differently." in rendered(to_city, "txt")
        assert to_city.context["action_url"].endswith(f"/jet/reappointments/{one.pk}/")
        assert len({to_person.key, to_city.key}) == 2

    @pytest.mark.parametrize(
        ("state", "words"), [("agreed", "Agreed: another year"), ("not_renewed", "No further year")]
    )
    def test_how_it_ended(self, state, words):
        answers = dict.fromkeys(("authority_answer", "participant_answer"), "yes" if state == "agreed" else "no")
        one = asked(**answers)
        if state == "agreed":
            one.next_term = TermFactory(participant=one.participant, number=2)
        message = emails.settled(one, to=emails.as_person(one.participant.person), occurrence="1")
        assert rendered(message, "subject.txt").startswith(words)
        assert ("Tue 3 August 2027 – Wed 2 August 2028" in rendered(message, "txt")) == (state == "agreed")

    def test_neither_the_statement_nor_a_reason_is_mailed(self):
        one = asked(authority_answer="yes", participant_answer="no", statement="zqstatement", number=4)
        for message in (emails.talk, emails.settled):
            for to in (emails.as_person(one.participant.person), emails.as_reader(UserFactory())):
                assert "zqstatement" not in everything(message(one, to=to, occurrence="1"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_renders_in_every_language_and_escapes_names(language):
    one = asked(authority_answer="yes", participant_answer="no")
    one.participant.person.family, one.participant.person.language = MARKUP, language
    one.employer.organisation.name_en = one.employer.organisation.name_ja = MARKUP
    reader = emails.as_person(one.participant.person)
    made = [
        emails.question(one), emails.questions([one], to=UserFactory(language=language)),
        emails.talk(one, to=reader, occurrence="1"), emails.settled(one, to=reader, occurrence="1"),
    ]  # fmt: skip
    for message in made:
        assert message.language == language
        assert MARKUP not in rendered(message, "html")
        assert "\n" not in rendered(message, "subject.txt").strip()
        assert all(rendered(message, part).strip() for part in PARTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gallery_shows_every_mail_of_reappointment(language):
    with translation.override(language):
        shown = examples.messages()
    assert {message.template for message in shown} == {
        "jet/reappointment_asked", "jet/reappointment_asked_authority", "jet/reappointment_talk",
        "jet/reappointment_settled",
    }  # fmt: skip
    assert all(everything(message).strip() for message in shown)
