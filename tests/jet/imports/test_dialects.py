"""The same list in the dialects of offices gives the same tables."""

import unicodedata
from datetime import date

import pytest

from tests.jet.imports import lists
from tests.jet.imports.lists import COLUMNS, DAYS, as_csv, counts, people, snapshot, take_over
from tests.spreadsheets.books import workbook

pytestmark = pytest.mark.django_db
HOW_MANY, WHOLE = 200, 64_000
WIDE = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
HALF = str.maketrans({"エ": "ｴ", "グ": "ｸﾞ", "ザ": "ｻﾞ", "ン": "ﾝ", "プ": "ﾌﾟ", "ル": "ﾙ", "ロ": "ﾛ", "ビ": "ﾋﾞ"})


def with_days(how):
    return [{name: how(value) if name in DAYS else value for name, value in line.items()} for line in people(HOW_MANY)]


def era(day):
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


def short_era(day):
    return f"R{day.year - 2018}.{day.month}.{day.day}"


def changed(name, how):
    return [line | {name: how(line[name])} for line in people(HOW_MANY)]


def as_excel(lines, **options):
    return workbook([COLUMNS, *([line[name] for name in COLUMNS] for line in lines)], **options)


def two_rows_of_headings():
    """「第1期」 stands above its two days, merged."""
    above = [("第1期" if name.startswith("第1期") else "") for name in COLUMNS]
    below = [name.removeprefix("第1期") for name in COLUMNS]
    first = COLUMNS.index("第1期開始日")
    block = f"{chr(ord('A') + first)}3:{chr(ord('A') + first + 1)}3"
    rows = [[line[name] for name in COLUMNS] for line in people(HOW_MANY)]
    return workbook([["参加者一覧"], [], above, below, *rows], merged=[block])


DIALECTS = {
    "CSV, UTF-8": lambda: as_csv(people(HOW_MANY)),
    "CSV with a mark": lambda: as_csv(people(HOW_MANY), encoding="utf-8-sig"),
    "CSV, UTF-16": lambda: as_csv(people(HOW_MANY), encoding="utf-16"),
    "CSV, cp932": lambda: as_csv(people(HOW_MANY), encoding="cp932"),
    "line feeds": lambda: as_csv(people(HOW_MANY), end="\n"),
    "carriage returns": lambda: as_csv(people(HOW_MANY), end="\r"),
    "eras": lambda: as_csv(with_days(era)),
    "short eras": lambda: as_csv(with_days(short_era)),
    "days as Excel counts them": lambda: as_csv(with_days(lambda day: (day - date(1899, 12, 30)).days)),
    "slashes": lambda: as_csv(with_days(lambda day: f"{day.year}/{day.month}/{day.day}")),
    "wide digits": lambda: as_csv(changed("JET番号", lambda number: number.translate(WIDE))),
    "half-width kana": lambda: as_csv(changed("氏名(カナ)", lambda kana: kana.translate(HALF))),
    "hiragana": lambda: as_csv(changed("氏名(カナ)", lambda _kana: "えぐざんぷる　ろびん")),
    "lost zeros": lambda: as_csv(changed("団体コード", lambda code: code.lstrip("0"))),
    "no check digit": lambda: as_csv(changed("団体コード", lambda code: code[:5])),
    "names alone": lambda: as_csv(changed("団体コード", lambda _code: "")),
    "Excel": lambda: as_excel(people(HOW_MANY)),
    "Excel, days from 1904": lambda: as_excel(people(HOW_MANY), date_1904=True),
    "Excel, numbers as numbers": lambda: as_excel(changed("JET番号", int)),
    "Excel, codes as numbers": lambda: as_excel(changed("団体コード", int)),
    "Excel, two rows of headings": two_rows_of_headings,
    "another order": lambda: as_csv(people(HOW_MANY), columns=COLUMNS[::-1]),
}


@pytest.fixture
def plain(office):
    return _table(take_over(DIALECTS["CSV, UTF-8"](), office))


def _table(run):
    assert (run.state, counts(run)) == ("confirmed", {"new": HOW_MANY, "changed": 0, "unchanged": 0, "refused": 0})
    return snapshot(keys=False)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_the_same_tables(office, plain, dialect):
    """The list that was taken over in plain CSV comes again in a dialect: not one cell is another."""
    run = lists.check(DIALECTS[dialect](), office)
    assert counts(run) == {"new": 0, "changed": 0, "unchanged": HOW_MANY, "refused": 0}
    assert snapshot(keys=False) == plain


@pytest.mark.parametrize("dialect", ["CSV, cp932", "eras", "lost zeros", "Excel", "Excel, two rows of headings"])
def test_a_dialect_taken_over_first_gives_them_too(office, dialect):
    lines = [line | {"氏名(カナ)": unicodedata.normalize("NFKC", line["氏名(カナ)"])} for line in people(HOW_MANY)]
    first = _table(take_over(DIALECTS[dialect](), office))
    run = lists.check(as_csv(lines), office)
    assert counts(run)["unchanged"] == HOW_MANY
    assert snapshot(keys=False) == first


@pytest.mark.long
def test_the_dialects_of_a_whole_register(office, monkeypatch):
    """64,000 rows, taken over once in plain CSV, then in every dialect: not one cell is another."""
    monkeypatch.setitem(globals(), "HOW_MANY", WHOLE)
    first = _table(take_over(DIALECTS["CSV, UTF-8"](), office))
    for dialect, written in DIALECTS.items():
        run = lists.check(written(), office, f"{dialect}.csv")
        assert (dialect, counts(run)["unchanged"]) == (dialect, WHOLE)
        assert snapshot(keys=False) == first


def test_each_repair_of_a_code_is_told(office):
    run = lists.check(DIALECTS["lost zeros"](), office)
    found = lists.findings(run, "remarks")
    assert len(found) == len([line for line in people(HOW_MANY) if line["団体コード"].startswith("0")])
    assert found[0] == (4, "employer_code", "11002", "Read as %(code)s: %(label)s.")
