"""Every wrong row about reappointment is refused; who sees which; what each side is told of the other."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jet.models import Reappointment
from jet.models.reappointment_states import FOLLOWS, OVER
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import PlacementFactory, TermFactory
from tests.factories.reappointments import ANSWERED, ReappointmentDeadlineFactory, ReappointmentFactory

pytestmark = pytest.mark.django_db
State = Reappointment.State
DUE = date(2027, 1, 29)


def refused(constraint, write, /, **facts):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write(**facts)


class TestRows:
    @pytest.mark.parametrize(
        ("constraint", "facts"),
        [
            ("reappointment_s", {"state": "maybe"}),
            ("reappointment_year_of_the_programme", {"year": 1986}),
            ("reappointment_second_to_fifth", {"number": 1}),
            ("reappointment_second_to_fifth", {"number": 6}),
            ("reappointment_exception_has_a_statement", {"number": 4, "statement": "", "authority_answer": "yes"}),
            ("reappointment_authority_answer_whole", {"authority_answer": "yes", "authority_answered_at": None}),
            ("reappointment_authority_answer_whole", {"authority_answered_at": ANSWERED}),
            ("reappointment_participant_answer_whole", {"participant_answer": "no", "participant_answered_by": None}),
            ("reappointment_state_follows_from_answers", {"state": "agreed", "authority_answer": "yes"}),
            ("reappointment_state_follows_from_answers", {"state": "asked", "participant_answer": "yes"}),
            ("reappointment_state_follows_from_answers", {"state": "not_renewed"}),
            ("reappointment_settled_when_over", {"state": "lapsed", "settled_at": None}),
            ("reappointment_settled_when_over", {"settled_at": ANSWERED}),
            ("reappointment_two_reminders", {"reminded": 3}),
        ],
    )
    def test_a_wrong_row_is_refused(self, constraint, facts):
        refused(constraint, ReappointmentFactory, **facts)

    @pytest.mark.parametrize("answers", [answers for answers, state in FOLLOWS.items() if state != State.ASKED])
    def test_the_state_is_the_one_that_follows(self, answers):
        authority, participant = answers
        made = ReappointmentFactory(authority_answer=authority, participant_answer=participant)
        wrong = {"state": "asked", "settled_at": None}
        refused("reappointment_", Reappointment.objects.filter(pk=made.pk).update, **wrong)

    def test_one_live_question_for_a_person_and_a_year(self):
        one = ReappointmentFactory()
        again = {"term": one.term, "employer": one.employer, "placement": None}
        refused("reappointment_one_live", ReappointmentFactory, **again)
        Reappointment.objects.filter(pk=one.pk).update(state="lapsed", settled_at=ANSWERED)
        ReappointmentFactory(**again)
        assert Reappointment.objects.count() == 2

    def test_one_deadline_for_a_country_and_a_year(self):
        ReappointmentDeadlineFactory()
        refused("reappointmentdeadline_once", ReappointmentDeadlineFactory)
        refused(
            "reappointmentdeadline_near_its_year", ReappointmentDeadlineFactory, country="CN", due_on=date(2025, 12, 31)
        )
        ReappointmentDeadlineFactory(country="CN", due_on=date(2026, 12, 1))


class TestMoves:
    def test_whatever_two_answers_can_bring_is_a_legal_move(self):
        """One side at a time; a no never changes."""
        for (authority, participant), state in FOLLOWS.items():
            for said in ("", "yes", "no"):
                following = []
                if authority not in ("no", said):
                    following.append(FOLLOWS[said, participant])
                if participant not in ("no", said):
                    following.append(FOLLOWS[authority, said])
                assert set(following) - {state} <= Reappointment.MOVES[state], (authority, participant, said)

    def test_what_is_over_stays(self):
        assert all(Reappointment.MOVES[state] == frozenset() for state in OVER)
        assert set(Reappointment.MOVES) == set(State)


class TestTold:
    """A yes waits for the other's answer; a no is told at once."""

    @pytest.mark.parametrize(
        ("authority", "participant", "to_authority", "to_participant"),
        [
            ("", "", "", ""), ("", "yes", "", ""), ("", "no", "no", ""), ("yes", "", "", ""), ("no", "", "", "no"),
            ("yes", "yes", "yes", "yes"), ("yes", "no", "no", "yes"), ("no", "yes", "yes", "no"),
            ("no", "no", "no", "no"),
        ],
    )  # fmt: skip
    def test_each_side_is_told(self, authority, participant, to_authority, to_participant):
        made = ReappointmentFactory(authority_answer=authority, participant_answer=participant)
        assert (made.told_to_authority, made.told_to_participant) == (to_authority, to_participant)
        assert made.state_for_authority == FOLLOWS[authority, to_authority]
        assert made.state_for_participant == FOLLOWS[to_participant, participant]

    @pytest.mark.parametrize(("own", "day", "may"), [("", 0, True), ("yes", 0, True), ("no", 0, False), ("", 1, False)])
    def test_until_the_last_day_a_yes_changes(self, own, day, may):
        assert ReappointmentFactory().may_answer(own, DUE + timedelta(days=day)) is may

    @pytest.mark.parametrize("state", sorted(OVER))
    def test_what_is_settled_takes_no_answer(self, state):
        made = ReappointmentFactory(state=state, authority_answer="no", participant_answer="no")
        assert not made.may_answer("", DUE)


