"""The figures as Excel and on paper: the same for the same reader, harmless, and no more than one may know."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from clair_portal.spreadsheets import read
from jet.models import PublishedFigure
from jet.statistics import printing, sheets, telling
from jet.statistics.work import KIND
from jet.statistics.years import Year
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.directory import OrganisationFactory, SourceFactory
from tests.factories.jet import ParticipantFactory, TermFactory
from tests.factories.published import PublishedFigureFactory

pytestmark = pytest.mark.django_db
YEAR = Year(2026)


@pytest.fixture
def reader():
    return RoleAssignmentFactory(role="hq").user


@pytest.fixture
def employer():
    return RoleAssignmentFactory(role="authority", organisation=OrganisationFactory()).user


def serve(number, **facts):
    for _ in range(number):
        TermFactory(participant=ParticipantFactory(state="serving", **facts), first_on=date(2026, 8, 3))


def opened(user):
    """Name of each sheet → its rows."""
    figures = PublishedFigure.objects.for_pages().in_order()
    sheets_read = read(sheets.workbook(figures, telling.told(user, YEAR), {})).sheets
    return {sheet.name: [tuple(row) for row in sheet.rows] for sheet in sheets_read}


def words(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


class TestExcel:
    def test_figures_are_numbers_and_stand_with_their_source(self, reader):
        PublishedFigureFactory(year=2025, value=Decimal(5933), source=SourceFactory(title="Table", url=""))
        PublishedFigureFactory(year=2025, value=None, source__title="Without")

        rows = opened(reader)["公表値 Published"]

        assert rows[0][0] == "年度 Year"
        assert rows[1][:5] == (2025, "participants serving", "altogether", "", 5933)
        assert rows[1][5:8] == ("people", "exact", "Table")
        assert rows[2][4] == ""

    def test_a_source_that_is_a_formula_is_text(self, reader):
        PublishedFigureFactory(source__title='=HYPERLINK("https://example.org")')

        assert opened(reader)["公表値 Published"][1][7] == '=HYPERLINK("https://example.org")'

    def test_what_the_portal_counts_stands_on_its_own_sheet(self, reader):
        serve(2, nationality="DE")

        rows = opened(reader)["集計 Counted"]

        assert rows[1] == (2026, "altogether", "", 2)
        assert (2026, "By country of nationality", "Germany", 2) in rows

    def test_few_people_are_not_shown_to_an_employer(self, employer):
        serve(6, nationality="US")
        serve(3, nationality="DE")

        rows = opened(employer)["集計 Counted"]

        assert (2026, "By country of nationality", "Germany", "not shown") in rows
        assert (2026, "By country of nationality", "United States of America", "not shown") in rows  # or 9 - 6 = 3
        assert rows[1][3] == 9

    def test_the_public_has_no_such_sheet(self):
        serve(9)

        assert list(opened(UserFactory())) == ["公表値 Published"]


class TestPaper:
    @pytest.mark.parametrize(
        ("side", "heading"), [("ja", "JET"), ("en", "The JET Programme in figures, Fiscal year 2026")]
    )
    def test_in_both_languages(self, reader, side, heading):
        PublishedFigureFactory(year=2026, value=6001, source__title="A table of example facts")
        serve(2, nationality="DE")

        told = words(printing.pdf(reader, YEAR, side))

        assert heading in told
        assert "6,001" in told
        assert "A table of example facts" in told

    def test_every_chart_is_a_table_too(self, reader):
        serve(7, nationality="DE")

        told = words(printing.pdf(reader, YEAR, "en"))

        assert all(title in told for title in telling.titles().values())
        assert "Germany 7" in told

    def test_it_is_made_in_the_background(self, reader, now):
        serve(7, nationality="DE")
        jobs.enqueue(KIND, title="Figures", parameters={"year": 2026, "side": "en"}, by=reader, at=now)
        claimed = jobs.claim(at=now)
        runner.run(claimed, clock=lambda: now)

        assert Job.objects.get().state == Job.State.DONE

    def test_whoever_may_not_know_the_counts_has_a_paper_without_them(self):
        serve(7, nationality="DE")

        assert "Germany" not in words(printing.pdf(UserFactory(), YEAR, "en"))

    def test_the_longest_bar_has_the_full_length(self):
        found = telling.Breakdown("country", "", [("Germany", 40), ("Ireland", 10)], [])

        assert printing.bars(found) == [("Germany", 40, printing.LENGTH), ("Ireland", 10, printing.LENGTH // 4)]
        assert printing.bars(telling.Breakdown("country", "", [], [])) == []
