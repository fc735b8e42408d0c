"""After a visit in the browser: letters by the office, surveys by link and by account, follow-ups, reports."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clair_portal.accounts import links
from clair_portal.accounts.models import User
from clair_portal.mail.models import OutgoingMail
from exchanges.actions import followups, surveys
from exchanges.actions.surveys import Answer
from exchanges.afterwards.work import cards
from exchanges.emails import afterwards as emails
from exchanges.models import FollowUp, Survey, ThankYou, VisitCase
from exchanges.models.surveys import OPEN_FOR
from tests.exchanges.afterwards.over import HOME, held, over, programme
from tests.exchanges.conftest import holder
from tests.factories.afterwards import ThankYouFactory
from tests.factories.exchanges import CaseMessageFactory, VisitCaseFactory

pytestmark = pytest.mark.django_db
ANSWER = {"usefulness": "4", "again": "yes", "better": "Send the questions earlier.", "may_publish": "on"}


@pytest.fixture(autouse=True)
def _the_visit_is_over(clock, parties):
    clock.move_to(HOME)
    User.objects.update(language="en-gb")


@pytest.fixture
def case(parties):
    return over(parties)


def page(name, case, *more):
    return reverse(f"exchanges:{name}", args=[case.number, *more])


def as_(client, user):
    client.force_login(User.objects.get(pk=user.pk))
    return client


def text_of(response):
    return response.content.decode()


class TestLetters:
    def test_from_an_empty_list_to_letters_sent(self, client, case, parties):
        programme(case)
        office = as_(client, parties.plans)
        assert text_of(office.get(page("thanks", case))).count("no letter yet") == 2
        assert office.post(page("draft_thanks", case)).status_code == 303
        assert text_of(office.get(page("thanks", case))).count("letter written") == 2
        assert office.post(page("send_all_thanks", case)).status_code == 303
        assert text_of(office.get(page("thanks", case))).count("letter sent") == 2
        assert OutgoingMail.objects.filter(template="exchanges/thanks").count() == 2

    def test_a_letter_is_read_changed_and_sent(self, client, case, parties):
        letter = ThankYouFactory(meeting=held(case), case=case)
        office, write = as_(client, parties.plans), page("write_thanks", case, letter.uuid)
        assert "Dear Kim Example," in text_of(office.get(write))
        typed = {"language": "de", "text": "Guten Tag", "seen_version": 1}
        assert office.post(write, typed).status_code == 303
        assert office.post(write, typed).status_code == 422
        assert office.post(page("send_thanks", case, letter.uuid)).status_code == 303
        assert office.post(page("send_thanks", case, letter.uuid)).status_code == 303
        assert OutgoingMail.objects.get().context["text"] == "Guten Tag"
        assert office.get(page("thanks_pdf", case, letter.uuid))["Content-Type"] == "application/pdf"

    def test_asking_first_changes_nothing(self, client, case, parties):
        programme(case)
        office = as_(client, parties.plans)
        for name in ("thanks", "draft_thanks", "send_all_thanks"):
            assert office.get(page(name, case)).status_code == 200
        assert ThankYou.objects.count() == OutgoingMail.objects.count() == 0

    def test_nothing_to_send_is_said(self, client, case, parties):
        answer = as_(client, parties.plans).post(page("send_all_thanks", case))
        assert (answer.status_code, "There is no letter that can be sent" in text_of(answer)) == (409, True)

    def test_no_letter_of_another_case(self, client, case, parties):
        letter = ThankYouFactory()
        assert as_(client, parties.plans).get(page("write_thanks", case, letter.uuid)).status_code == 404

    @pytest.mark.parametrize("who", ["asks", "endorses"])
    def test_the_parties_see_none(self, client, case, parties, who):
        letter = ThankYouFactory(meeting=held(case), case=case)
        visitor = as_(client, getattr(parties, who))
        assert visitor.get(page("thanks", case)).status_code == 403
        assert visitor.get(page("thanks_pdf", case, letter.uuid)).status_code == 403
        assert "Letters of thanks" not in text_of(visitor.get(page("case", case)))

    def test_the_list_costs_the_same_whatever_its_length(self, client, case, parties):
        held(case)
        office, counts = as_(client, parties.plans), []
        office.get(page("thanks", case))
        for turn in range(2):
            with CaptureQueriesContext(connection) as seen:
                office.get(page("thanks", case))
            counts.append(len(seen))
            for number in range(2):
                ThankYouFactory(meeting=held(case, f"House {turn} {number}"), case=case)
        assert counts[0] == counts[1] <= 16


class TestTheSurveyOfAHost:
    @pytest.fixture
    def survey(self, case):
        return surveys.ask_host(held(case), at=HOME)

    def test_the_link_shows_four_questions_and_keeps_the_answer(self, client, survey):
        link = emails.survey_path(survey)
        assert "The visit of Example City" in text_of(client.get(link))
        assert client.post(link, ANSWER).status_code == 303
        assert "your answers are kept" in text_of(client.get(link))
        assert client.post(link, {**ANSWER, "usefulness": "2", "again": "no"}).status_code == 303
        assert list(Survey.objects.values_list("usefulness", "again", "better", "may_publish")) == [
            (2, False, "Send the questions earlier.", True)
        ]

    @pytest.mark.parametrize("missing", ["usefulness", "again"])
    def test_half_an_answer_is_none(self, client, survey, missing):
        typed = {name: value for name, value in ANSWER.items() if name != missing}
        assert client.post(emails.survey_path(survey), typed).status_code == 422
        assert Survey.objects.answered().count() == 0

    def test_looking_changes_nothing(self, client, survey):
        before = Survey.objects.values().get()
        client.get(emails.survey_path(survey))
        assert Survey.objects.values().get() == before

    def test_a_closed_survey_says_so(self, client, survey, clock):
        link = emails.survey_path(survey)
        clock.move_to(HOME + OPEN_FOR)
        assert "This survey is closed" in text_of(client.get(link))
        assert client.post(link, ANSWER).status_code == 422
        assert Survey.objects.answered().count() == 0

    def test_foreign_and_old_links_open_nothing(self, client, survey, clock):
        other = links.token("exchanges.host", str(survey.uuid), survey.nonce)
        taken_back = links.token(emails.SURVEY_LINK, str(survey.uuid), "0" * 16)
        for token in (other, taken_back, "nonsense"):
            assert client.post(reverse("exchanges:host_survey", args=[token]), ANSWER).status_code == 404
        clock.move_to(HOME + timedelta(days=91))
        late = links.token(emails.SURVEY_LINK, str(survey.uuid), survey.nonce)
        clock.move_to(HOME + timedelta(days=200))
        assert client.get(reverse("exchanges:host_survey", args=[late])).status_code == 404

    def test_the_authority_s_survey_has_no_link(self, client, case):
        own = surveys.ask_authority(case, at=HOME)
        assert client.get(emails.survey_path(own)).status_code == 404

    def test_search_engines_stay_away_and_no_names_are_told(self, client, survey):
        text = text_of(client.get(emails.survey_path(survey)))
        assert '<meta name="robots" content="noindex">' in text
        assert [name for name in ("Mihon", "Kim Example") if name in text] == []


class TestTheSurveyOfTheAuthority:
    def test_it_answers_on_its_own_page_and_only_the_office_reads_it(self, client, case, parties):
        surveys.ask_authority(case, at=HOME)
        asker = as_(client, parties.asks)
        assert "Answer four short questions" in text_of(asker.get(page("case", case)))
        assert asker.post(page("survey", case), ANSWER).status_code == 303
        assert "Send the questions earlier." not in text_of(asker.get(page("case", case)))
        assert "Send the questions earlier." in text_of(as_(client, parties.plans).get(page("case", case)))

    def test_a_host_s_answer_is_never_the_authority_s_to_read(self, client, case, parties):
        surveys.answer(surveys.ask_host(held(case), at=HOME), Answer(1, again=False, better="zqharsh"), at=HOME)
        assert "zqharsh" not in text_of(as_(client, parties.asks).get(page("case", case)))
        assert "zqharsh" in text_of(as_(client, parties.plans).get(page("case", case)))

    def test_where_nobody_was_asked_there_is_no_page(self, client, case, parties):
        assert as_(client, parties.asks).get(page("survey", case)).status_code == 404

    def test_the_office_ends_it(self, client, case, parties):
        surveys.ask_authority(case, at=HOME)
        office = as_(client, parties.plans)
        assert office.get(page("close_surveys", case)).status_code == 200
        assert office.post(page("close_surveys", case)).status_code == 303
        assert as_(client, parties.asks).post(page("survey", case), ANSWER).status_code == 422


class TestFollowUps:
    @pytest.fixture(autouse=True)
    def planned(self, case):
        followups.plan(case, at=HOME)

    def test_the_authority_answers_and_corrects(self, client, case, parties):
        asker, where = as_(client, parties.asks), page("follow_up", case, 6)
        assert asker.get(where).status_code == 200
        typed = {"outcome": "agreement", "words": "Signed in Leeds.", "seen_version": 1}
        assert asker.post(where, typed).status_code == 303
        assert asker.post(where, typed).status_code == 422
        found = FollowUp.objects.get(months=6)
        assert (found.outcome, found.words, found.answered_by) == ("agreement", "Signed in Leeds.", parties.asks)
        assert "Signed in Leeds." in text_of(as_(client, parties.plans).get(page("case", case)))

    def test_the_office_does_not_answer_for_it(self, client, case, parties):
        assert as_(client, parties.plans).get(page("follow_up", case, 6)).status_code == 403
        assert as_(client, parties.asks).get(page("follow_up", case, 7)).status_code == 404

    def test_the_start_page_shows_what_is_due_and_unanswered(self, case, parties):
        due = HOME + timedelta(days=183)
        assert list(cards(parties.plans, HOME)) == []
        assert [str(one.title) for one in cards(parties.plans, due)] == [f"What has come of {case}?"]
        followups.answer(FollowUp.objects.get(months=6), outcome="exchange", words="", by=parties.asks, at=due)
        assert list(cards(parties.plans, due)) == []
        assert list(cards(parties.asks, due + timedelta(days=365))) == []


class TestReports:
    @pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
    def test_authority_and_office_download_it(self, client, case, parties, ending, begins):
        for who in (parties.asks, parties.plans):
            answer = as_(client, who).get(page("report", case, "ja", ending))
            assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
            assert f'filename="{case.number}-report-ja.{ending}"' in answer["Content-Disposition"]

    def test_internal_notes_do_not_leave_the_office(self, client, case, parties):
        CaseMessageFactory(case=case, text="zqinternal", is_internal=True)
        sizes = [len(as_(client, who).get(page("report", case, "en", "docx")).content)
                 for who in (parties.asks, parties.plans)]  # fmt: skip
        assert sizes[0] != sizes[1]

    def test_there_is_none_before_the_visit_is_over(self, client, case, parties):
        VisitCase.objects.filter(pk=case.pk).update(state="under_way")
        assert as_(client, parties.plans).get(page("report", case, "ja", "pdf")).status_code == 404

    def test_no_other_language_and_nobody_else(self, client, case, parties):
        assert as_(client, parties.plans).get(page("report", case, "de", "pdf")).status_code == 404
        stranger = holder("authority", VisitCaseFactory().authority)
        assert as_(client, stranger).get(page("report", case, "ja", "pdf")).status_code == 404
