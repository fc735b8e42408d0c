"""The report: everything known, nothing internal for the authority, room for what only travellers know."""

from io import BytesIO

import pypdf
import pytest
from docx import Document

from exchanges.afterwards import report, report_files
from exchanges.models import Itinerary
from tests.exchanges.afterwards.over import HOME, over, programme
from tests.exchanges.planning.visits import at
from tests.factories.exchanges import CaseMessageFactory, ItineraryFactory, ItineraryItemFactory

pytestmark = pytest.mark.django_db
SECRET = "The mayor was late; tell nobody."


@pytest.fixture
def case(parties):
    case = over(parties, purpose="見守りを学ぶ。", title="高齢者福祉の視察")
    meetings = programme(case)
    agreed = ItineraryFactory(case=case, state=Itinerary.State.AGREED, proposed_at=HOME, number=2)
    times = {"starts_at": at(18, 9, 30), "ends_at": at(18, 10, 30)}
    ItineraryItemFactory(
        itinerary=agreed, kind="meeting", meeting=meetings[0], title_en="Leeds City Council", title_ja="リーズ市役所",
        place="Civic Hall", **times,
    )  # fmt: skip
    ItineraryItemFactory(itinerary=agreed, starts_at=at(18, 12), ends_at=at(18, 13))
    CaseMessageFactory(case=case, text=SECRET, is_internal=True)
    CaseMessageFactory(case=case, text="Thank you for the list.")
    return case


def of(case, side, *, with_notes=False):
    return report.of_case(case, side, at=HOME, with_notes=with_notes)


def words_of(told):
    return [
        *(line for section in told.sections for line in section.lines),
        *(cell for section in told.sections for row in section.rows for cell in row),
    ]


def in_pdf(told, case):
    pages = pypdf.PdfReader(BytesIO(report_files.pdf(told, case))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def in_word(told, case):
    page = Document(BytesIO(report_files.docx(told, case)))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in page.paragraphs), *cells])


def test_the_japanese_form_in_its_order(case):
    assert [one.label for one in of(case, "ja").sections] == [
        "用務", "用務地", "期間", "出張者", "行程", "面会先と内容", "所感", "入手資料",
    ]  # fmt: skip


def test_what_is_known_is_filled_in(case):
    told = {one.label: one for one in of(case, "ja").sections}
    assert told["用務"].lines == ("高齢者福祉の視察", "見守りを学ぶ。")
    assert told["期間"].lines == ("令和9年5月18日～令和9年5月20日（3日間）",)
    assert told["出張者"].lines == ("副市長　髙﨑 見本", "福祉部長　例田")
    assert [row[:2] for row in told["面会先と内容"].rows] == [
        ("5月18日（火）", "リーズ市役所"), ("5月19日（水）", "リーズ市役所"), ("5月20日（木）", "地域ケアセンター"),
    ]  # fmt: skip
    assert (told["所感"].lines, told["所感"].empty_lines) == ((), report.IMPRESSIONS)


def test_the_itinerary_is_the_agreed_one_day_by_day(case):
    ItineraryItemFactory(itinerary=ItineraryFactory(case=case, number=3), title_en="Only a draft")
    told = {one.label: one for one in of(case, "en").sections}
    assert told["Itinerary"].rows == (
        ("Tue 18 May", "09:30–10:30", "Leeds City Council", "Civic Hall"), ("", "12:00–13:00", "Lunch", ""),
    )  # fmt: skip
    assert told["Period"].lines == ("Tue 18 May 2027 – Thu 20 May 2027 (3 days)",)
    assert told["Travellers"].lines[0] == "Mihon Robin, Deputy Mayor"


def test_a_case_without_programme_dates_or_meetings_still_has_a_report(parties):
    bare = over(parties)
    bare.first_on = bare.last_on = None
    told = {one.label: one for one in of(bare, "en").sections}
    assert (told["Itinerary"].rows, told["Period"].lines) == ((), ("",))


def test_internal_notes_stand_only_in_the_office_s_copy(case):
    assert SECRET not in words_of(of(case, "en"))
    assert SECRET in words_of(of(case, "en", with_notes=True))
    assert "Thank you for the list." not in words_of(of(case, "en", with_notes=True))


@pytest.mark.parametrize("read", [in_pdf, in_word])
def test_both_files_say_the_same(case, read):
    text = "".join(read(of(case, "ja"), case).split())
    expected = (
        "復命書",
        "下記のとおり出張しましたので、復命します。",
        "副市長",
        "髙﨑",
        "リーズ市役所",
        "CivicHall",
        "以上",
    )
    assert [part for part in expected if part not in text] == []
    assert "".join(SECRET.split()) not in text


def test_the_word_file_has_a_japanese_font_and_a4(case):
    page = Document(BytesIO(report_files.docx(of(case, "ja"), case)))
    assert 'w:eastAsia="MS Mincho"' in page.styles["Normal"].element.xml
    assert (round(page.sections[0].page_width.mm), round(page.sections[0].page_height.mm)) == (210, 297)
    assert page.core_properties.author == ""
