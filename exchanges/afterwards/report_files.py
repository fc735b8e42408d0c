"""The report as a file: a PDF to read, and a Word file that is written on."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from clair_portal.documents import rendering
from exchanges.afterwards.report import Report, Section
from exchanges.models import VisitCase

TEMPLATE = "exchanges/documents/report.html"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONTS = {"ja": "MS Mincho", "en-gb": "Calibri"}  # what every authority's Word has
MARGIN = 25


def filename(case: VisitCase, side: str, ending: str) -> str:
    return f"{case.number}-report-{side}.{ending}"


def pdf(report: Report, case: VisitCase) -> bytes:
    return rendering.render(TEMPLATE, {"report": report, "case": case}, language=report.language)


def docx(report: Report, case: VisitCase) -> bytes:
    """The same as a Word file, A4, in the fonts that an authority's Word has."""
    page = Document()
    _set_up(page, report)
    page.core_properties.title, page.core_properties.author = case.number, ""
    _opening(page, report)
    for number, section in enumerate(report.sections, 1):
        _section(page, section, number)
    if report.labels["end"]:
        page.add_paragraph(str(report.labels["end"])).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file = BytesIO()
    page.save(file)
    return file.getvalue()


def _set_up(page: WordDocument, report: Report) -> None:
    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Mm(MARGIN)
    style = page.styles["Normal"]
    if isinstance(style, ParagraphStyle):
        style.font.name, style.font.size = FONTS[report.language], Pt(10.5)
        # Word keeps a second name for the letters of East Asia.
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONTS["ja"])


def _opening(page: WordDocument, report: Report) -> None:
    labels = report.labels
    heading = page.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = heading.add_run(str(labels["heading"]))
    words.bold, words.font.size = True, Pt(18)
    page.add_paragraph(str(labels["dated"])).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page.add_paragraph(str(labels["to"]))
    for label in labels["from"]:
        page.add_paragraph(f"{label}　　　　　　　　　　　").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page.add_paragraph(str(labels["opening"]))
    if labels["follows"]:
        page.add_paragraph(str(labels["follows"])).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _section(page: WordDocument, section: Section, number: int) -> None:
    page.add_paragraph().add_run(f"{number}　{section.label}").bold = True
    for line in (*section.lines, *[""] * section.empty_lines):
        page.add_paragraph(line).paragraph_format.left_indent = Mm(7)
    if section.rows:
        _table(page, section)


def _table(page: WordDocument, section: Section) -> None:
    table = page.add_table(rows=0, cols=len(section.columns), style="Table Grid")
    for row in (section.columns, *section.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    page.add_paragraph()
