"""CSV in the encodings, separators and line ends that offices write."""

import csv
import io

import pytest

from clair_portal.spreadsheets import Unreadable, limits, read
from clair_portal.spreadsheets.writing import FORMULA_STARTS, harmless

ROWS = [["姓（漢字）", "職名", "備考"], ["見本", "福祉部長", "〜①㈱"], ["髙﨑", "主査", "二行\nあります"]]


def text(rows=ROWS, separator=",", end="\r\n"):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, lineterminator=end).writerows(rows)
    return file.getvalue()


def rows_of(content):
    book = read(content)
    assert book.is_plain
    return [list(row) for row in book.sheets[0].rows]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])
def test_every_dialect_says_the_same(encoding, separator, end):
    rows = [["姓（漢字）", "職名", "備考"], ["見本", "福祉部長", "一"], ["例田", "主査", "二行\nあります"]]
    assert rows_of(text(rows, separator, end).encode(encoding)) == rows


def test_the_letters_of_windows_that_shift_jis_does_not_know():
    rows = [["髙﨑", "①㈱", "～"]]
    assert rows_of(text(rows).encode("cp932")) == rows


def test_half_width_katakana_of_an_old_printer_stay_cp932():
    rows = [["ﾐﾎﾝ", "見本", "ロビン"]]
    assert rows_of(text(rows).encode("cp932")) == rows


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,\x81\xff\xfe,\xff", b"a\x00b,c", b'a,"b\n', b'"a"b,c\n'])
def test_what_is_no_text(content):
    with pytest.raises(Unreadable) as error:
        read(content)
    assert str(error.value) == "This is neither an Excel workbook (.xlsx) nor a CSV file."


def test_a_field_longer_than_any_cell():
    with pytest.raises(Unreadable):
        read(b'"' + b"x" * 200_000 + b'"')


@pytest.mark.parametrize("content", ["a\n" * (limits.MOST_ROWS + 1), "," * limits.MOST_COLUMNS])
def test_too_many_rows_or_columns(content):
    with pytest.raises(Unreadable) as error:
        read(content.encode())
    assert error.value.reason == limits.TOO_MUCH


@pytest.mark.parametrize("start", sorted(FORMULA_STARTS))
def test_our_own_lists_come_back_as_they_were(start):
    value = f"{start}1+1"
    assert harmless(value) == f"'{value}"
    assert rows_of(text([["a", harmless(value)]]).encode()) == [["a", value]]


def test_an_apostrophe_that_somebody_typed_stays():
    assert rows_of(b"'tis,a\n") == [["'tis", "a"]]
