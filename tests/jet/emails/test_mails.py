"""The mails of the programme: each to the right reader, in the reader's language, once for each occurrence."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from clair_portal.mail.models import OutgoingMail
from jet import examples
from jet.actions import releases, requests
from jet.emails import circumstances as circumstance_emails
from jet.emails import places as place_emails
from jet.emails import requests as request_emails
from jet.models import AllocationPlace
from tests.factories.accounts import UserFactory
from tests.factories.allocation import AllocationPlaceFactory, AllocationRunFactory
from tests.factories.circumstances import CircumstanceFactory
from tests.jet.views import asking
from tests.jet.views.asking import holder

pytestmark = pytest.mark.django_db
LANGUAGES = ["en-gb", "ja", "de"]
PARTS = ["subject.txt", "txt", "html"]
MARKUP = "<b>storm</b>\r\nand wind"


@pytest.fixture
def parties(db):
    return asking.parties()


def rendered(message, part):
    with translation.override(message.language):
        return render_to_string(f"{message.template.replace('/', '/emails/', 1)}.{part}", dict(message.context))


def queued():
    return sorted(OutgoingMail.objects.values_list("template", "to", "language"))


class TestRequests:
    def test_a_request_that_was_sent_goes_to_everybody_of_the_branch_and_to_nobody_else(self, parties, now):
        holder("branch", parties.branch, user__email="second@example.org", user__language="de")
        holder("branch", parties.branch, user__email="left@example.org", user__is_active=False)
        holder("branch", parties.employer.organisation, user__email="elsewhere@example.org")
        requests.send(parties.request(), by=parties.asks, at=now)
        assert queued() == [
            ("jet/request_sent", "branch@example.org", "ja"), ("jet/request_sent", "second@example.org", "de"),
        ]  # fmt: skip

    def test_without_a_branch_nobody_is_written_to(self, parties, now):
        requests.send(parties.request(branch=None), by=parties.asks, at=now)
        assert queued() == []

    @pytest.mark.parametrize(
        ("action", "state", "facts", "words"),
        [
            ("hand_back", "sent", {"reason": "Say which schools."}, "Handed back"),
            ("decline", "endorsed", {"reason": "Too many."}, "Declined"), ("accept", "endorsed", {}, "Accepted"),
        ],
    )  # fmt: skip
    def test_the_answer_goes_to_whoever_asked(self, action, state, facts, words, now):
        asks = UserFactory(email="asks@example.org", language="en-gb")
        asked = asking.parties().request(state=state, asked_by=asks)
        getattr(requests, action)(asked, by=UserFactory(), at=now, **facts)
        assert queued() == [("jet/request_answered", "asks@example.org", "en-gb")]
        message = request_emails.request_answered(asked, reason=facts.get("reason", ""), occurrence="1")
        assert rendered(message, "subject.txt").strip() == f"{words}: placement request {asked.number}"
        assert facts.get("reason", "") in rendered(message, "txt")

    @pytest.mark.parametrize(("action", "state"), [("endorse", "sent"), ("withdraw", "sent")])
    def test_other_steps_write_to_nobody(self, action, state, parties, now):
        reason = {"reason": "Nobody needed."} if action == "withdraw" else {}
        getattr(requests, action)(parties.request(state=state), by=parties.asks, at=now, **reason)
        assert queued() == []

    def test_whoever_has_left_gets_no_answer(self, parties, now):
        asked = parties.request(state="endorsed", asked_by=UserFactory(is_active=False))
        requests.accept(asked, by=parties.accepts, at=now)
        assert queued() == []

    def test_every_occurrence_has_an_intent_of_its_own(self, parties):
        asked, other = parties.request(), parties.request()
        made = [
            request_emails.request_answered(one, reason="", occurrence=when) for one in (asked, other) for when in "12"
        ]
        made += [request_emails.request_sent(asked, to=to, occurrence="1") for to in (parties.asks, parties.endorses)]
        assert len({message.key for message in made}) == 6

    def test_the_button_leads_to_the_request(self, parties):
        asked = parties.request()
        message = request_emails.request_sent(asked, to=parties.endorses, occurrence="1")
        assert message.context["action_url"] == f"http://127.0.0.1:8000/jet/requests/{asked.number}/"
        assert message.context["employer"] == "見本市"


class TestPlaces:
    def place(self, run=None, **facts):
        run = run or AllocationRunFactory(state="published")
        return AllocationPlaceFactory(run=run, **{"state": "released", **facts})

    def test_everybody_who_has_not_answered_is_told_in_their_language(self, now):
        one = self.place(participant__person__email="one@example.org", participant__person__language="de")
        self.place(one.run, participant__person__email="two@example.org", participant__person__language="en-gb")
        for state in ("planned", "accepted", "withdrawn"):
            self.place(one.run, state=state)
        elsewhere = AllocationRunFactory(state="published", arrival_group__code="B")
        self.place(elsewhere, participant__person__email="elsewhere@example.org")
        releases.tell(one.run, at=now)
        assert queued() == [
            ("jet/place_released", "one@example.org", "de"), ("jet/place_released", "two@example.org", "en-gb"),
        ]  # fmt: skip

    def test_whoever_has_no_address_holds_nobody_up(self, now):
        one = self.place(participant__person__email="", participant__person__email_verified_at=None)
        releases.tell(one.run, at=now)
        assert queued() == []

    def test_who_keeps_the_same_place_in_the_next_run_is_not_told_twice(self, now):
        before = self.place()
        releases.tell(before.run, at=now)
        after = AllocationRunFactory(arrival_group=before.run.arrival_group)
        AllocationPlace.objects.filter(pk=before.pk).update(run=after)
        releases.tell(after, at=now)
        assert OutgoingMail.objects.count() == 1

    def test_another_place_is_news(self):
        one = self.place()
        other = AllocationPlaceFactory(participant=one.participant)
        nothing = AllocationPlaceFactory(participant=one.participant, request=None)
        assert len({place_emails.place_released(place).key for place in (one, other, nothing)}) == 3

    def test_nobody_else_is_named(self):
        one = self.place()
        other = self.place(one.run)
        text = rendered(place_emails.place_released(one), "html")
        assert str(one.request.employer) in text
        assert str(other.request.employer) not in text
        assert other.participant.person.family not in text

    def test_without_a_place_the_mail_says_so(self):
        message = place_emails.place_released(self.place(request=None))
        assert "not found yet" in rendered(message, "subject.txt")
        assert "there was no place for you in it" in rendered(message, "txt")

    def test_the_number_of_queries_does_not_grow(self, now, django_assert_max_num_queries):
        run = AllocationRunFactory(state="published")
        for _number in range(6):
            self.place(run)
        with django_assert_max_num_queries(5):
            releases.tell(run, at=now)
        assert OutgoingMail.objects.count() == 6


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_mail_renders_in_every_language_and_escapes_what_people_wrote(parties, part, language):
    reader = UserFactory(language=language)
    asked = parties.request(asked_by=reader, state="declined")
    made = [
        request_emails.request_sent(asked, to=reader, occurrence="1"),
        request_emails.request_answered(asked, reason=MARKUP, occurrence="1"),
    ]
    for message in made:
        text = rendered(message, part).strip()
        assert text
        assert "<b>storm</b>" not in text or part == "txt"
        if part == "subject.txt":
            assert "\n" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gallery_shows_every_mail_of_the_programme(language):
    with translation.override(language):
        shown = examples.messages()
    assert {message.template for message in shown} == {
        "jet/request_sent", "jet/request_answered", "jet/place_released", "jet/personal_answer",
    }  # fmt: skip
    assert all(rendered(message, part).strip() for message in shown for part in PARTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_about_special_circumstances_says_nothing_of_them(language):
    asked = CircumstanceFactory(state="granted", told="zqtold", participant__person__language=language)
    message = circumstance_emails.answered(asked)
    shown = " ".join(rendered(message, part) for part in PARTS) + str(message.context) + message.template
    with translation.override(language):
        words = ["zqtold", "granted", str(asked.get_criterion_display()), str(asked.prefecture.organisation)]
    assert [word for word in words if word in shown] == []
    assert "/jet/circumstances/mine/" in shown
