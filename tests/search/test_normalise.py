"""One written form for every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clair_portal.search.normalise import folded, katakana, key, normalised, runs, spellings, without_apostrophes


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("ＤＸ", "dx"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("ﾊﾞｽ", "バス"),
        ("ばす", "バス"),
        ("カ゛", "ガ"),
        ("髙﨑", "高崎"),
        ("茅ヶ崎", "茅ケ崎"),
        ("鎌ケ谷", "鎌ケ谷"),
        ("Ōta", "ota"),
        ("Øresund", "oresund"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("ゝ", "ヽ"),
        ("１２３", "123"),
        ("태권도", "태권도"),
    ],
)
def test_a_text_has_one_written_form(written, form):
    assert normalised(written) == form


@given(st.text())
def test_what_is_normalised_stays_as_it_is(text):
    once = normalised(text)

    assert normalised(once) == once


@pytest.mark.parametrize("spelling", ["Ota", "Ōta", "Oota", "Ohta", "Outa", "ÔTA", "Ｏｔａ"])
def test_long_vowels_are_one_however_they_are_written(spelling):
    assert folded(normalised(spelling)) == "ota"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Goethe", "Göthe"),
        ("Jäger", "Jaeger"),
        ("Niigata", "Nīgata"),
        ("Matsuura", "Matsūra"),
        ("Århus", "Aarhus"),
        ("Kōhei", "Kouhei"),
        ("Saitō", "Saitoh"),
    ],
)
def test_two_spellings_fold_to_one(one, other):
    assert folded(normalised(one)) == folded(normalised(other))


@pytest.mark.parametrize(("one", "other"), [("Ohara", "Oara"), ("Ota", "Oda"), ("Kobe", "Kobo")])
def test_different_names_stay_different(one, other):
    assert folded(normalised(one)) != folded(normalised(other))


@given(st.text("aeiouhmnbkst", max_size=12), st.integers(0, 12))
def test_the_folded_beginning_of_a_word_begins_the_folded_word(word, length):
    assert folded(word).startswith(folded(word[:length]))


def test_m_and_n_before_lips_are_two_spellings_of_one_word():
    assert spellings("gunma") == {"gunma", "gumma"}
    assert spellings("shimbashi") == {"shimbashi", "shinbashi"}
    assert spellings("nara") == {"nara"}


def test_kanji_and_kana_in_a_row_are_one_run_and_latin_words_are_others():
    assert runs("第3回 観光dx_フェア・東京") == ["第", "3", "回", "観光", "dx", "フェア", "東京"]


def test_apostrophes_go_wherever_they_come_from():
    assert [without_apostrophes(name) for name in ("O'Brien", "O’Brien", "Shin‘ichi")] == [
        "OBrien",
        "OBrien",
        "Shinichi",
    ]


@pytest.mark.parametrize("text", ["Ota-shi", "Ōta Shi", "OHTA SHI", "oota　shi"])
def test_one_key_for_one_name(text):
    assert key(text) == "otashi"


def test_the_key_of_gumma_is_the_key_of_gunma():
    assert key("Gumma") == key("Gunma")


@pytest.mark.parametrize(
    ("written", "kana"), [("おおた", "オオタ"), ("ｵｵﾀ", "オオタ"), ("ﾊﾞｽ", "バス"), ("太田", "太田")]
)
def test_readings_become_katakana(written, kana):
    assert katakana(written) == kana
