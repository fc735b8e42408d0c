"""One run in the browser: its figures, the map, who goes where and why, what stayed empty, and the file."""

import json
import zlib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from jet.allocating import sealing
from jet.models import AllocationRun
from jet.placement_errors import VerifierRefuses
from tests.factories.allocation import AllocationPlaceFactory, AllocationRunFactory, PinFactory
from tests.factories.jet import ParticipantFactory
from tests.jet.rounds import begun
from tests.jet.views.browsers import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(round_):
    return round_.solve()


@pytest.fixture
def client(round_):
    return browser(round_.maker)


def page(run, query="", below=""):
    return f"/jet/allocation/{run.pk}/{below}{query}"


def looked(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return html.fromstring(answer.content.decode())


def listed(shown):
    """The numbers of the people in the table, in their order."""
    rows = shown.xpath("//*[@id='people']/following-sibling::div[1]//tbody/tr")
    return [row.xpath("./th/a")[0].get("href").split("/")[-2] for row in rows if row.xpath("./th/a")]


def facts(shown):
    return {
        row.xpath("string(dt)"): row.xpath("normalize-space(dd)") for row in shown.xpath("//dl[@class='facts']/div")
    }


class TestFigures:
    def test_the_key_figures_and_how_it_was_made(self, client, run, round_):
        told = facts(looked(client, page(run)))
        assert told["People placed"] == "3 of 3"
        assert told["Posts filled"] == "3 of 3 posts"
        assert told["Indispensable posts filled"] == "1 of 1 indispensable posts"
        assert told["The worst wish anybody gets"] == "not among the wishes"
        assert told["Lot"] == "2026 A"
        assert told["Version of the rules"] == run.rules
        assert told["Fingerprint of the input"] == run.input_hash
        assert told["Made by"].startswith(str(round_.maker))
        assert "Proposed by" not in told

    def test_it_says_whether_it_is_proved(self, client, run):
        assert "proved: there is no better one" in client.get(page(run)).content.decode()
        AllocationRun.objects.update(proved=False)
        assert "not proved to be the best" in client.get(page(run)).content.decode()

    def test_the_wishes_as_a_chart_with_its_table(self, client, run):
        [chart, _map] = looked(client, page(run)).xpath("//figure[starts-with(@class, 'chart')]")
        rows = [[cell.text_content() for cell in row] for row in chart.xpath(".//tbody/tr")]
        assert rows == [["wish 1", "1"], ["not among the wishes", "2"]]

    def test_who_has_no_place_is_a_bar_too(self):
        run = begun(driving="must").solve()
        [chart, _map] = looked(browser(run.made_by), page(run)).xpath("//figure[starts-with(@class, 'chart')]")
        assert [[cell.text_content() for cell in row] for row in chart.xpath(".//tbody/tr")][-1] == ["no place", "1"]

    def test_the_other_rule_stands_beside(self, client, run):
        rows = looked(client, page(run)).xpath("//*[@id='rules']/following-sibling::div//tbody/tr")
        told = [[cell.text_content() for cell in row][:3] for row in rows]
        assert told == [
            ["This run", "3", "not among the wishes"], ["Deferred acceptance", "3", "not among the wishes"],
        ]  # fmt: skip

    def test_the_map_says_by_prefecture_how_many_posts_are_filled(self, client, run, round_):
        shown = looked(client, page(run)).xpath("//figure[@class='chart tile-map']//tbody/tr")
        assert [row.xpath("string(td)") for row in shown] == ["1/1", "2/2"]
        links = [row.xpath(".//a")[0].get("href") for row in shown]
        assert links == [f"{page(run)}?prefecture={each.code}#people" for each in (round_.first, round_.second)]

    def test_a_run_without_figures_is_shown_all_the_same(self, client, round_):
        run = AllocationRunFactory(arrival_group=round_.group)
        assert facts(looked(client, page(run)))["People placed"] == "0 of 0"

    def test_what_each_decision_costs(self, client, round_, run):
        free = run.places.get(request=round_.wanted).participant
        other = next(person for person in round_.people if person != free)
        PinFactory(participant=other, request=round_.wanted)
        rows = looked(client, page(round_.solve())).xpath("//*[@id='costs']/following-sibling::div[1]//tbody/tr")
        [[who, moved, lost, _changed]] = [[cell.text_content() for cell in row] for row in rows]
        assert (who, moved, lost) == (f"{other.jet_number} → PR-2026-9001", "1", "4")

    def test_where_only_some_are_reckoned_the_page_says_so(self, client, round_):
        pinned = [{"participant": person.jet_number, "place": "PR-2026-9001"} for person in round_.people[:2]]
        told = "The first 2 of 5 decisions are reckoned"
        for number, is_told in ((5, True), (2, False)):
            run = AllocationRunFactory(arrival_group=round_.group, summary={"pins": pinned, "pinned": number})
            assert (told in client.get(page(run)).content.decode()) == is_told

    def test_a_decision_that_others_hang_on_has_no_figures(self, client, round_):
        pinned = [{"participant": round_.people[0].jet_number, "place": "PR-2026-9001"}]
        run = AllocationRunFactory(arrival_group=round_.group, summary={"pins": pinned})
        assert "Other decisions hang on this one" in client.get(page(run)).content.decode()


class TestPeople:
    @pytest.fixture
    def mixed(self, round_):
        """A wish met, one not asked for, and somebody without a place."""
        run = AllocationRunFactory(
            arrival_group=round_.group,
            summary={"prefectures": [[each.code, 1, 1] for each in (round_.first, round_.second)]},
        )
        first, second, third = round_.people
        AllocationPlaceFactory(run=run, participant=first, request=round_.wanted, rank=1)
        AllocationPlaceFactory(run=run, participant=second, request=round_.other, rank=5)
        AllocationPlaceFactory(run=run, participant=third, request=None)
        return run

    def numbers(self, round_, *which):
        return [round_.people[at].jet_number for at in which]

    @pytest.mark.parametrize(
        ("query", "which"),
        [
            ("", (0, 1, 2)), ("?sort=wish", (2, 1, 0)), ("?sort=number", (0, 1, 2)), ("?wish=1", (0,)), ("?wish=2", ()),
            ("?wish=further", (1,)), ("?wish=none", (2,)), ("?position=alt", (0, 1, 2)), ("?position=cir", ()),
            ("?q=PR-2026-9002", (1,)), ("?wish=nonsense", (0, 1, 2)), ("?prefecture=nowhere", (0, 1, 2)),
        ],
    )  # fmt: skip
    def test_filters_and_orders(self, client, round_, mixed, query, which):
        assert listed(looked(client, page(mixed, query))) == self.numbers(round_, *which)

    def test_by_prefecture(self, client, round_, mixed):
        assert listed(looked(client, page(mixed, f"?prefecture={round_.second.code}"))) == self.numbers(round_, 1)

    def test_search_by_name_number_and_employer(self, client, round_, mixed):
        person = round_.people[2]
        for text, which in [
            (person.person.family, (2,)), (person.jet_number, (2,)), (person.jet_number[-9:], (2,)),
            (round_.wanted.employer.organisation.name_en, (0,)), ("nobody-of-that-name", ()),
        ]:  # fmt: skip
            assert listed(looked(client, page(mixed, f"?q={text}"))) == self.numbers(round_, *which), text

    def test_people_of_other_runs_are_not_listed(self, client, round_, mixed, run):
        assert len(listed(looked(client, page(run)))) == 3
        assert listed(looked(client, page(mixed, "?wish=none"))) == self.numbers(round_, 2)

    def test_fifty_on_a_page_and_no_query_more(self, client, round_, mixed):
        client.get(page(mixed))
        with CaptureQueriesContext(connection) as few:
            client.get(page(mixed))
        for _number in range(60):
            person = ParticipantFactory(arrival_group=round_.group)
            AllocationPlaceFactory(run=mixed, participant=person, request=round_.other, rank=5)
        with CaptureQueriesContext(connection) as many:
            shown = looked(client, page(mixed))
        assert len(many) == len(few)
        assert len(listed(shown)) == 50
        assert len(listed(looked(client, page(mixed, "?page=2")))) == 13

    def test_the_sealed_file_is_not_read_for_the_page(self, client, mixed):
        with CaptureQueriesContext(connection) as asked:
            client.get(page(mixed))
        assert not [query for query in asked if '"sealed"' in query["sql"]]


class TestReasons:
    def test_why_not_a_higher_wish(self, client, round_, run):
        place = run.places.filter(request=round_.other)[0]
        shown = looked(client, page(run, below=f"people/{place.participant.jet_number}/"))
        assert shown.xpath("//h1")[0].text_content() == str(place.participant)
        told = facts(shown)
        assert told["Which wish"] == "not among the wishes"
        assert "PR-2026-9002" in told["Place in this run"]
        assert told["Wishes written"] == f"1. {round_.first.name_romaji}"
        [card] = shown.xpath("//article")
        said = " ".join(card.text_content().split())
        assert "PR-2026-9001" in said
        assert "1 post there" in said
        assert "3 people who may go there wished for it as much or more" in said
        assert any(words in said for words in ("The lot has decided.", "would make the whole worse."))

    def test_a_condition_is_named(self):
        round_ = begun(driving="must")
        run = round_.solve()
        place = run.places.get(request=None)
        shown = browser(round_.maker).get(page(run, below=f"people/{place.participant.jet_number}/")).content.decode()
        assert "Missing: driving licence." in shown
        assert "no place" in shown

    def test_nobody_else_is_named(self, client, round_, run):
        person, *others = round_.people
        shown = client.get(page(run, below=f"people/{person.jet_number}/")).content.decode()
        assert person.passport_name in shown
        assert [other for other in others if other.passport_name in shown or other.jet_number in shown] == []

    def test_the_page_leads_to_a_decision_for_the_runs_to_come(self, client, round_, run):
        shown = client.get(page(run, below=f"people/{round_.people[0].jet_number}/")).content.decode()
        assert f"/jet/allocation/2026/A/pins/new/?participant={round_.people[0].jet_number}" in shown

    def test_whoever_is_not_in_the_run_is_not_found(self, client, run):
        other = ParticipantFactory()
        assert client.get(page(run, below=f"people/{other.jet_number}/")).status_code == 404

    def test_many_wishes_cost_no_more_queries(self, client, round_, run):
        place = run.places.filter(request=round_.other)[0]
        address = page(run, below=f"people/{place.participant.jet_number}/")
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        place.refused = place.refused * 4
        place.save(update_fields=["refused"])
        with CaptureQueriesContext(connection) as many:
            assert len(looked(client, address).xpath("//article")) == 4
        assert len(many) == len(few)


class TestOpenPosts:
    def test_what_stayed_empty_and_why(self):
        round_ = begun(driving="must")
        run = round_.solve()
        for address in (page(run), page(run, below="open/")):
            [card] = looked(browser(round_.maker), address).xpath("//article")
            said = " ".join(card.text_content().split())
            for words in (
                "1 post is empty", "1 of them indispensable", "Of 3 people of this position, 0 meet all conditions.",
                "People who lack a condition: driving licence: 3 people",
                "would qualify if it were not indispensable: driving licence: 3 people",
                f"Nearest: {round_.people[0].jet_number} lacks only this: driving licence.",
            ):  # fmt: skip
                assert words in said, words

    def test_a_full_run_says_so(self, client, run):
        assert "Every post is filled." in client.get(page(run)).content.decode()

    def test_the_page_of_the_run_shows_the_most_urgent_and_the_other_page_all(self, client, round_):
        row = {
            "unfilled": 1, "must_unfilled": 0, "considered": 0, "allowed": 0, "removed": [], "if_nice": [],
            "alternative": None,
        }  # fmt: skip
        rows = [{**row, "place": f"PR-2026-{number:04}"} for number in range(30)]
        rows[29]["must_unfilled"] = 1
        run = AllocationRunFactory(arrival_group=round_.group, summary={"unfilled": rows})
        shown = looked(client, page(run))
        numbers = [card.xpath(".//h3")[0].text_content().strip() for card in shown.xpath("//article")]
        assert numbers == ["PR-2026-0029", *(f"PR-2026-{number:04}" for number in range(4))]
        assert "All 30 requests with empty posts" in shown.text_content()
        assert len(looked(client, page(run, below="open/")).xpath("//article")) == 25
        assert len(looked(client, page(run, "?page=2", below="open/")).xpath("//article")) == 5


class TestFile:
    def checked(self, tmp_path, content):
        path = tmp_path / "file.json"
        path.write_bytes(content)
        call_command("verify_allocation", str(path))

    def test_what_is_downloaded_passes_the_independent_check(self, client, run, tmp_path, capsys):
        answer = client.get(page(run, below="file/"))
        self.checked(tmp_path, answer.content)
        assert f"Input {run.input_hash}." in capsys.readouterr().out

    def test_a_changed_file_does_not(self, client, run, tmp_path):
        found = json.loads(client.get(page(run, below="file/")).content)
        chosen = found["certificate"]["chosen"]
        other = next(at for at, place in enumerate(chosen) if place != chosen[0])
        chosen[0], chosen[other] = chosen[other], chosen[0]  # two people change places
        with pytest.raises(CommandError, match=r"^Refused: "):
            self.checked(tmp_path, json.dumps(found).encode())

    @pytest.mark.parametrize("sealed", [b"", b"no archive", zlib.compress(b"\xff\xfe")])
    def test_a_damaged_file_is_said_on_the_page(self, client, run, sealed):
        AllocationRun.objects.update(sealed=sealed)
        answer = client.get(page(run, below="file/"), follow=True)
        assert answer.redirect_chain == [(page(run), 302)]
        assert "The sealed file is damaged." in answer.content.decode()
        with pytest.raises(VerifierRefuses):
            sealing.check(AllocationRun.objects.get())

    def test_it_is_a_private_download_that_nobody_keeps(self, client, run):
        answer = client.get(page(run, below="file/"))
        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Disposition"] == f'attachment; filename="allocation-2026-A-{run.pk}.json"'
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_the_page_says_how_to_check_it(self, client, run):
        assert f"manage.py verify_allocation allocation-2026-A-{run.pk}.json" in client.get(page(run)).content.decode()
