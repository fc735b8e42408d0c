"""The pages of visit support: from the first line to the agreed programme, by whom, and what nobody else reads."""

import re
from datetime import date

import pytest
from django.urls import reverse

from clair_portal.mail.models import OutgoingMail
from exchanges.models import CaseMessage, VisitCase
from tests.exchanges.conftest import holder
from tests.factories.accounts import UserFactory
from tests.factories.directory import BranchFactory, LocalAuthorityFactory, OrganisationFactory
from tests.factories.exchanges import CaseMessageFactory, DelegateFactory, ThemeFactory, VisitCaseFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
NEW = "/visits/new/"
MANY = "x" * 2_000_000


@pytest.fixture
def enter(client, settings):
    """The same browser, with somebody else signed in."""

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def city(enter, parties):
    return enter(parties.asks)


def page(case, step=""):
    return f"/visits/{case.number}/{step}"


def typed(parties, /, **changes):
    """What the form of a new request sends."""
    facts = {
        "authority": parties.authority.pk, "kind": "study", "title": "Elderly care in cities", "country": "GB",
        "purpose": "To learn how cities look after old people.", "city": "Leeds", "first_on": "2027-05-17",
        "last_on": "2027-05-21", "other_dates": "", "party_size": "5", "support": ["appointments", "interpreting"],
        "wished_hosts": "Leeds City Council", "background": "", "earlier_visits": "", "theme_1": "Day care",
        "questions_1": "Who pays?\r\nWho decides?", "seen_version": "1",
    }  # fmt: skip
    return {name: value for name, value in {**facts, **changes}.items() if value is not None}


def member(**changes):
    return {"role": "member", "family": "Reida", "given": "Kim", "title_en": "Director"} | changes


def errors(response):
    return response.context["form"].errors


def texts(response):
    """What the page says; the tokens of its forms are drawn by lot and may hold any two letters."""
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", response.content.decode())


