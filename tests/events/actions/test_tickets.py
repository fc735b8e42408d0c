"""Setting up quotas and ticket types, before and while people register."""

import pytest
from django.db.models import F

from events.actions import tickets
from events.errors import PlacesInUse, TooFewPlaces
from events.models import ProgrammeItem, Quota, TicketType
from tests.factories.events import (
    EventFactory,
    ProgrammeItemFactory,
    QuotaFactory,
    RegistrationFactory,
    TicketTypeFactory,
)

pytestmark = pytest.mark.django_db


def new_type(event, name="Recruiter"):
    return TicketType(event=event, name_en=name)


class TestQuotas:
    def test_a_size_below_what_is_taken_is_refused_with_a_sentence(self):
        quota = QuotaFactory(size=10, taken=6, blocked=2)
        with pytest.raises(TooFewPlaces):
            tickets.edit_quota(quota, changes={"size": 7})
        assert tickets.edit_quota(quota, changes={"size": 8}).size == 8

    def test_an_edit_never_writes_the_count_that_moved_meanwhile(self):
        quota = QuotaFactory(size=10)
        Quota.objects.update(taken=F("taken") + 3)
        assert tickets.edit_quota(quota, changes={"name": "Hall"}).taken == 3

    def test_only_an_unused_quota_goes(self):
        used, unused = QuotaFactory(size=2, taken=1), QuotaFactory()
        tickets.remove_quota(unused)
        with pytest.raises(PlacesInUse):
            tickets.remove_quota(used)
        assert list(Quota.objects.all()) == [used]


class TestTicketTypes:
    def test_without_quotas_it_gets_places_of_its_own(self):
        added = tickets.add_ticket_type(new_type(EventFactory()), quotas=[], places=20)
        assert [(quota.name, quota.size) for quota in added.quotas.all()] == [("Recruiter", 20)]

    def test_with_quotas_it_draws_from_them(self):
        quota = QuotaFactory()
        added = tickets.add_ticket_type(new_type(quota.event), quotas=[quota])
        assert (list(added.quotas.all()), Quota.objects.count()) == ([quota], 1)

    def test_its_quotas_stay_while_people_hold_places(self):
        registration = RegistrationFactory()
        ticket_type = registration.ticket_type
        with pytest.raises(PlacesInUse):
            tickets.edit_ticket_type(ticket_type, changes={}, quotas=[QuotaFactory(event=ticket_type.event)])
        edited = tickets.edit_ticket_type(ticket_type, changes={"name_en": "New"}, quotas=ticket_type.quotas.all())
        assert edited.name_en == "New"

    def test_one_for_which_somebody_registered_is_not_removed(self):
        registration = RegistrationFactory()
        with pytest.raises(PlacesInUse):
            tickets.remove_ticket_type(registration.ticket_type)
        tickets.remove_ticket_type(TicketTypeFactory())
        assert list(TicketType.objects.all()) == [registration.ticket_type]


def test_programme_items_come_and_go():
    item = ProgrammeItemFactory.build(event=EventFactory())
    tickets.put_programme_item(item)
    assert list(ProgrammeItem.objects.all()) == [item]
    tickets.remove_programme_item(item)
    assert list(ProgrammeItem.objects.all()) == []
