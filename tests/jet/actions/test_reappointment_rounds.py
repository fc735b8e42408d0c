"""A year's round: who is asked, until when, who is reminded, what time brings; and what it costs."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from clair_portal.mail.models import OutgoingMail
from jet import tasks
from jet.actions import reappointment_rounds
from jet.models import Participant, Placement, Reappointment, ReappointmentDeadline, Term
from jet.reappointment_errors import DeadlineFarAway, DeadlineOver
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import ContractingOrganisationFactory, PlacementFactory, TermFactory
from tests.factories.reappointments import ReappointmentFactory

pytestmark = pytest.mark.django_db
DUE = date(2027, 1, 29)
ASKED, TO_EMPLOYER = "jet/reappointment_asked", "jet/reappointment_asked_authority"


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def employer():
    return ContractingOrganisationFactory()


@pytest.fixture
def open_round(by, now):
    def opened(year=2027, due_on=DUE, at=now):
        return reappointment_rounds.open_round(year=year, due_on=due_on, by=by, at=at)

    return opened


def serving(employer=None, number=1, **facts):
    """Somebody whose present term of that number ends in summer 2027."""
    first_on = date(2026, 8, 3)
    term = TermFactory(number=number, first_on=first_on, last_on=date(2027, 8, 2), **facts)
    PlacementFactory(participant=term.participant, **({"employer": employer} if employer else {}))
    return term


def day(on):
    return datetime.combine(on, time(3), tzinfo=UTC)  # noon in Japan


def mails():
    return sorted(OutgoingMail.objects.values_list("template", "to"))


def names(rows):
    return {row.participant for row in rows}


class TestOpen:
    def test_everybody_is_asked_about_the_next_term(self, open_round, employer, by, now):
        terms = [serving(employer, number=number) for number in range(1, 5)]
        rows = open_round()
        assert names(rows) == {term.participant for term in terms}
        for row, term in zip(sorted(rows, key=lambda row: row.number), terms, strict=True):
            row.refresh_from_db()
            assert (row.employer, row.term, row.number) == (employer, term, term.number + 1)
            assert (row.year, row.state, row.due_on, row.asked_at) == (2027, "asked", DUE, now)
            assert list(row.transitions.values_list("from_state", "to_state", "by")) == [("", "asked", by.pk)]

    def test_nobody_who_cannot_be_reappointed(self, open_round):
        serving(number=5)
        for state in sorted(set(Participant.State.values) - {"serving"}):
            serving(participant__state=state)
        renewed = serving()
        TermFactory(participant=renewed.participant, number=2)
        TermFactory()  # without a placement
        gone = serving()
        Placement.objects.filter(participant=gone.participant).update(last_on=date(2027, 3, 31))
        next_year = serving()
        Term.objects.filter(pk=next_year.pk).update(first_on=date(2027, 1, 1), last_on=date(2027, 12, 31))
        over = serving()
        Term.objects.filter(pk=over.pk).update(first_on=date(2026, 1, 1), last_on=date(2026, 11, 22))
        assert open_round() == []

    @pytest.mark.parametrize(("last_on", "year"), [(date(2026, 12, 31), 2027), (date(2027, 12, 30), 2027),
                                                   (date(2027, 12, 31), 2028)])  # fmt: skip
    def test_the_year_is_the_one_in_which_the_next_term_begins(self, last_on, year, open_round):
        term = serving()
        Term.objects.filter(pk=term.pk).update(last_on=last_on)
        other = 2028 if year == 2027 else 2027
        assert open_round(year=other, due_on=date(other, 1, 20)) == []
        assert names(open_round(year=year, due_on=date(year, 1, 20))) == {term.participant}

    def test_a_second_time_asks_only_those_who_have_come_since(self, open_round):
        serving(participant__person__email="one@example.org")
        assert len(open_round()) == 1
        later = serving(participant__person__email="two@example.org")
        assert names(open_round()) == {later.participant}
        assert open_round() == []
        assert [to for template, to in mails() if template == ASKED] == ["one@example.org", "two@example.org"]

    def test_one_mail_for_each_participant_and_for_each_person_of_an_employer(self, open_round, employer):
        holder = {"role": "authority", "organisation": employer.organisation}
        RoleAssignmentFactory(**holder, user__email="city@example.org", user__language="de")
        RoleAssignmentFactory(**holder, user__email="left@example.org", user__is_active=False)
        RoleAssignmentFactory(role="branch", organisation=employer.organisation, user__email="branch@example.org")
        RoleAssignmentFactory(role="authority", user__email="elsewhere@example.org")
        for number in range(3):
            serving(employer, participant__person__email=f"{number}@example.org")
        open_round()
        assert mails() == [
            *((ASKED, f"{number}@example.org") for number in range(3)), (TO_EMPLOYER, "city@example.org"),
        ]  # fmt: skip
        mail = OutgoingMail.objects.get(template=TO_EMPLOYER)
        assert (mail.language, mail.context["number"], mail.context["due_on"]) == ("de", 3, "Fr., 29. Januar 2027")

    def test_a_country_with_a_day_of_its_own(self, open_round, by, now):
        day_of_china = {"country": "CN", "due_on": date(2026, 12, 18)}
        reappointment_rounds.set_deadline(year=2027, **day_of_china, by=by, at=now)
        chinese, british = serving(participant__nationality="CN"), serving()
        open_round()
        days = dict(Reappointment.objects.values_list("participant", "due_on"))
        assert days == {chinese.participant_id: date(2026, 12, 18), british.participant_id: DUE}

    def test_nobody_is_asked_beyond_the_end_of_the_term(self, open_round):
        term = serving()
        Term.objects.filter(pk=term.pk).update(last_on=date(2027, 1, 10))
        open_round()
        assert Reappointment.objects.get().due_on == date(2027, 1, 10)

    @pytest.mark.parametrize(
        ("due_on", "refusal"),
        [(date(2026, 11, 22), DeadlineOver), (date(2028, 1, 1), DeadlineFarAway), (date(9999, 1, 1), DeadlineFarAway)],
    )
    def test_an_impossible_day_asks_nobody(self, due_on, refusal, open_round):
        serving()
        with pytest.raises(refusal):
            open_round(due_on=due_on)
        assert (Reappointment.objects.count(), OutgoingMail.objects.count()) == (0, 0)

    def test_the_number_of_queries_does_not_grow(self, open_round, django_assert_max_num_queries):
        for _number in range(8):
            serving()
        with django_assert_max_num_queries(20):
            assert len(open_round()) == 8


class TestDeadlines:
    def test_who_has_been_asked_follows_the_new_day(self, open_round, by, now):
        chinese, british = serving(participant__nationality="CN"), serving()
        open_round()
        move = {"year": 2027, "by": by, "at": now}
        reappointment_rounds.set_deadline(country="CN", due_on=date(2026, 12, 18), **move)
        reappointment_rounds.set_deadline(country="", due_on=date(2027, 2, 5), **move)
        days = dict(Reappointment.objects.values_list("participant", "due_on"))
        assert days == {chinese.participant_id: date(2026, 12, 18), british.participant_id: date(2027, 2, 5)}
        assert ReappointmentDeadline.objects.count() == 2

    def test_what_is_settled_and_other_years_stay(self, by, now):
        settled = ReappointmentFactory(authority_answer="no", participant_answer="no")
        other = ReappointmentFactory(year=2028)
        reappointment_rounds.set_deadline(year=2027, country="", due_on=date(2027, 2, 5), by=by, at=now)
        assert set(Reappointment.objects.values_list("pk", "due_on")) == {(settled.pk, DUE), (other.pk, DUE)}


class TestReminders:
    @pytest.fixture
    def asked(self, employer):
        RoleAssignmentFactory(role="authority", organisation=employer.organisation, user__email="city@example.org")
        facts = {"placement": None, "employer": employer}

        def made(email, **answers):
            term = serving(employer, participant__person__email=email)
            return ReappointmentFactory(term=term, **facts, **answers)

        return made

    def remind(self, before):
        OutgoingMail.objects.all().delete()
        reappointment_rounds.remind(at=day(DUE - timedelta(days=before)))
        return mails()

    def test_a_fortnight_and_three_days_before_and_on_no_other_day(self, asked):
        asked("robin@example.org")
        both = [(ASKED, "robin@example.org"), (TO_EMPLOYER, "city@example.org")]
        sent = {before: self.remind(before) for before in (30, 15, 14, 13, 4, 3, 2, 0, -1)}
        assert sent == {**{key: [] for key in (30, 15, 13, 4, 2, 0, -1)}, 14: both, 3: both}

    def test_only_those_who_are_silent(self, asked):
        asked("one@example.org", authority_answer="yes")
        asked("two@example.org", authority_answer="yes", participant_answer="yes")
        asked("three@example.org", authority_answer="yes", participant_answer="no")
        assert self.remind(14) == [(ASKED, "one@example.org")]

    def test_the_employer_gets_one_mail_about_all(self, asked):
        for number in range(3):
            asked(f"{number}@example.org", participant_answer="yes")
        assert self.remind(14) == [(TO_EMPLOYER, "city@example.org")]
        assert OutgoingMail.objects.get().context["number"] == 3
        assert OutgoingMail.objects.get().context["reminding"] is True

    def test_whoever_was_asked_just_now_is_not_reminded_of_it(self, open_round):
        serving(participant__person__email="late@example.org")
        open_round(at=day(DUE - timedelta(days=10)))
        assert self.remind(10) == []
        assert self.remind(3) == [(ASKED, "late@example.org")]

    def test_a_deadline_that_was_moved_is_a_new_occasion(self, asked, by):
        asked("robin@example.org", authority_answer="yes")
        self.remind(3)
        later = {"country": "", "due_on": DUE + timedelta(days=30)}
        reappointment_rounds.set_deadline(year=2027, **later, by=by, at=day(DUE - timedelta(days=3)))
        assert self.remind(-16) == [(ASKED, "robin@example.org")]

    def test_the_number_of_queries_does_not_grow(self, asked, django_assert_max_num_queries):
        for number in range(8):
            asked(f"{number}@example.org")
        with django_assert_max_num_queries(12):
            assert len(self.remind(14)) == 9


class TestSweep:
    def sweep(self, on=DUE + timedelta(days=1)):
        reappointment_rounds.sweep(lambda: day(on))
        return dict(Reappointment.objects.values_list("pk", "state"))

    def test_what_is_overdue_is_closed(self):
        agreed = ReappointmentFactory(authority_answer="yes", participant_answer="yes")
        silent, refused = ReappointmentFactory(), ReappointmentFactory(participant_answer="no")
        running = ReappointmentFactory(due_on=DUE + timedelta(days=1))
        expected = {agreed.pk: "agreed", silent.pk: "escalated", refused.pk: "not_renewed", running.pk: "asked"}
        assert [self.sweep(), self.sweep()] == [expected, expected]
        assert list(Term.objects.filter(number=2).values_list("participant", flat=True)) == [agreed.participant_id]

    def test_whoever_has_left_is_no_longer_asked(self):
        gone, still = ReappointmentFactory(participant_answer="yes"), ReappointmentFactory()
        Participant.objects.filter(pk=gone.participant_id).update(state="ended_early", ended_on=date(2026, 12, 1))
        assert self.sweep(date(2026, 12, 2)) == {gone.pk: "lapsed", still.pk: "asked"}
        assert OutgoingMail.objects.count() == 0

    def test_whoever_was_transferred_is_asked_anew(self, by, open_round):
        moved = ReappointmentFactory(authority_answer="no")
        Placement.objects.update(last_on=date(2026, 12, 31))
        new = PlacementFactory(participant=moved.participant, first_on=date(2027, 1, 1))
        assert self.sweep(date(2026, 12, 2)) == {moved.pk: "lapsed"}
        [row] = open_round(at=day(date(2026, 12, 3)))
        assert (row.participant, row.employer_id, row.state) == (moved.participant, new.employer_id, "asked")

    def test_the_bell_rings_for_it(self):
        ReappointmentFactory()
        with time_machine.travel(day(DUE + timedelta(days=1)), tick=False):
            tasks.sweep_reappointments()
        assert Reappointment.objects.get().state == "escalated"