class TestNew:
    def test_a_request_is_kept_as_a_draft_and_nothing_is_sent(self, city, parties):
        response = city.post(NEW, typed(parties), follow=True)
        case = VisitCase.objects.get()
        assert response.redirect_chain == [(page(case), 303)]
        assert (case.state, case.authority, case.branch, case.office) == (
            State.DRAFT, parties.authority, parties.branch, parties.office,
        )  # fmt: skip
        assert (case.support, case.party_size, case.first_on) == (
            ["appointments", "interpreting"],
            5,
            date(2027, 5, 17),
        )
        assert list(case.themes.values_list("title", "questions")) == [("Day care", "Who pays?\r\nWho decides?")]
        assert OutgoingMail.objects.count() == 0

    def test_a_few_lines_are_enough_to_begin(self, city, parties):
        bare = {"authority": parties.authority.pk, "kind": "study", "title": "Elderly care", "country": "GB"}
        assert city.post(NEW, bare).status_code == 303
        assert VisitCase.objects.get().title == "Elderly care"

    def test_whoever_asks_for_one_body_is_not_asked_for_which(self, city, parties):
        form = city.get(NEW).context["form"]
        assert (form.fields["authority"].widget.is_hidden, form["authority"].initial) == (True, parties.authority.pk)

    def test_whoever_asks_for_two_chooses_among_them(self, city, parties):
        second = LocalAuthorityFactory().organisation
        holder("authority", second, user=parties.asks)
        LocalAuthorityFactory()
        form = city.get(NEW).context["form"]
        assert set(form.fields["authority"].queryset) == {parties.authority, second}

    def test_the_doubled_post_is_one_draft(self, city, parties):
        form = typed(parties, draft_id=str(city.get(NEW).context["form"]["draft_id"].value()))
        answers = [city.post(NEW, form) for _ in range(2)]
        assert [answer["Location"] for answer in answers] == [page(VisitCase.objects.get())] * 2
        assert VisitCase.objects.count() == 1

    def test_going_back_and_correcting_the_form_corrects_the_draft(self, city, parties):
        form = typed(parties, draft_id=str(city.get(NEW).context["form"]["draft_id"].value()))
        city.post(NEW, form)
        city.post(NEW, form | {"city": "York"})
        assert VisitCase.objects.get().city == "York"

    def test_the_key_of_somebody_elses_draft_opens_nothing(self, city, parties):
        other = VisitCaseFactory(state=State.DRAFT, city="Bath")
        response = city.post(NEW, typed(parties, draft_id=str(other.uuid)))
        assert (response.status_code, VisitCase.objects.get().city) == (422, "Bath")
        assert other.number not in texts(response)

    def test_two_forms_are_two_drafts(self, city, parties):
        for _ in range(2):
            city.post(NEW, typed(parties, draft_id=str(city.get(NEW).context["form"]["draft_id"].value())))
        assert VisitCase.objects.count() == 2

    def test_a_foreign_authority_is_no_choice(self, city, parties):
        foreign = LocalAuthorityFactory().organisation
        response = city.post(NEW, typed(parties, authority=foreign.pk))
        assert (response.status_code, list(errors(response))) == (422, ["authority"])
        assert VisitCase.objects.count() == 0
        assert str(foreign) not in texts(response)

    def test_extra_fields_change_nothing(self, city, parties):
        forged = {"state": "agreed", "number": "VS-1", "office": OrganisationFactory().pk, "owner": parties.plans.pk}
        city.post(NEW, typed(parties, **forged, branch=OrganisationFactory().pk, answer_due_on="2026-01-01"))
        case = VisitCase.objects.get()
        assert (case.state, case.number, case.office, case.owner) == (State.DRAFT, "VS-2026-001", parties.office, None)
        assert (case.branch, case.answer_due_on) == (parties.branch, None)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "two\r\nBcc: all@example.org"), ("title", "nul\x00"), ("title", ""),
            ("title", "x" * 161), ("title", MANY), ("purpose", "nul\x00"), ("purpose", "x" * 4001), ("purpose", MANY),
            ("city", "Lee\nds"), ("city", "x" * 101), ("other_dates", "a\tb"),
            ("country", "XX"), ("country", ""), ("kind", "party"), ("support", ["money"]), ("authority", ""),
            ("authority", "1 OR 1=1"), ("authority", "9" * 30), ("authority", "\x00"),
            ("party_size", "-1"), ("party_size", "many"), ("party_size", "9" * 30), ("party_size", "40000"),
            ("first_on", "2027-02-30"), ("first_on", "tomorrow"), ("first_on", "\x00"), ("draft_id", "no key"),
            ("seen_version", "x"), ("theme_1", "two\r\nlines"), ("theme_1", "x" * 161), ("questions_1", "x" * 4001),
            ("questions_4", "Why?"), ("theme_2", "Day care"), ("wished_hosts", MANY),
        ],
        ids=lambda value: str(value)[:20],
    )  # fmt: skip
    def test_bad_input_is_refused_at_its_field_with_the_rest_kept(self, city, parties, field, value):
        response = city.post(NEW, typed(parties, **{field: value}))
        named = "theme_4" if field == "questions_4" else field
        assert (response.status_code, list(errors(response))) == (422, [named])
        assert "Leeds City Council" in texts(response) or field == "wished_hosts"
        assert VisitCase.objects.count() == 0

    @pytest.mark.parametrize(
        ("first", "last", "sentence"),
        [
            ("2027-05-21", "2027-05-17", "The last day lies before the first."),
            ("9999-12-31", "9999-12-31", "The days must lie between the years 2000 and 2099."),
            ("0001-01-01", "2027-05-17", "The days must lie between the years 2000 and 2099."),
        ],
    )
    def test_impossible_dates_are_answered_by_a_sentence(self, city, parties, first, last, sentence):
        response = city.post(NEW, typed(parties, first_on=first, last_on=last))
        assert response.status_code == 422
        assert sentence in texts(response)
        assert VisitCase.objects.count() == 0

    def test_every_block_of_questions_needs_its_theme_and_no_theme_comes_twice(self, city, parties):
        response = city.post(NEW, typed(parties, theme_2=" Day care ", theme_3="", questions_3="Why?"))
        assert errors(response)["theme_2"] == ["This theme stands above already."]
        assert errors(response)["theme_3"] == ["Name the theme of these questions."]

    @pytest.mark.parametrize("role", ["staff_visits", "hq", "alumnus", "branch"])
    def test_whoever_asks_for_nobody_does_not_get_the_form(self, enter, parties, role):
        user = holder(role, parties.branch if role == "branch" else None)
        assert [enter(user).get(NEW).status_code, enter(user).post(NEW, typed(parties)).status_code] == [403, 403]
        assert VisitCase.objects.count() == 0


