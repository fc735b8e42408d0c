"""The pages of figures: who is told what, and that what was published and what is counted never mix."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clair_portal.documents.models import Job
from jet.policy import EXACTLY, WITHOUT_FEW, counts_told
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.directory import OrganisationFactory, PrefectureFactory
from tests.factories.jet import ContractingOrganisationFactory, ParticipantFactory, PlacementFactory, TermFactory
from tests.factories.published import PublishedFigureFactory

pytestmark = pytest.mark.django_db
URL = reverse("jet:statistics", args=[2026])


def holder(role, *, scoped=False):
    return RoleAssignmentFactory(role=role, organisation=OrganisationFactory() if scoped else None).user


def serve(number=1, **facts):
    for _ in range(number):
        TermFactory(participant=ParticipantFactory(state="serving", **facts), first_on=date(2026, 8, 3))


@pytest.fixture
def page(client):
    def get(user=None, url=URL):
        if user:
            client.force_login(user)
        return client.get(url).content.decode().split("<main", 1)[1]

    return get


class TestWhoIsTold:
    @pytest.mark.parametrize(
        ("role", "scoped", "how"),
        [("hq", False, EXACTLY), ("staff_admin", False, EXACTLY), ("authority", True, WITHOUT_FEW),
         ("branch", True, WITHOUT_FEW), ("staff_visits", False, ""), ("participant", False, "")],
    )  # fmt: skip
    def test_as_the_policy_says(self, role, scoped, how):
        assert counts_told(holder(role, scoped=scoped)) == how

    def test_the_public_sees_what_was_published_only(self, page):
        PublishedFigureFactory(year=2026, value=6001)
        serve(7, nationality="DE")

        text = page()

        assert "6,001" in text
        assert "Germany" not in text
        assert "What the portal counts is shown to those who" in text

    def test_headquarters_are_told_everything(self, page):
        serve(nationality="DE")

        text = page(holder("hq"))

        assert '<th scope="row">Germany</th><td>1</td>' in text
        assert "Groups of fewer than five" not in text

    def test_employers_are_told_no_small_group(self, page):
        serve(6, nationality="US")
        serve(7, nationality="GB")
        serve(1, nationality="DE")

        text = page(holder("authority", scoped=True))

        assert "14 participants" in text
        assert '<th scope="row">Germany</th>' not in text
        assert '<th scope="row">United States of America</th>' not in text  # 14 less the others would be Germany's
        assert '<th scope="row">United Kingdom</th><td>7</td>' in text
        assert "few people could be told apart: Germany, United States of America." in text

    def test_the_map_hides_them_too(self, page):
        prefecture = PrefectureFactory(name_romaji="Rei")
        participant = ParticipantFactory(state="serving")
        TermFactory(participant=participant, first_on=date(2026, 8, 3))
        PlacementFactory(participant=participant, employer=ContractingOrganisationFactory(prefecture=prefecture))
        serve(9)

        assert "<td>·</td>" in page(holder("authority", scoped=True))
        assert "<td>1</td>" in page(holder("hq"))

    def test_few_participants_altogether_are_not_told(self, page):
        serve(4)

        text = page(holder("authority", scoped=True))

        assert "Fewer than five participants: nothing is shown." in text
        assert "4 participants" not in text


class TestThePage:
    def test_sources_that_disagree_stand_side_by_side(self, page):
        for value, title in ((5861, "The table"), (5851, "The chart")):
            PublishedFigureFactory(year=2024, value=value, source__title=title)

        text = page(url=reverse("jet:statistics", args=[2024]))

        assert text.count("Sources disagree") == 2  # in the year's table and in the list of such years
        assert all(word in text for word in ("5,861", "5,851", "The table", "The chart"))

    def test_sources_that_agree_are_not_called_otherwise(self, page):
        for _ in range(2):
            PublishedFigureFactory(year=2026, value=5861)

        assert "Sources disagree" not in page()

    def test_every_chart_has_its_table(self, page):
        PublishedFigureFactory(year=2026)
        serve(2)

        text = page(holder("hq"))

        assert text.count('<figure class="chart') == text.count("Show as a table") == 7
        assert "style=" not in text

    def test_a_year_without_a_figure_is_not_zero(self, page):
        PublishedFigureFactory(year=2020, value=None)

        text = page(url=reverse("jet:statistics", args=[2020]))

        assert text.count("no figure given") == 2
        assert "<td>0</td>" not in text

    def test_the_number_of_statements_is_flat(self, client):
        user = holder("hq")
        client.force_login(user)

        def statements():
            with CaptureQueriesContext(connection) as seen:
                client.get(URL)
            return len(seen)

        serve(2)
        client.get(URL)
        few = statements()
        serve(9)
        for year in range(1990, 2026):
            PublishedFigureFactory(year=year)

        assert statements() == few

    @pytest.mark.parametrize("year", [1986, 2400])
    def test_no_year_no_page(self, client, year):
        assert client.get(reverse("jet:statistics", args=[year])).status_code == 404
        assert client.get(reverse("jet:statistics_xlsx", args=[year])).status_code == 404

    def test_without_a_year_it_is_the_one_that_runs(self, client):
        assert client.get(reverse("jet:statistics_now")).status_code == 200


class TestDownloads:
    def test_excel_is_for_everybody(self, client):
        answer = client.get(reverse("jet:statistics_xlsx", args=[2026]))

        assert answer.status_code == 200
        assert answer["Content-Disposition"] == 'attachment; filename="jet-programme-2026.xlsx"'
        assert answer.content[:2] == b"PK"

    def test_the_paper_is_a_job(self, client):
        client.force_login(holder("hq"))

        answer = client.post(reverse("jet:statistics_print", args=[2026, "ja"]))

        job = Job.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, reverse("job", args=[job.uuid]))
        assert job.parameters == {"year": 2026, "side": "ja"}

    def test_the_paper_asks_first(self, client):
        client.force_login(holder("hq"))

        assert "Print the figures?" in client.get(reverse("jet:statistics_print", args=[2026, "en"])).content.decode()
        assert not Job.objects.exists()

    def test_no_paper_for_whoever_is_not_told_the_counts(self, client):
        client.force_login(UserFactory())

        assert client.post(reverse("jet:statistics_print", args=[2026, "ja"])).status_code == 403
        assert not Job.objects.exists()

    def test_no_paper_in_another_language(self, client):
        client.force_login(holder("hq"))

        assert client.get(reverse("jet:statistics_print", args=[2026, "fr"])).status_code == 404
