"""Follow-ups: due on the right day, asked once, answered, kept in the memory of the hosts."""

from datetime import date, timedelta

import pytest

from clair_portal import workflow
from clair_portal.mail.models import OutgoingMail
from exchanges import tasks
from exchanges.actions import followups
from exchanges.models import FollowUp, HostNote
from tests.exchanges.afterwards.over import HOME, over, programme
from tests.exchanges.conftest import holder

pytestmark = pytest.mark.django_db
DUE = date(2027, 11, 20)


@pytest.fixture
def case(parties):
    case = over(parties)
    followups.plan(case, at=HOME)
    return case


def mails():
    return OutgoingMail.objects.filter(template="exchanges/follow_up_asked").order_by("pk")


def first():
    return FollowUp.objects.for_pages().get(months=6)


def on(day):
    return HOME.replace(year=day.year, month=day.month, day=day.day)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 5, 20), 6, date(2027, 11, 20)), (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 12, 31), 6, date(2028, 6, 30)), (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 6, 30), 6, date(2027, 12, 30)),
    ],
)  # fmt: skip
def test_months_end_where_months_end(day, months, later):
    assert followups.months_later(day, months) == later


def test_both_are_planned_once(case):
    followups.plan(case, at=HOME)
    assert list(FollowUp.objects.in_order().values_list("months", "due_on")) == [(6, DUE), (12, date(2028, 5, 20))]


def test_without_a_last_day_the_day_of_completion_counts(parties):
    case = over(parties)
    case.last_on = None
    followups.plan(case, at=HOME)
    assert first().due_on == date(2027, 11, 24)


def test_nobody_is_asked_before_the_day(case):
    assert followups.sweep(lambda: on(DUE - timedelta(days=1))) == 0
    assert mails().count() == 0


def test_the_authority_is_asked_once(case):
    assert followups.sweep(lambda: on(DUE)) == 1
    assert followups.sweep(lambda: on(DUE + timedelta(days=1))) == 0
    mail = mails().get()
    assert (mail.to, mail.language, mail.context["months"]) == ("city@example.org", "ja", 6)
    assert mail.context["action_url"].endswith(f"/visits/{case.number}/follow-up/6/")


def test_two_sweeps_at_once_ask_once(case):
    one, twin = first(), first()
    assert (followups.ask(one, at=on(DUE)), followups.ask(twin, at=on(DUE))) == (True, False)
    assert mails().count() == 1


def test_the_beat_s_task_asks(case, clock):
    clock.move_to(on(DUE))
    tasks.sweep_follow_ups()
    assert mails().count() == 1


def test_where_the_account_is_shut_a_colleague_is_asked(case, parties):
    colleague = holder("authority", parties.authority, user__email="new@example.org")
    holder("authority", parties.branch, user__email="elsewhere@example.org")
    type(parties.asks).objects.filter(pk=parties.asks.pk).update(is_active=False)
    followups.sweep(lambda: on(DUE))
    assert list(mails().values_list("to", flat=True)) == [colleague.email]


def test_who_has_answered_is_not_asked(case, parties):
    followups.answer(first(), outcome="agreement", words="Signed.", by=parties.asks, at=HOME)
    assert followups.sweep(lambda: on(DUE)) == 0


def test_the_hosts_that_received_the_visit_remember_it_once(case, parties):
    meetings = programme(case)
    followups.answer(first(), outcome="second_visit", words="In May.", by=parties.asks, at=HOME)
    followups.answer(first(), outcome="agreement", words="Signed.", by=parties.asks, at=HOME)
    notes = HostNote.objects.order_by("pk").values_list("host", "kind", "text")
    expected = [(meetings[0].host_id, "outcome", "a second visit. In May."),
                (meetings[2].host_id, "outcome", "a second visit. In May.")]  # fmt: skip
    assert list(notes) == expected
    assert (first().outcome, first().words) == ("agreement", "Signed.")


def test_nothing_yet_is_nothing_to_remember(case, parties):
    programme(case)
    followups.answer(first(), outcome="nothing_yet", words="", by=parties.asks, at=HOME)
    assert HostNote.objects.count() == 0


def test_of_two_answers_at_once_the_second_is_told(case, parties):
    one, stale = first(), first()
    followups.answer(one, outcome="agreement", words="", by=parties.asks, at=HOME)
    with pytest.raises(workflow.Outdated):
        followups.answer(stale, outcome="exchange", words="", by=parties.asks, at=HOME)


def test_the_host_s_story_tells_what_came_of_its_visits(case, parties):
    meetings = programme(case)
    followups.answer(first(), outcome="agreement", words="Signed.", by=parties.asks, at=HOME)
    assert list(FollowUp.objects.of_host(meetings[0].host_id)) == [first()]
    assert list(FollowUp.objects.of_host(meetings[3].host_id)) == []