class TestEdit:
    def test_the_form_holds_what_is_known_and_keeps_what_is_changed(self, city, parties):
        case = parties.case(state=State.DRAFT, support=["research"])
        form = city.get(page(case, "edit/")).context["form"]
        assert (form["title"].value(), form["theme_1"].value(), form["support"].value()) == (
            case.title, "Day care", ["research"],
        )  # fmt: skip
        response = city.post(page(case, "edit/"), typed(parties, city="York", theme_1="", questions_1=""))
        case.refresh_from_db()
        assert (response.status_code, case.city, case.version, case.themes.count()) == (303, "York", 2, 0)

    def test_a_form_that_somebody_overtook_is_refused_and_keeps_what_was_typed(self, city, parties):
        case = parties.case(state=State.DRAFT)
        seen = city.get(page(case, "edit/")).context["form"]["seen_version"].value()
        city.post(page(case, "edit/"), typed(parties, seen_version=seen, city="York"))
        response = city.post(page(case, "edit/"), typed(parties, seen_version=seen, city="Bath", theme_1="Parks"))
        assert response.status_code == 422
        assert "Somebody has changed this in the meantime." in texts(response)
        assert 'value="Bath"' in texts(response)
        assert 'value="Parks"' in texts(response)
        case.refresh_from_db()
        assert (case.city, case.themes.get().title) == ("York", "Day care")

    @pytest.mark.parametrize("seen", ["", "0", "-1", "2", "9" * 30])
    def test_a_version_that_nobody_has_seen_overwrites_nothing(self, city, parties, seen):
        case = parties.case(state=State.DRAFT)
        assert city.post(page(case, "edit/"), typed(parties, seen_version=seen, city="York")).status_code == 422
        assert VisitCase.objects.get().city == "Leeds"

    def test_what_was_sent_is_changed_by_a_letter_only(self, city, parties):
        case = parties.case()
        response = city.post(page(case, "edit/"), typed(parties, city="York"))
        assert response.status_code == 422
        assert "Write a message if something has changed." in texts(response)
        assert VisitCase.objects.get().city == "Leeds"

    def test_what_is_asked_back_keeps_its_purpose(self, city, parties):
        case = parties.case(state=State.NEED_INFO)
        response = city.post(page(case, "edit/"), typed(parties, purpose=""))
        assert errors(response)["purpose"] == ["A request that was sent keeps its purpose."]
        assert city.post(page(case, "edit/"), typed(parties, purpose="To learn.")).status_code == 303

    def test_it_cannot_be_given_to_a_foreign_authority_and_the_branch_follows_an_own_one(self, city, parties):
        case, other = parties.case(state=State.DRAFT), LocalAuthorityFactory()
        branch = BranchFactory(authority=other.prefecture).organisation
        forged = typed(parties, authority=other.organisation.pk)
        assert city.post(page(case, "edit/"), forged).status_code == 422
        assert VisitCase.objects.get().authority == parties.authority
        holder("authority", other.organisation, user=parties.asks)
        assert city.post(page(case, "edit/"), forged).status_code == 303
        case.refresh_from_db()
        assert (case.authority, case.branch) == (other.organisation, branch)

    def test_a_colleague_of_the_same_authority_works_on_the_same_draft(self, enter, parties):
        case, colleague = parties.case(state=State.DRAFT), holder("authority", parties.authority)
        assert enter(colleague).post(page(case, "edit/"), typed(parties, city="York")).status_code == 303
        case.refresh_from_db()
        assert (case.city, case.asked_by) == ("York", parties.asks)


