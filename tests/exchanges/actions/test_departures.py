"""Leaving: every open case finds a successor, notes are kept, access ends after the last day; all of it or nothing."""

from datetime import date, timedelta

import pytest

from clair_portal.accounts.actions.roles import LastAdministrator
from clair_portal.accounts.models import AccessChange, Session
from clair_portal.documents.models import Job
from clair_portal.mail.models import OutgoingMail
from exchanges.actions import departures
from exchanges.actions.departures import Leaving
from exchanges.models import Departure, HandedCase, HostNote, VisitCase
from exchanges.office_errors import LastDayIsOver, SuccessorLeaves, SuccessorMissing
from exchanges.tasks import sweep_departures
from tests.exchanges.conftest import holder
from tests.factories.accounts import RoleAssignmentFactory, SessionFactory
from tests.factories.exchanges import HostFactory, MeetingFactory
from tests.factories.office import DepartureFactory

pytestmark = pytest.mark.django_db
LAST = date(2026, 12, 31)


@pytest.fixture
def next_one(parties):
    return holder("staff_visits", user__email="next@example.org")


def leave(parties, now, *, by=None, **plan):
    facts = {"last_on": LAST, "language": "ja"} | plan
    return departures.leave(parties.plans, plan=Leaving(**facts), by=by or parties.plans, at=now)


def nothing_happened():
    return not any(model.objects.exists() for model in (Departure, HandedCase, OutgoingMail, Job))


class TestHandingOn:
    def test_each_open_case_goes_to_its_successor_with_one_mail_each(self, parties, now, next_one):
        other = holder("staff_visits", user__email="other@example.org")
        first, second = (parties.case(owner=parties.plans) for _ in range(2))
        as_deputy = parties.case(owner=other, deputy=parties.plans)
        closed = parties.case(owner=parties.plans, state="closed")
        leave(parties, now, successor=next_one, by_case={second.pk: other})
        owners = dict(VisitCase.objects.values_list("pk", "owner"))
        assert owners == {
            first.pk: next_one.pk,
            second.pk: other.pk,
            as_deputy.pk: other.pk,
            closed.pk: parties.plans.pk,
        }
        assert VisitCase.objects.get(pk=as_deputy.pk).deputy == next_one
        assert sorted(OutgoingMail.objects.values_list("template", "to")) == [
            ("exchanges/work_handed_over", "next@example.org"), ("exchanges/work_handed_over", "other@example.org"),
        ]  # fmt: skip
        handed = HandedCase.objects.order_by("case").values_list("case", "successor", "as_deputy")
        assert list(handed) == [
            (first.pk, next_one.pk, False), (second.pk, other.pk, False), (as_deputy.pk, next_one.pk, True),
        ]  # fmt: skip

    def test_whoever_is_deputy_already_has_none_then(self, parties, now, next_one):
        case = parties.case(owner=parties.plans, deputy=next_one)
        leave(parties, now, successor=next_one)
        case.refresh_from_db()
        assert (case.owner, case.deputy) == (next_one, None)

    def test_without_a_successor_nothing_changes_at_all(self, parties, now, next_one):
        first, _second = (parties.case(owner=parties.plans) for _ in range(2))
        with pytest.raises(SuccessorMissing):
            leave(parties, now, by_case={first.pk: next_one})
        assert set(VisitCase.objects.values_list("owner", flat=True)) == {parties.plans.pk}
        assert nothing_happened()

    def test_the_successor_is_somebody_who_stays(self, parties, now, next_one):
        parties.case(owner=parties.plans)
        DepartureFactory(person=next_one)
        for wrong in (parties.plans, next_one):
            with pytest.raises(SuccessorLeaves):
                leave(parties, now, successor=wrong)
        assert VisitCase.objects.get().owner == parties.plans

    def test_a_case_that_came_after_the_form_was_opened_is_handed_on_too(self, parties, now, next_one):
        leave(parties, now, successor=next_one)
        late = parties.case(owner=parties.plans)
        leave(parties, now, successor=next_one, last_on=LAST + timedelta(days=1))
        late.refresh_from_db()
        departure = Departure.objects.get()
        assert (late.owner, departure.last_on) == (next_one, LAST + timedelta(days=1))

    def test_notes_become_lines_in_the_memory_of_their_hosts(self, parties, now, next_one):
        host, silent = HostFactory(), HostFactory()
        leave(parties, now, notes={host.pk: "They like tea.", silent.pk: ""})
        note = HostNote.objects.get()
        assert (note.host, note.kind, note.text, note.noted_by, note.happened_on) == (
            host, "note", "They like tea.", parties.plans, now.date(),
        )  # fmt: skip

    def test_the_hosts_of_their_cases_are_kept_for_the_book_which_is_asked_for(self, parties, now, next_one):
        meeting = MeetingFactory(case=parties.case(owner=parties.plans))
        MeetingFactory()
        job = leave(parties, now, successor=next_one)
        departure = Departure.objects.get()
        assert list(departure.hosts.all()) == [meeting.host]
        assert (job.kind, job.parameters, job.owner) == (
            "hand_over_book", {"departure": departure.pk, "language": "ja"}, parties.plans,
        )  # fmt: skip
        assert str(departure) in job.title

    def test_a_day_gone_by_is_no_last_day(self, parties, now):
        with pytest.raises(LastDayIsOver):
            leave(parties, now, last_on=now.date() - timedelta(days=1))
        assert nothing_happened()

    def test_the_last_administrator_does_not_leave(self, parties, now):
        RoleAssignmentFactory(user=parties.plans, role="staff_admin")
        with pytest.raises(LastAdministrator):
            leave(parties, now)
        assert nothing_happened()


class TestTheEnd:
    def test_after_the_last_day_the_offices_roles_go_and_others_stay(self, parties, now, clock):
        RoleAssignmentFactory(user=parties.plans, role="alumnus")
        SessionFactory(user=parties.plans)
        leave(parties, now, last_on=now.date())
        sweep_departures()
        assert parties.plans.role_assignments.count() == 2
        clock.shift(24 * 3600)
        sweep_departures()
        sweep_departures()
        parties.plans.refresh_from_db()
        assert parties.plans.held == (("alumnus", None),)
        assert Session.objects.count() == 0
        change = AccessChange.objects.get()
        assert (change.kind, change.role, change.by, change.reason) == (
            "taken", "staff_visits", None, "left the office on 2026-11-23",
        )  # fmt: skip
        assert Departure.objects.get().ended_at == now + timedelta(days=1)

    def test_who_became_the_last_administrator_meanwhile_stays_and_is_logged(self, parties, now, clock, caplog):
        leave(parties, now, last_on=now.date())
        RoleAssignmentFactory(user=parties.plans, role="staff_admin")
        other = DepartureFactory(last_on=now.date())
        clock.shift(24 * 3600)
        sweep_departures()
        other.refresh_from_db()
        assert (Departure.objects.get(person=parties.plans).ended_at, bool(other.ended_at)) == (None, True)
        assert parties.plans.role_assignments.count() == 2
        assert "Nobody else could give roles any more." in caplog.text
