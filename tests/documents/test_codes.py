"""Signed codes: what we sign we recognise, whatever is changed we refuse."""

import string
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clair_portal.documents import codes

THING = UUID("0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d")
NONCE = "0123456789abcdef"
NONCES = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=16)


@given(st.uuids(), NONCES)
def test_what_was_signed_is_recognised(uuid, nonce):
    assert codes.verify(codes.sign(uuid, nonce)) == (uuid, nonce)


@given(st.data())
def test_a_changed_character_is_refused(data):
    code = codes.sign(THING, NONCE)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(string.printable + "０Ａ１").filter(lambda character: character != code[place]))
    assert codes.verify(code[:place] + other + code[place + 1 :]) is None


def test_every_single_change_of_a_code_is_refused():
    code = codes.sign(THING, NONCE)
    changed = (
        code[:place] + other + code[place + 1 :]
        for place in range(len(code))
        for other in string.ascii_letters + string.digits + "."
        if other != code[place]
    )
    assert [found for found in changed if codes.verify(found) is not None] == []


@given(st.text())
@example("")
@example("V1...")
@example(f"V1.{'A' * 26}.0.{'A' * 16}")
@example("v1.binsypkol5fgxdd5tyhrukz4ju.0.aaaaaaaaaaaaaaaa")
def test_what_was_never_signed_is_refused(text):
    assert codes.verify(text) is None


def test_a_scanner_s_line_break_does_no_harm():
    assert codes.verify(codes.sign(THING, NONCE) + "\r\n") == (THING, NONCE)


def test_the_tag_belongs_to_uuid_and_nonce():
    _v1, uuid, nonce, tag = codes.sign(THING, NONCE).split(".")
    other = codes.sign(UUID(int=1), "other").split(".")
    assert codes.verify(".".join(["V1", other[1], nonce, tag])) is None
    assert codes.verify(".".join(["V1", uuid, other[2], tag])) is None


def test_a_new_key_refuses_old_codes_unless_the_old_one_is_kept(settings):
    code = codes.sign(THING, NONCE)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 5
    assert codes.verify(code) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert codes.verify(code) == (THING, NONCE)


@pytest.mark.parametrize("nonce", ["", "A", "a" * 17, "a.b", "a\n", "é"])
def test_a_nonce_that_could_not_be_read_back_is_not_signed(nonce):
    with pytest.raises(ValueError, match="nonce"):
        codes.sign(THING, nonce)


def test_the_picture_is_small_enough_for_bad_light():
    picture = codes.as_svg(codes.sign(THING, NONCE), title="Ticket")
    side = int(picture.split('viewBox="0 0 ')[1].split()[0])
    assert side == 33 + 8  # version 4, 33 modules, and four modules of quiet on each side
    assert "<title>Ticket</title>" in picture
    assert "style=" not in picture


def test_the_title_of_a_picture_is_escaped():
    assert "<script" not in codes.as_svg("TEXT", title="<script>alert(1)</script>")
