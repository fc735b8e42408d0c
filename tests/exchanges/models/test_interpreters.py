"""The roster: what the database refuses, who sees it, who fits, who is free, who comes first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from exchanges.models import Booking, Interpreter, LanguagePair
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.exchanges import AssignmentFactory, BookingFactory, InterpreterFactory, LanguagePairFactory

pytestmark = pytest.mark.django_db
BEGINS = datetime(2027, 5, 18, 9, 0, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=1)


class TestConstraints:
    @pytest.mark.parametrize(
        ("name", "facts"),
        [
            ("interpreter_city_one_line", {"city": "Leeds\nYork"}),
            ("interpreter_modes_known", {"modes": ["telepathy"]}),
            ("interpreter_currency_is_a_code", {"currency": "£"}),
            ("interpreter_currency_is_a_code", {"currency": "gbp"}),
            ("interpreter_is_paid", {"hour_rate": 0}),
        ],
    )
    def test_a_wrong_row_is_refused(self, name, facts):
        InterpreterFactory()
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Interpreter.objects.update(**facts)

    def test_a_person_stands_in_the_roster_once(self):
        one = InterpreterFactory()
        with pytest.raises(IntegrityError):
            InterpreterFactory(person=one.person)

    def test_a_direction_has_two_languages(self):
        with pytest.raises(IntegrityError, match="languagepair_has_two_languages"):
            LanguagePairFactory(source="ja")

    def test_a_direction_stands_there_once(self):
        pair = LanguagePairFactory()
        with pytest.raises(IntegrityError, match="languagepair_once"):
            LanguagePairFactory(interpreter=pair.interpreter)


class TestVisibleTo:
    @pytest.mark.parametrize(("role", "seen"), [("staff_visits", 1), ("staff_jetaa", 0), ("authority", 0)])
    def test_the_roster_is_the_offices(self, role, seen):
        InterpreterFactory()
        assert Interpreter.objects.visible_to(RoleAssignmentFactory(role=role).user).count() == seen

    def test_interpreters_see_themselves(self):
        InterpreterFactory()
        own = InterpreterFactory(person=UserFactory().person)
        assert list(Interpreter.objects.visible_to(own.person.user)) == [own]
        assert list(Interpreter.objects.visible_to(AnonymousUser())) == []


class TestAble:
    def test_every_direction_counts(self):
        both, one_way = InterpreterFactory(), InterpreterFactory(directions=["en>ja"])
        assert list(Interpreter.objects.speaking(["en>ja"]).order_by("pk")) == [both, one_way]
        assert list(Interpreter.objects.speaking(["en>ja", "ja>en"])) == [both]
        assert list(Interpreter.objects.speaking(["de>ja"])) == []

    def test_two_directions_of_two_people_do_not_add_up(self):
        InterpreterFactory(directions=["en>ja"])
        InterpreterFactory(directions=["ja>en"])
        assert list(Interpreter.objects.speaking(["en>ja", "ja>en"])) == []

    def test_mode_and_being_at_work(self):
        fits = InterpreterFactory(modes=["consecutive", "whispered"])
        InterpreterFactory()
        InterpreterFactory(modes=["whispered"], is_active=False)
        assert list(Interpreter.objects.able(["en>ja"], "whispered")) == [fits]

    @pytest.mark.parametrize("text", ["mihon", "MIHON robin", "見本"])
    def test_found_by_name_in_any_script(self, text):
        one = InterpreterFactory(person__family="Mihon", person__family_kanji="見本")
        InterpreterFactory()
        assert list(Interpreter.objects.matching(text)) == [one]


class TestFree:
    def taken(self, one, starts_at, ends_at, kind=Booking.Kind.INTERPRETER):
        BookingFactory(kind=kind, resource=one.pk, starts_at=starts_at, ends_at=ends_at)

    def test_whoever_is_booked_then_is_not_free(self):
        free, busy = InterpreterFactory(), InterpreterFactory()
        self.taken(busy, BEGINS - timedelta(minutes=30), BEGINS + timedelta(minutes=1))
        assert list(Interpreter.objects.free(BEGINS, ENDS)) == [free]

    def test_what_ends_when_the_other_begins_does_not_clash(self):
        one = InterpreterFactory()
        self.taken(one, BEGINS - timedelta(hours=1), BEGINS)
        self.taken(one, ENDS, ENDS + timedelta(hours=1))
        assert list(Interpreter.objects.free(BEGINS, ENDS)) == [one]

    def test_a_vehicle_with_the_same_number_is_somebody_else(self):
        one = InterpreterFactory()
        self.taken(one, BEGINS, ENDS, kind=Booking.Kind.VEHICLE)
        assert list(Interpreter.objects.free(BEGINS, ENDS)) == [one]

    def test_nearest_first_then_whoever_was_asked_least(self, now):
        far, often, seldom, long_ago = (InterpreterFactory(city=city) for city in ("York", "leeds", "Leeds", "Leeds"))
        AssignmentFactory(interpreter=often, state="confirmed", accepted_at=now)
        AssignmentFactory(interpreter=long_ago, state="invoiced", accepted_at=now - timedelta(days=366))
        found = list(Interpreter.objects.nearest_first("Leeds", now))
        assert found == [seldom, long_ago, often, far]
        assert [one.recent for one in found] == [0, 0, 1, 0]

    def test_without_a_town_everybody_is_as_near(self, now):
        here, nowhere = InterpreterFactory(), InterpreterFactory(city="")
        assert list(Interpreter.objects.nearest_first("", now)) == [here, nowhere]


def test_a_pair_reads_as_it_is_asked_for():
    assert str(LanguagePairFactory()) == "en>ja"
    assert LanguagePair.objects.count() == 1
