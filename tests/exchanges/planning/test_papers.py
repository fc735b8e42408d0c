"""The papers beside the programme, read back: the right people, in the right language, for the right eyes."""

from io import BytesIO

import pypdf
import pytest
from django.urls import reverse
from icalendar import Calendar

from clair_portal.accounts.models import User
from exchanges.models import Itinerary
from exchanges.planning import calendar, papers, ways
from tests.exchanges.conftest import holder
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, UNIVERSITY, at, meeting, planned, visit
from tests.factories.exchanges import (
    AssignmentFactory,
    InterpreterFactory,
    ItineraryItemFactory,
    TravelTimeFactory,
)

pytestmark = pytest.mark.django_db


def text(pdf):
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def case(parties):
    case = visit(parties, days=(18, 19), support=["interpreting"])
    first, second = case.delegates.order_by("pk")
    for member, group, kana in ((first, "A", "タカサキ ミホン"), (second, "B", "レイダ")):
        member.group, member.kana = group, kana
        member.save()
    meeting(case, starts_at=at(18, 9, 30), minutes=90, contact_phone="+44 113 000 0000", speaker="Alex Example")
    meeting(case, CENTRE, starts_at=at(18, 14), group="A", language="de", contact_name="Sam Beispiel")
    meeting(case, UNIVERSITY, city="York", starts_at=at(18, 14), group="B", language="ja")
    return case


@pytest.fixture
def voice(case):
    one = AssignmentFactory(
        meeting=case.meetings.order_by("pk").first(), state="confirmed", interpreter__person__family="Tsuyaku",
        interpreter__person__family_kanji="通訳", interpreter__person__language="ja",
    )  # fmt: skip
    return one.interpreter


@pytest.fixture
def draft(case, voice, parties, now):
    made = planned(case, parties, now)
    hall, centre = (made.items.get(title_en=name) for name in (CITY_HALL, CENTRE))
    hall.team.set([voice])
    centre.team.clear()
    return Itinerary.objects.for_pages().get(pk=made.pk)


def letter(draft, name):
    item = draft.items.for_pages().get(title_en=name)
    return text(papers.host_letter(draft, item, item.meeting))


class TestHostLetter:
    def test_everybody_who_comes_by_precedence_and_what_they_ask(self, draft):
        found = letter(draft, CITY_HALL)
        for words in ("VisitofExampleCity", "Tue18May2027,09:30–11:00(UKtime)", "DeputyMayor", "副市長", "MihonRobin",
                      "髙﨑見本", "Director,WelfareDepartment", "Daycare", "Whopays?",
                      "AlexExample",
                      "Withkindregards,"):  # fmt: skip
            assert words in found, words
        assert found.index("MihonRobin") < found.index("ReidaKim")

    def test_a_sub_group_is_announced_alone_and_in_the_hosts_language(self, draft):
        found = letter(draft, CENTRE)
        assert ("MihonRobin" in found, "ReidaKim" in found, "SamBeispiel" in found) == (True, False, True)
        assert "Di.,18.Mai2027" in found

    def test_the_questions_are_those_that_the_office_has_translated(self, draft):
        """Into German for a host who reads German; whoever speaks for both sides gets the authority's own words."""
        theme = draft.case.themes.get()
        theme.title_de, theme.questions_de = "Tagespflege", "Wer zahlt?"
        theme.save()
        german, english = letter(draft, CENTRE), letter(draft, CITY_HALL)
        assert ("Tagespflege" in german, "Werzahlt?" in german, "Whopays?" in german) == (True, True, False)
        assert ("Tagespflege" in english, "Whopays?" in english) == (False, True)

    def test_in_japanese_the_kanji_stand_first(self, draft):
        found = letter(draft, UNIVERSITY)
        assert ("2027年5月18日（火）" in found, found.index("例田") < found.index("ReidaKim")) == (True, True)


class TestInterpreterSheet:
    def test_the_own_meetings_only_with_people_in_three_scripts(self, draft, voice):
        found = text(papers.interpreter_sheet(draft, voice))
        for words in ("リーズ市役所", "2027年5月18日（火）", "+441130000000", "髙﨑見本", "タカサキミホン",
                      "MihonRobin",
                      "副市長",
                      "DeputyMayor", "Whodecides?"):  # fmt: skip
            assert words in found, words
        assert "ヨーク大学" not in found


