"""PDFs hold the words of their template, in every script, and nothing that changes from one rendering to the next."""

import subprocess
import sys
from io import BytesIO
from uuid import UUID

import pypdf
import pytest

from clair_portal.documents import codes, rendering
from clair_portal.documents.errors import TooBig, TooLong

WORDS = "髙﨑 太郎 ㈱福祉 café Straße 〜 カナ ひらがな ｶﾅ Ōta Łódź"
TICKET = {
    "number": "0A1B-2C3D",
    "name_latin": "Robin Example",
    "name_kanji": "髙﨑 ロビン",
    "event_title": "説明会 Straßenfest 〜 é",
    "when_local": "2027年2月16日（火）14:00–19:30",
    "when_japan": "22:00–翌3:30",
    "place": "Düsseldorf ㈱会館",
    "address": "Immermannstraße 41\n40210 Düsseldorf",
    "ticket_type": "一般",
    "host": "自治体国際化協会",
    "cancel_until": "2027年2月15日（月）",
    "note": "身分証明書をお持ちください。",
}


def ticket(**facts):
    code = codes.as_svg(codes.sign(UUID(int=7), "0"))
    return {"ticket": {**TICKET, "code_svg": code, **facts}}


def pages(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(BytesIO(pdf)).pages)


def text(pdf: bytes) -> str:
    """The words, without the line breaks of the layout."""
    return "".join("".join(page.extract_text() for page in pages(pdf)).split())


@pytest.fixture
def sheet(settings, tmp_path):
    """A template of its own on the A4 frame: `sheet("…")` gives its name."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    def write(content: str) -> str:
        frame = '{% extends "documents/a4.html" %}{% block title %}Sheet{% endblock %}'
        (tmp_path / "sheet.html").write_text(f"{frame}{{% block content %}}{content}{{% endblock %}}", encoding="utf-8")
        return "sheet.html"

    return write


@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
def test_every_word_of_a_ticket_can_be_read_back(language):
    made = rendering.render("documents/ticket.html", ticket(), language=language)
    missing = [word for value in TICKET.values() for word in value.split() if word not in text(made)]
    assert missing == []
    assert len(pages(made)) == 1


@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
def test_every_script_can_be_read_back(sheet, language):
    made = rendering.render(sheet("<p>{{ words }}</p><p><b>{{ words }}</b></p>"), {"words": WORDS}, language=language)
    assert text(made).count(WORDS.replace(" ", "")) == 2


def test_only_our_fonts_are_embedded(sheet):
    [page] = pages(rendering.render(sheet("<p>{{ words }} <b>x</b></p>"), {"words": WORDS}, language="ja"))
    fonts = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in page["/Resources"]["/Font"].values()}
    assert fonts == {"Portal", "Portal-Bold", "Portal-Latin"}  # as document.css names our files


@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
def test_a_document_is_tagged_and_says_its_language_and_title(language):
    made = pypdf.PdfReader(BytesIO(rendering.render("documents/ticket.html", ticket(), language=language)))
    root = made.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean
    assert made.metadata.title == "説明会 Straßenfest 〜 é · 0A1B-2C3D"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_the_same_page_gives_the_same_bytes():
    first, second = (rendering.render("documents/ticket.html", ticket(), language="ja") for _ in range(2))
    assert first == second


def test_another_process_gives_the_same_bytes():
    here = rendering.render("documents/ticket.html", {"ticket": TICKET}, language="ja")
    script = (
        "import os, sys, django; django.setup();"
        "from clair_portal.documents import rendering;"
        "from tests.documents.test_rendering import TICKET;"
        "sys.stdout.buffer.write(rendering.render('documents/ticket.html', {'ticket': TICKET}, language='ja'))"
    )
    there = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, check=True).stdout
    assert there == here


def test_a_long_sheet_has_a_running_head_and_counts_its_pages(sheet):
    rows = "{% for row in rows %}<tr><td>{{ row }}</td></tr>{% endfor %}"
    table = f"<table><thead><tr><th>Town</th></tr></thead>{rows}</table>"
    made = rendering.render(sheet(table), {"rows": [f"row{number}" for number in range(100)]}, language="en-gb")
    words = [page.extract_text() for page in pages(made)]
    assert len(words) > 1
    for number, page in enumerate(words, 1):
        assert "Japan Local Government Centre" in page
        assert f"{number} / {len(words)}" in page
        assert "Town" in page
    assert {f"row{number}" for number in range(100)} <= set(" ".join(words).split())


def test_an_a4_sheet_is_a4(sheet):
    [page] = pages(rendering.render(sheet("<p>x</p>"), {}, language="en-gb"))
    assert [round(float(length)) for length in page.mediabox[2:]] == [595, 842]


def test_a_ticket_is_half_of_it():
    [page] = pages(rendering.render("documents/ticket.html", ticket(), language="en-gb"))
    assert [round(float(length)) for length in page.mediabox[2:]] == [595, 420]


@pytest.mark.parametrize("evil", ["\x00", "\x1b", "\x0b", "\ufffe", "\r", "\r\n"])
def test_control_characters_do_no_harm(evil):
    made = rendering.render("documents/ticket.html", ticket(name_latin=f"Robin{evil}Example"), language="en-gb")
    assert "Example" in text(made)


def test_markup_in_a_name_stays_a_name():
    made = rendering.render("documents/ticket.html", ticket(name_latin="<b>R</b>"), language="en-gb")
    assert "<b>R</b>" in text(made)


@pytest.mark.parametrize("length", [10, 60, 120, 200])
def test_a_long_title_stays_on_one_page_and_is_not_cut(length):
    title = "Begegnungsabend " * (length // 16) + "Ende"
    made = rendering.render("documents/ticket.html", ticket(event_title=title), language="de")
    assert len(pages(made)) == 1
    assert text(made).replace("-", "").count("Begegnungsabend") == length // 16


@pytest.mark.parametrize(
    ("limits", "content", "trouble"),
    [
        ({"seconds": 0.5}, "<div style='display: flex'>" * 25 + "x" + "</div>" * 25, TooLong),
        ({"megabytes": 30}, "<p>" + "x" * 5_000_000 + "</p>", TooBig),
    ],
    ids=["endless", "huge"],
)
def test_a_template_that_runs_wild_is_stopped(settings, sheet, limits, content, trouble):
    settings.PORTAL_PDF_LIMITS = limits
    with pytest.raises(trouble):
        rendering.render(sheet(content), {}, language="en-gb")
