"""A register of synthetic people: the same at every call, in the proportions that were published, and importable."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from clair_portal.demonstration import full, register
from clair_portal.demonstration.dice import Dice
from clair_portal.directory.models import Person
from jet.models import ArrivalGroup, ContractingOrganisation, Participant, Placement, Term
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import LocalAuthorityFactory, PrefectureFactory

TODAY = date(2026, 11, 24)
BODIES = [("022039", "八戸市"), ("131016", "千代田区")]


def people(count=3000):
    return [dict(zip(register.HEADINGS, line, strict=True)) for line in register.lines(count, BODIES, today=TODAY)]


@pytest.fixture(scope="module")
def many():
    return people()


class TestDice:
    def test_they_fall_the_same_way_again_and_differently_for_others(self):
        falls = [Dice(seed, number).share(what) for seed in (1, 2) for number in (1, 2) for what in ("a", "b")]
        assert falls == [Dice(seed, number).share(what) for seed in (1, 2) for number in (1, 2) for what in ("a", "b")]
        assert len(set(falls)) == 8
        assert all(0 <= fall < 1 for fall in falls)

    def test_what_weighs_more_comes_oftener(self):
        found = Counter(Dice(1, number).by_weight("x", (("often", 9), ("seldom", 1))) for number in range(2000))
        assert 150 < found["seldom"] < 250


class TestRegister:
    def test_the_same_people_at_every_call(self):
        assert people(200) == people(200)

    def test_nobody_is_taken_for_somebody_real(self, many):
        assert {line["ミドルネーム"] for line in many} == {"Example"}
        assert all(line["パスポート氏名"].endswith("EXAMPLE") for line in many)

    def test_positions_and_countries_are_as_published(self, many):
        positions = Counter(line["職種"] for line in many)
        countries = Counter(line["国籍"] for line in many)
        assert 0.88 < positions["ALT"] / len(many) < 0.93
        assert 0.48 < countries["US"] / len(many) < 0.56
        assert 0.09 < countries["GB"] / len(many) < 0.13
        assert {"DE", "CN", "KR"} <= countries.keys()

    def test_there_are_about_150_000_terms_among_64_000_people(self, many):
        terms = sum(bool(line[f"第{number}期開始日"]) for line in many for number in range(1, 6))
        assert 2.25 < terms / len(many) < 2.5

    def test_forty_years_are_there(self, many):
        assert {int(line["来日グループ"][:4]) for line in many} >= set(range(1987, 2028)) - {2020}

    def test_whoever_stays_longer_than_three_years_has_a_reason(self, many):
        for line in many:
            assert bool(line["第4期開始日"]) == bool(line["第4期理由"])

    def test_numbers_are_unique(self, many):
        assert len({line["JET番号"] for line in many}) == len(many)


@pytest.mark.django_db
def test_the_register_goes_through_the_importer_and_comes_again_without_a_change(now):
    tokyo = PrefectureFactory(number=13, name_kanji="東京都", name_keys=["東京都"])
    for number in range(3):
        LocalAuthorityFactory(prefecture=tokyo, name_kanji=f"見本{number}市", name_keys=[f"見本{number}市"])
    office = RoleAssignmentFactory(role="hq").user
    bodies = full.prepare(now.date())
    content = full.sheet(120, bodies, today=now.date())
    assert content == full.sheet(120, full.prepare(now.date()), today=now.date())
    before = Person.objects.count()
    run = full.take_over(content, by=office, clock=lambda: now)
    assert (run.state, run.new, run.refused) == ("confirmed", 120, 0)
    assert (Participant.objects.count(), Person.objects.count() - before) == (120, 120)
    assert (Term.objects.count() > 200, Placement.objects.exists()) == (True, True)
    assert ContractingOrganisation.objects.count() == len(bodies)
    assert ArrivalGroup.objects.filter(year=1987).count() == 3
    again = full.take_over(content, by=office, clock=lambda: now)
    assert (again.state, again.unchanged) == ("checked", 120)


@pytest.mark.django_db
def test_it_is_for_demonstrations_only(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="PORTAL_DEMONSTRATION"):
        call_command("demo_data", "--people", "3")