class TestDriverSheet:
    def test_when_to_pick_whom_up_and_whom_to_ring(self, draft, settings):
        settings.PORTAL_EMERGENCY_PHONES = {"GB": "+44 20 0000 0000"}
        ItineraryItemFactory(
            itinerary=draft, kind="hotel", title_en="Station Hotel", place="Station Hotel, Leeds",
            starts_at=at(17, 20), ends_at=at(18, 8),
        )  # fmt: skip
        found = text(papers.driver_sheet(draft, "en"))
        for words in ("09:00StationHotel,LeedsLeedsCityCouncil,Leeds", "+441130000000", "+442000000000", "999/112",
                      "11:00LeedsCityCouncil,LeedsUniversityofYork,York", "MihonRobin(DeputyMayor)"):  # fmt: skip
            assert words in found, words

    def test_in_german(self, draft):
        assert "Di.,18.Mai2027" in text(papers.driver_sheet(draft, "de"))

    def test_without_items_it_says_so(self, draft):
        draft.items.all().delete()
        assert "Thereisnothingtodrive" in text(papers.driver_sheet(draft, "en"))


def test_the_name_list_has_three_scripts_and_two_languages(draft):
    found = text(papers.name_list(draft))
    for words in ("出席者名簿", "ListofParticipants", "見本市", "ExampleCity", "1副市長", "DeputyMayor", "髙﨑見本",
                  "MihonRobin", "タカサキミホン", "2福祉部長"):  # fmt: skip
        assert words in found, words


def test_a_members_calendar_holds_their_own_sub_group_only(draft, case):
    def summaries(member):
        entries = Calendar.from_ical(calendar.of_member(draft, member, language="en")).walk("VEVENT")
        return [str(one["summary"]) for one in entries]

    first, second = case.delegates.order_by("pk")
    assert (summaries(first), summaries(second)) == ([CITY_HALL, CENTRE], [CITY_HALL, UNIVERSITY])


class TestWays:
    def legs(self, draft):
        items = list(draft.items.for_pages().in_order())
        return [(one.group, one.end, one.minutes, one.source.value, one.is_short) for one in ways.of(draft, items)]

    def test_estimates_within_and_between_towns(self, draft):
        assert self.legs(draft) == [
            ("A", f"{CENTRE}, Leeds", 30, "same_town", False), ("B", f"{UNIVERSITY}, York", 120, "other_town", False),
        ]  # fmt: skip

    def test_the_offices_table_knows_better(self, draft):
        TravelTimeFactory(from_place="York", to_place="Leeds", minutes=45)
        TravelTimeFactory(from_place=f"{CITY_HALL}, Leeds", to_place=f"{CENTRE}, Leeds", minutes=12)
        assert self.legs(draft) == [
            ("A", f"{CENTRE}, Leeds", 12, "places", False), ("B", f"{UNIVERSITY}, York", 45, "towns", False),
        ]  # fmt: skip

    def test_too_little_time_is_marked(self, draft):
        draft.items.filter(title_en=CENTRE).update(starts_at=at(18, 11, 15))
        assert self.legs(draft)[0] == ("A", f"{CENTRE}, Leeds", 30, "same_town", True)


class TestWhoMayHaveThem:
    @pytest.fixture
    def addresses(self, draft, voice, case):
        Itinerary.objects.filter(pk=draft.pk).update(state="proposed", proposed_at=draft.made_at)
        User.objects.update(language="en-gb")
        key, member = draft.items.get(title_en=CITY_HALL).key, case.delegates.order_by("pk").first()
        names = (("host_letter", key), ("interpreter_sheet", voice.pk), ("driver_sheet", "en"), ("name_list",),
                 ("member_calendar", member.pk))  # fmt: skip
        return [reverse(f"exchanges:{name}", args=[case.number, draft.number, *args]) for name, *args in names]

    def statuses(self, client, user, addresses):
        client.force_login(user)
        return [client.get(address).status_code for address in addresses]

    def test_the_office_all_of_them_the_parties_their_own(self, client, parties, addresses):
        assert self.statuses(client, parties.plans, addresses) == [200] * 5
        for user in (parties.asks, parties.endorses, holder("hq")):
            assert self.statuses(client, user, addresses) == [403, 403, 403, 200, 200]

    def test_each_is_a_file_with_its_name(self, client, parties, addresses, case):
        client.force_login(parties.plans)
        found = [client.get(address) for address in addresses]
        assert [one["Content-Type"].partition(";")[0] for one in found] == ["application/pdf"] * 4 + ["text/calendar"]
        assert f'filename="{case.number}-v1-driver-en.pdf"' in found[2]["Content-Disposition"]

    def test_what_does_not_exist_is_not_found(self, client, parties, draft, case):
        stranger = InterpreterFactory()
        lunch = ItineraryItemFactory(itinerary=draft, starts_at=at(19, 12), ends_at=at(19, 13))
        wrong = (("host_letter", lunch.key), ("interpreter_sheet", stranger.pk), ("driver_sheet", "ja"),
                 ("member_calendar", 0))  # fmt: skip
        addresses = [reverse(f"exchanges:{name}", args=[case.number, draft.number, arg]) for name, arg in wrong]
        assert self.statuses(client, parties.plans, addresses) == [404] * 4
