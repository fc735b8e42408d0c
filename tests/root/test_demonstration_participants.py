"""The demonstration's participants: sixty over five years, written once, and moved along with the calendar."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Count

from clair_portal.demonstration import employers, participants
from jet.models import ArrivalGroup, ContractingOrganisation, Participant, Placement, Term
from tests.factories.accounts import UserFactory
from tests.factories.directory import LocalAuthorityFactory

pytestmark = pytest.mark.django_db
State = Participant.State


@pytest.fixture
def cast(monkeypatch):
    codes = tuple(LocalAuthorityFactory().code for _number in range(12))
    monkeypatch.setattr(employers, "CODES", codes)
    return participants.Cast(UserFactory(), UserFactory(), UserFactory())


def states():
    return Counter(Participant.objects.values_list("state", flat=True))


def test_sixty_people_are_written_once(cast, now):
    assert [participants.load(cast, at=now) for _time in range(2)] == [60, 0]
    assert (Participant.objects.count(), ContractingOrganisation.objects.count()) == (60, 12)
    assert states() == {"expected": 10, "serving": 21, "completed": 20, "ended_early": 4, "withdrawn": 5}
    assert set(Participant.objects.values_list("position", flat=True)) == {"alt", "cir", "sea"}


def test_two_groups_are_still_to_come(cast, now):
    participants.load(cast, at=now)
    coming = ArrivalGroup.objects.filter(arrives_on__gt=now.date()).order_by("arrives_on")
    assert list(coming.values_list("year", "code")) == [(2027, "A"), (2027, "B")]
    assert Participant.objects.filter(arrival_group__in=coming, placements=None, state=State.EXPECTED).count() == 10


def test_those_who_have_accounts_are_among_them(cast, now):
    participants.load(cast, at=now)
    serving, back = cast.serves.person.participations.get(), cast.is_back.person.participations.get()
    assert (serving.state, back.state) == (State.SERVING, State.COMPLETED)
    assert serving.placements.get().employer.organisation.authority.code == employers.CODES[0]


def test_lives_keep_the_rules(cast, now):
    participants.load(cast, at=now)
    today = now.date()
    assert Term.objects.filter(number__gt=3).exclude(exception="").exists()
    serving = Participant.objects.filter(state=State.SERVING)
    assert serving.filter(terms__first_on__lte=today, terms__last_on__gte=today).count() == serving.count()
    moved = Participant.objects.annotate(places=Count("placements")).filter(places=2)
    assert moved.count() == 4
    assert not Placement.objects.exclude(participant__state=State.SERVING).filter(last_on=None).exists()


def test_a_year_later_people_have_moved_on_and_new_ones_are_expected(cast, now):
    participants.load(cast, at=now)
    assert participants.load(cast, at=now + timedelta(days=365)) == 10
    assert states()["expected"] == 10
    assert Participant.objects.get(jet_number="20279000001").state == State.SERVING
    assert cast.serves.person.participations.count() == 1


@pytest.mark.parametrize("day", [date(2027, 7, 20), date(2027, 7, 26), date(2027, 7, 30), date(2027, 8, 3)])
def test_it_loads_on_every_day_of_summer(cast, now, day):
    assert participants.load(cast, at=now.replace(year=day.year, month=day.month, day=day.day)) == 60
    assert states()["expected"] in {5, 10}
