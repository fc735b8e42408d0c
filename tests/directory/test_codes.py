"""Check digits of local government codes, against the codes of domain.md §3."""

import pytest

from clair_portal.directory.codes import check_digit, is_valid, with_check_digit

DESIGNATED = [
    *("011002", "041009", "111007", "121002", "141003", "141305", "141500", "151009", "221007", "221309"),
    *("231002", "261009", "271004", "271403", "281000", "331007", "341002", "401005", "401307", "431001"),
]
PREFECTURES = [
    *("010006", "020001", "030007", "040002", "050008", "060003", "070009", "080004", "090000", "100005"),
    *("110001", "120006", "130001", "140007", "150002", "160008", "170003", "180009", "190004", "200000"),
    *("210005", "220001", "230006", "240001", "250007", "260002", "270008", "280003", "290009", "300004"),
    *("310000", "320005", "330001", "340006", "350001", "360007", "370002", "380008", "390003", "400009"),
    *("410004", "420000", "430005", "440001", "450006", "460001", "470007"),
]


@pytest.mark.parametrize("code", DESIGNATED + PREFECTURES)
def test_published_codes_are_valid(code):
    assert (with_check_digit(code[:5]), is_valid(code)) == (code, True)


def test_a_remainder_of_ten_and_of_eleven_leave_their_last_digit():
    assert (check_digit("09000"), check_digit("02000")) == (0, 1)


def test_a_sum_below_eleven_is_taken_from_eleven():
    assert check_digit("01000") == 6  # 11 - 5


@pytest.mark.parametrize("code", ["", "01100", "0110021", "011003", "01100２", " 11002", "01100x"])
def test_anything_else_is_not(code):
    assert not is_valid(code)


@pytest.mark.parametrize("position", range(5))
def test_every_wrong_digit_is_noticed(position):
    """11 is prime and every weight is below it, so one mistyped digit changes the sum's remainder."""
    right = "131113"
    wrong = [f"{right[:position]}{digit}{right[position + 1 :]}" for digit in "0123456789" if digit != right[position]]

    assert [code for code in wrong if is_valid(code) and check_digit(code[:5]) not in (0, 1)] == []
