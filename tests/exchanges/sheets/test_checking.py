"""A file is read as a whole: every fault at its cell in two languages, or exactly what it changes."""

import csv
import io
from datetime import date

import pytest
import xlsxwriter

from clair_portal import spreadsheets
from exchanges.models import Delegate, VisitCase
from exchanges.sheets.checking import check_file, check_sent
from exchanges.sheets.layout import PARTY, PEOPLE_COLUMNS, QUESTIONS, REQUEST, THEME_LIST, support_options
from tests.exchanges.sheets.files import PEOPLE, cell_of, filled, sent, sheets
from tests.factories.directory import LocalAuthorityFactory
from tests.factories.exchanges import DelegateFactory, ThemeFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State


@pytest.fixture
def check(parties):
    def checked(content, case=None):
        return check_file(spreadsheets.read(content), case or VisitCase(), [parties.authority])

    return checked


def found(checked):
    return [(fault.sheet, fault.cell, fault.said("en-gb")) for fault in checked.faults]


def as_csv(rows, encoding="cp932"):
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode(encoding)


def test_everything_the_form_offers_can_be_ticked():
    assert support_options() == set(VisitCase.Support.values)


class TestWhatAFileSays:
    def test_a_messy_file_is_understood(self, check, parties):
        checked = check(sent())
        assert found(checked) == []
        facts = checked.contents.facts
        assert facts["authority"] == parties.authority
        assert (facts["kind"], facts["country"], facts["city"]) == ("study", "GB", "Leeds")
        assert (facts["first_on"], facts["last_on"]) == (date(2027, 5, 17), date(2027, 5, 21))
        assert (facts["dates_are_fixed"], facts["party_size"]) == (True, 5)
        assert facts["support"] == ["appointments", "interpreting"]
        assert facts["wished_hosts"] == "Leeds City Council\nNHS"
        assert checked.contents.themes == [("Day care", "Who pays?\nWho decides?")]
        (head,) = checked.contents.people
        assert (head.role, head.family, head.family_kanji, head.title_en) == ("head", "Mihon", "見本", "Deputy Mayor")

    def test_the_portals_own_file_changes_nothing(self, check, parties):
        case = parties.case(
            state=State.DRAFT, support=["research"], party_size=4, dates_are_fixed=True, wished_hosts="=1+1\r\n+44",
            background="-5 degrees", other_dates="@home",
        )  # fmt: skip
        ThemeFactory(case=case, title="＝formula", questions="=a\r\n-b")
        DelegateFactory(case=case, family="'Quoted", group="A", diet="＋none", title_ja="副市長")
        checked = check(filled(case, [parties.authority]), case)
        assert (found(checked), checked.changes, checked.is_marked) == ([], [], True)
        contents = checked.contents
        assert (contents.facts, contents.themes, contents.people) == (None, None, None)

    def test_only_what_changes_is_handed_on(self, check, parties):
        case = parties.case(state=State.DRAFT, city="York")
        checked = check(sent({"都市": "Leeds"}, themes=[["Day care", "Who pays?\nWho decides?"]]), case)
        assert "city" in checked.contents.facts
        assert "country" not in checked.contents.facts
        assert checked.contents.themes is None

    def test_a_theme_merged_over_its_questions_takes_them_all(self, check):
        themes = [["Day care", "Who pays?"], ["", "Who decides?"], ["Transport", "How?"]]
        assert check(_book(sheets(themes=themes), merge={THEME_LIST: "A2:A3"})).contents.themes == [
            ("Day care", "Who pays?\nWho decides?"),
            ("Transport", "How?"),
        ]

    def test_columns_may_stand_in_another_order_below_a_title(self, check):
        lines = sheets()
        table = [list(reversed([*row, *[""] * (len(PEOPLE_COLUMNS) - len(row))])) for row in lines[PARTY]]
        lines[PARTY] = [["団員名簿"], [], *table]
        (head,) = check(_book(lines)).contents.people
        assert (head.family, head.title_ja, head.role) == ("Mihon", "副市長", "head")

    def test_rows_of_the_request_may_stand_in_another_order(self, check):
        lines = sheets()
        lines[REQUEST] = list(reversed(lines[REQUEST]))
        assert check(_book(lines)).contents.facts["city"] == "Leeds"

    def test_empty_rows_between_people_are_no_people(self, check):
        people = [PEOPLE[0], [], ["　"], ["", "Reida", "Kim"]]
        assert [person.family for person in check(sent(people=people)).contents.people] == ["Mihon", "Reida"]

    def test_whoever_has_no_role_is_a_member(self, check):
        (one,) = check(sent(people=[["", "Reida"]])).contents.people
        assert one.role == Delegate.Role.MEMBER

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
    def test_a_list_of_people_as_csv_changes_only_the_delegation(self, check, parties, encoding):
        case = parties.case(state=State.DRAFT)
        checked = check(as_csv(sheets()[PARTY], encoding), case)
        assert (found(checked), checked.contents.facts, checked.contents.themes) == ([], None, None)
        assert [person.title_ja for person in checked.contents.people] == ["副市長"]

    @pytest.mark.parametrize("name", [REQUEST, THEME_LIST])
    def test_the_other_sheets_as_csv(self, check, parties, name):
        case = parties.case(state=State.DRAFT, city="York")
        checked = check(as_csv(sheets(themes=[["Zoos", "Why?"]])[name]), case)
        assert found(checked) == []
        assert (checked.contents.facts is None, checked.contents.themes) == (
            (False, None) if name == REQUEST else (True, [("Zoos", "Why?")])
        )

    def test_what_was_signed_gives_the_same_again(self, check, parties):
        checked = check(sent())
        again = check_sent(checked.sent, VisitCase(), [parties.authority])
        assert (again.contents.facts, again.contents.themes) == (checked.contents.facts, checked.contents.themes)
        assert [person.family for person in again.contents.people] == ["Mihon"]

    def test_the_case_itself_stays_as_it_is(self, check, parties):
        case = parties.case(state=State.DRAFT, city="York")
        check(sent(), case)
        assert case.city == "York"


