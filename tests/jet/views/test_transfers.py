"""The pages of transfer requests: of oneself, of the employers that are asked, and of headquarters."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jet.actions import swaps
from jet.models import TransferConsent, TransferRequest
from jet.transferring import search
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import (
    ContractingOrganisationFactory,
    LanguageSkillFactory,
    ParticipantFactory,
    PlacementFactory,
)
from tests.factories.transfers import TransferRequestFactory, TransferWishFactory
from tests.jet import swapping
from tests.jet.swapping import BEGUN, DAY, NOW, account

pytestmark = pytest.mark.django_db
State = TransferRequest.State
MINE, WRITE, SUBMIT, WITHDRAW = (f"/jet/transfer/{step}" for step in ("", "write/", "submit/", "withdraw/"))
LIST, ASKED, SWAPS = "/jet/transfers/", "/jet/transfers/asked/", "/jet/transfers/swaps/"
SECRET = "The clinic is far away."
NO = {"answer": "no", "reason": "Nobody could teach meanwhile."}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def towns(db):
    return swapping.towns()


@pytest.fixture
def enter(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"

    def signed_in(user):
        type(user).objects.filter(pk=user.pk).update(language="en-gb")
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def serving(towns):
    one = ParticipantFactory(state="serving", person__email="robin@example.org")
    PlacementFactory(participant=one, employer=towns.town("A"), first_on=BEGUN)
    return one


@pytest.fixture
def robin(enter, serving):
    return enter(UserFactory(person=serving.person))


@pytest.fixture
def hq(enter, towns):
    return enter(towns.hq)


def text(response):
    return response.content.decode()


def typed(employer, **changes):
    facts = {"ground": "health", "explanation": SECRET, "prefecture_1": employer.prefecture_id, "seen_version": "1"}
    return {**facts, **changes}


class TestOneself:
    def test_a_draft_is_kept_changed_and_submitted(self, robin, towns):
        assert "Write a transfer request" in text(robin.get(MINE))
        assert robin.post(WRITE, typed(towns.town("B")))["Location"] == MINE
        asked = TransferRequest.objects.get()
        assert (asked.state, asked.ground, asked.wishes.get().employer) == (State.DRAFT, "health", None)
        named = typed(towns.town("B"), employer_1="Town B", ground="marriage")
        assert robin.post(WRITE, named)["Location"] == MINE
        asked.refresh_from_db()
        assert (asked.ground, asked.wishes.get().employer, asked.version) == ("marriage", towns.town("B"), 2)
        assert "Town B" in text(robin.get(WRITE))
        for _click in range(2):
            assert robin.post(SUBMIT, {"seen": asked.number})["Location"] == MINE
        asked.refresh_from_db()
        assert (asked.state, asked.transitions.count()) == (State.SUBMITTED, 2)
        assert "Headquarters reads your request" in text(robin.get(MINE))

    def test_the_second_click_writes_no_second_draft(self, robin, towns):
        for _click in range(2):
            assert robin.post(WRITE, typed(towns.town("B"))).status_code == 303
        assert TransferRequest.objects.count() == 1

    def test_another_window_was_faster(self, robin, towns):
        robin.post(WRITE, typed(towns.town("B")))
        robin.post(WRITE, typed(towns.town("B"), explanation="Newer."))
        response = robin.post(WRITE, typed(towns.town("B"), explanation="Older."))
        assert (response.status_code, TransferRequest.objects.get().explanation) == (422, "Newer.")
        assert "Older." in text(response)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"ground": ""}, "ground"), ({"ground": "money"}, "ground"), ({"prefecture_1": "x"}, "prefecture_1"),
            ({"prefecture_1": "", "employer_1": "Town B"}, "prefecture_1"),
            ({"employer_1": "Nowhere"}, "employer_1"), ({"employer_1": "Town A"}, "employer_1"),
            ({"explanation": "x" * 5000}, "explanation"), ({"employer_1": "Town\nB"}, "employer_1"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_told_beside_its_field(self, changes, field, robin, towns):
        towns.town("A")
        response = robin.post(WRITE, typed(towns.town("B"), **changes))
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
        assert not TransferRequest.objects.exists()

    def test_each_place_once(self, robin, towns):
        twice = typed(towns.town("B"), prefecture_2=towns.town("B").prefecture_id)
        response = robin.post(WRITE, twice)
        assert list(response.context["form"].errors) == ["prefecture_2"]

    def test_where_several_are_called_so_the_whole_name_decides(self, robin, towns):
        town = towns.town("B")
        ContractingOrganisationFactory(prefecture=town.prefecture, organisation__name_en="Town B School")
        assert robin.post(WRITE, typed(town, employer_1="Town")).status_code == 422
        assert robin.post(WRITE, typed(town, employer_1="Town B")).status_code == 303
        assert TransferRequest.objects.get().wishes.get().employer == town

    def test_nothing_is_submitted_without_explanation_or_place(self, robin, serving):
        asked = TransferRequestFactory(participant=serving, explanation=" ")
        response = robin.post(SUBMIT, {"seen": asked.number})
        assert (response.status_code, "Explain why you ask" in text(response)) == (409, True)
        TransferRequest.objects.update(explanation=SECRET)
        assert "Name at least one place" in text(robin.post(SUBMIT, {"seen": asked.number}))
        assert TransferRequest.objects.get().state == State.DRAFT

    def test_a_stale_page_withdraws_nothing(self, robin, serving):
        asked = TransferRequestFactory(participant=serving, state="submitted")
        assert robin.post(WITHDRAW, {"seen": "TR-1999-0001"}).status_code == 409
        assert TransferRequest.objects.get().state == State.SUBMITTED
        for _click in range(2):
            assert robin.post(WITHDRAW, {"seen": asked.number}).status_code == 303
        assert TransferRequest.objects.get().state == State.WITHDRAWN

    def test_what_was_submitted_is_not_changed(self, robin, serving, towns):
        TransferRequestFactory(participant=serving, state="submitted")
        assert "can no longer be changed" in text(robin.get(WRITE))
        assert robin.post(WRITE, typed(towns.town("B"), explanation="Another.")).status_code == 422
        assert TransferRequest.objects.get().explanation == SECRET

    def test_whoever_does_not_serve_cannot_ask(self, enter, towns):
        waiting = ParticipantFactory()
        response = enter(UserFactory(person=waiting.person)).post(WRITE, typed(towns.town("B")))
        assert (response.status_code, TransferRequest.objects.count()) == (422, 0)

    @pytest.mark.parametrize("state", State.values)
    def test_every_state_is_told_in_plain_words(self, state, robin, serving):
        asked = TransferRequestFactory(participant=serving, state=state)
        asked.transitions.create(to_state=state, at=NOW, by=None, reason="Because.")
        shown = text(robin.get(MINE))
        assert len(robin.get(MINE).context["what_now"]) > 20
        assert ("Because." in shown) == (state in (State.NOT_ELIGIBLE, State.CLOSED))
        assert (WITHDRAW in shown) == (state in ("draft", "submitted", "eligible", "matched", "agreed"))

    def test_nobody_else_is_named(self, enter, towns):
        ring = swapping.three(towns)
        towns.propose()
        shown = text(enter(account(ring[0])).get(MINE))
        assert "A place may have been found." in shown
        assert not any(word in shown for word in ("Ben Example", "Cia", "BEN", "Town C"))

    def test_others_find_nothing(self, client, hq):
        assert [hq.get(path).status_code for path in (MINE, WRITE, SUBMIT, WITHDRAW)] == [404] * 4


class TestEmployers:
    @pytest.fixture
    def cycle(self, towns):
        ring = swapping.three(towns)
        LanguageSkillFactory(participant=ring[0].participant, language="ja", level="N2")
        type(ring[0].participant).objects.filter(pk=ring[0].participant_id).update(drives=True)
        return towns.propose()

    def page(self, cycle, towns, name):
        return f"{ASKED}{cycle.consents.get(employer=towns.town(name)).pk}/"

    def test_it_reads_what_somebody_brings_and_never_why_they_ask(self, enter, towns, cycle):
        city = enter(towns.speaker("B"))  # Ben leaves, Ada comes
        shown = text(city.get(self.page(cycle, towns, "B")))
        assert "Ben Example" in shown
        assert "N2" in shown
        for hidden in ("Ada Example", "ADA", "Cia", SECRET, "health", "Town A", "Town C"):
            assert hidden not in shown
        assert "waits for your answer" in text(city.get(ASKED))

    def test_it_agrees_once(self, enter, towns, cycle):
        city, page = enter(towns.speaker("B")), self.page(cycle, towns, "B")
        for _click in range(2):
            assert city.post(page, {"answer": "yes"})["Location"] == page
        consent = TransferConsent.objects.get(employer=towns.town("B"))
        assert (consent.answer, consent.by, consent.at) == ("yes", towns.speaker("B"), NOW)
        assert "Thank you." in text(city.get(page))
        assert city.post(page, NO).status_code == 422
        assert TransferConsent.objects.get(employer=towns.town("B")).answer == "yes"

    def test_a_no_needs_a_reason_and_dissolves(self, enter, towns, cycle):
        city, page = enter(towns.speaker("B")), self.page(cycle, towns, "B")
        response = city.post(page, {"answer": "no", "reason": " "})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
        assert list(city.post(page, {}).context["form"].errors) == ["answer"]
        assert city.post(page, NO).status_code == 303
        assert set(TransferRequest.objects.values_list("state", flat=True)) == {State.ELIGIBLE}
        shown = text(enter(towns.speaker("A")).get(self.page(cycle, towns, "A")))
        assert "does not come about" in shown
        assert NO["reason"] not in shown

    def test_nobody_answers_for_another(self, enter, towns, cycle):
        stranger = enter(towns.speaker("D"))
        page = self.page(cycle, towns, "B")
        assert [stranger.get(page).status_code, stranger.post(page, NO).status_code] == [404, 404]
        assert "You are not asked about any transfer." in text(stranger.get(ASKED))
        assert TransferConsent.objects.filter(answer="").count() == 3

    def test_the_name_is_told_after_the_approval(self, enter, towns, cycle):
        swaps.approve(towns.all_agree(cycle, *"ABC"), by=towns.hq, at=NOW)
        assert "Ada Example" in text(enter(towns.speaker("B")).get(self.page(cycle, towns, "B")))

    def test_whoever_gets_nobody_in_return_is_told_so(self, enter, towns):
        towns.asks("Ada", "A", "B")
        towns.free("B")
        cycle = towns.propose()
        assert "Nobody in return." in text(enter(towns.speaker("A")).get(self.page(cycle, towns, "A")))
        assert "a free post of yours would be filled" in text(
            enter(towns.speaker("B")).get(self.page(cycle, towns, "B"))
        )

    def test_the_list_of_participants_leads_there(self, enter, towns, hq):
        assert ASKED in text(enter(towns.speaker("A")).get("/jet/participants/"))
        assert ASKED not in text(enter(towns.hq).get("/jet/participants/"))


class TestHeadquarters:
    def test_the_list_is_filtered_and_shows_no_draft(self, hq, towns):
        towns.asks("Ada", "A", "B", state="submitted")
        towns.asks("Ben", "B", "A", state="draft")
        towns.asks("Cia", "C", "A")
        assert {asked.participant.person.given for asked in hq.get(LIST).context["page"]} == {"Ada", "Cia"}
        shown = hq.get(f"{LIST}?state=submitted").context["page"]
        assert [asked.participant.person.given for asked in shown] == ["Ada"]
        assert "No transfer request fits these filters." in text(hq.get(f"{LIST}?state=closed"))

    @pytest.mark.parametrize(("typed", "state"), [({"answer": "yes"}, "eligible"), (NO, "not_eligible")])
    def test_eligibility_is_decided_once(self, typed, state, hq, towns):
        asked = towns.asks("Ada", "A", "B", state="submitted")
        page = f"{LIST}{asked.number}/decide/"
        assert SECRET in text(hq.get(page))
        for _click in range(2):
            assert hq.post(page, typed)["Location"] == f"{LIST}{asked.number}/"
        asked.refresh_from_db()
        assert (asked.state, asked.transitions.count()) == (state, 1)
        assert "What has happened" in text(hq.get(f"{LIST}{asked.number}/"))

    def test_a_decision_that_came_too_late_is_refused_kindly(self, hq, towns):
        asked = towns.asks("Ada", "A", "B", state="withdrawn")
        asked.transitions.create(to_state="submitted", at=NOW, by=None)
        response = hq.post(f"{LIST}{asked.number}/decide/", {"answer": "yes"})
        assert (response.status_code, TransferRequest.objects.get().state) == (422, "withdrawn")

    def test_without_a_place_it_is_closed_with_a_reason(self, hq, towns):
        asked = towns.asks("Ada", "A", "B")
        page = f"{LIST}{asked.number}/close/"
        assert hq.post(page, {"reason": ""}).status_code == 422
        for _click in range(2):
            assert hq.post(page, {"reason": "No place."}).status_code == 303
        assert TransferRequest.objects.get().state == State.CLOSED

    def test_a_draft_is_not_found(self, hq):
        asked = TransferRequestFactory()
        assert hq.get(f"{LIST}{asked.number}/").status_code == 404

    def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many(self, hq, towns):
        def asked():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                hq.get(LIST)
            return len(queries)

        towns.asks("Ada", "A", "B")
        hq.get(LIST)
        one = asked()
        for name in ("Ben", "Cia", "Dov", "Eve"):
            towns.asks(name, "B", "A")
        assert asked() == one


class TestSwaps:
    def test_a_proposal_is_drawn_and_stands_in_a_table(self, hq, towns):
        swapping.three(towns)
        response = hq.get(SWAPS)
        [(proposal, drawing)] = response.context["proposals"]
        goes = [(str(leg.request.participant.person), str(leg.leaves), str(leg.joins)) for leg in drawing.legs]
        assert all(first[2] == second[1] for first, second in zip(goes, goes[1:] + goes[:1], strict=True))
        assert drawing.end is None
        shown = text(response)
        assert shown.count('<th scope="row">') == 3
        assert f"{SWAPS}propose/{proposal.fingerprint}/" in shown

    def test_a_chain_ends_at_the_free_post(self, hq, towns):
        towns.asks("Ada", "A", "B")
        towns.free("B")
        [(_proposal, drawing)] = hq.get(SWAPS).context["proposals"]
        assert str(drawing.end) == "Town B"
        assert "free post" in text(hq.get(SWAPS))

    def test_from_the_proposal_to_the_approval(self, hq, towns):
        ring = swapping.three(towns)
        page = f"{SWAPS}propose/{search.proposals(NOW)[0].fingerprint}/"
        response = hq.post(page, {"effective_on": "2026-11-01"})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["effective_on"])
        assert hq.post(page, {"effective_on": "someday"}).status_code == 422
        assert hq.post(page, {"effective_on": "2030-01-01"}).status_code == 422
        where = {hq.post(page, {"effective_on": DAY.isoformat()})["Location"] for _click in range(2)}
        [address] = where
        from_page = hq.get(address).context["cycle"]
        assert "not answered yet" in text(hq.get(address))
        assert hq.post(f"{address}approve/").status_code == 409
        towns.all_agree(from_page, *"ABC")
        assert "All employers agree" in text(hq.get(address))
        for _click in range(2):
            assert hq.post(f"{address}approve/")["Location"] == address
        assert [request.participant.placements.count() for request in ring] == [2, 2, 2]
        assert "The placements are written." in text(hq.get(address))

    def test_a_proposal_that_no_longer_stands_is_told(self, hq, towns):
        assert "no longer stands" in text(hq.get(f"{SWAPS}propose/abc/"))
        assert hq.post(f"{SWAPS}propose/abc/", {"effective_on": DAY.isoformat()}).status_code == 422

    def test_it_is_taken_back_with_a_reason(self, hq, towns):
        swapping.three(towns)
        address = f"{SWAPS}{towns.propose().number}/"
        assert hq.post(f"{address}dissolve/", {"reason": ""}).status_code == 422
        for _click in range(2):
            assert hq.post(f"{address}dissolve/", {"reason": "A mistake."})["Location"] == address
        assert "A mistake." in text(hq.get(address))
        assert "This proposal came to nothing." in text(hq.get(address))

    def test_whom_an_employer_did_not_let_go_is_listed(self, hq, towns):
        towns.asks("Ada", "A", "B")
        towns.free("B")
        towns.answers(towns.propose(), "A", yes=False, reason="No.")
        shown = hq.get(SWAPS)
        assert [str(asked.participant.person) for asked in shown.context["held_back"]] == ["Ada Example"]
        assert shown.context["proposals"] == []

    @pytest.mark.parametrize("role", ["staff_visits", "authority", "branch", "participant"])
    def test_nobody_else_looks(self, role, enter, towns):
        scope = towns.town("A").organisation if role in ("authority", "branch") else None
        visitor = enter(RoleAssignmentFactory(role=role, organisation=scope).user)
        assert [visitor.get(path).status_code for path in (LIST, SWAPS)] == [403, 403]

    def test_the_page_asks_few_questions_however_many_wait(self, hq, towns):
        swapping.three(towns)
        hq.get(SWAPS)
        with CaptureQueriesContext(connection) as few:
            hq.get(SWAPS)
        for number in range(6):
            towns.asks(f"N{number}", "D", "A")
        with CaptureQueriesContext(connection) as many:
            hq.get(SWAPS)
        assert len(many) == len(few)

    def test_a_wish_for_a_prefecture_is_met_by_any_employer_in_it(self, hq, towns):
        ada = towns.asks("Ada", "A")
        TransferWishFactory(request=ada, prefecture=towns.town("B").prefecture)
        towns.asks("Ben", "B", "A")
        [(proposal, _drawing)] = hq.get(SWAPS).context["proposals"]
        assert {str(step.joins) for step in proposal.steps} == {"Town A", "Town B"}
