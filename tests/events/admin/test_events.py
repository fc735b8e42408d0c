"""The office's window on events, through HTTP as the browser sends it."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event, ProgrammeItem, Quota, Registration, TicketType
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.events import EventFactory, QuotaFactory, RegistrationFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db
ADD = "admin:events_event_add"


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def staff(client):
    user = RoleAssignmentFactory(role="staff_jetaa").user
    client.force_login(user)
    return user


def typed(host, /, **changes):
    """What the add form sends."""
    facts = {
        "kind": "explanation", "host": host.pk, "partner": "", "spoken": ["en", "de"], "title_en": "Explanation Day",
        "title_ja": "説明会", "title_de": "", "summary_en": "An afternoon.", "summary_ja": "", "summary_de": "",
        "description_en": "", "description_ja": "", "description_de": "", "zone": "Europe/London", "place": "Hall",
        "address": "", "city": "London", "country": "GB", "join_url": "",
    }  # fmt: skip
    walls = {
        "starts_at": ("2027-03-20", "18:30"), "ends_at": ("2027-03-20", "20:30"),
        "registration_opens_at": ("2026-12-01", "09:00"), "registration_closes_at": ("2027-03-20", "12:00"),
        "cancel_until_at": ("2027-03-19", "12:00"),
    } | {name: changes.pop(name) for name in list(changes) if name.endswith(("_at",))}  # fmt: skip
    for name, (on, at, *fold) in walls.items():
        facts |= {f"{name}_date": on, f"{name}_time": at} | ({f"{name}_fold": fold[0]} if fold else {})
    return facts | management("programme") | management("ticket_types") | management("quotas") | changes


def management(prefix, *, total=0, initial=0):
    return {
        f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial, f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }  # fmt: skip


def errors_of(response):
    return response.context["adminform"].form.errors


class TestAdd:
    def test_wall_times_become_moments_in_the_events_zone(self, client, staff):
        response = client.post(reverse(ADD), typed(OrganisationFactory()))
        assert response.status_code == 302, errors_of(response)
        event = Event.objects.get()
        assert (event.starts_at, event.state) == (datetime(2027, 3, 20, 18, 30, tzinfo=UTC), Event.State.DRAFT)
        assert (event.title_en, event.title_ja, event.spoken) == ("Explanation Day", "説明会", ["en", "de"])
        assert event.transitions.get().by == staff

    def test_ticket_types_with_places_of_their_own_come_along(self, client, staff):
        rows = management("ticket_types", total=1) | {
            "ticket_types-0-name_en": "Guest", "ticket_types-0-places": "40", "ticket_types-0-position": "0",
            "ticket_types-0-is_offered": "on",
        }  # fmt: skip
        response = client.post(reverse(ADD), typed(OrganisationFactory()) | rows)
        assert response.status_code == 302
        assert TicketType.objects.get().name_en == "Guest"
        assert Quota.objects.values_list("name", "size").get() == ("Guest", 40)

    def test_points_of_the_programme_stand_at_wall_times_of_the_events_zone(self, client, staff):
        rows = management("programme", total=1) | {
            "programme-0-starts_at_date": "2027-03-20", "programme-0-starts_at_time": "19:00",
            "programme-0-title_en": "Talk", "programme-0-place": "Hall A", "programme-0-spoken": "en",
            "programme-0-zone": "Asia/Tokyo",
        }  # fmt: skip
        response = client.post(reverse(ADD), typed(OrganisationFactory(), zone="Europe/Berlin") | rows)
        assert response.status_code == 302
        assert ProgrammeItem.objects.get().starts_at == datetime(2027, 3, 20, 18, 0, tzinfo=UTC)

    def test_a_time_that_the_clocks_skip_is_refused_beside_its_field(self, client, staff):
        sent = typed(OrganisationFactory(), starts_at=("2027-03-28", "01:30"), ends_at=("2027-03-28", "05:00"))
        response = client.post(reverse(ADD), sent)
        assert "This time does not exist" in str(errors_of(response)["starts_at"])
        assert "Explanation Day" in response.content.decode()
        assert Event.objects.count() == 0

    def test_a_time_that_happens_twice_is_asked_about(self, client, staff):
        walls = {"starts_at": ("2027-10-31", "01:30"), "ends_at": ("2027-10-31", "05:00")}
        response = client.post(reverse(ADD), typed(OrganisationFactory(), **walls))
        assert "This time happens twice" in str(errors_of(response)["starts_at"])
        assert "01:30 GMT" in response.content.decode()
        walls["starts_at"] = (*walls["starts_at"], "1")
        assert client.post(reverse(ADD), typed(OrganisationFactory(), **walls)).status_code == 302
        assert Event.objects.get().starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title_en", "two\r\nlines"), ("title_ja", "nul\x00"), ("title_en", "x" * 161), ("title_en", ""),
            ("zone", "Europe/Nowhere"), ("zone", "../../etc/passwd"), ("country", "XX"), ("kind", "party"),
            ("join_url", "javascript:alert(1)"), ("join_url", "http://plain.example.org"), ("host", "999999"),
            ("description_en", "x" * 20_000), ("spoken", ["xx"]),
        ],
    )  # fmt: skip
    def test_bad_input_is_refused_at_its_place_and_nothing_is_written(self, client, staff, field, value):
        response = client.post(reverse(ADD), typed(OrganisationFactory(), **{field: value}))
        assert response.status_code in (200, 422)
        assert field in errors_of(response)
        assert Event.objects.count() == 0

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"ends_at": ("2027-03-20", "17:00")}, "must end after it starts"),
            ({"cancel_until_at": ("2027-03-21", "17:00")}, "until the event starts at the latest"),
            ({"registration_opens_at": ("2027-03-21", "09:00")}, "Registration must open before it closes"),
            ({"place": ""}, "Say where the event is"),
        ],
    )
    def test_rules_between_fields_are_sentences(self, client, staff, changes, sentence):
        response = client.post(reverse(ADD), typed(OrganisationFactory(), **changes))
        assert sentence in str(errors_of(response))
        assert Event.objects.count() == 0


class TestButtons:
    def press(self, client, event, name, **sent):
        return client.post(reverse("admin:events_event_move", args=[event.pk, name]), sent, follow=True)

    def test_publish_and_call_off_go_through_the_actions(self, client, staff):
        event = TicketTypeFactory(event=EventFactory()).event
        self.press(client, event, "publish")
        assert Event.objects.get().state == Event.State.PUBLISHED
        RegistrationFactory(ticket_type=event.ticket_types.get())
        self.press(client, event, "cancel")
        assert Event.objects.get().state == Event.State.PUBLISHED  # a reason is asked first
        self.press(client, event, "cancel", reason="storm")
        assert Event.objects.get().state == Event.State.CANCELLED
        assert Registration.objects.get().state == Registration.State.CANCELLED_BY_EVENT

    def test_a_refusal_is_a_calm_sentence(self, client, staff):
        response = self.press(client, EventFactory(), "publish")
        assert "Add at least one ticket type" in response.content.decode()
        assert Event.objects.get().state == Event.State.DRAFT


class TestQuotas:
    def test_a_size_below_what_is_taken_is_refused_beside_its_field(self, client, staff):
        event = EventFactory(published=True)
        quota = QuotaFactory(event=event, size=10, taken=8)
        page = client.get(reverse("admin:events_event_change", args=[event.pk]))
        form = page.context["adminform"].form
        facts = typed(event.host) | {"_seen_facts": page.context["seen_facts"]}
        row = {"quotas-0-id": quota.pk, "quotas-0-event": event.pk, "quotas-0-name": quota.name,
               "quotas-0-size": "5", "quotas-0-blocked": "0", "quotas-0-in_total": "on"}  # fmt: skip
        response = client.post(
            reverse("admin:events_event_change", args=[event.pk]),
            facts | management("quotas", total=1, initial=1) | row,
        )
        assert form.instance == event
        assert "More places are taken or kept than this leaves" in response.content.decode()
        assert Quota.objects.get().size == 10


class TestLists:
    def test_places_are_drawn_as_bars(self, client, staff):
        QuotaFactory(size=120, taken=82)
        assert "38 of 120 places left" in client.get(reverse("admin:events_event_changelist")).content.decode()

    @pytest.mark.parametrize("route", ["admin:events_event_changelist", "admin:events_registration_changelist"])
    def test_a_list_costs_the_same_whatever_its_length(self, client, staff, route):
        def cost():
            client.get(reverse(route))
            with CaptureQueriesContext(connection) as counted:
                client.get(reverse(route))
            return len(counted)

        RegistrationFactory()
        one = cost()
        RegistrationFactory.create_batch(3)
        assert cost() == one

    def test_the_export_holds_the_list_and_no_formula(self, client, staff):
        RegistrationFactory(note="=1+1", person__family="Muster", person__given="Kim")
        answer = client.get(reverse("admin:events_registration_export"))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        heading, row = text.splitlines()
        assert heading.split(",")[:3] == ["Reference", "Event", "Family name"]
        assert "Muster,Kim" in row
        assert row.endswith("'=1+1")

    def test_who_may_not_export_gets_no_file(self, client):
        client.force_login(RoleAssignmentFactory(role="hq").user)
        assert client.get(reverse("admin:events_registration_changelist")).status_code == 200
        assert client.get(reverse("admin:events_registration_export")).status_code == 403

    def test_taking_somebody_off_needs_a_reason_and_tells_them(self, client, staff):
        registration = RegistrationFactory()
        address = reverse("admin:events_registration_move", args=[registration.pk, "take-off"])
        client.post(address)
        assert Registration.objects.get().is_live
        client.post(address, {"reason": "telephoned"})
        assert Registration.objects.get().is_live is False
