"""The answer alone: what it quotes and the signature go, answers between the lines stay."""

import pytest

from clair_portal.mail.html_text import text_of
from clair_portal.mail.quoting import own_words

GMAIL = (
    "Yes, Wednesday.\n\nOn Tue, 24 Nov 2026 at 10:00, Japan Local Government Centre\n<case+1@example.org> wrote:\n\n"
    "> Could you come on\n> Wednesday?\n"
)
OUTLOOK = (
    "Yes.\n\n________________________________\nFrom: Office <office@example.org>\n"
    "Sent: Tuesday, 24 November 2026 10:00\nTo: Robin\nSubject: Visit\n\nCould you come?\n"
)
OUTLOOK_JA = (
    "承知しました。\n\n-----元のメッセージ-----\n差出人: 事務所\n送信日時: 2026年11月24日\n\n水曜日はいかがですか。"
)
GMAIL_JA = "承知しました。\n\n2026年11月24日(火) 10:00 事務所 <office@example.org>:\n\n> 水曜日は\n> いかがですか。\n"
GERMAN = "Ja, gern.\n\nAm Di., 24. Nov. 2026 um 10:00 Uhr schrieb Büro <office@example.org>:\n> Mittwoch?\n"
INLINE = "On Tue, 24 Nov 2026, Office wrote:\n> How many people?\nThree.\n> Which day?\nWednesday."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GMAIL, "Yes, Wednesday."),
        (OUTLOOK, "Yes."),
        (OUTLOOK_JA, "承知しました。"),
        (GMAIL_JA, "承知しました。"),
        (GERMAN, "Ja, gern."),
        ("On Wednesday.\n\nOn Tue, 24 Nov 2026, Office wrote:\n> When?", "On Wednesday."),
        ("Yes.\n> old\n> words\n", "Yes."),
        ("Yes.\n\n-- \nRobin Example\nExample City", "Yes."),
        ("Yes.\r\n\r\n--\r\nRobin", "Yes."),
        (GMAIL.replace("\n", "\r\n"), "Yes, Wednesday."),
        ("Fine.\n\n-----Original Message-----\nFrom: x\n\nold", "Fine."),
        ("Fine.\n-- \nRobin\n\nOn Tue, 24 Nov 2026, Office wrote:\n> old", "Fine."),
    ],
)
def test_what_was_quoted_and_the_signature_go(text: str, words: str) -> None:
    assert own_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        INLINE,
        "> only a quotation",
        "On the way to Leeds we wrote:\nnothing.",
        "We have three questions:\n--\n" + "\n".join(f"{n}. A question" for n in range(20)),
        "From: Leeds we go on to York.\nThat is all.",
        "2026年11月24日(火)の予定:\n見学は午後です。",
    ],
)
def test_what_might_be_an_answer_stays(text: str) -> None:
    assert own_words(text) == text


def test_html_becomes_lines_and_a_quotation_its_mark() -> None:
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>Yes,&nbsp;Wednesday.</p><div>Robin &amp; Kim</div>"
        "<div>On Tue, 24 Nov 2026, Office wrote:</div><blockquote><p>old</p><br>words</blockquote></body></html>"
    )
    text = text_of(html)
    assert own_words(text) == "Yes, Wednesday.\nRobin & Kim"
    assert "> old" in text
    assert "color" not in text


def test_broken_html_is_read_as_far_as_it_goes() -> None:
    assert text_of("</blockquote><p>Yes<script>alert(1)</script> <b>still") == "Yes still"