class TestVisible:
    @pytest.fixture
    def two(self):
        return ReappointmentFactory(), ReappointmentFactory()

    def seen(self, user):
        return set(Reappointment.objects.visible_to(user))

    def test_an_organisation_sees_those_of_its_own_participants(self, two):
        holder = RoleAssignmentFactory(role="authority", organisation=two[0].employer.organisation).user
        assert self.seen(holder) == {two[0]}

    def test_a_participant_sees_their_own(self, two):
        assert self.seen(UserFactory(person=two[1].participant.person)) == {two[1]}

    def test_headquarters_sees_all_and_others_none(self, two):
        assert self.seen(RoleAssignmentFactory(role="hq").user) == set(two)
        for role in ("branch", "authority", "participant", "staff_visits"):
            scope = PlacementFactory().employer.organisation if role in ("branch", "authority") else None
            assert self.seen(RoleAssignmentFactory(role=role, organisation=scope).user) == set(), role
        assert self.seen(UserFactory(person=None)) == set()

    def test_nobody_answers_for_the_organisation_about_themselves(self, two):
        own = two[0]
        clerk = RoleAssignmentFactory(
            role="authority", organisation=own.employer.organisation, user__person=own.participant.person
        ).user
        assert set(Reappointment.objects.visible_to(clerk).of_others(clerk)) == set()
        nameless = UserFactory(person=None)
        assert set(Reappointment.objects.of_others(nameless)) == set(two)


def test_the_early_warning_begins_with_those_of_whom_nothing_is_known():
    today = DUE - timedelta(days=14)
    talks = ReappointmentFactory(authority_answer="yes", participant_answer="no", due_on=DUE + timedelta(days=60))
    one = ReappointmentFactory(participant_answer="yes")
    both_later, both = ReappointmentFactory(), ReappointmentFactory(due_on=DUE - timedelta(days=1))
    ReappointmentFactory(authority_answer="yes", participant_answer="yes")
    ReappointmentFactory(authority_answer="no", participant_answer="no")
    ReappointmentFactory(due_on=DUE + timedelta(days=1))
    ReappointmentFactory(state="lapsed")
    assert list(Reappointment.objects.early_warning(today)) == [both, both_later, one, talks]


def test_by_name_number_or_employer():
    one = ReappointmentFactory(term=TermFactory(participant__person__family="Zqname"))
    ReappointmentFactory()
    found = Reappointment.objects.matching
    assert list(found("zqname")) == list(found(one.participant.jet_number)) == [one]
    assert list(found(one.employer.organisation.name_en)) == [one]
