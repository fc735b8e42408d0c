"""The mails of the events app: facts in the person's language, both times, one intent per place."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from events import emails, examples
from events.models import Registration
from tests.factories.events import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def facts_of(message):
    return {fact["label"]: fact["value"] for fact in message.context["facts"]}


def rendered(message, part):
    with translation.override(message.language):
        return render_to_string(f"{message.template.replace('/', '/emails/', 1)}.{part}", dict(message.context))


def test_a_confirmation_says_when_where_and_how_to_give_the_place_back():
    message = emails.registration_confirmed(RegistrationFactory(language="en-gb"))
    facts = facts_of(message)
    assert facts["When"] == "Tue 16 February 2027, 14:00–19:30 (German time)"
    assert message.context["facts"][0]["note"] == "in Japan: 22:00–03:30 (until the next day)"
    assert facts["Where"] == "Japan House, Düsseldorf"
    assert facts["To give it back"] == "by Mon 15 February 2027, 14:00 German time"
    assert message.context["action_url"].startswith("http://127.0.0.1:8000/events/place/")


def test_it_carries_the_ticket_and_the_calendar_entry():
    registration = RegistrationFactory()
    message = emails.registration_confirmed(registration)
    uuid = str(registration.uuid)
    assert message.attachments == (("events.invite", f"{uuid}/request"), ("events.ticket", uuid))
    assert emails.registration_cancelled(registration).attachments == (("events.invite", f"{uuid}/cancel"),)


@pytest.mark.parametrize(
    ("language", "title", "day"),
    [
        ("en-gb", "JET Programme Explanation Day", "Tue 16 February"),
        ("ja", "JETプログラム説明会", "2月16日（火）"),
        ("de", "JET Programme Explanation Day", "Di., 16. Februar"),
    ],
)
def test_it_speaks_the_language_in_which_the_person_registered(language, title, day):
    with translation.override("en-gb" if language != "en-gb" else "ja"):
        message = emails.registration_confirmed(RegistrationFactory(language=language))
    assert (message.context["title"], message.context["day"]) == (title, day)


def test_one_place_has_one_intent_of_each_kind():
    registration = RegistrationFactory()
    first, second = emails.registration_confirmed(registration), emails.registration_confirmed(registration)
    assert first.key == second.key
    others = [
        emails.registration_cancelled(registration),
        emails.event_cancelled(registration, reason="storm"),
        emails.registration_confirmed(RegistrationFactory()),
    ]
    assert len({first.key, *(other.key for other in others)}) == 4


def test_the_link_online_is_only_for_those_who_take_part_online():
    event = EventFactory(published=True, join_url="https://meet.example.org/canary")
    online = RegistrationFactory(ticket_type__event=event, ticket_type__takes_part_online=True)
    in_the_room = RegistrationFactory(ticket_type__event=event)
    assert "canary" in str(emails.registration_confirmed(online).context)
    assert "canary" not in str(emails.registration_confirmed(in_the_room).context)


def test_a_cancelled_place_offers_nothing_to_give_back(now):
    registration = RegistrationFactory(state=Registration.State.CANCELLED, cancelled_at=now)
    assert "To give it back" not in facts_of(emails.registration_cancelled(registration))


@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
@pytest.mark.parametrize("part", ["subject.txt", "txt", "html"])
@pytest.mark.parametrize("build", [
    emails.registration_confirmed,
    emails.registration_cancelled,
    lambda registration: emails.event_cancelled(registration, reason="<b>storm</b>"),
    lambda registration: emails.guest_link(registration.event, email="a@example.org", language="ja", occurrence="1"),
])  # fmt: skip
def test_every_mail_renders_in_every_language_and_part(build, part, language):
    message = build(RegistrationFactory(language=language))
    text = rendered(message, part).strip()
    assert text
    assert "<b>storm</b>" not in text or part == "txt"
    if part == "subject.txt":
        assert "\n" not in text


@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
def test_the_gallery_shows_every_mail_of_the_app(language):
    with translation.override(language):
        shown = examples.messages()
    assert {message.template for message in shown} == {
        "events/guest_link", "events/registration_confirmed", "events/registration_cancelled", "events/event_cancelled",
    }  # fmt: skip
    assert all(rendered(message, "html") for message in shown)
