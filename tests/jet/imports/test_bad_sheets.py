"""Bad sheets: nothing is written, and every fault is told with row, column, value and reason in two languages."""

from datetime import date

import pytest

from clair_portal.spreadsheets.findings import said
from clair_portal.spreadsheets.models import ImportRow
from tests.jet.imports import lists
from tests.jet.imports.lists import COLUMNS, as_csv, check, person, snapshot, take_over
from tests.spreadsheets.books import workbook

pytestmark = pytest.mark.django_db
MORE = ("第2期開始日", "第2期終了日", "第4期開始日", "第4期終了日", "第4期理由", "終了日", "配置終了日")
ALL = (*COLUMNS, *MORE)

# heading, what stands there, our name of the column, the beginning of the reason
CELLS = [
    *(("JET番号", wrong, "jet_number", "A JET number has eleven digits")
      for wrong in ("2026000001", "19990000001", "2.026E+10", "JET-1", "202600000012")),
    ("JET番号", "", "jet_number", "Without its JET number"),
    *(("国籍", wrong, "nationality", "No country has this name") for wrong in ("XX", "Atlantis", "ムー大陸", "1", "?")),
    *(("職種", wrong, "position", "This is none of the answers") for wrong in ("ALTT", "teacher", "外国語")),
    *(("来日グループ", wrong, "arrival_group", "Write year and code") for wrong in ("A", "26A", "令和8年A")),
    ("来日グループ", "2026 Z", "arrival_group", "There is no arrival group"),
    ("来日グループ", "2030 A", "arrival_group", "There is no arrival group"),
    *((day, wrong, column, start)
      for day, column in (("配置開始日", "placement_first_on"), ("第1期開始日", "term_1_first_on"))
      for wrong, start in (
          ("2026-02-30", "There is no such day"), ("08/03/2026", "It is not clear which number is the month"),
          ("tomorrow", "Write a day such as"), ("令和99年13月1日", "There is no such day"),
          ("昭和65年1月1日", "The era"), ("1926-08-03", "The programme began in 1987"),
          ("2926-08-03", "The programme began in 1987"),
      )),
    ("運転免許", "maybe", "drives", "Write “はい”"),
    ("帯同家族数", "two", "dependants", "Write a whole number"),
    ("帯同家族数", "-1", "dependants", "Write a number from 0 to 20"),
    ("帯同家族数", "21", "dependants", "Write a number from 0 to 20"),
    ("氏名(カナ)", "Robin", "name_kana", "Write the reading in katakana"),
    ("姓", "x" * 101, "family", "This is longer than"),
    ("配置先", "学" * 201, "workplace", "This is longer than"),
    ("言語", "fluent", "languages", "“%(written)s” is no language"),
    ("言語", "Klingon C1", "languages", "“%(written)s” is no language"),
    ("言語", "ja B2", "languages", "Japanese is given from N5"),
    ("言語", "de N2", "languages", "Japanese is given from N5"),
    ("団体コード", "999999", "employer_code", "No contracting organisation has this code"),
    ("団体コード", "東京", "employer_code", "No contracting organisation has this code"),
    ("団体コード", "131016", "employer_code", "This is the code of"),
    ("任用団体", "大坂府庁", "employer_code", "This is the code of"),
    ("状態", "gone", "state", "This is none of the answers"),
    ("状態", "満了", "ended_on", "The last day belongs"),
    ("終了日", "2026-12-01", "ended_on", "The last day belongs"),
    ("配置開始日", "", "placement_first_on", "A placement needs"),
    ("配置終了日", "2026-08-01", "placement_last_on", "The last day lies before"),
    ("第1期終了日", "", "term_1_first_on", "A term needs"),
    ("第1期終了日", "2026-08-01", "term_1_last_on", "The last day lies before"),
    ("第4期理由", "Asked for.", "term_4_exception", "A fourth or fifth year"),
    *((name, "", column, "This is needed for somebody who is new")
      for name, column in (("パスポート氏名", "passport_name"), ("姓", "family"), ("国籍", "nationality"),
                           ("職種", "position"))),
]  # fmt: skip


@pytest.fixture
def untouched(office):
    take_over(as_csv([person(50)]), office)
    before = snapshot()
    yield office
    assert snapshot() == before


@pytest.mark.parametrize(("heading", "wrong", "column", "start"), CELLS)
def test_a_wrong_cell_is_told(untouched, heading, wrong, column, start):
    """The rows before and after it stay good."""
    lines = [person(1), person(2, **{heading: wrong}), person(4)]
    run = check(as_csv(lines, columns=ALL), untouched)
    row = ImportRow.objects.get(run=run, outcome="refused")
    told = [(one["column"], one["reason"].startswith(start)) for one in row.faults]
    assert (run.state, row.number, run.new) == ("checked", 3, 2)
    assert (column, True) in told
    one = next(one for one in row.faults if one["column"] == column)
    assert one["cell"].endswith("3")
    assert said(one, "en-gb").startswith(start.partition("%")[0])
    assert said(one, "ja")


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ({"第2期開始日": date(2027, 8, 2), "第2期終了日": date(2028, 8, 1)}, "term_2_first_on"),
        ({"第2期開始日": date(2025, 8, 3), "第2期終了日": date(2026, 8, 2)}, "term_2_first_on"),
        ({"第4期開始日": date(2029, 8, 3), "第4期終了日": date(2030, 8, 2)}, "term_4_exception"),
    ],
)
def test_terms_that_cannot_be(untouched, facts, column):
    run = check(as_csv([person(1, **facts)], columns=ALL), untouched)
    assert [found[1] for found in lists.findings(run)] == [column]


def test_a_placement_beside_another_is_refused(untouched):
    """The one that is there has no last day."""
    run = check(as_csv([person(50, 配置開始日=date(2027, 4, 1))]), untouched)
    [(number, column, value, reason)] = lists.findings(run)
    assert (number, column, value) == (2, "placement_first_on", "2027-04-01")
    assert reason == "The participant works somewhere else on these days."


@pytest.mark.parametrize("facts", [{"状態": "満了", "終了日": "2027-08-02"}, {"状態": "予定"}])
def test_a_file_moves_nobody_to_another_state(untouched, facts):
    run = check(as_csv([person(50, **facts)], columns=ALL), untouched)
    assert {found[1] for found in lists.findings(run)} <= {"state", "ended_on"}
    assert run.refused == 1


def test_a_bad_day_of_arrival_is_told_against_its_group(untouched):
    run = check(as_csv([person(1, 来日日="2026-08-03")], columns=(*COLUMNS, "来日日")), untouched)
    [(_number, column, value, reason)] = lists.findings(run)
    assert (column, value, reason) == ("arrives_on", "2026-08-03", "The group %(group)s arrives on %(day)s.")


FILES = {
    "nothing": b"",
    "blanks": b" \r\n ",
    "a PDF": b"%PDF-1.7 ...",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a torn workbook": workbook([["JET番号"], ["20260000001"]])[:-40],
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "no heading": b"20260000001,ROBIN\n",
    "another list": b"Name,Town\nRobin,Leeds\n",
    "two numbers": "JET番号,JET No.\n20260000001,20260000002\n".encode(),
    "an open quote": 'JET番号\n"2026'.encode(),
    "too many rows": b"JET No.\n" + b"1\n" * 100_001,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(untouched, name):
    run = check(FILES[name], untouched)
    assert (run.state, ImportRow.objects.filter(run=run).count()) == ("refused", 0)
    assert said(run.refusal, "en-gb")
    assert "%(" not in said(run.refusal, "ja")
