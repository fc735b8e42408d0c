"""Registering and giving a place back: all or nothing, never one place too many."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, Outdated
from events.actions import registrations
from events.errors import AlreadyRegistered, NoPlaceLeft, RegistrationClosed, TooLateToCancel
from events.models import Event, Quota, Registration
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory
from tests.factories.events import EventFactory, QuotaFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db


def register(ticket_type, now, person=None, **facts):
    person = person or PersonFactory()
    facts = {"email": person.email, "language": "ja", "by": None, "at": now} | facts
    return registrations.register(ticket_type, person=person, **facts)


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to", "language"))


def nothing_was_written():
    return (Registration.objects.count(), OutgoingMail.objects.count(), sum_taken()) == (0, 0, 0)


def sum_taken():
    return sum(Quota.objects.values_list("taken", flat=True))


class TestRegister:
    def test_it_writes_row_log_mail_and_count_together(self, now):
        ticket_type, user = TicketTypeFactory(), UserFactory()
        registration = register(ticket_type, now, user.person, by=user, note="vegetarian")
        stored = Registration.objects.get()
        assert (stored, stored.state, stored.note) == (registration, Registration.State.CONFIRMED, "vegetarian")
        assert (stored.event, stored.person, stored.registered_at) == (ticket_type.event, user.person, now)
        assert [(row.to_state, row.by, row.at) for row in stored.transitions.all()] == [("confirmed", user, now)]
        assert mails() == [("events/registration_confirmed", user.person.email, "ja")]
        assert Quota.objects.get().taken == 1

    def test_it_takes_a_place_in_every_quota_of_the_type(self, now):
        ticket_type = TicketTypeFactory(quota__size=120)
        recruiters = QuotaFactory(event=ticket_type.event, size=20, in_total=False)
        ticket_type.quotas.add(recruiters)
        register(ticket_type, now)
        assert list(Quota.objects.values_list("taken", flat=True)) == [1, 1]

    def test_the_last_place_goes_and_then_none_is_left(self, now):
        ticket_type = TicketTypeFactory(quota__size=1)
        register(ticket_type, now)
        with pytest.raises(NoPlaceLeft):
            register(ticket_type, now)
        assert (Registration.objects.count(), OutgoingMail.objects.count(), sum_taken()) == (1, 1, 1)

    def test_one_full_quota_of_two_books_nothing_in_the_other(self, now):
        ticket_type = TicketTypeFactory(quota__size=120)
        ticket_type.quotas.add(QuotaFactory(event=ticket_type.event, size=0))
        with pytest.raises(NoPlaceLeft):
            register(ticket_type, now)
        assert nothing_was_written()

    def test_places_kept_by_the_office_are_not_given_away(self, now):
        ticket_type = TicketTypeFactory(quota__size=2, quota__blocked=2)
        with pytest.raises(NoPlaceLeft):
            register(ticket_type, now)
        assert nothing_was_written()

    def test_a_quota_without_a_size_never_fills(self, now):
        ticket_type = TicketTypeFactory(quota__size=None)
        for _ in range(3):
            register(ticket_type, now)
        assert Quota.objects.get().taken == 3

    def test_a_type_without_any_quota_gives_no_place(self, now):
        ticket_type = TicketTypeFactory()
        ticket_type.quotas.clear()
        with pytest.raises(NoPlaceLeft):
            register(ticket_type, now)
        assert nothing_was_written()

    def test_a_person_holds_one_live_place_per_event(self, now):
        ticket_type, person = TicketTypeFactory(), PersonFactory()
        register(ticket_type, now, person)
        other_type = TicketTypeFactory(event=ticket_type.event)
        with pytest.raises(AlreadyRegistered):
            register(other_type, now, person)
        assert (Registration.objects.count(), OutgoingMail.objects.count(), sum_taken()) == (1, 1, 1)

    def test_after_giving_it_back_a_person_may_register_again(self, now):
        ticket_type, person = TicketTypeFactory(quota__size=1), PersonFactory()
        first = registrations.cancel(register(ticket_type, now, person), by=None, at=now)
        second = register(ticket_type, now, person)
        assert (first.uuid == second.uuid, sum_taken()) == (False, 1)

    @pytest.mark.parametrize(
        "facts",
        [
            {"state": Event.State.DRAFT, "published_at": None},
            {"state": Event.State.CANCELLED, "cancelled_at": F("created_at")},
        ],
    )
    def test_only_a_published_event_takes_registrations(self, now, facts):
        ticket_type = TicketTypeFactory()
        Event.objects.update(**facts)
        ticket_type.event.refresh_from_db()
        with pytest.raises(RegistrationClosed):
            register(ticket_type, now)
        assert nothing_was_written()

    @pytest.mark.parametrize("edge", ["registration_opens_at", "registration_closes_at"])
    def test_registration_opens_and_closes_on_the_minute(self, now, edge):
        ticket_type = TicketTypeFactory()
        edge_at = getattr(ticket_type.event, edge)
        inside, outside = edge_at, edge_at - timedelta(minutes=1)
        if edge == "registration_closes_at":
            inside, outside = outside, inside
        with pytest.raises(RegistrationClosed):
            register(ticket_type, outside)
        assert register(ticket_type, inside).is_live

    def test_a_type_that_is_not_offered_takes_nobody(self, now):
        with pytest.raises(RegistrationClosed):
            register(TicketTypeFactory(is_offered=False), now)
        assert nothing_was_written()

    def test_an_event_called_off_after_the_page_was_read_takes_nobody(self, now):
        ticket_type = TicketTypeFactory()
        Quota.objects.update(is_open=False)  # what calling off does, under the lock, while this page was open
        with pytest.raises(NoPlaceLeft):
            register(ticket_type, now)
        assert nothing_was_written()

    def test_it_costs_five_statements_besides_the_page(self, now, django_assert_num_queries):
        ticket_type, person = TicketTypeFactory(), PersonFactory()
        with django_assert_num_queries(7):  # savepoint, row, log, mail, quota ids, count, release
            register(ticket_type, now, person)


class TestTheDatabaseHoldsEvenAgainstCarelessCode:
    def test_it_refuses_more_places_than_there_are(self):
        QuotaFactory(size=1)
        with pytest.raises(IntegrityError, match="quota_never_oversold"):
            Quota.objects.update(taken=2)

    def test_it_refuses_a_size_below_what_is_taken(self):
        QuotaFactory(size=5, taken=5)
        with pytest.raises(IntegrityError, match="quota_never_oversold"):
            Quota.objects.update(size=4)

    def test_it_refuses_a_second_live_row(self, now):
        registration = register(TicketTypeFactory(), now)
        with pytest.raises(IntegrityError, match="registration_one_live_per_person"):
            Registration.objects.create(
                event=registration.event, ticket_type=registration.ticket_type, person=registration.person,
                email=registration.email, language="de", registered_at=now,
            )  # fmt: skip

    def test_without_the_constraint_the_same_update_would_oversell(self):
        """The control: it is the constraint that refuses, nothing else."""
        QuotaFactory(size=1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE events_quota DROP CONSTRAINT quota_never_oversold")
            Quota.objects.update(taken=2)
            assert Quota.objects.get().taken == 2
            transaction.set_rollback(True)


class TestCancel:
    def test_the_place_is_free_again_and_a_mail_says_so(self, now):
        ticket_type = TicketTypeFactory(quota__size=1)
        registration = register(ticket_type, now)
        later = now + timedelta(hours=1)
        registrations.cancel(registration, by=None, at=later)
        stored = Registration.objects.get()
        assert (stored.state, stored.cancelled_at) == (Registration.State.CANCELLED, later)
        assert sum_taken() == 0
        assert [template for template, *_ in mails()] == [
            "events/registration_confirmed",
            "events/registration_cancelled",
        ]

    def test_a_second_click_changes_nothing(self, now):
        registration = register(TicketTypeFactory(), now)
        twin = Registration.objects.for_pages().get()
        registrations.cancel(registration, by=None, at=now)
        with pytest.raises(IllegalMove):
            registrations.cancel(registration, by=None, at=now)
        with pytest.raises(Outdated):
            registrations.cancel(twin, by=None, at=now)
        assert sum_taken() == 0

    def test_a_stale_tab_gives_back_no_place_of_somebody_else(self, now):
        ticket_type = TicketTypeFactory()
        registration, _other = register(ticket_type, now), register(ticket_type, now)
        twin = Registration.objects.for_pages().get(pk=registration.pk)
        registrations.cancel(registration, by=None, at=now)
        with pytest.raises(Outdated):
            registrations.cancel(twin, by=None, at=now)
        assert sum_taken() == 1

    def test_it_ends_at_the_deadline(self, now):
        registration = register(TicketTypeFactory(), now)
        deadline = registration.event.cancel_until_at
        with pytest.raises(TooLateToCancel):
            registrations.cancel(registration, by=None, at=deadline + timedelta(seconds=1))
        assert (sum_taken(), Registration.objects.get().is_live) == (1, True)
        assert registrations.cancel(registration, by=None, at=deadline).is_live is False

    def test_the_office_may_after_the_deadline_with_a_reason(self, now):
        registration, user = register(TicketTypeFactory(), now), UserFactory()
        late = registration.event.cancel_until_at + timedelta(hours=1)
        registrations.cancel_for_office(registration, by=user, at=late, reason="telephoned")
        assert (sum_taken(), registration.transitions.latest("pk").reason) == (0, "telephoned")

    def test_a_cancelled_event_lets_nobody_cancel_twice(self, now):
        registration = register(TicketTypeFactory(event=EventFactory(published=True)), now)
        registration.event.state = Event.State.CANCELLED
        with pytest.raises(TooLateToCancel):
            registrations.cancel(registration, by=None, at=now)