class TestDelegation:
    def test_members_are_named_one_after_the_other(self, city, parties):
        case = parties.case(state=State.DRAFT)
        response = city.post(page(case, "delegation/"), member(), follow=True)
        assert response.redirect_chain == [(page(case, "delegation/"), 303)]
        assert "Reida Kim" in texts(response)
        assert case.delegates.order_by("precedence").last().title_en == "Director"

    def test_the_doubled_post_names_nobody_twice(self, city, parties):
        case = parties.case(state=State.DRAFT)
        answers = [city.post(page(case, "delegation/"), member()) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 422]
        assert "This person is in the delegation already." in texts(answers[1])
        assert case.delegates.count() == 2

    def test_a_second_head_is_refused_at_the_role(self, city, parties):
        case = parties.case(state=State.DRAFT)
        response = city.post(page(case, "delegation/"), member(role="head"))
        assert errors(response)["role"] == ["There is a head of the party already."]
        assert 'value="Reida"' in texts(response)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("family", ""), ("family", "a\r\nb"), ("given", "nul\x00"), ("role", "king"), ("title_ja", "市\n長"),
         ("diet", MANY), ("access_needs", "x" * 201), ("group", "x" * 21)],
        ids=lambda value: str(value)[:20],
    )  # fmt: skip
    def test_bad_input_is_refused_at_its_field(self, city, parties, field, value):
        case = parties.case(state=State.DRAFT)
        response = city.post(page(case, "delegation/"), member(**{field: value}))
        assert (response.status_code, list(errors(response)), case.delegates.count()) == (422, [field], 1)

    def test_a_member_is_forged_into_no_other_case(self, city, parties):
        case, other = parties.case(state=State.DRAFT), VisitCaseFactory(state=State.DRAFT)
        city.post(page(case, "delegation/"), member(case=other.pk, precedence=9))
        assert (other.delegates.count(), case.delegates.count()) == (0, 2)

    def test_taking_somebody_out_is_asked_once_more(self, city, parties):
        case = parties.case(state=State.DRAFT)
        address = page(case, f"delegation/{case.delegates.get().pk}/remove/")
        assert city.get(address).status_code == 200
        assert case.delegates.count() == 1
        answers = [city.post(address) for _ in range(2)]
        assert [answer["Location"] for answer in answers] == [page(case, "delegation/")] * 2
        assert case.delegates.count() == 0

    def test_by_this_case_nobody_is_taken_out_of_another(self, city, parties):
        other = DelegateFactory(case__state=State.DRAFT)
        case = parties.case(state=State.DRAFT)
        assert city.post(page(case, f"delegation/{other.pk}/remove/")).status_code == 303
        assert other.case.delegates.count() == 1

    def test_after_the_formal_request_the_names_stand(self, city, parties):
        case = parties.case(state=State.FORMAL)
        address = page(case, f"delegation/{case.delegates.get().pk}/remove/")
        assert [city.post(address).status_code, city.post(page(case, "delegation/"), member()).status_code] == [
            409,
            422,
        ]
        assert case.delegates.count() == 1


