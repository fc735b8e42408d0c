"""Whatever word of a text is asked for finds the text, and the test set of features.md 8.4 is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clair_portal.search import tokens
from clair_portal.search.normalise import normalised

LETTERS = st.text("aeiouhmnbkstrzéüßŌＤx太田髙﨑高崎福祉観光バスﾊﾞｽおおたーヶケ'’・-_ 　1２", max_size=40)


ALL_KANJI = "".join(map(chr, range(0x4E00, 0x9FFF)))


def finds(query: str, *texts: str) -> bool:
    sought = tokens.query(query)
    return bool(sought) and set(sought) <= set(tokens.of(*texts))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("福祉", "高齢者福祉の調査"),
        ("祉", "高齢者福祉の調査"),
        ("観光", "インバウンド観光ＰＲ"),
        ("バス", "路線バスの再編"),
        ("ﾊﾞｽ", "路線バスの再編"),
        ("ばす", "路線バスの再編"),
        ("ＤＸ", "自治体DX推進"),
        ("dx", "自治体ＤＸ推進"),
        ("Straße", "Am Ende der Strasse"),
        ("strasse", "Hauptstadt, Straße 7"),
        ("STRASS", "Straße"),
        ("髙﨑", "高崎市"),
        ("高崎", "髙﨑 一郎"),
        ("太田一郎", "太田 一郎"),
        ("太田 一郎", "太田一郎"),
        ("一郎", "太田・一郎"),
        ("おおた", "オオタ"),
        ("ｵｵﾀ", "おおた"),
        ("Muller", "Müller"),
        ("Mueller", "Muller"),
        ("Muelle", "Müller"),
        ("brien", "O'Brien"),
        ("obrien", "O’Brien"),
        ("O'Bri", "O'Brien"),
        ("gumma", "Gunma"),
        ("Shinbashi", "Shimbashi"),
        ("Robin Exam", "Robin Example"),
        ("第3回", "第３回 交流会"),
        ("x" * 60, "x" * 60),
    ],
)
def test_is_found(query, text):
    assert finds(query, text)


@pytest.mark.parametrize("query", ["Ota", "Ōta", "Oota", "Ohta", "太田", "おおた", "オオタ", "ｵｵﾀ", "ota ichi", "田"])
def test_one_person_is_found_by_every_way_to_write_the_name(query):
    assert finds(query, "Ichiro Ota", "太田 一郎", "オオタ イチロウ")


@pytest.mark.parametrize(
    ("query", "text"),
    [("太一", "太田一郎"), ("福社", "福祉"), ("ample", "Example"), ("Ota Jiro", "Ota Ichiro"), ("Ohara", "Oara")],
)
def test_is_not_found(query, text):
    assert not finds(query, text)


@pytest.mark.parametrize("text", ["", "   ", "!?", "・・・", "\x00", "_", "\ud800"])
def test_nothing_to_search_for_gives_no_tokens(text):
    assert (tokens.query(text), tokens.of(text)) == ([], [])


def test_the_tokens_of_several_texts_are_each_kept_once():
    assert tokens.of("Ota", "太田", "ota") == ["o", "ot", "ota", "太", "太田", "田"]


@pytest.mark.parametrize("text", [ALL_KANJI, " ".join(ALL_KANJI), " ".join(map(str, range(20_000))), "ﷺ" * 100_000])
def test_an_enormous_query_stays_a_small_one(text):
    assert sum(map(len, tokens.query(text))) <= 4000


@given(LETTERS | st.text(max_size=40))
def test_every_word_of_a_text_finds_it(text):
    stored = set(tokens.of(text))

    assert [word for word in text.split() if not set(tokens.query(word)) <= stored] == []


@given(LETTERS | st.text(max_size=40))
def test_the_whole_text_finds_itself(text):
    assert set(tokens.query(text)) <= set(tokens.of(text))


@given(st.text("太田髙﨑福祉観光おオﾊﾞー", min_size=1, max_size=12), st.integers(0, 11), st.integers(1, 12))
def test_every_part_of_a_japanese_word_finds_it(word, start, length):
    part = normalised(word)[start : start + length]  # ﾊﾞ is one character: it is not cut in two

    assert set(tokens.query(part)) <= set(tokens.of(word))


@given(st.text("abdehmnoprtuüßō", min_size=1, max_size=30), st.integers(1, 30))
def test_every_beginning_of_a_latin_word_finds_it(word, length):
    assert set(tokens.query(word[:length])) <= set(tokens.of(word))
