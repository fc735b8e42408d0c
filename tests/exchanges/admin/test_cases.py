"""The office's window on visit support: list, search, buttons, story, and what it may correct."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchanges.models import VisitCase
from tests.exchanges.conftest import holder
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import CaseMessageFactory, VisitCaseFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
LIST = "/admin/exchanges/visitcase/"


@pytest.fixture
def staff(client, parties):
    client.force_login(parties.plans)
    return client


def change(case):
    return f"{LIST}{case.pk}/change/"


def typed(case, seen, /, **changes):
    """What the change form sends."""
    facts = {name: getattr(case, name) or "" for name in (
        "waiting_for", "kind", "title", "purpose", "country", "city", "other_dates", "wished_hosts", "background",
        "earlier_visits", "party_size", "first_on", "last_on",
    )}  # fmt: skip
    people = {"owner": case.owner_id or "", "deputy": case.deputy_id or "", "support": case.support}
    themes = {"themes-TOTAL_FORMS": 0, "themes-INITIAL_FORMS": 0}
    return facts | people | themes | {"_seen_facts": seen} | changes


def save(client, case, **changes):
    seen = client.get(change(case)).context["seen_facts"]
    return client.post(change(case), typed(case, seen, **changes))


def errors(response):
    return response.context["adminform"].form.errors


def texts(response):
    return response.content.decode()


class TestList:
    def test_it_shows_sent_cases_newest_first_with_what_is_due(self, staff, parties, now):
        parties.case(state=State.DRAFT, title="zqdraft")
        late = parties.case(title="Late", answer_due_on="2026-11-20")
        waits = parties.case(title="Waits", waiting_for="host", waiting_since_on="2026-11-20", created_at=now)
        response = staff.get(LIST)
        assert list(response.context["cl"].result_list) == [waits, late]
        assert "20 Nov 2026 (late)" in texts(response)
        assert "waiting: a host" in texts(response)
        assert "zqdraft" not in texts(response)

    @pytest.mark.parametrize("asked", ["state=enquiry", "waiting_for=host", "kind=study", "country=GB", "q=leeds",
                                       "q=VS-2026", "q=%00", "state=nonsense", "o=1", "o=99", "p=99"])  # fmt: skip
    def test_every_filter_and_search_answers(self, staff, parties, asked):
        parties.case()
        assert staff.get(f"{LIST}?{asked}", follow=True).status_code == 200

    def test_it_costs_the_same_whatever_its_length(self, staff, parties):
        def cost():
            staff.get(LIST)
            with CaptureQueriesContext(connection) as counted:
                staff.get(LIST)
            return len(counted)

        parties.case(owner=UserFactory())
        one = cost()
        for _ in range(2):
            parties.case(owner=UserFactory())
        assert (cost(), one <= 12) == (one, True)

    def test_nothing_is_added_or_deleted_here(self, staff, parties):
        case = parties.case()
        answers = [staff.get(f"{LIST}add/"), staff.post(f"{LIST}{case.pk}/delete/", {"post": "yes"})]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert VisitCase.objects.count() == 1

    def test_the_search_of_the_staff_site_finds_a_case_but_no_draft(self, staff, parties):
        parties.case(title="Zqcare in Leeds")
        parties.case(title="Zqdraft", state=State.DRAFT)
        text = texts(staff.get("/admin/search/?q=zq"))
        assert ("Zqcare in Leeds" in text, "Zqdraft" in text) == (True, False)
        client = holder("staff_finance")
        staff.force_login(client)
        assert "Zqcare" not in texts(staff.get("/admin/search/?q=zq"))


class TestRecord:
    def test_headquarters_read_and_change_nothing(self, client, parties):
        case = parties.case()
        client.force_login(holder("hq"))
        assert client.get(change(case)).status_code == 200
        assert client.post(change(case), {"title": "zq"}).status_code == 403
        assert client.post(f"{LIST}{case.pk}/move/possible/").status_code == 403
        assert VisitCase.objects.get().state == State.ENQUIRY

    def test_a_draft_is_not_found(self, staff, parties):
        draft = parties.case(state=State.DRAFT, title="zqdraft")
        answers = [staff.get(change(draft), follow=True), staff.get(f"{LIST}{draft.pk}/history/", follow=True),
                   staff.post(f"{LIST}{draft.pk}/move/possible/", follow=True)]  # fmt: skip
        assert [answer for answer in answers if "zqdraft" in texts(answer)] == []
        assert VisitCase.objects.get().state == State.DRAFT

    def test_the_history_tells_changes_and_moves_and_no_note(self, staff, parties):
        case = parties.case()
        CaseMessageFactory(case=case, text="zqnote", is_internal=True)
        save(staff, case, city="York")
        staff.post(f"{LIST}{case.pk}/move/ask-back/", {"reason": "Which Wednesday?"})
        text = texts(staff.get(f"{LIST}{case.pk}/history/"))
        text += texts(staff.get(change(case)))
        assert ("York" in text, "Which Wednesday?" in text, "zqnote" in text) == (True, True, False)

    def test_what_is_corrected_goes_through_the_action(self, staff, parties):
        case = parties.case()
        response = save(staff, case, owner=parties.plans.pk, city="York", country="BR")
        assert response.status_code == 302, errors(response)
        case.refresh_from_db()
        assert (case.city, case.owner, case.office, case.version) == ("York", parties.plans, parties.headquarters, 2)

    def test_waiting_stops_the_clock_and_its_end_puts_the_day_off(self, staff, parties, clock):
        case = parties.case(answer_due_on="2026-12-01")
        save(staff, case, waiting_for="host")
        case.refresh_from_db()
        assert (case.waiting_for, str(case.waiting_since_on)) == ("host", "2026-11-23")
        clock.shift(7 * 24 * 3600)
        staff.force_login(parties.plans)
        save(staff, case, waiting_for="")
        case.refresh_from_db()
        assert (case.waiting_for, case.waiting_since_on, str(case.answer_due_on)) == ("", None, "2026-12-08")

    def test_two_editors_see_each_others_words(self, staff, parties):
        case = parties.case()
        seen = staff.get(change(case)).context["seen_facts"]
        staff.post(change(case), typed(case, seen, city="York"))
        response = staff.post(change(case), typed(case, seen, city="Bath"))
        assert "now “York”, you wrote “Bath”" in texts(response)
        assert VisitCase.objects.get().city == "York"

    def test_changes_of_different_fields_are_both_kept(self, staff, parties):
        case = parties.case()
        seen = staff.get(change(case)).context["seen_facts"]
        staff.post(change(case), typed(case, seen, city="York"))
        staff.post(change(case), typed(case, seen, title="Care at home"))
        case.refresh_from_db()
        assert (case.city, case.title, case.version) == ("York", "Care at home", 3)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("title", "two\r\nlines"), ("title", "nul\x00"), ("title", ""), ("title", "x" * 2_000_000), ("city", "a\nb"),
         ("country", "XX"), ("kind", "party"), ("owner", "999999"), ("owner", "\x00"), ("support", ["money"]),
         ("party_size", "-1"), ("first_on", "2027-02-30"), ("waiting_for", "Godot"), ("purpose", "x" * 4001)],
        ids=lambda value: str(value)[:20],
    )  # fmt: skip
    def test_bad_input_is_refused_at_its_field(self, staff, parties, field, value):
        case = parties.case()
        response = save(staff, case, **{field: value})
        assert (response.status_code, list(errors(response))) == (200, [field])
        assert VisitCase.objects.get().version == 1

    @pytest.mark.parametrize(
        ("state", "changes", "sentence"),
        [
            (State.ENQUIRY, {"purpose": ""}, "A request that was sent keeps its purpose."),
            (State.CLOSED, {"waiting_for": "host"}, "Only an open request can wait for somebody."),
            (State.ENQUIRY, {"first_on": "2027-05-21", "last_on": "2027-05-17"}, "The last day lies before the first."),
            (State.ENQUIRY, {"last_on": "9999-12-31"}, "The days must lie between the years 2000 and 2099."),
        ],
    )
    def test_rules_are_sentences(self, staff, parties, state, changes, sentence):
        response = save(staff, parties.case(state=state), **changes)
        assert sentence in str(errors(response))
        assert VisitCase.objects.get().version == 1

    def test_nobody_is_their_own_deputy(self, staff, parties):
        response = save(staff, parties.case(), owner=parties.plans.pk, deputy=parties.plans.pk)
        assert "The deputy must be somebody else." in str(errors(response))

    def test_in_charge_is_one_of_the_office_only(self, staff, parties):
        response = save(staff, parties.case(), owner=parties.asks.pk)
        assert list(errors(response)) == ["owner"]
        form = staff.get(change(parties.case())).context["adminform"].form
        assert list(form.fields["owner"].queryset) == [parties.plans]


class TestButtons:
    OFFERED = {
        State.ENQUIRY: ["possible", "partly", "ask-back", "decline", "call-off"],
        State.NEED_INFO: ["call-off"],
        State.POSSIBLE: ["postpone", "call-off"], State.PARTLY: ["postpone", "call-off"], State.DECLINED: [],
        State.FORMAL: ["ask-back", "postpone", "call-off"], State.ENDORSED: ["plan", "postpone", "call-off"],
        State.PLANNING: ["postpone", "call-off"], State.PROPOSED: ["plan-again", "postpone", "call-off"],
        State.AGREED: ["plan-again", "set-out", "postpone", "call-off"], State.UNDER_WAY: ["complete", "call-off"],
        State.COMPLETED: ["report"], State.REPORTED: ["close"], State.CLOSED: [],
        State.POSTPONED: ["plan-again", "call-off"], State.CANCELLED: [],
    }  # fmt: skip

    def press(self, client, case, name, **sent):
        return client.post(reverse("admin:exchanges_visitcase_move", args=[case.pk, name]), sent, follow=True)

    @pytest.mark.parametrize("state", OFFERED)
    def test_each_state_offers_the_offices_steps(self, staff, parties, state):
        case = parties.case(state=state, owner=parties.plans)
        links = staff.get(change(case)).context["move_links"]
        assert [button.name for button, _address in links] == self.OFFERED[state]

    def test_they_cover_every_step_that_is_the_offices(self):
        offered = {name for names in self.OFFERED.values() for name in names}
        assert offered == {
            "possible", "partly", "ask-back", "decline", "plan", "plan-again", "set-out", "complete",
            "report", "close", "postpone", "call-off",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "start", "target"),
        [
            ("possible", State.ENQUIRY, State.POSSIBLE), ("partly", State.ENQUIRY, State.PARTLY),
            ("ask-back", State.FORMAL, State.NEED_INFO), ("decline", State.ENQUIRY, State.DECLINED),
            ("plan", State.ENDORSED, State.PLANNING),
            ("plan-again", State.AGREED, State.PLANNING), ("set-out", State.AGREED, State.UNDER_WAY),
            ("complete", State.UNDER_WAY, State.COMPLETED), ("report", State.COMPLETED, State.REPORTED),
            ("close", State.REPORTED, State.CLOSED), ("postpone", State.PLANNING, State.POSTPONED),
            ("call-off", State.PLANNING, State.CANCELLED),
        ],
    )  # fmt: skip
    def test_each_moves_the_case_once(self, staff, parties, name, start, target):
        case = parties.case(state=start, owner=parties.plans)
        for _ in range(2):
            self.press(staff, case, name, reason="Because.")
        assert (VisitCase.objects.get().state, case.transitions.count()) == (target, 1)

    @pytest.mark.parametrize("name", ["partly", "ask-back", "decline", "call-off"])
    def test_a_reason_is_asked_for_what_is_no_plain_yes(self, staff, parties, name):
        self.press(staff, parties.case(), name)
        assert VisitCase.objects.get().state == State.ENQUIRY

    def test_what_others_do_has_no_button(self, staff, parties):
        case = parties.case(state=State.FORMAL)
        for name in ("endorse", "formal", "agree", "enquiry", "propose"):
            assert self.press(staff, case, name).status_code == 404

    def test_a_step_of_a_case_that_waits_is_taken(self, staff, parties):
        waits = {"waiting_for": "host", "waiting_since_on": "2026-11-02", "answer_due_on": "2026-12-01"}
        self.press(staff, VisitCaseFactory(**waits), "decline", reason="No time.")
        case = VisitCase.objects.get()
        assert (case.state, case.waiting_for, case.waiting_since_on, case.answer_due_on) == (
            State.DECLINED, "", None, None,
        )  # fmt: skip
