"""The office's own rule table: begins as the associations advise, and every fee, offer and plan follows it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from clair_portal.workflow import Outdated
from exchanges import interpreting, rule_table
from exchanges.actions import assignments, offers, rules
from exchanges.actions.offers import Wish
from exchanges.models import CancellationStep, InterpreterRule
from exchanges.planner.problem import RULES, Mode
from tests.factories.exchanges import AssignmentFactory, InterpreterFactory, MeetingFactory
from tests.factories.roster import CancellationStepFactory, InterpreterRuleFactory

pytestmark = pytest.mark.django_db
WISH = Wish(mode="consecutive", pairs=("en>ja", "ja>en"))


def test_the_defaults_say_what_the_code_says_and_are_loaded_once(now):
    assert [rules.load_defaults(at=now) for _ in range(2)] == [3, 0]
    loaded = rule_table.terms()
    assert loaded == interpreting.TERMS
    assert rule_table.for_the_planner() == dict(RULES)
    assert InterpreterRule.objects.exclude(source="").count() == 3


def test_without_rows_the_associations_hold(now):
    assert rule_table.terms() == interpreting.TERMS


def test_a_row_of_the_office_overrules_one_mode_and_no_other():
    rule = InterpreterRuleFactory()
    CancellationStepFactory(rule=rule)
    CancellationStepFactory(rule=rule, hours=480, percent=10)
    own = rule_table.terms()
    assert interpreting.team_size("consecutive", 90, own) == 2
    assert own["consecutive"].cancellation == ((timedelta(days=20), 10), (timedelta(days=10), 30))
    assert own["simultaneous"] == interpreting.TERMS["simultaneous"]
    assert rule_table.for_the_planner()[Mode.CONSECUTIVE].longest_day == 300


def test_what_the_office_changed_outlives_the_next_start(parties, now):
    rules.load_defaults(at=now)
    rule = InterpreterRule.objects.get(mode="consecutive")
    rules.edit(rule, changes={"alone_minutes": 120}, by=parties.plans, at=now)
    assert rules.load_defaults(at=now) == 0
    assert InterpreterRule.objects.get(mode="consecutive").alone_minutes == 120
    history = InterpreterRule.pgh_event_model.objects.filter(mode="consecutive").order_by("pgh_id")
    assert list(history.values_list("alone_minutes", flat=True)) == [210, 120]


def test_two_edits_at_once_do_not_overwrite_each_other(parties, now):
    rule = InterpreterRuleFactory()
    stale = InterpreterRule.objects.get(pk=rule.pk)
    rules.edit(rule, changes={"least_paid": 60}, by=parties.plans, at=now)
    with pytest.raises(Outdated):
        rules.edit(stale, changes={"least_paid": 90}, by=parties.plans, at=now)


def test_a_new_offer_is_paid_by_the_table(parties, now):
    InterpreterRuleFactory(least_paid=180)
    meeting = MeetingFactory(confirmed=True)
    one = InterpreterFactory(half_day_rate=None, day_rate=None)
    assert [row.fee for row in offers.offer(meeting, to=[one], wish=WISH, by=parties.plans, at=now)] == [18000]


def test_a_cancellation_is_owed_by_the_table(parties, now):
    CancellationStepFactory(hours=24 * 365, percent=30)
    one = AssignmentFactory(state="confirmed", fee=12000)
    assert assignments.cancel(one, by=parties.plans, at=now, reason="Ill.").cancellation_fee == 3600


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("interpreterrule_mode_known", {"mode": "shouting"}),
        ("interpreterrule_two_work_longer_than_one", {"two_minutes": 60}),
        ("interpreterrule_three_work_longer_than_two", {"three_minutes": 300}),
        ("interpreterrule_day_is_plausible", {"longest_day": 10}),
        ("interpreterrule_pause_is_some_time", {"pause_after": 0}),
    ],
)
def test_a_wrong_row_is_refused(constraint, facts):
    with pytest.raises(IntegrityError, match=constraint):
        InterpreterRuleFactory(**facts)


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [("cancellationstep_not_more_than_all", {"percent": 101}), ("cancellationstep_some_notice", {"hours": 0})],
)
def test_a_wrong_step_is_refused(constraint, facts):
    with pytest.raises(IntegrityError, match=constraint):
        CancellationStepFactory(**facts)


def test_staff_change_the_table_and_its_steps(client, parties, now):
    rules.load_defaults(at=now)
    client.force_login(parties.plans)
    rule = InterpreterRule.objects.get(mode="consecutive")
    address = reverse("admin:exchanges_interpreterrule_change", args=[rule.pk])
    seen = client.get(address).context["seen_facts"]
    steps = list(rule.steps.order_by("pk"))
    sent = {
        "mode": "consecutive", "alone_minutes": "120", "two_minutes": "420", "three_minutes": "", "longest_day": "420",
        "pause_after": "60", "pause_between": "15", "least_paid": "120", "source": "Our contract of 2026",
        "steps-TOTAL_FORMS": "3", "steps-INITIAL_FORMS": "2", "_seen_facts": seen,
        **{f"steps-{at}-{name}": getattr(step, name) for at, step in enumerate(steps) for name in ("hours", "percent")},
        **{f"steps-{at}-id": step.pk for at, step in enumerate(steps)},
        **{f"steps-{at}-rule": rule.pk for at in range(3)}, "steps-2-hours": "336", "steps-2-percent": "25",
    }  # fmt: skip
    response = client.post(address, sent)
    assert response.status_code == 302, response.context["adminform"].form.errors
    rule.refresh_from_db()
    assert (rule.alone_minutes, rule.pause_after, rule.source) == (120, 60, "Our contract of 2026")
    assert CancellationStep.objects.filter(rule=rule, hours=336, percent=25).count() == 1
    assert "25 %" in client.get(reverse("admin:exchanges_interpreterrule_changelist")).content.decode()
