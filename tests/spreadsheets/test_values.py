"""What people type into cells, and what they mean by it."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clair_portal.spreadsheets import Cell, values
from clair_portal.spreadsheets.days import ERAS, day_of

APRIL = date(2026, 4, 1)


def cell(value, **facts):
    return Cell("Sheet", 6, 1, value, **facts)


def reason(reader, value, **facts):
    with pytest.raises(ValidationError) as refusal:
        reader(cell(value, **facts))
    return refusal.value.messages


class TestText:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("  Leeds　", "Leeds"), ("　", ""), ("a\r\nb\rc", "a\nb\nc"), ("a_x000D_\nb", "a\nb"),
            ("\u00a0York\u200b", "York"), (12.0, "12"), (12.5, "12.5"), (7, "7"), (True, "True"),
            ("㈱見本～①", "㈱見本～①"), (APRIL, "2026-04-01"),
            (datetime.combine(APRIL, time(9, 30)), "2026-04-01 09:30"),
        ],
    )  # fmt: skip
    def test_prose_stays_as_it_was_written(self, typed, meant):
        assert values.text(cell(typed)) == meant

    def test_an_error_of_excel_is_no_empty_cell(self):
        assert reason(values.text, "", is_error=True) == ["Excel shows an error in this cell. Type the value itself."]


class TestWhole:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("12", 12), ("１２", 12), (12.0, 12), (12, 12), (" 12 ", 12), ("1,200", 1200), ("１，２００", 1200),
            ("12.0", 12), ("-3", -3), ("", None), ("　", None),
        ],
    )  # fmt: skip
    def test_numbers_of_every_width(self, typed, meant):
        assert values.whole(cell(typed)) == meant

    @pytest.mark.parametrize("typed", ["twelve", "12.5", 12.5, "1,2", "12人", True, "9" * 40, APRIL, "1e3", "--1"])
    def test_what_is_none_is_refused(self, typed):
        assert reason(values.whole, typed) == ["Write a whole number, such as 12."]


class TestDay:
    @pytest.mark.parametrize(
        "typed",
        [
            APRIL, datetime.combine(APRIL, time(15)), "2026-04-01", "2026-4-1", "2026/4/1", "2026.4.1", "2026年4月1日",
            "２０２６年４月１日", "２０２６／４／１", "2026 年 4 月 1 日", "2026年4月1日（水）", "2026/4/1(水)",
            "2026年4月1日 水曜日",
            "令和8年4月1日", "令和８年４月１日", "㋿8年4月1日", "R8.4.1", "r8/4/1", "Ｒ８．４．１", "R8-4-1", "令8.4.1",
            "令和 8 年 4 月 1 日", "20260401", "46113", 46113, 46113.0, "４６１１３", "1 April 2026", "1st Apr 2026",
            "April 1, 2026", "Apr. 1 2026", "2026-04-01 00:00:00", "2026-04-01T00:00", "2026-04-01 Wed",
        ],
    )  # fmt: skip
    def test_every_way_to_write_the_first_of_april(self, typed):
        assert values.day(cell(typed)) == APRIL

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("令和元年5月1日", date(2019, 5, 1)), ("R1.5.1", date(2019, 5, 1)), ("平成31年4月30日", date(2019, 4, 30)),
            ("H31.4.30", date(2019, 4, 30)), ("昭和64年1月7日", date(1989, 1, 7)), ("S39.10.10", date(1964, 10, 10)),
            ("大正元年7月30日", date(1912, 7, 30)), ("明治45年7月29日", date(1912, 7, 29)), ("", None),
        ],
    )  # fmt: skip
    def test_the_years_of_the_eras(self, typed, meant):
        assert values.day(cell(typed)) == meant

    @pytest.mark.parametrize("typed", ["平成31年5月1日", "R1.4.30", "昭和65年1月1日", "H40.1.1"])
    def test_an_era_that_had_ended_or_not_begun(self, typed):
        assert reason(values.day, typed)[0].endswith("has no such day.")

    @pytest.mark.parametrize(
        "typed", ["2026-02-29", "2026/13/1", "令和8年2月30日", "R8.0.1", "31 February 2026", "1 Foo 2026"]
    )
    def test_a_day_that_is_in_no_calendar(self, typed):
        assert reason(values.day, typed) == ["There is no such day in the calendar."]

    @pytest.mark.parametrize("typed", ["1/4/2026", "04-01-2026", "17.5.2027", "4/1/26"])
    def test_nobody_guesses_which_number_is_the_month(self, typed):
        assert reason(values.day, typed) == [
            "It is not clear which number is the month. Write the year first: 2027-05-17."
        ]

    @pytest.mark.parametrize("typed", ["tomorrow", "5月17日", "May", "123456", 46113.5, 12, True, "2026-04", "R8"])
    def test_what_is_no_day(self, typed):
        assert reason(values.day, typed) == ["Write a day such as 2027-05-17, 2027年5月17日 or 令和9年5月17日."]

    def test_a_book_of_a_macintosh_counts_from_1904(self):
        assert values.day(cell("44651", since_1904=True)) == APRIL

    @given(st.dates(min_value=date(1900, 3, 1), max_value=date(2173, 1, 1)))
    def test_each_day_is_read_as_it_is_written(self, day):
        era = next(era for era in reversed(ERAS) if era.first <= day)
        year = day.year - era.first.year + 1
        ways = [day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%d %B %Y}"]
        if year < 100:
            ways += [f"{era.name}{year}年{day.month}月{day.day}日", f"{era.letter}{year}.{day.month}.{day.day}"]
        assert [day_of(way) for way in ways] == [day] * len(ways)

    @given(st.text(max_size=30))
    def test_anything_at_all_is_a_day_or_a_sentence(self, typed):
        try:
            found = values.day(cell(typed))
        except ValidationError as refusal:
            found = refusal.messages[0]
        assert found is None or isinstance(found, date | str)


class TestYesNo:
    @pytest.mark.parametrize(
        "typed",
        ["はい", "yes", "YES", "ＹＥＳ", "○", "〇", "◯", "有", "あり", "要", True, 1, 1.0, "はい Yes", "✓", "y"],
    )
    def test_yes(self, typed):
        assert values.yes_no(cell(typed)) is True

    @pytest.mark.parametrize(
        "typed", ["いいえ", "no", "Ｎｏ", "×", "無", "なし", "不要", False, 0, "いいえ No", "いいえ / No"]
    )
    def test_no(self, typed):
        assert values.yes_no(cell(typed)) is False

    def test_an_empty_cell_is_neither(self):
        assert values.yes_no(cell("　")) is None

    @pytest.mark.parametrize("typed", ["perhaps", "はい No", 2, "未定"])
    def test_who_knows(self, typed):
        assert reason(values.yes_no, typed) == ["Write “はい” or “yes”, “いいえ” or “no”."]


class TestChoice:
    OPTIONS = (("study", ["視察", "study tour", "視察 / study tour"]), ("fair", ["見本市", "trade fair"]))

    @pytest.mark.parametrize(
        "typed", ["視察", "Study Tour", "ｓｔｕｄｙ　ｔｏｕｒ", "視察 / study tour", "視察/study tour", " studytour "]
    )
    def test_the_name_in_either_language(self, typed):
        assert values.choice(cell(typed), self.OPTIONS) == "study"

    def test_an_empty_cell_chooses_nothing(self):
        assert values.choice(cell(""), self.OPTIONS) == ""

    def test_what_is_not_offered(self):
        assert reason(lambda asked: values.choice(asked, self.OPTIONS), "party") == [
            "This is none of the answers to choose from. Choose one from the list of the cell."
        ]
