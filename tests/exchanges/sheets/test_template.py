"""The workbook that an authority downloads: everything is asked in two languages, and what is known stands there."""

import io
import re
import zipfile

import pytest

from exchanges.forms.cases import THEMES
from exchanges.models import VisitCase
from exchanges.sheets.layout import LISTS, MOST_PEOPLE, PARTY, PEOPLE_COLUMNS, QUESTIONS, REQUEST, THEME_LIST
from exchanges.sheets.template import NO, TOP, YES, file_name
from tests.exchanges.sheets.files import as_seen, filled
from tests.factories.directory import LocalAuthorityFactory
from tests.factories.exchanges import DelegateFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(parties):
    def written(case, authorities=None):
        lines = as_seen(filled(case, authorities or [parties.authority]))[REQUEST]
        return {row[0]: row[2] for row in lines[TOP:]}

    return written


@pytest.fixture
def parts(parties):
    def unpacked(case):
        with zipfile.ZipFile(io.BytesIO(filled(case, [parties.authority]))) as file:
            return {name: file.read(name).decode() for name in file.namelist() if name.endswith(".xml")}

    return unpacked


class TestAnEmptyRequest:
    def test_every_question_stands_there_in_both_languages(self, parties):
        lines = as_seen(filled(VisitCase(), [parties.authority]))[REQUEST]
        assert [(row[0], row[1]) for row in lines[TOP:]] == [(one.ja, one.en) for one in QUESTIONS]

    def test_the_only_authority_is_filled_in(self, answers, parties):
        assert str(parties.authority) in answers(VisitCase())["自治体"]

    def test_of_several_none_is_guessed(self, answers, parties):
        other = LocalAuthorityFactory().organisation
        assert answers(VisitCase(), [parties.authority, other])["自治体"] == ""

    def test_lists_have_room_for_everybody(self, parts, parties):
        found, seen = parts(VisitCase()), as_seen(filled(VisitCase(), [parties.authority]))
        assert f'<dimension ref="A1:B{THEMES + 1}"' in found["xl/worksheets/sheet2.xml"]
        assert f'<dimension ref="A1:K{MOST_PEOPLE + 1}"' in found["xl/worksheets/sheet3.xml"]
        assert [one.replace("\n", " ") for one in seen[PARTY][0]] == [one.label for one in PEOPLE_COLUMNS]

    def test_it_is_called_a_request(self):
        assert file_name(VisitCase()) == "request.xlsx"


class TestAKnownRequest:
    def test_each_kind_of_answer_is_filled_in(self, answers, parties):
        case = parties.case(state="draft", party_size=4, dates_are_fixed=False, support=["research"], city="York")
        found = answers(case)
        assert (found["人数"], found["都市"], found["日程は確定"]) == (4, "York", NO)
        assert (found["支援：事前の情報提供"], found["支援：通訳の手配"]) == (YES, NO)
        assert (found["開始日"].isoformat()[:10], found["受付番号"]) == (case.first_on.isoformat(), case.number)
        assert file_name(case) == f"{case.number}.xlsx"

    def test_themes_and_people_stand_in_their_order(self, parties):
        case = parties.case(state="draft")
        ThemeFactory(case=case, title="Transport", position=1)
        DelegateFactory(case=case, family="Reida", precedence=2)
        seen = as_seen(filled(case, [parties.authority]))
        assert [row[0] for row in seen[THEME_LIST][1:3]] == ["Day care", "Transport"]
        assert [row[1] for row in seen[PARTY][1:3]] == ["Mihon", "Reida"]

    @pytest.mark.parametrize("text", ["=1+1", "+44 113 000", "-5 degrees", "@home", "＝1+1"])
    def test_what_looks_like_a_formula_stays_a_text(self, parts, parties, text):
        found = parts(parties.case(state="draft", other_dates=text, background=text))
        sheet = found["xl/worksheets/sheet1.xml"]
        assert "<f>" not in sheet
        assert 'quotePrefix="1"' in found["xl/styles.xml"]


class TestChoices:
    def test_the_answers_stand_on_a_hidden_sheet(self, parts):
        found = parts(VisitCase())
        assert re.search(rf'<sheet name="{LISTS}"[^>]* state="hidden"', found["xl/workbook.xml"])

    def test_whatever_is_typed_is_let_through_to_the_check(self, parts):
        rules = re.findall(r"<dataValidation [^>]+>", parts(VisitCase())["xl/worksheets/sheet1.xml"])
        assert rules
        assert all('errorStyle="information"' in rule for rule in rules)

    def test_it_prints_on_one_width_of_a_page(self, parts):
        for number in (1, 2, 3):
            sheet = parts(VisitCase())[f"xl/worksheets/sheet{number}.xml"]
            assert re.search(r'<pageSetup [^>]*paperSize="9"[^>]*orientation="landscape"', sheet)
