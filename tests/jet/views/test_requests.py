"""The pages of placement requests: from the draft to the cut-off, by whom, and what nobody else reads."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clair_portal.accounts.models import RoleAssignment
from jet.models import PlacementRequest
from tests.factories.accounts import UserFactory
from tests.factories.allocation import PlacementRequestFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory
from tests.jet.views import asking
from tests.jet.views.asking import holder, typed

pytestmark = pytest.mark.django_db
State = PlacementRequest.State
LIST, NEW, CUT_OFFS = "/jet/requests/", "/jet/requests/new/", "/jet/requests/cut-off/"
MANY = "x" * 2_000_000
REASON = {"reason": "No post after all."}


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def parties(db):
    return asking.parties()


@pytest.fixture
def enter(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def city(enter, parties):
    return enter(parties.asks)


def page(asked, step=""):
    return f"{LIST}{asked.number}/{step}"


def text(response):
    return response.content.decode()


class TestNew:
    def test_a_request_is_kept_as_a_draft_with_all_that_was_typed(self, city, parties):
        response = city.post(NEW, typed(parties), follow=True)
        asked = PlacementRequest.objects.get()
        assert response.redirect_chain == [(page(asked), 303)]
        assert (asked.state, asked.employer, asked.branch, asked.asked_by) == (
            State.DRAFT, parties.employer, parties.branch, parties.asks,
        )  # fmt: skip
        assert (asked.posts, asked.must, asked.area, asked.school, asked.family_housing) == (
            2, 1, "rural", "junior", True,
        )  # fmt: skip
        assert (asked.japanese, asked.japanese_wanted, asked.driving, asked.teaching) == ("N3", "nice", "must", "no")
        assert (asked.language, asked.language_level, asked.language_wanted) == ("de", "B2", "must")
        assert "German B2" in text(response)

    def test_the_same_form_twice_is_one_draft_with_what_was_typed_last(self, city, parties):
        shown = str(city.get(NEW).context["form"].fields["draft_id"].initial)
        first = city.post(NEW, typed(parties, draft_id=shown, seen_version="1"), follow=True)
        again = city.post(NEW, typed(parties, draft_id=shown, seen_version="1", posts="3"), follow=True)
        asked = PlacementRequest.objects.get()
        assert first.redirect_chain == again.redirect_chain == [(page(asked), 303)]
        assert asked.posts == 3

    def test_a_draft_of_somebody_else_is_neither_found_nor_changed(self, city, parties):
        foreign = PlacementRequestFactory(posts=1)
        response = city.post(NEW, typed(parties, draft_id=str(foreign.uuid)))
        assert (response.status_code, PlacementRequest.objects.get().posts) == (422, 1)
        assert foreign.number not in text(response)

    @pytest.mark.parametrize("forged", ["x", "\0", "1' OR '1'='1"])
    def test_a_forged_mark_of_the_draft_is_refused(self, city, parties, forged):
        assert city.post(NEW, typed(parties, draft_id=forged)).status_code == 422
        assert PlacementRequest.objects.count() == 0

    def test_every_column_of_a_request_is_asked_for_once_and_no_nationality(self, city):
        form = city.get(NEW).context["form"]
        set_by_the_portal = {"id", "uuid", "number", "state", "branch", "asked_by", "created_at", "version"}
        columns = {field.name for field in PlacementRequest._meta.concrete_fields} - set_by_the_portal
        assert set(form.fields) - {"seen_version", "draft_id"} == columns
        grouped = [name for _title, names in form.GROUPS for name in names]
        assert sorted(grouped) == sorted(columns)
        assert not {"nationality", "country", "sex", "age"} & columns

    def test_only_ones_own_organisations_may_ask(self, city, parties):
        foreign = ContractingOrganisationFactory()
        response = city.post(NEW, typed(parties, employer=foreign.pk))
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["employer"])
        assert PlacementRequest.objects.count() == 0
        assert str(foreign) not in text(response)

    def test_whoever_asks_for_two_chooses_among_them(self, city, parties):
        second = ContractingOrganisationFactory()
        holder("authority", second.organisation, user=parties.asks)
        ContractingOrganisationFactory()
        field = city.get(NEW).context["form"].fields["employer"]
        assert (set(field.queryset), field.widget.is_hidden) == ({parties.employer, second}, False)

    def test_only_groups_that_are_still_to_come_are_offered(self, city, parties):
        past = ArrivalGroupFactory(year=2026, code="A", arrives_on=date(2026, 8, 2))
        next_one = ArrivalGroupFactory(year=2027, code="0", arrives_on=date(2027, 4, 5))
        assert list(city.get(NEW).context["form"].fields["arrival_group"].queryset) == [next_one, parties.group]
        assert city.post(NEW, typed(parties, arrival_group=past.pk)).status_code == 422

    def test_extra_fields_change_nothing(self, city, parties):
        forged = {"state": "accepted", "number": "PR-1", "branch": parties.employer.organisation_id, "version": 9}
        city.post(NEW, typed(parties, **forged, nationality="GB"))
        asked = PlacementRequest.objects.get()
        assert (asked.state, asked.number, asked.branch, asked.version) == (
            State.DRAFT, "PR-2027-0001", parties.branch, 1,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("posts", "0"), ("posts", "501"), ("posts", "-1"), ("posts", "9" * 30), ("posts", "many"), ("must", "3"),
            ("position", "boss"), ("school", "x"), ("area", "x"), ("driving", "x"), ("teaching", ""),
            ("japanese", ""), ("japanese", "B2"), ("japanese_wanted", "no"), ("language", ""), ("language", "ja"),
            ("language", "xx"), ("language", "d\x00"), ("language_level", ""), ("language_level", "N3"),
            ("duties", "x" * 2001), ("duties", MANY), ("duties", "nul\x00"), ("employer", "1 OR 1=1"),
            ("employer", "9" * 30), ("employer", "\x00"), ("arrival_group", ""), ("seen_version", "x"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_refused_with_a_word_and_kept_on_the_page(self, field, value, city, parties):
        response = city.post(NEW, typed(parties, **{field: value}))
        assert response.status_code == 422
        assert "This is not settled yet" in text(response)
        assert PlacementRequest.objects.count() == 0

    def test_languages_may_be_left_out(self, city, parties):
        none = {"japanese": "", "japanese_wanted": "no", "language": "", "language_level": "", "language_wanted": "no"}
        assert city.post(NEW, typed(parties, **none, duties="")).status_code == 303
        assert city.get(page(PlacementRequest.objects.get())).status_code == 200

    @pytest.mark.parametrize("who", ["endorses", "accepts"])
    def test_neither_the_branch_nor_headquarters_asks(self, who, enter, parties):
        client = enter(getattr(parties, who))
        assert (client.get(NEW).status_code, client.post(NEW, typed(parties)).status_code) == (403, 403)
        assert PlacementRequest.objects.count() == 0


class TestEdit:
    def test_a_draft_is_changed(self, city, parties):
        asked = parties.request()
        assert city.get(page(asked, "edit/")).status_code == 200
        assert city.post(page(asked, "edit/"), typed(parties, posts="3")).status_code == 303
        asked.refresh_from_db()
        assert (asked.posts, asked.version) == (3, 2)

    def test_the_slower_of_two_is_told_and_keeps_what_was_typed(self, city, parties):
        asked = parties.request()
        city.post(page(asked, "edit/"), typed(parties, posts="3"))
        response = city.post(page(asked, "edit/"), typed(parties, posts="9"))
        assert response.status_code == 422
        assert "Somebody has changed this in the meantime. Look at it again, then decide." in text(response)
        assert response.context["form"]["posts"].value() == "9"
        assert PlacementRequest.objects.get().posts == 3

    def test_what_was_sent_is_not_changed(self, city, parties):
        asked = parties.request(state="sent", posts=1)
        response = city.post(page(asked, "edit/"), typed(parties))
        assert (response.status_code, PlacementRequest.objects.get().posts) == (422, 1)
        assert "Ask the branch to hand it back" in text(response)

    def test_a_draft_keeps_a_group_that_has_arrived(self, city, parties):
        past = ArrivalGroupFactory(year=2026, code="A", arrives_on=date(2026, 8, 2))
        asked = parties.request(arrival_group=past)
        assert city.post(page(asked, "edit/"), typed(parties, arrival_group=past.pk)).status_code == 303


class TestSteps:
    def test_the_whole_way_over_the_pages(self, enter, parties):
        asked = parties.request(number="PR-2027-0001")
        way = [("asks", "send/", "sent"), ("endorses", "endorse/", "endorsed"), ("accepts", "accept/", "accepted")]
        for who, step, state in way:
            client = enter(getattr(parties, who))
            assert page(asked, step) in text(client.get(page(asked)))
            assert client.get(page(asked, step)).status_code == 200
            assert client.post(page(asked, step)).status_code == 303
            asked.refresh_from_db()
            assert asked.state == state

    @pytest.mark.parametrize(
        ("who", "step", "state"),
        [("asks", "send/", "sent"), ("endorses", "endorse/", "endorsed"), ("accepts", "accept/", "accepted")],
    )
    def test_the_second_click_finds_it_done(self, who, step, state, enter, parties):
        asked = parties.request(state=state)
        client = enter(getattr(parties, who))
        assert client.post(page(asked, step))["Location"] == page(asked)
        assert client.get(page(asked, step))["Location"] == page(asked)
        assert asked.transitions.count() == 0

    @pytest.mark.parametrize(
        "taken",
        [
            ("asks", "withdraw/", "sent", "withdrawn"), ("endorses", "hand-back/", "sent", "draft"),
            ("accepts", "decline/", "endorsed", "declined"), ("accepts", "decline/", "accepted", "declined"),
        ],
    )  # fmt: skip
    def test_these_steps_need_a_reason_and_tell_it(self, taken, enter, parties):
        who, step, state, end = taken
        asked = parties.request(state=state)
        client = enter(getattr(parties, who))
        assert client.get(page(asked, step)).status_code == 200
        assert client.post(page(asked, step), {"reason": " "}).status_code == 422
        assert client.post(page(asked, step), REASON).status_code == 303
        asked.refresh_from_db()
        assert (asked.state, asked.transitions.get().reason) == (end, REASON["reason"])
        assert REASON["reason"] in text(enter(parties.asks).get(page(asked)))

    def test_the_second_withdrawal_finds_it_done(self, city, parties):
        asked = parties.request(state="withdrawn")
        assert city.post(page(asked, "withdraw/"), REASON)["Location"] == page(asked)

    def test_without_duties_nothing_is_sent(self, city, parties):
        asked = parties.request(duties="")
        response = city.post(page(asked, "send/"))
        assert response.status_code == 409
        assert "Describe the duties before you send the request." in text(response)

    def test_what_is_frozen_is_withdrawn_no_more(self, city, parties):
        asked = parties.request(state="frozen")
        assert "withdraw/" not in text(city.get(page(asked)))
        assert city.post(page(asked, "withdraw/"), REASON).status_code == 422
        assert PlacementRequest.objects.get().state == State.FROZEN

    @pytest.mark.parametrize(
        "tried",
        [
            ("asks", "sent", "endorse/", 403), ("asks", "sent", "hand-back/", 403),
            ("asks", "endorsed", "accept/", 403), ("asks", "endorsed", "decline/", 403),
            ("endorses", "sent", "withdraw/", 403), ("endorses", "endorsed", "accept/", 403),
            ("endorses", "endorsed", "decline/", 403), ("endorses", "draft", "send/", 403),
            ("accepts", "sent", "endorse/", 403), ("accepts", "sent", "hand-back/", 403),
            ("accepts", "sent", "withdraw/", 403), ("accepts", "sent", "edit/", 403),
            ("accepts", "draft", "accept/", 404), ("endorses", "draft", "endorse/", 404),
        ],
    )  # fmt: skip
    def test_nobody_takes_the_step_of_somebody_else(self, tried, enter, parties):
        who, state, step, status = tried
        asked = parties.request(state=state)
        client = enter(getattr(parties, who))
        assert client.post(page(asked, step), REASON).status_code == status
        asked.refresh_from_db()
        assert asked.state == state

    @pytest.mark.parametrize(("role", "step"), [("branch", "endorse/"), ("authority", "withdraw/")])
    def test_the_same_role_elsewhere_does_not_find_it(self, role, step, enter, parties):
        asked = parties.request(state="sent")
        elsewhere = parties.request(state="sent", employer=ContractingOrganisationFactory(), branch=None)
        client = enter(holder(role, elsewhere.employer.organisation))
        for address in (page(asked), page(asked, step)):
            assert client.get(address).status_code == 404
        assert client.post(page(asked, step), REASON).status_code == 404


class TestList:
    def test_everybody_sees_what_is_theirs(self, enter, parties):
        draft, sent = parties.request(), parties.request(state="sent")
        other = PlacementRequestFactory(state="sent", arrival_group=parties.group)
        PlacementRequestFactory(arrival_group=parties.group)
        seen = {
            who: set(enter(getattr(parties, who)).get(LIST).context["page"]) for who in ("asks", "endorses", "accepts")
        }
        assert seen == {"asks": {draft, sent}, "endorses": {sent}, "accepts": {sent, other}}

    def test_the_filters_narrow_together(self, city, parties):
        found = parties.request(state="sent")
        parties.request()
        parties.request(state="sent", arrival_group=ArrivalGroupFactory(year=2027, code="B"))
        response = city.get(LIST, {"state": "sent", "arrival_group": parties.group.pk})
        assert list(response.context["page"]) == [found]

    @pytest.mark.parametrize("value", ["x", "\x00", "9" * 30])
    def test_nonsense_in_the_address_narrows_nothing(self, value, city, parties):
        asked = parties.request()
        response = city.get(LIST, {"state": value, "arrival_group": value, "page": value})
        assert (response.status_code, list(response.context["page"])) == (200, [asked])

    def test_an_empty_list_says_how_to_begin(self, city, enter, parties):
        assert "You have not asked for participants yet." in text(city.get(LIST))
        assert "No request fits these filters." in text(city.get(LIST, {"state": "sent"}))
        assert "Requests appear here once they are sent." in text(enter(parties.endorses).get(LIST))

    def test_the_number_of_queries_does_not_grow(self, city, parties):
        counts = []
        for more in (1, 12):
            for _number in range(more):
                parties.request()
            with CaptureQueriesContext(connection) as captured:
                assert city.get(LIST).status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_whoever_has_no_role_is_turned_away(self, client, enter, parties):
        assert client.get(LIST).status_code == 302
        assert enter(UserFactory()).get(LIST).status_code == 403


class TestCutOff:
    @pytest.fixture
    def office(self, enter, parties):
        return enter(parties.accepts)

    def page(self, group):
        return f"{CUT_OFFS}{group.pk}/"

    def test_the_numbers_are_shown_before_anything_is_frozen(self, office, parties):
        for state in ("accepted", "accepted", "endorsed", "draft"):
            parties.request(state=state)
        assert self.page(parties.group) in text(office.get(CUT_OFFS))
        shown = text(office.get(self.page(parties.group)))
        assert "2 accepted requests are frozen." in shown
        assert "1 request is not decided yet." in shown
        assert PlacementRequest.objects.filter(state="frozen").count() == 0

    def test_everything_accepted_is_frozen_and_nothing_else(self, office, parties):
        taken = parties.request(state="accepted")
        parties.request(state="endorsed")
        parties.request(state="accepted", arrival_group=ArrivalGroupFactory(year=2027, code="B"))
        response = office.post(self.page(parties.group), {"seen": "1"})
        assert response["Location"] == f"{LIST}?state=frozen&arrival_group={parties.group.pk}"
        assert list(PlacementRequest.objects.filter(state="frozen")) == [taken]
        assert office.post(self.page(parties.group), {"seen": "1"}).status_code == 303
        assert list(office.get(response["Location"]).context["page"]) == [taken]

    def test_a_request_accepted_in_the_meantime_is_not_frozen_unseen(self, office, parties):
        for _number in range(2):
            parties.request(state="accepted")
        response = office.post(self.page(parties.group), {"seen": "1"})
        assert response.status_code == 409
        assert "The number of accepted requests has changed in the meantime." in text(response)
        assert PlacementRequest.objects.filter(state="frozen").count() == 0

    def test_nothing_accepted_is_nothing_to_freeze(self, office, parties):
        response = office.post(self.page(parties.group))
        assert response.status_code == 409
        assert "No accepted request of this arrival group is left to be frozen." in text(response)

    @pytest.mark.parametrize("who", ["asks", "endorses"])
    def test_only_headquarters_freezes(self, who, enter, parties):
        parties.request(state="accepted")
        client = enter(getattr(parties, who))
        assert [client.get(CUT_OFFS).status_code, client.post(self.page(parties.group)).status_code] == [403, 403]
        assert PlacementRequest.objects.filter(state="frozen").count() == 0

    def test_a_group_that_does_not_exist_is_not_found(self, office):
        assert office.get(f"{CUT_OFFS}99999/").status_code == 404


def test_a_role_taken_away_closes_the_pages(city, parties):
    asked = parties.request(state="sent")
    RoleAssignment.objects.filter(user=parties.asks).delete()
    assert city.get(page(asked)).status_code == 403