class TestFaults:
    @pytest.mark.parametrize(
        ("label", "value", "reason"),
        [
            ("開始日", "令和9年13月1日", "There is no such day in the calendar."),
            ("開始日", "17/5/2027", "It is not clear which number is the month. Write the year first: 2027-05-17."),
            ("終了日", "2120-01-01", "The days must lie between the years 2000 and 2099."),
            ("人数", "五人", "Write a whole number, such as 12."),
            ("人数", "-1", "Ensure this value is greater than or equal to 0."),
            ("人数", "99999", "Ensure this value is less than or equal to 32767."),
            ("日程は確定", "未定", "Write “はい” or “yes”, “いいえ” or “no”."),
            ("支援：通訳の手配", "maybe", "Write “はい” or “yes”, “いいえ” or “no”."),
            ("訪問国", "Atlantis", "This is none of the answers to choose from. Choose one from the list of the cell."),
            ("訪問国", "", "This field is required."),
            ("自治体", "隣の市", "This is none of the answers to choose from. Choose one from the list of the cell."),
            ("件名", "", "This field is required."),
            ("件名", "two\nlines", "Write this on one line, without line breaks or tabs."),
            ("件名", "x" * 161, "Ensure this value has at most 160 characters (it has 161)."),
            ("目的", "x" * 4001, "Ensure this value has at most 4000 characters (it has 4001)."),
            ("都市", "Lee\tds", "Write this on one line, without line breaks or tabs."),
            ("受付番号", "VS-2026-999", "This file belongs to another request."),
        ],
    )
    def test_each_is_said_once_at_its_cell(self, check, label, value, reason):
        (fault,) = check(sent({label: value})).faults
        assert (fault.sheet, fault.cell, fault.said("en-gb")) == (REQUEST, cell_of(label), reason)

    def test_the_days_in_the_wrong_order(self, check):
        assert found(check(sent({"終了日": "2027-05-01"}))) == [
            (REQUEST, cell_of("終了日"), "The last day lies before the first.")
        ]

    def test_all_are_listed_at_once(self, check):
        people = [["boss", "Mihon"], ["head of the party", ""], ["", "R" * 101]]
        content = sent({"人数": "五", "開始日": "?", "件名": ""}, themes=[["", "Why?"], ["a\tb", ""]], people=people)
        assert [(sheet, cell) for sheet, cell, _reason in found(check(content))] == [
            (REQUEST, cell_of("件名")), (REQUEST, cell_of("開始日")), (REQUEST, cell_of("人数")), (THEME_LIST, "A2"),
            (THEME_LIST, "A3"), (PARTY, "A2"), (PARTY, "B3"), (PARTY, "B4"),
        ]  # fmt: skip

    def test_each_is_said_in_two_languages(self, check):
        (line,) = check(sent({"件名": ""})).listed("en-gb")
        assert line == {
            "sheet": REQUEST, "cell": cell_of("件名"), "value": "", "reason": "This field is required.",
            "other": "このフィールドは必須です。", "other_language": "ja",
        }  # fmt: skip
        (line,) = check(sent({"件名": ""})).listed("ja")
        assert (line["reason"], line["other_language"]) == ("このフィールドは必須です。", "en-gb")
        (line,) = check(sent({"件名": ""})).listed("de")
        assert line["other_language"] == "ja"

    @pytest.mark.parametrize("label", [one.ja for one in QUESTIONS if one.field not in {"number", "mark"}])
    def test_a_missing_row_is_told_and_empties_nothing(self, check, label):
        question = next(one for one in QUESTIONS if one.ja == label)
        assert found(check(sent(without=[label]))) == [
            (REQUEST, "", f"The row “{question.label}” is missing. Start from the file to download.")
        ]

    @pytest.mark.parametrize("name", [REQUEST, THEME_LIST, PARTY])
    def test_a_missing_sheet(self, check, name):
        assert found(check(sent(without=[name]))) == [
            (name, "", "This sheet is missing. Start from the file to download.")
        ]

    def test_a_missing_column(self, check):
        assert found(check(sent(without=["食事"], people=[]))) == [
            (PARTY, "", "The column “食事 Diet” is missing. Start from the file to download.")
        ]

    @pytest.mark.parametrize("content", [b"a,b\n1,2\n", "例,です\n".encode("cp932")])
    def test_a_file_about_something_else(self, check, content):
        (fault,) = check(content).faults
        assert fault.said("en-gb").startswith("This file holds none of the sheets of a request.")

    def test_two_answers_in_one_merged_cell_are_not_guessed_apart(self, check):
        lines = sheets()
        row = next(number for number, line in enumerate(lines[REQUEST], 1) if "都市" in line)
        assert found(check(_book(lines, merge={REQUEST: f"C{row}:C{row + 1}"}))) == [
            (REQUEST, f"C{row + 1}", "This cell is merged with the one above. Give every answer a cell of its own.")
        ]

    def test_too_many_themes_and_people(self, check):
        themes = [[f"Theme {number}", ""] for number in range(5)]
        people = [["", f"Mihon{number}"] for number in range(201)]
        assert found(check(sent(themes=themes, people=people))) == [
            (THEME_LIST, "A6", "A request has 4 themes at the most."),
            (PARTY, "B202", "A delegation has 200 members at the most."),
        ]

    def test_somebody_twice_and_a_second_head(self, check):
        people = [["head of the party", "Mihon"], ["", "Reida"], ["", "Reida"], ["head of the party", "Tameshi"]]
        assert found(check(sent(people=people))) == [
            (PARTY, "B4", "This person is in the delegation already."),
            (PARTY, "A5", "There is a head of the party already."),
        ]

    def test_an_authority_one_may_not_ask_for(self, check):
        other = LocalAuthorityFactory(organisation__name_ja="別市", organisation__name_en="Other City").organisation
        (fault,) = check(sent({"自治体": other.name_ja})).faults
        assert fault.cell == cell_of("自治体")

    def test_a_file_of_an_older_version(self, check, parties):
        case = parties.case(state=State.DRAFT)
        content = filled(case, [parties.authority])
        DelegateFactory(case=case, family="Newcomer")
        (fault,) = check(content, case).faults
        assert fault.said("en-gb").startswith("Somebody has changed this in the meantime.")

    def test_what_the_office_changes_around_the_request_does_not_spoil_the_file(self, check, parties):
        case = parties.case(state=State.NEED_INFO)
        content = filled(case, [parties.authority])
        VisitCase.objects.update(version=9, owner=parties.plans)
        assert found(check(content, VisitCase.objects.get())) == []

    def test_what_was_sent_takes_no_new_request_but_a_new_delegation(self, check, parties):
        case = parties.case(state=State.POSSIBLE)
        (fault,) = check(sent({"都市": "York"}), case).faults
        assert fault.said("en-gb") == "The request has been sent. Write a message if something has changed."
        checked = check(as_csv(sheets()[PARTY]), case)
        assert (found(checked), len(checked.contents.people)) == ([], 1)

    def test_a_hand_made_file_without_a_mark_is_called_so(self, check, parties):
        assert check(sent(), parties.case(state=State.DRAFT)).is_marked is False

    def test_errors_of_excel_are_not_taken_for_empty_cells(self, check):
        from_excel = _book(sheets(), errors={REQUEST: cell_of("過去の訪問")})
        assert found(check(from_excel)) == [
            (REQUEST, cell_of("過去の訪問"), "Excel shows an error in this cell. Type the value itself.")
        ]


def _book(lines, *, merge=None, errors=None):
    """The sheets as a workbook, one block of one sheet merged, one cell an error."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, rows in lines.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value not in (None, ""):
                    sheet.write(number, column, value)
        if name in (merge or {}):
            first = merge[name].partition(":")[0]
            column, row = ord(first[0]) - ord("A"), int(first[1:]) - 1
            sheet.merge_range(merge[name], rows[row][column])
        if name in (errors or {}):
            sheet.write_formula(errors[name], "=1/0", None, "#DIV/0!")
    book.close()
    return file.getvalue()
