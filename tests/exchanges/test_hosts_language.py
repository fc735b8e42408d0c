"""Themes in the host's language on its page and in its mail; notice that is too short; similar cases; the estimate."""

from datetime import timedelta

import pytest
from django.urls import reverse

from clair_portal.mail.models import OutgoingMail
from exchanges import estimate, notice, similar
from exchanges.actions import details, meetings
from exchanges.emails.hosts import host_path
from exchanges.models import Theme
from exchanges.models.details import ToldTheme
from tests.factories.exchanges import (
    HostFactory,
    InterpreterFactory,
    MeetingFactory,
    MeetingSlotFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
WORDS = {"title_en": "Watching over people", "questions_en": "How do you find them?"}
NOT_TRANSLATED = "(in the words of the authority; not translated yet)"


@pytest.fixture
def meeting(parties, now):
    case = parties.case(state="planning")
    case.themes.all().delete()
    ThemeFactory(case=case, title="見守り", questions="どのように見つけますか。")
    return MeetingFactory(case=case, state="slots_offered", host__contact_email="host@example.org")


def page_of(client, meeting):
    return client.get(host_path(meeting)).content.decode()


def test_a_theme_is_told_in_the_language_that_is_there():
    theme = Theme(title="見守り", questions="どのように。", **WORDS)
    assert theme.told_in("en-gb") == ToldTheme("Watching over people", "How do you find them?", is_original=False)
    assert (theme.told_in("de").title, theme.told_in("de").is_original) == ("見守り", True)


def test_the_hosts_page_shows_the_translation_or_says_that_there_is_none(client, meeting):
    assert NOT_TRANSLATED in page_of(client, meeting)
    details.translate(meeting.case.themes.get(), changes=WORDS)
    text = page_of(client, meeting)
    assert ("Watching over people" in text, "見守り" in text, NOT_TRANSLATED in text) == (True, False, False)


def test_the_mail_to_the_host_carries_the_questions_in_its_language(parties, meeting, now):
    details.translate(meeting.case.themes.get(), changes=WORDS)
    meetings.offer(meeting, starts=[now + timedelta(days=90)], by=parties.plans, at=now)
    facts = OutgoingMail.objects.get(template="exchanges/host_asked").context["facts"]
    assert [fact["value"] for fact in facts if fact["label"] == "Question on"] == [
        "Watching over people\nHow do you find them?"
    ]


def test_the_authoritys_own_words_are_never_overwritten_by_a_translation():
    theme = ThemeFactory()
    with pytest.raises(ValueError, match="title"):
        details.translate(theme, changes={"title": "Other words"})


def test_a_translation_outlives_a_change_of_another_theme(parties):
    case = parties.case(state="draft")
    details.put_themes(case, [("見守り", "誰が。"), ("住宅", "")])
    details.translate(case.themes.get(title="見守り"), changes=WORDS)
    details.put_themes(case, [("住宅", "いくら。"), ("見守り", "誰が。")])
    assert list(case.themes.in_order().values_list("title", "title_en")) == [
        ("住宅", ""), ("見守り", "Watching over people"),
    ]  # fmt: skip


def test_short_notice_is_named_with_its_days_and_enough_is_not(now):
    host = HostFactory(lead_days=28)
    soon, enough = now + timedelta(days=27), now + timedelta(days=28)
    said = notice.warning(host, [enough, soon], "Europe/London", asked_on=now.date())
    assert said == f"{host} asks for notice of 28 days, so from 21 Dec 2026 on. Too soon: 20 Dec 2026."
    assert notice.warning(host, [enough], "Europe/London", asked_on=now.date()) == ""


def test_the_office_sees_it_beside_the_slots_before_it_asks(client, parties, meeting, now):
    MeetingSlotFactory(meeting=meeting, starts_at=now + timedelta(days=3))
    client.force_login(parties.plans)
    address = reverse("admin:exchanges_meeting_change", args=[meeting.pk])
    assert "asks for notice of 28 days" in client.get(address).content.decode()
    meeting.slots.all().delete()
    assert "asks for notice of 28 days" not in client.get(address).content.decode()


def test_similar_cases_come_with_the_hosts_that_said_yes_or_no_and_why(client, parties, now):
    past = parties.case(title="認知症高齢者の見守り", state="closed", created_at=now - timedelta(days=300))
    parties.case(title="Buses without cash", city="London", state="closed").themes.all().delete()
    MeetingFactory(case=past, state="declined", reason="No staff in May.")
    MeetingFactory(case=past, confirmed=True)
    MeetingFactory(case=past, state="wanted")
    case = parties.case(title="高齢者の見守りと介護")
    found = similar.to(case, at=now)
    assert [one.case for one in found] == [past]
    assert [(answer.said_yes, answer.why) for answer in found[0].answers] == [(False, "No staff in May."), (True, "")]
    client.force_login(parties.plans)
    text = client.get(reverse("admin:exchanges_visitcase_change", args=[case.pk])).content.decode()
    assert [words for words in (past.title, "said yes", "said no", "No staff in May.") if words not in text] == []


def test_staff_translate_the_questions_on_the_record_of_the_case(client, parties):
    client.force_login(parties.plans)
    case = parties.case()
    text = client.get(reverse("admin:exchanges_visitcase_change", args=[case.pk])).content.decode()
    assert [name for name in ("themes-0-title_en", "themes-0-questions_de") if name not in text] == []
    assert 'themes-0-title"' not in text


class TestEstimate:
    def test_it_counts_the_working_days_with_the_cheapest_and_the_dearest(self, parties):
        InterpreterFactory()
        InterpreterFactory(hour_rate=9000, half_day_rate=None, day_rate=None)
        found = estimate.of_case(parties.case(support=["interpreting"]))
        assert (found.days, found.team, found.by_meetings) == (5, 1, False)
        assert (found.lowest, found.highest) == ("1,800.00 GBP", "2,700.00 GBP")

    def test_meetings_with_a_time_count_as_they_stand(self, parties):
        InterpreterFactory()
        case = parties.case(support=["interpreting"])
        MeetingFactory(case=case, confirmed=True)
        found = estimate.of_case(case)
        assert (found.days, found.by_meetings, found.lowest) == (1, True, "120.00 GBP")

    def test_without_interpreting_roster_or_dates_there_is_none(self, parties):
        case = parties.case(support=["interpreting"])
        assert estimate.of_case(case) is None
        InterpreterFactory()
        assert estimate.of_case(parties.case(support=["appointments"])) is None
        assert estimate.of_case(parties.case(support=["interpreting"], first_on=None, last_on=None)) is None

    def test_the_authority_sees_it_marked_before_it_asks_and_not_afterwards(self, client, parties):
        InterpreterFactory()
        parties.asks.language = "en-gb"
        parties.asks.save()
        client.force_login(parties.asks)
        shown = {}
        for state in ("possible", "closed"):
            case = parties.case(support=["interpreting"], state=state)
            shown[state] = "What interpreting may cost" in client.get(f"/visits/{case.number}/").content.decode()
        assert shown == {"possible": True, "closed": False}
