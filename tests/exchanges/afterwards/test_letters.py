"""Who is thanked, in which words, on which paper."""

from datetime import date
from io import BytesIO

import pypdf
import pytest

from exchanges.afterwards import letters, words
from exchanges.afterwards.words import Occasion
from exchanges.models import Meeting, ThankYou
from exchanges.models.thanks import took_place
from tests.exchanges.afterwards.over import HOME, over, programme
from tests.factories.afterwards import ThankYouFactory

pytestmark = pytest.mark.django_db
OCCASION = Occasion(
    authority="見本市", contact="Kim Example", title="副市長", topics=["見守り", "Who pays"], days=[date(2027, 5, 18)],
    speakers=["Sam Example"],
)  # fmt: skip


def printed(letter):
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(letters.pdf(letter))).pages]
    return ["".join(page.split()) for page in pages]


@pytest.fixture
def case(parties):
    return over(parties)


class TestWhoIsThanked:
    def test_each_contact_once_and_nobody_who_declined(self, case):
        first, again, centre, _refused = programme(case)
        assert [row.meetings for row in letters.of_case(case, HOME)] == [(first, again), (centre,)]

    def test_an_agreed_meeting_took_place_once_its_end_has_passed(self, case):
        first, again, centre, _refused = programme(case)
        meetings = Meeting.objects.filter(case=case)
        assert list(took_place(meetings, first.ends_at)) == [first, centre]
        assert list(took_place(meetings, again.ends_at)) == [first, again, centre]

    def test_two_departments_of_one_house_get_two_letters(self, case):
        first, again, *_others = programme(case)
        Meeting.objects.filter(pk=again.pk).update(contact_email="other@example.org")
        assert [row.meetings for row in letters.of_case(case, HOME)][:2] == [(first,), (again,)]

    def test_a_host_that_wants_no_mail_gets_none(self, case):
        first, *_others = programme(case)
        assert letters.of_case(case, HOME)[0].can_be_mailed
        first.host.do_not_contact = True
        assert not letters.Thanked((first,), None).can_be_mailed


class TestTheFirstText:
    def test_it_names_who_came_what_about_and_when(self, case):
        first, again, *_others = programme(case)
        language, text = letters.first_text((first, again))
        expected = (
            "Dear Kim Example,", "Example City, led by its Deputy Mayor,", "Tue 18 May 2027 and Wed 19 May 2027",
            "“How the city finds people who live alone” and “Who pays for it”", "Sam Example will find",
            "keep you informed", "Yours sincerely,",
        )  # fmt: skip
        assert language == "en-gb"
        assert [part for part in expected if part not in text] == []
        assert "Adults and Health" not in text

    def test_japanese_has_its_own_form(self):
        text = words.letter(OCCASION, "ja")
        assert text.startswith("拝啓　")
        assert text.endswith("敬具")
        assert "2027年5月18日（火）には、ご多用のところ、見本市訪問団（団長　副市長）を" in text
        assert "「見守り」「Who pays」に関し、Sam Example様から" in text

    def test_german_speaks_formally(self):
        text = words.letter(OCCASION, "de")
        assert text.startswith("Guten Tag Kim Example,")
        assert "am Di., 18. Mai 2027 die Delegation von 見本市 (Leitung: 副市長)" in text
        assert text.endswith("Mit freundlichen Grüßen")

    @pytest.mark.parametrize(
        ("language", "begins"), [("en-gb", "Dear Sir or Madam,"), ("de", "Sehr geehrte Damen und Herren,")]
    )
    def test_without_names_it_is_still_a_letter(self, language, begins):
        bare = Occasion(authority="X", contact="", title="", topics=["Y"], days=[date(2027, 5, 18)])
        text = words.letter(bare, language)
        assert text.startswith(begins)
        assert "{" not in text
        assert "led by" not in text

    @pytest.mark.parametrize(("written", "letter"), [("ja", "ja"), ("de", "de"), ("fr", "en-gb"), ("en", "en-gb")])
    def test_other_languages_are_written_to_in_english(self, written, letter):
        assert letters.language_of(Meeting(language=written)) == letter


class TestOnPaper:
    def test_an_english_letter_on_one_page(self, case):
        first, *_others = programme(case)
        ThankYouFactory(meeting=first, case=case, text="Dear Kim Example,\n\nThank you.\n\nYours sincerely,")
        (page,) = printed(ThankYou.objects.for_pages().get())
        for part in ("JLGCLondon", "LeedsCityCouncil", "KimExample", "Mon24May2027", "Yourssincerely,", case.number):
            assert part in page, part

    def test_a_japanese_letter_with_its_day_sender_and_closing(self, case):
        _first, _again, centre, _refused = programme(case)
        language, text = letters.first_text((centre,))
        ThankYouFactory(meeting=centre, case=case, language=language, text=text)
        (page,) = printed(ThankYou.objects.for_pages().get())
        for part in ("令和9年5月24日", "地域ケアセンター", "様", "ロンドン事務所", "拝啓", "敬具"):
            assert part in page, part

    def test_the_closing_stands_at_the_right(self, case):
        letter = ThankYouFactory(language="ja", text="拝啓　時下\n\n御礼\n敬具")
        told = letters.sheet(ThankYou.objects.for_pages().get(pk=letter.pk))["paragraphs"]
        assert [one["closes"] for one in told] == [False, False, True]

    def test_what_is_typed_is_no_markup(self, case):
        letter = ThankYouFactory(text="<b>Dear</b> & co")
        assert "<b>Dear</b>&co" in printed(ThankYou.objects.for_pages().get(pk=letter.pk))[0]