class TestSteps:
    @pytest.mark.parametrize(
        "move",
        [
            ("send/", State.DRAFT, State.ENQUIRY, "asks"), ("send/", State.NEED_INFO, State.ENQUIRY, "asks"),
            ("request/", State.POSSIBLE, State.FORMAL, "asks"), ("request/", State.PARTLY, State.FORMAL, "asks"),
            ("endorse/", State.FORMAL, State.ENDORSED, "endorses"), ("agree/", State.PROPOSED, State.AGREED, "asks"),
        ],
    )  # fmt: skip
    def test_a_step_is_asked_once_more_and_taken_once(self, enter, parties, move):
        step, start, target, who = move
        case = parties.case(state=start)
        browser = enter(getattr(parties, who))
        assert browser.get(page(case, step)).status_code == 200
        assert VisitCase.objects.get().state == start
        answers = [browser.post(page(case, step)) for _ in range(2)]
        assert [answer["Location"] for answer in answers] == [page(case)] * 2
        assert (VisitCase.objects.get().state, case.transitions.count()) == (target, 1)
        assert browser.get(page(case, step))["Location"] == page(case)

    @pytest.mark.parametrize("step", ["send/", "request/", "endorse/", "agree/"])
    def test_a_step_from_the_wrong_state_is_refused_politely(self, enter, parties, step):
        case = parties.case(state=State.PLANNING)
        user = parties.endorses if step == "endorse/" else parties.asks
        response = enter(user).post(page(case, step))
        assert response.status_code == 409
        assert "This step is not possible from the present state." in texts(response)

    @pytest.mark.parametrize(
        ("step", "start", "users"),
        [
            ("send/", State.NEED_INFO, ("endorses", "plans")), ("request/", State.POSSIBLE, ("endorses", "plans")),
            ("endorse/", State.FORMAL, ("asks", "plans")), ("agree/", State.PROPOSED, ("endorses", "plans")),
            ("edit/", State.NEED_INFO, ("endorses", "plans")), ("delegation/", State.POSSIBLE, ("endorses", "plans")),
        ],
    )  # fmt: skip
    def test_nobody_takes_the_step_of_another_party(self, enter, parties, step, start, users):
        case = parties.case(state=start)
        for user in users:
            browser = enter(getattr(parties, user))
            assert [browser.get(page(case, step)).status_code, browser.post(page(case, step)).status_code] == [403, 403]
        assert VisitCase.objects.get().state == start

    def test_what_is_missing_is_said_and_the_draft_kept(self, city, parties):
        case = parties.case(state=State.DRAFT, purpose="")
        response = city.post(page(case, "send/"))
        assert response.status_code == 409
        assert "Write at least the purpose, one theme and when you want to come." in texts(response)
        possible = parties.case(state=State.POSSIBLE)
        possible.delegates.all().delete()
        assert "Name the members of the delegation first" in texts(city.post(page(possible, "request/")))


class TestAdvice:
    def test_it_stands_before_the_button_that_sends(self, city, parties):
        case = parties.case(state=State.DRAFT, kind="courtesy", first_on=date(2026, 12, 24), last_on=date(2026, 12, 25))
        case.themes.update(questions="")
        text = texts(city.get(page(case, "send/")))
        for sentence in ("The theme “Day care” has no questions.", "This is a courtesy call.",
                         "The visit begins in less than eight weeks.",
                         "25 Dec 2026 is a public holiday in United Kingdom."):  # fmt: skip
            assert sentence in text
        assert city.post(page(case, "send/")).status_code == 303  # it warns, people decide

    def test_a_good_request_is_told_nothing(self, city, parties):
        assert "What the office would tell you" not in texts(city.get(page(parties.case(state=State.DRAFT), "send/")))

    def test_earlier_cases_are_the_authoritys_own_and_never_another_ones(self, city, parties):
        case = parties.case(state=State.DRAFT)
        parties.case(title="Ours of last year")
        VisitCaseFactory(title="zqforeign")
        text = texts(city.get(page(case, "send/")))
        assert "Ours of last year" in text
        assert "zqforeign" not in text

    def test_it_is_in_the_language_of_the_page(self, city, parties, settings):
        city.cookies[settings.LANGUAGE_COOKIE_NAME] = "ja"
        case = parties.case(state=State.DRAFT, first_on=date(2026, 12, 25), last_on=date(2026, 12, 25))
        assert "2026年12月25日" in texts(city.get(page(case, "send/")))


