"""The memory of hosts on the staff site: "who do we know in Leeds on elderly care?" in two clicks."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchanges.actions import hosts
from exchanges.admin.hosts import load_warning
from exchanges.models import Host
from tests.factories.directory import OrganisationFactory
from tests.factories.exchanges import HostFactory, MeetingFactory

pytestmark = pytest.mark.django_db
LIST = "admin:exchanges_host_changelist"


@pytest.fixture
def staff(client, parties):
    client.force_login(parties.plans)
    return parties.plans


@pytest.fixture
def day_centre(parties, now):
    body = OrganisationFactory(kind="other", name_en="Example Day Centre", country="GB")
    host = Host(organisation=body, city="Leeds", themes="Elderly care", note="Promised a tour of the kitchen.")
    return hosts.add(host, by=parties.plans, at=now)


def typed(body, **changes):
    return {
        "organisation": body.pk, "city": "Leeds", "address": "", "zone": "Europe/London", "themes": "Elderly care",
        "languages": ["en"], "contact_name": "Kim Example", "contact_email": "kim@example.org", "rules": "",
        "lead_days": "28", "visits_a_year": "2", "note": "",
    } | changes  # fmt: skip


def test_the_search_answers_who_when_and_what_was_promised(client, staff, day_centre):
    HostFactory(city="York")
    when = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
    MeetingFactory(host=day_centre, state="done", starts_at=when, ends_at=when.replace(hour=10), reason="Warm welcome.")
    response = client.get(reverse(LIST), {"q": "leeds elderly care"})
    text = response.content.decode()
    expected = ("Example Day Centre", "12 May 2026", "done", "Warm welcome.", "Promised a tour of the kitchen.")
    assert [words for words in expected if words not in text] == []
    assert response.context["cl"].result_count == 1


def test_the_hosts_page_lists_its_meetings(client, staff, day_centre):
    meeting = MeetingFactory(host=day_centre, topic="Volunteers", state="declined", reason="No staff in May.")
    text = client.get(reverse("admin:exchanges_host_change", args=[day_centre.pk])).content.decode()
    address = reverse("admin:exchanges_meeting_change", args=[meeting.pk])
    assert [words for words in (address, "Volunteers", "No staff in May.") if words not in text] == []


def test_three_hosts_cost_as_many_queries_as_one(client, staff):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            MeetingFactory()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(LIST))
        counts.append(len(queries))
    assert counts == [counts[0]] * 2
    assert counts[0] <= 12


def test_a_host_is_added_and_corrected_through_the_actions(client, staff):
    body = OrganisationFactory(kind="other", name_en="Example Library", country="GB")
    response = client.post(reverse("admin:exchanges_host_add"), typed(body))
    assert response.status_code == 302, response.context["adminform"].form.errors
    host = Host.objects.get()
    assert list(Host.objects.matching("leeds elderly library")) == [host]
    address = reverse("admin:exchanges_host_change", args=[host.pk])
    seen = client.get(address).context["seen_facts"]
    response = client.post(address, typed(body, city="York", do_not_contact="on", _seen_facts=seen))
    assert response.status_code == 302, response.context["adminform"].form.errors
    host.refresh_from_db()
    assert (host.city, host.do_not_contact, host.version) == ("York", True, 2)
    assert list(Host.objects.matching("york library")) == [host]


@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", "Europe/Nowhere"), ("contact_email", "no address"), ("lead_days", "400"), ("city", "two\r\nlines")],
)
def test_bad_input_is_refused_and_nothing_is_written(client, staff, field, value):
    response = client.post(reverse("admin:exchanges_host_add"), typed(OrganisationFactory(), **{field: value}))
    assert response.status_code in (200, 422)
    assert response.context["adminform"].form.errors != {}
    assert Host.objects.count() == 0


@pytest.mark.parametrize("who", ["asks", "endorses"])
def test_the_memory_is_the_offices_alone(client, parties, day_centre, who):
    assert list(Host.objects.visible_to(getattr(parties, who))) == []
    assert list(Host.objects.visible_to(parties.plans)) == [day_centre]
    client.force_login(getattr(parties, who))
    assert client.get(reverse(LIST)).status_code in (302, 403)


def test_a_host_with_enough_visits_is_named(day_centre):
    assert load_warning(day_centre, 2027) == ""
    day_centre.visits_a_year = 1
    assert load_warning(day_centre, 2027) == ""
    MeetingFactory(host=day_centre, confirmed=True)
    assert load_warning(day_centre, 2027) == "Example Day Centre receives 1 visit in 2027 already, and wants no more."
    assert load_warning(day_centre, 2028) == ""
