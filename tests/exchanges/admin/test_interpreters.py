"""The roster on the staff site: entering, editing, finding by direction and mode."""

import pytest
import time_machine
from django.urls import reverse

from exchanges.models import Interpreter
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import PersonFactory
from tests.factories.exchanges import InterpreterFactory, LanguagePairFactory

pytestmark = pytest.mark.django_db
LIST = "admin:exchanges_interpreter_changelist"


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def staff(client):
    user = RoleAssignmentFactory(role="staff_visits").user
    client.force_login(user)
    return user


def typed(person, /, *pairs, initial=0, **changes):
    facts = {
        "person": person.pk, "is_active": "on", "modes": ["consecutive", "whispered"], "subjects": "Elderly care",
        "city": "Leeds", "travel_km": "80", "currency": "GBP", "hour_rate": "6000", "half_day_rate": "22000",
        "day_rate": "", "overtime_rate": "", "note": "Rings back at once.", "pairs-TOTAL_FORMS": len(pairs),
        "pairs-INITIAL_FORMS": initial, "pairs-MIN_NUM_FORMS": 0, "pairs-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for number, pair in enumerate(pairs):
        facts |= {f"pairs-{number}-{name}": value for name, value in pair.items()}
    return facts | changes


def pair(source="en", target="ja", **facts):
    return {"source": source, "target": target, "level": "business", **facts}


def errors_of(response):
    return response.context["adminform"].form.errors


class TestAdd:
    def test_an_interpreter_with_directions(self, client, staff):
        person = PersonFactory()
        response = client.post(reverse("admin:exchanges_interpreter_add"), typed(person, pair(), pair("ja", "en")))
        assert response.status_code == 302, errors_of(response)
        one = Interpreter.objects.get()
        assert (one.person, one.modes, one.hour_rate, one.day_rate) == (
            person, ["consecutive", "whispered"], 6000, None,
        )  # fmt: skip
        assert sorted(map(str, one.pairs.all())) == ["en>ja", "ja>en"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("modes", []), ("modes", ["telepathy"]), ("hour_rate", "0"), ("hour_rate", "-1"), ("currency", "£"),
            ("city", "two\r\nlines"), ("person", "999999"), ("note", "nul\x00"), ("hour_rate", "9" * 30),
        ],
    )  # fmt: skip
    def test_bad_input_is_refused_and_nothing_is_written(self, client, staff, field, value):
        response = client.post(reverse("admin:exchanges_interpreter_add"), typed(PersonFactory(), **{field: value}))
        assert response.status_code in (200, 422)
        assert errors_of(response)
        assert Interpreter.objects.count() == 0


class TestEdit:
    def send(self, client, one, *pairs, **changes):
        address = reverse("admin:exchanges_interpreter_change", args=[one.pk])
        page = client.get(address)
        seen = {"_seen_facts": page.context["seen_facts"], "_seen_conflict": ""}
        return client.post(address, typed(one.person, *pairs, initial=one.pairs.count(), **seen, **changes))

    def test_facts_and_directions(self, client, staff):
        one = InterpreterFactory(directions=["en>ja"])
        row = one.pairs.get()
        kept = pair(id=row.pk, interpreter=one.pk, level="conference")
        assert self.send(client, one, kept, city="York").status_code == 302
        one.refresh_from_db()
        assert (one.city, one.version, one.pairs.get().level) == ("York", 2, "conference")

    def test_a_direction_can_be_taken_out(self, client, staff):
        one = InterpreterFactory(directions=["en>ja"])
        gone = pair(id=one.pairs.get().pk, interpreter=one.pk, DELETE="on")
        assert self.send(client, one, gone).status_code == 302
        assert one.pairs.count() == 0


class TestList:
    def found(self, client, **asked):
        response = client.get(reverse(LIST), asked)
        assert response.status_code == 200
        return list(response.context["cl"].result_list)

    def test_found_by_direction_mode_and_name(self, client, staff):
        german = InterpreterFactory(directions=["de>ja"], person__family="Beispiel")
        english = InterpreterFactory(modes=["simultaneous"], person__family_kanji="見本")
        assert self.found(client, pair="de>ja") == [german]
        assert self.found(client, mode="simultaneous") == [english]
        assert self.found(client, pair="de>ja", mode="simultaneous") == []
        assert self.found(client, q="見本") == [english]

    def test_a_forged_direction_finds_nothing_and_breaks_nothing(self, client, staff):
        InterpreterFactory()
        assert self.found(client, pair="x") == []

    def test_one_row_and_three_cost_the_same(self, client, staff, django_assert_max_num_queries):
        for number in (1, 2):
            for _row in range(number):
                LanguagePairFactory()
            with django_assert_max_num_queries(10):
                self.found(client)

    @pytest.mark.parametrize("role", ["staff_jetaa", "hq"])
    def test_others_of_the_office_do_not_see_it(self, client, role):
        client.force_login(RoleAssignmentFactory(role=role).user)
        assert client.get(reverse(LIST)).status_code == 403