class TestWrite:
    def test_the_authority_writes_and_whoever_is_in_charge_is_told(self, city, parties):
        case = parties.case(owner=parties.plans)
        answers = [city.post(page(case, "write/"), {"text": "We bring a gift."}) for _ in range(2)]
        assert [answer["Location"] for answer in answers] == [page(case)] * 2
        assert CaseMessage.objects.values_list("text", "is_internal").get() == ("We bring a gift.", False)
        assert [mail.to for mail in OutgoingMail.objects.all()] == ["office@example.org"]
        assert "We bring a gift." in texts(city.get(page(case)))

    @pytest.mark.parametrize("user", ["asks", "endorses"])
    def test_nobody_outside_the_office_writes_a_note(self, enter, parties, user):
        case = parties.case()
        browser = enter(getattr(parties, user))
        assert "is_internal" not in texts(browser.get(page(case, "write/")))
        browser.post(page(case, "write/"), {"text": "Hello.", "is_internal": "on"})
        assert CaseMessage.objects.get().is_internal is False

    def test_the_office_keeps_a_note_to_itself(self, enter, parties):
        case = parties.case()
        enter(parties.plans).post(page(case, "write/"), {"text": "They haggle.", "is_internal": "on"})
        assert (CaseMessage.objects.get().is_internal, OutgoingMail.objects.count()) == (True, 0)

    @pytest.mark.parametrize("text", ["", "  \n ", "nul\x00", "x" * 4001, MANY], ids=lambda text: text[:9])
    def test_an_impossible_text_is_refused_at_its_place(self, city, parties, text):
        response = city.post(page(parties.case(), "write/"), {"text": text})
        assert (response.status_code, list(errors(response)), CaseMessage.objects.count()) == (422, ["text"], 0)

    def test_markup_is_shown_and_not_obeyed(self, city, parties):
        case = parties.case(title="<i>zq</i>")
        city.post(page(case, "write/"), {"text": "<script>alert(1)</script>"})
        text = texts(city.get(page(case)))
        assert "<script>alert(1)" not in text
        assert "<i>zq" not in text
        assert "&lt;script&gt;alert(1)" in text


class TestWhoReadsWhat:
    """Marks stand in another city's case and in the office's notes; nobody else's page holds them."""

    PAGES = ("", "edit/", "delegation/", "send/", "request/", "agree/", "write/", "endorse/")

    @pytest.fixture
    def canaries(self, parties):
        other = VisitCaseFactory(title="zqtitle", purpose="zqpurpose", city="zqcity", wished_hosts="zqhost")
        ThemeFactory(case=other, title="zqtheme", questions="zqquestion")
        DelegateFactory(case=other, family="zqfamily", diet="zqdiet")
        CaseMessageFactory(case=other, text="zqletter")
        case = parties.case()
        CaseMessageFactory(case=case, text="zqnote", is_internal=True)
        return case, other

    @pytest.mark.parametrize("user", ["asks", "endorses", "hq"])
    def test_notes_are_the_offices(self, enter, parties, canaries, user):
        case, _other = canaries
        reader = holder("hq") if user == "hq" else getattr(parties, user)
        assert "zqnote" not in texts(enter(reader).get(page(case)))
        assert "zqnote" in texts(enter(parties.plans).get(page(case)))

    @pytest.mark.parametrize("user", ["asks", "endorses"])
    def test_another_citys_case_is_not_there(self, enter, parties, canaries, user):
        _case, other = canaries
        browser = enter(getattr(parties, user))
        answers = {step: browser.get(page(other, step)) for step in self.PAGES}
        assert {answer.status_code for answer in answers.values()} <= {403, 404}
        assert answers[""].status_code == 404
        texts_of_all = [texts(answer) for answer in answers.values()] + [texts(browser.get("/visits/"))]
        assert [text for text in texts_of_all if "zq" in text] == []

    def test_a_post_to_another_citys_case_changes_nothing(self, city, parties, canaries):
        _case, other = canaries
        VisitCase.objects.filter(pk=other.pk).update(state=State.NEED_INFO)
        for step in self.PAGES[1:]:
            answer = city.post(page(other, step), typed(parties) | member() | {"text": "Hello."})
            assert answer.status_code in {403, 404}
        other.refresh_from_db()
        assert (other.state, other.title, other.messages.count(), other.delegates.count()) == (
            State.NEED_INFO, "zqtitle", 1, 1,
        )  # fmt: skip

    def test_a_draft_is_the_authoritys(self, enter, parties):
        draft = parties.case(state=State.DRAFT, title="zqdraft")
        for user in (parties.endorses, parties.plans, holder("hq")):
            assert enter(user).get(page(draft)).status_code == 404
            assert "zqdraft" not in texts(enter(user).get("/visits/"))
        assert enter(parties.asks).get(page(draft)).status_code == 200

    @pytest.mark.parametrize("role", ["alumnus", "participant", "interpreter", "staff_finance"])
    def test_whoever_has_nothing_to_do_with_it_is_sent_away(self, enter, parties, canaries, role):
        browser = enter(holder(role))
        assert [browser.get(address).status_code for address in ("/visits/", page(canaries[0]))] == [403, 403]

    def test_strangers_sign_in_first(self, client, parties):
        case = parties.case()
        assert client.get(page(case))["Location"] == f"{reverse('account_login')}?next={page(case)}"

    def test_mails_carry_neither_notes_nor_other_cases(self, parties, canaries, enter):
        case, _other = canaries
        browser = enter(parties.plans)
        browser.post(page(case, "write/"), {"text": "zqsecond", "is_internal": "on"})
        browser.post(page(case, "write/"), {"text": "When do you come?"})
        contexts = [str(mail.context) for mail in OutgoingMail.objects.all()]
        assert (len(contexts), [text for text in contexts if "zq" in text]) == (1, [])


