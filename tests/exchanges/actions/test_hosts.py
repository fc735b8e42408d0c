"""What the office knows about hosts: entered, corrected, found again, and nobody overwrites anybody."""

import pytest

from clair_portal.workflow import Outdated
from exchanges.actions import hosts
from exchanges.models import Host
from tests.factories.directory import OrganisationFactory
from tests.factories.exchanges import HostFactory, MeetingFactory

pytestmark = pytest.mark.django_db


def entered(parties, now, **facts):
    body = OrganisationFactory(kind="other", name_en="Example Day Centre", name_ja="見本デイセンター", country="GB")
    host = Host(organisation=body, city="Leeds", themes="Elderly care\nVolunteers", **facts)
    return hosts.add(host, by=parties.plans, at=now)


def found(text):
    return list(Host.objects.matching(text))


def history():
    return list(Host.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", "contact_name"))


@pytest.mark.parametrize(
    "text",
    ["Leeds elderly", "elderly care leeds", "day centre", "デイセンター", "volunteers", "Ｌｅｅｄｓ", "promised"],
)
def test_it_is_found_by_name_town_theme_and_note(parties, now, text):
    host = entered(parties, now, note="Promised to show the kitchen next time.")
    assert found(text) == [host]


@pytest.mark.parametrize("text", ["Leeds buses", "York elderly", "!?"])
def test_every_word_must_fit(parties, now, text):
    entered(parties, now)
    assert found(text) == []


def test_an_edit_is_found_by_its_new_words_and_keeps_the_old_contact_in_the_history(parties, now):
    host = entered(parties, now, contact_name="Kim Example")
    hosts.edit(host, changes={"contact_name": "Sam Example", "city": "York"}, by=parties.plans, at=now)
    assert (host.version, host.contact_name, found("York elderly"), found("Leeds")) == (2, "Sam Example", [host], [])
    assert [contact for _label, contact in history()] == ["Kim Example", "Sam Example"]


def test_the_second_of_two_edits_is_refused_and_writes_nothing(parties, now):
    host = entered(parties, now)
    stale = Host.objects.get(pk=host.pk)
    hosts.edit(host, changes={"note": "They give us tea."}, by=parties.plans, at=now)
    with pytest.raises(Outdated):
        hosts.edit(stale, changes={"note": "They give us coffee."}, by=parties.plans, at=now)
    assert Host.objects.get().note == "They give us tea."


def test_the_load_counts_each_visit_once_and_only_in_its_year():
    host = HostFactory()
    first = MeetingFactory(host=host, confirmed=True)
    MeetingFactory(host=host, case=first.case, confirmed=True)
    MeetingFactory(host=host)
    assert [Host.objects.with_load(year).get().load for year in (2027, 2028)] == [1, 0]
