"""Registering in the browser: signed in, as a guest, twice, too late, with forged fields."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from clair_portal.accounts import links
from clair_portal.mail.models import OutgoingMail
from events import emails
from events.models import Event, Quota, Registration
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory
from tests.factories.events import EventFactory, RegistrationFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ticket_type():
    return TicketTypeFactory(quota__size=2)


@pytest.fixture
def alumnus(client):
    user = UserFactory()
    client.force_login(user)
    return user


def form_of(ticket_type):
    return reverse("events:register", args=[ticket_type.event.slug])


def place_of(registration):
    return emails.place_path(registration)


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to", "language"))


class TestSignedIn:
    def test_one_page_one_click_and_one_has_a_place(self, client, alumnus, ticket_type):
        assert client.get(form_of(ticket_type)).status_code == 200
        response = client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk, "note": "step-free"}, follow=True)
        registration = Registration.objects.get()
        assert (registration.person, registration.note) == (alumnus.person, "step-free")
        assert (registration.email, registration.language) == (alumnus.email, "en-gb")
        assert "You have a place" in response.content.decode()
        assert registration.reference in response.content.decode()
        assert mails() == [("events/registration_confirmed", alumnus.email, "en-gb")]

    def test_the_mail_speaks_the_language_of_the_page(self, client, alumnus, ticket_type, settings):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ja"
        client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk, "note": ""})
        assert mails() == [("events/registration_confirmed", alumnus.email, "ja")]

    def test_sending_the_form_twice_ends_on_the_same_place(self, client, alumnus, ticket_type):
        answers = [client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert answers[0]["Location"] == answers[1]["Location"]
        assert (Registration.objects.count(), Quota.objects.get().taken, len(mails())) == (1, 1, 1)

    def test_a_stranger_is_sent_to_sign_in_and_back(self, client, ticket_type):
        response = client.get(form_of(ticket_type))
        assert response.status_code == 302
        assert response["Location"] == f"{reverse('account_login')}?next={form_of(ticket_type)}"

    def test_full_is_said_beside_the_choice_with_the_text_kept(self, client, alumnus, ticket_type):
        Quota.objects.update(taken=2)
        response = client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk, "note": "vegetarian"})
        text = response.content.decode()
        assert response.status_code == 422
        assert "All places are taken. Nothing was booked for you." in text
        assert 'value="vegetarian"' in text
        assert (Registration.objects.count(), mails()) == (0, [])

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"ticket_type": ""},
            {"ticket_type": "999999"},
            {"ticket_type": "1 OR 1=1"},
            {"ticket_type": "\x00"},
        ],
    )
    def test_a_forged_or_missing_choice_is_refused_at_its_place(self, client, alumnus, ticket_type, sent):
        response = client.post(form_of(ticket_type), sent)
        assert response.status_code == 422
        assert "ticket_type" in response.context["form"].errors
        assert Registration.objects.count() == 0

    def test_a_ticket_type_of_another_event_is_no_choice(self, client, alumnus, ticket_type):
        other = TicketTypeFactory()
        assert client.post(form_of(ticket_type), {"ticket_type": other.pk}).status_code == 422
        assert Registration.objects.count() == 0

    @pytest.mark.parametrize("note", ["two\r\nlines", "nul\x00", "x" * 501, "x" * 2_000_000])
    def test_an_impossible_note_is_refused_at_its_place(self, client, alumnus, ticket_type, note):
        response = client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk, "note": note})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["note"])
        assert Registration.objects.count() == 0

    def test_extra_fields_change_nothing(self, client, alumnus, ticket_type):
        forged = {"person": PersonFactory().pk, "state": "cancelled", "email": "other@example.org", "event": 1}
        client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk, **forged})
        registration = Registration.objects.get()
        assert (registration.person, registration.email, registration.is_live) == (alumnus.person, alumnus.email, True)

    def test_a_draft_cannot_be_registered_for_by_guessing_its_address(self, client, alumnus):
        ticket_type = TicketTypeFactory(event=EventFactory())
        assert client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk}).status_code == 404

    def test_closed_registration_is_refused_even_from_an_open_tab(self, client, alumnus, ticket_type):
        Event.objects.update(registration_closes_at=datetime(2026, 11, 1, tzinfo=UTC))
        response = client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk})
        assert response.status_code == 422
        assert "Registration for this event is not open." in response.content.decode()

    def test_somebody_without_a_name_is_told_what_to_do(self, client, ticket_type):
        client.force_login(UserFactory(person=None))
        response = client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk})
        assert (response.status_code, Registration.objects.count()) == (422, 0)
        assert "Add your name to your account first" in response.content.decode()

    def test_the_post_costs_seven_statements_besides_session_and_user(
        self, client, alumnus, ticket_type, django_assert_num_queries
    ):
        """Ticket types with their event, row, log, mail, quota ids, count: six; and the look at what is known."""
        client.get(form_of(ticket_type))
        with django_assert_num_queries(6 + 2 + 2):  # + session and user + savepoint and release of the test
            client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk})


class TestGuest:
    def ask(self, client, event, email="guest@example.org"):
        return client.post(reverse("events:ask_guest_link", args=[event.slug]), {"email": email}, follow=True)

    def link(self):
        return re.sub(r"^https?://[^/]+", "", OutgoingMail.objects.latest("pk").context["action_url"])

    def test_a_link_proves_the_address_and_leads_to_a_place(self, client, ticket_type):
        response = self.ask(client, ticket_type.event)
        assert "We have sent a link to guest@example.org" in response.content.decode()
        assert mails() == [("events/guest_link", "guest@example.org", "en-gb")]
        link = self.link()
        assert client.get(link).status_code == 200
        facts = {"ticket_type": ticket_type.pk, "family": "Muster", "given": "Kim"}
        response = client.post(link, facts, follow=True)
        registration = Registration.objects.get()
        assert "You have a place" in response.content.decode()
        assert (str(registration.person), registration.person.email) == ("Kim Muster", "guest@example.org")
        assert registration.person.email_verified_at is not None

    def test_the_link_used_twice_is_one_place(self, client, ticket_type):
        self.ask(client, ticket_type.event)
        facts = {"ticket_type": ticket_type.pk, "family": "Muster"}
        answers = [client.post(self.link_of_guest(), facts)["Location"] for _ in range(2)]
        assert answers[0] == answers[1]
        assert Registration.objects.count() == 1

    def link_of_guest(self):
        mail = OutgoingMail.objects.get(template="events/guest_link")
        return re.sub(r"^https?://[^/]+", "", mail.context["action_url"])

    def test_a_known_person_keeps_the_name_on_record(self, client, ticket_type):
        known = PersonFactory(family="Known", given="Alex", email="Guest@example.org")
        self.ask(client, ticket_type.event)
        client.post(self.link(), {"ticket_type": ticket_type.pk, "family": "Other"})
        known.refresh_from_db()
        assert (Registration.objects.get().person, known.family) == (known, "Known")

    def test_asking_again_within_the_hour_sends_no_second_mail(self, client, ticket_type):
        for _ in range(5):
            self.ask(client, ticket_type.event)
        assert len(mails()) == 1

    def test_the_answer_is_the_same_for_known_and_unknown_addresses(self, client, ticket_type):
        PersonFactory(email="known@example.org")
        texts = [
            self.ask(client, ticket_type.event, email).content.decode().replace(email, "X")
            for email in ("known@example.org", "unkno@example.org")
        ]
        assert re.sub(r'value="[\w-]{64}"', "", texts[0]) == re.sub(r'value="[\w-]{64}"', "", texts[1])

    def test_one_sender_cannot_write_to_the_whole_world(self, client, ticket_type):
        answers = [self.ask(client, ticket_type.event, f"guest{n}@example.org").status_code for n in range(22)]
        assert (answers.count(200), answers.count(422), len(mails())) == (20, 2, 20)

    @pytest.mark.parametrize("email", ["", "no address", "a@b\r\nBcc: c@example.org", "x" * 400 + "@example.org"])
    def test_an_impossible_address_is_refused_and_nothing_sent(self, client, ticket_type, email):
        response = self.ask(client, ticket_type.event, email)
        assert (response.status_code, mails()) == (422, [])

    def test_a_link_is_good_for_one_event_one_purpose_and_one_day(self, client, ticket_type, clock):
        self.ask(client, ticket_type.event)
        link = self.link()
        token = link.rstrip("/").rpartition("/")[2]
        assert client.get(reverse("events:place", args=[token])).status_code == 404
        assert client.get(link.replace(token, token[:-1] + ("A" if token[-1] != "A" else "B"))).status_code == 404
        clock.shift(25 * 3600)
        assert client.get(link).status_code == 404


class TestPlace:
    def test_the_holder_sees_ticket_and_reference_and_others_nothing(self, client):
        registration = RegistrationFactory()
        text = client.get(place_of(registration)).content.decode()
        assert registration.reference in text
        assert "<svg" in text
        forged = links.token(emails.PLACE_LINK, str(registration.uuid), "0" * 16)
        assert client.get(reverse("events:place", args=[forged])).status_code == 404

    def test_giving_back_asks_first_and_then_does_it_once(self, client, ticket_type, alumnus):
        client.post(form_of(ticket_type), {"ticket_type": ticket_type.pk})
        registration = Registration.objects.get()
        address = place_of(registration) + "give-back/"
        assert client.get(address).status_code == 200
        assert Registration.objects.get().is_live
        answers = [client.post(address) for _ in range(2)]
        assert [answer["Location"] for answer in answers] == [place_of(registration)] * 2
        assert (Registration.objects.get().is_live, Quota.objects.get().taken) == (False, 0)
        assert [template for template, *_ in mails()].count("events/registration_cancelled") == 1
        assert "You gave this place back" in client.get(place_of(registration)).content.decode()

    def test_after_the_deadline_the_page_says_whom_to_write_to(self, client, clock):
        registration = RegistrationFactory()
        clock.move_to(registration.event.starts_at)
        assert "too late to give the place back" in client.get(place_of(registration)).content.decode()
        response = client.post(place_of(registration) + "give-back/")
        assert response.status_code == 409
        assert Registration.objects.get().is_live

    def test_the_calendar_file_opens_as_an_invitation(self, client):
        response = client.get(place_of(RegistrationFactory()) + "event.ics")
        assert response["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
        assert b"METHOD:REQUEST" in response.content

    def test_the_link_to_take_part_is_for_those_online_with_a_place(self, client):
        event = EventFactory(published=True, join_url="https://meet.example.org/canary")
        online = RegistrationFactory(ticket_type__event=event, ticket_type__takes_part_online=True)
        in_the_room = RegistrationFactory(ticket_type__event=event)
        assert "canary" in client.get(place_of(online)).content.decode()
        assert "canary" not in client.get(place_of(in_the_room)).content.decode()
        assert "canary" not in client.get(reverse("events:event", args=[event.slug])).content.decode()


class TestMyEvents:
    def test_it_shows_ones_own_places_and_nobody_elses(self, client, alumnus):
        RegistrationFactory(person=alumnus.person, event__title_en="mine")
        RegistrationFactory(event__title_en="theirs")
        text = client.get(reverse("events:my")).content.decode()
        assert "JET Programme Explanation Day" in text
        assert text.count('class="card event"') == 1

    def test_places_given_back_stand_below(self, client, alumnus, now):
        RegistrationFactory(person=alumnus.person, state=Registration.State.CANCELLED, cancelled_at=now)
        response = client.get(reverse("events:my"))
        assert (len(response.context["coming"]), len(response.context["earlier"])) == (0, 1)

    def test_an_empty_page_says_what_will_appear(self, client, alumnus):
        assert "your place and its ticket appear here" in client.get(reverse("events:my")).content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_costs_one_query_whatever_its_length(self, client, alumnus, number, django_assert_num_queries):
        RegistrationFactory.create_batch(number, person=alumnus.person)
        client.get(reverse("events:my"))
        with django_assert_num_queries(3):  # session, user, places
            client.get(reverse("events:my"))
