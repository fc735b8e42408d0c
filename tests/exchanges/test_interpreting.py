"""The rule table of the associations, figure by figure, and what is computed from it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from exchanges import interpreting
from exchanges.interpreting import Need, Rates
from exchanges.models.interpreters import Mode
from exchanges.planner import problem

HOURLY = Rates(hour=6000)
FULL = Rates(hour=6000, half_day=22000, day=40000, overtime=9000)
BEGINS = datetime(2027, 5, 18, 9, 0, tzinfo=UTC)


def test_every_mode_has_its_rules_and_the_planner_uses_the_same_words():
    assert set(interpreting.TERMS) == set(Mode.values) == {mode.value for mode in problem.Mode}


@pytest.mark.parametrize(
    ("mode", "minutes", "team"),
    [
        ("simultaneous", 40, 1), ("simultaneous", 41, 2), ("simultaneous", 240, 2), ("simultaneous", 241, 3),
        ("simultaneous", 360, 3), ("simultaneous", 500, 3), ("whispered", 40, 1), ("whispered", 41, 2),
        ("consecutive", 60, 1), ("consecutive", 210, 1), ("consecutive", 211, 2), ("consecutive", 420, 2),
    ],
)  # fmt: skip
def test_team_size(mode, minutes, team):
    assert interpreting.team_size(mode, minutes) == team


def test_a_team_never_shrinks_as_the_meeting_grows():
    for mode in Mode.values:
        sizes = [interpreting.team_size(mode, minutes) for minutes in range(1, 600)]
        assert sizes == sorted(sizes)


@pytest.mark.parametrize(("minutes", "pauses"), [(0, 0), (60, 0), (90, 0), (91, 1), (180, 1), (181, 2)])
def test_a_pause_every_ninety_minutes(minutes, pauses):
    assert interpreting.pauses("consecutive", minutes) == pauses
    assert interpreting.pauses("simultaneous", minutes) == 0


@pytest.mark.parametrize(("mode", "alone"), [("consecutive", 210), ("whispered", 40), ("simultaneous", 40)])
def test_how_long_one_works_alone(mode, alone):
    assert interpreting.TERMS[mode].alone == alone


class TestWarnings:
    def said(self, mode, minutes, **facts):
        return list(interpreting.warnings(mode, minutes, **{"team": 1, **facts}))

    def test_a_plain_meeting_needs_none(self):
        assert self.said("consecutive", 60) == []

    def test_a_team_that_is_too_small(self):
        assert self.said("simultaneous", 60) == ["60 minutes of this take a team of 2 interpreters."]
        assert self.said("simultaneous", 60, team=2) == []

    def test_pauses(self):
        assert self.said("consecutive", 120) == ["Plan a pause every 90 minutes."]

    def test_a_day_that_is_too_long(self):
        assert self.said("consecutive", 60, worked=360) == []
        assert self.said("consecutive", 61, worked=360) == [
            "The day is too long: one interpreter works 7 hours a day at most."
        ]
        assert self.said("simultaneous", 40, worked=330) == [
            "The day is too long: one interpreter works 6 hours a day at most."
        ]


class TestFee:
    @pytest.mark.parametrize(
        ("minutes", "fee"),
        [
            (15, 12000), (120, 12000), (121, 18000), (180, 18000), (181, 22000), (240, 22000), (241, 30000),
            (360, 36000), (361, 40000), (420, 40000), (421, 49000), (481, 58000),
        ],
    )  # fmt: skip
    def test_the_cheapest_of_hours_half_day_and_day_then_overtime(self, minutes, fee):
        assert interpreting.fee(FULL, "consecutive", minutes) == fee

    @pytest.mark.parametrize(("minutes", "fee"), [(60, 12000), (300, 30000), (420, 42000), (421, 48000)])
    def test_with_an_hourly_rate_alone_hours_are_counted(self, minutes, fee):
        assert interpreting.fee(HOURLY, "consecutive", minutes) == fee

    def test_simultaneous_is_half_a_day_at_least(self):
        assert interpreting.fee(FULL, "simultaneous", 30) == 22000
        assert interpreting.fee(HOURLY, "simultaneous", 30) == 24000

    def test_more_time_never_costs_less(self):
        for rates in (HOURLY, FULL):
            fees = [interpreting.fee(rates, "consecutive", minutes) for minutes in range(15, 700)]
            assert fees == sorted(fees)

    def test_a_rate_of_nothing_is_a_rate(self):
        assert interpreting.fee(Rates(hour=6000, half_day=0), "consecutive", 60) == 0


@pytest.mark.parametrize(
    ("before", "owed"),
    [
        (timedelta(days=30), 0), (timedelta(days=7), 0), (timedelta(days=7) - timedelta(seconds=1), 501),
        (timedelta(days=2), 501), (timedelta(days=2) - timedelta(seconds=1), 1001), (timedelta(0), 1001),
        (timedelta(hours=-5), 1001),
    ],
)  # fmt: skip
def test_cancellation_steps_with_half_a_coin_rounded_up(before, owed):
    assert interpreting.cancellation_fee(1001, starts_at=BEGINS, at=BEGINS - before) == owed


class TestPreview:
    def need(self, hour, minutes=60, mode="consecutive", day=18, **facts):
        return Need(datetime(2027, 5, day, hour, 0, tzinfo=UTC), minutes, mode, **facts)

    def test_nothing_costs_nothing(self):
        assert interpreting.preview([], FULL) == []

    def test_the_interpreter_is_there_from_the_first_meeting_of_a_day_to_its_last(self):
        [day] = interpreting.preview([self.need(14), self.need(9)], FULL)
        assert (day.on, day.team, day.minutes, day.cost) == (date(2027, 5, 18), 1, 360, 36000)

    def test_the_hardest_meeting_decides_the_team(self):
        [day] = interpreting.preview([self.need(9), self.need(11, 90, "simultaneous")], FULL)
        assert (day.team, day.minutes, day.cost) == (2, 210, 44000)

    def test_a_day_at_a_time(self):
        days = interpreting.preview([self.need(9, day=19), self.need(9)], FULL)
        assert [(day.on.day, day.cost) for day in days] == [(18, 12000), (19, 12000)]

    def test_the_day_is_that_of_the_meetings_zone(self):
        [day] = interpreting.preview([self.need(22, zone="Asia/Tokyo")], FULL)
        assert day.on == date(2027, 5, 19)

    def test_each_warning_once(self):
        [day] = interpreting.preview([self.need(8, 120), self.need(11, 120), self.need(14, 200)], FULL)
        assert day.warnings == (
            "Plan a pause every 90 minutes.", "The day is too long: one interpreter works 7 hours a day at most.",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "currency", "language", "shown"),
    [
        (125000, "GBP", "en-gb", "1,250.00 GBP"), (125000, "EUR", "de", "1.250,00 EUR"),
        (5, "GBP", "en-gb", "0.05 GBP"),
        (30000, "JPY", "ja", "30,000 JPY"), (0, "SEK", "en-gb", "0.00 SEK"),
    ],
)  # fmt: skip
def test_money_as_the_language_writes_it(amount, currency, language, shown):
    with override(language):
        assert interpreting.money(amount, currency) == shown