class TestPages:
    @pytest.mark.parametrize("state", State.values)
    @pytest.mark.parametrize("user", ["asks", "endorses", "plans"])
    def test_every_state_has_a_page_for_every_party(self, enter, parties, state, user):
        case = parties.case(state=state)
        hidden = state == State.DRAFT and user != "asks"
        assert enter(getattr(parties, user)).get(page(case)).status_code == (404 if hidden else 200)

    @pytest.mark.parametrize("state", State.values)
    def test_no_page_offers_a_step_that_would_be_refused(self, enter, parties, state):
        """Whoever follows the buttons of the next step never meets a 403, 404 or 409."""
        case = parties.case(state=state, owner=parties.plans)
        for user in (parties.asks, parties.endorses):
            browser = enter(user)
            aside = re.search(r"<aside.*?</aside>", texts(browser.get(page(case))), re.DOTALL)
            for address in re.findall(r'href="(/visits/[^"]+)"', aside.group() if aside else ""):
                assert browser.get(address).status_code == 200

    def test_the_list_shows_own_cases_newest_first(self, city, parties, now):
        old = parties.case(title="Older")
        new = parties.case(title="Newer", created_at=now, state=State.DRAFT)
        assert list(city.get("/visits/").context["page"]) == [new, old]

    def test_an_empty_list_says_how_to_begin(self, enter, parties):
        assert "You have not asked for support yet." in texts(enter(parties.asks).get("/visits/"))
        assert "Requests appear here once they are sent." in texts(enter(parties.endorses).get("/visits/"))

    @pytest.mark.parametrize("number", ["VS-1999-001", "x" * 300, "..%2f"])
    def test_a_case_that_is_not_there_is_not_found(self, city, number):
        assert city.get(f"/visits/{number}/").status_code == 404

    @pytest.mark.parametrize("user", ["asks", "endorses", "plans"])
    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_costs_the_same_whatever_its_length(self, enter, parties, number, user, django_assert_num_queries):
        for _ in range(number):
            parties.case(owner=UserFactory())
        browser = enter(getattr(parties, user))
        browser.get("/visits/")
        with django_assert_num_queries(4):  # session, user, how many, cases
            browser.get("/visits/")

    @pytest.mark.parametrize("number", [1, 3])
    @pytest.mark.parametrize("reader", [("asks", 2), ("endorses", 1), ("plans", 2)])
    def test_a_case_costs_the_same_however_full(self, enter, parties, number, reader, django_assert_num_queries):
        """Session, user, case, meetings, themes, delegation, letters, last move; tasks; links or the estimate."""
        user, more = reader
        case = parties.case(owner=UserFactory())
        ThemeFactory.create_batch(number, case=case)
        DelegateFactory.create_batch(number, case=case)
        CaseMessageFactory.create_batch(number, case=case)
        browser = enter(getattr(parties, user))
        browser.get(page(case))
        with django_assert_num_queries(8 + more):
            browser.get(page(case))
