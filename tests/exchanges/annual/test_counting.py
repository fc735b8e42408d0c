"""Cases of a year: counted right, in a flat number of statements, and not for everybody."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from exchanges.annual import counting, listing, years
from exchanges.annual.years import CALENDAR, FISCAL, Year
from tests.exchanges.conftest import holder
from tests.factories.exchanges import CaseTransitionFactory, DelegateFactory, ThemeFactory, VisitCaseFactory

pytestmark = pytest.mark.django_db
YEAR = Year(FISCAL, 2027)


def case(**facts):
    asked_at = facts.pop("asked_at", datetime(2027, 3, 1, tzinfo=UTC))
    found = VisitCaseFactory(**{"first_on": date(2027, 5, 17), "last_on": None, "state": "completed", **facts})
    CaseTransitionFactory(subject=found, to_state="enquiry", at=asked_at)
    return found


def told(user, year=YEAR):
    return {one.key: dict(one.rows) for one in counting.figures(user, year).breakdowns}


@pytest.fixture
def reader(parties):
    return parties.plans


class TestYears:
    @pytest.mark.parametrize(
        ("day", "way", "number"),
        [(date(2027, 3, 31), FISCAL, 2026), (date(2027, 4, 1), FISCAL, 2027), (date(2027, 3, 31), CALENDAR, 2027)],
    )
    def test_a_day_lies_in_one(self, day, way, number):
        assert years.of_day(day, way) == Year(way, number)

    def test_its_days(self):
        assert (YEAR.first_on, YEAR.last_on) == (date(2027, 4, 1), date(2028, 3, 31))
        assert (YEAR.other.first_on, YEAR.other.last_on) == (date(2027, 1, 1), date(2027, 12, 31))

    def test_there_is_a_first_and_a_last_one(self):
        assert (Year(FISCAL, years.FIRST).before, Year(FISCAL, years.LAST).after) == (None, None)
        assert years.known("lunar", 2027) is years.known(FISCAL, 1999) is years.known(FISCAL, 9999) is None

    def test_cases_lie_in_the_year_of_their_first_day(self, reader):
        for day in (date(2027, 3, 31), date(2027, 4, 1), date(2028, 3, 31), date(2028, 4, 1)):
            case(first_on=day)
        totals = {year: counting.figures(reader, year).total for year in (YEAR, Year(FISCAL, 2026), YEAR.other)}
        assert totals == {YEAR: 2, Year(FISCAL, 2026): 1, YEAR.other: 2}


class TestWhatIsCounted:
    def test_results_kinds_and_countries(self, reader):
        case(state="closed", kind="courtesy")
        case(state="reported", country="DE")
        case(state="cancelled")
        case(state="draft")
        found = told(reader)
        assert found["result"] == {"took place": 2, "called off by the authority": 1}
        assert found["kind"] == {"study tour": 2, "courtesy call": 1}
        assert found["country"] == {"United Kingdom": 2, "Germany": 1}

    def test_prefectures_whether_a_city_or_the_prefecture_itself_asks(self, reader, parties):
        city = parties.authority.authority
        case(authority=parties.authority)
        case(authority=city.prefecture.organisation)
        case()
        assert told(reader)["prefecture"] == {city.prefecture.name_romaji: 2, "no local authority": 1}

    def test_themes_however_they_are_written_and_once_a_case(self, reader):
        one, two = case(), case()
        ThemeFactory(case=one, title="Day care")
        ThemeFactory(case=one, title="Housing")
        ThemeFactory(case=two, title=" day CARE")
        assert list(told(reader)["theme"].values()) == [2, 1]

    @pytest.mark.parametrize(
        ("ja", "en", "rank"),
        [
            ("副市長", "", "deputy governor or deputy mayor"), ("", "Deputy Mayor", "deputy governor or deputy mayor"),
            ("市長", "", "governor or mayor"), ("", "Vice-Governor", "deputy governor or deputy mayor"),
            ("", "Governor of X", "governor or mayor"), ("議長", "", "speaker or member of the assembly"),
            ("教育長", "", "superintendent of education"), ("福祉部長", "", "head of a bureau or department"),
            ("主査", "", "head of a section, or officer"), ("", "Poet", "another title"), ("", "", "without a title"),
        ],
    )  # fmt: skip
    def test_ranks_are_told_from_the_title(self, reader, ja, en, rank):
        one = case()
        DelegateFactory(case=one, role="head", title_ja=ja, title_en=en)
        DelegateFactory(case=one, title_ja="知事")
        assert told(reader)["rank"] == {rank: 1}

    @pytest.mark.parametrize(
        ("asked_on", "label"),
        [
            (date(2027, 4, 20), "less than 4 weeks"), (date(2027, 4, 19), "4 to 8 weeks"),
            (date(2027, 3, 1), "8 to 13 weeks"), (date(2027, 1, 1), "13 to 26 weeks"),
            (date(2026, 6, 1), "26 weeks or more"),
        ],
    )  # fmt: skip
    def test_time_from_the_first_question(self, reader, asked_on, label):
        one = case(asked_at=datetime(asked_on.year, asked_on.month, asked_on.day, 12, tzinfo=UTC))
        CaseTransitionFactory(subject=one, to_state="enquiry", at=datetime(2027, 5, 1, tzinfo=UTC))
        assert told(reader)["lead_time"] == {label: 1}

    def test_who_never_asked_formally_is_not_known(self, reader):
        VisitCaseFactory(first_on=date(2027, 5, 17))
        assert told(reader)["lead_time"] == {"not known": 1}

    def test_the_number_of_statements_does_not_grow(self, reader):
        reader.reach("exchanges.view_cases")
        counts = []
        for many in (1, 5):
            for _number in range(many):
                ThemeFactory(case=case())
            with CaptureQueriesContext(connection) as seen:
                counting.figures(reader, YEAR)
            counts.append(len(seen))
        assert counts == [7, 7]

    def test_an_empty_year_asks_once(self, reader):
        reader.reach("exchanges.view_cases")
        with CaptureQueriesContext(connection) as seen:
            assert counting.figures(reader, YEAR).breakdowns == []
        assert len(seen) == 1


def page(name, *more, year=YEAR):
    return reverse(f"exchanges:{name}", args=[year.way, year.number, *more])


class TestPages:
    def test_every_chart_has_its_table(self, client, reader):
        ThemeFactory(case=case(), title="Day care")
        client.force_login(reader)
        text = client.get(page("statistics")).content.decode()
        assert text.count('<figure class="chart">') == text.count("Show as a table") == 6  # nobody leads the delegation
        assert text.count('<th scope="row">Day care</th><td>1</td>') == 1
        assert "style=" not in text.split("<main", 1)[1]

    def test_no_year_no_page(self, client, reader):
        client.force_login(reader)
        for year in (Year("lunar", 2027), Year(FISCAL, 1066)):
            assert client.get(page("statistics", year=year)).status_code == 404
        assert client.get(page("statistics_list", "fr")).status_code == 404
        assert client.get(reverse("exchanges:statistics_now"))["Location"] == page(
            "statistics", year=Year(FISCAL, 2026)
        )

    def test_a_theme_that_is_a_formula_is_text_in_the_file(self, client, reader):
        ThemeFactory(case=case(), title='=HYPERLINK("https://example.org")')
        client.force_login(reader)
        text = b"".join(client.get(page("statistics_csv")).streaming_content).decode("utf-8-sig")
        assert text.splitlines()[0] == "Year of the visits,Counted by,Group,Cases"
        assert 'Fiscal year 2027,By theme,"\'=HYPERLINK(""https://example.org"")",1' in text

    @pytest.mark.parametrize("name", ["statistics", "statistics_csv"])
    def test_only_who_sees_every_case_reads_them(self, client, parties, name):
        answers = {}
        for role, place in (("hq", None), ("staff_visits", None), ("authority", parties.authority),
                            ("branch", parties.branch), ("staff_research", None)):  # fmt: skip
            client.force_login(holder(role, place))
            answers[role] = client.get(page(name)).status_code
        assert answers == {"hq": 200, "staff_visits": 200, "authority": 403, "branch": 403, "staff_research": 403}

    def test_the_list_is_printed_in_the_background(self, client, reader, parties, now):
        case(authority=parties.authority, title="高齢者福祉の視察")
        client.force_login(reader)
        answer = client.post(page("statistics_list", "ja"))
        job = Job.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, reverse("job", args=[job.uuid]))
        claimed = jobs.claim(at=now)
        runner.run(claimed, clock=lambda: now)
        assert Job.objects.get().state == Job.State.DONE

    def test_the_list_names_head_and_result_in_one_statement(self, reader, parties):
        one = case(authority=parties.authority)
        DelegateFactory(case=one, role="head", title_ja="副市長", title_en="Deputy Mayor")
        with CaptureQueriesContext(connection) as seen:
            rows = listing.rows_of(reader, YEAR)
        assert [(row.head_ja, row.head_en) for row in rows] == [("副市長", "Deputy Mayor")]
        assert len(seen) <= 2
        assert listing.pdf(rows, YEAR, "en")[:5] == b"%PDF-"
