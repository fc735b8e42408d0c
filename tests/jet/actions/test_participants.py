"""A participant's life: enrolled, arrived, completed; and the ways in which it goes otherwise."""

from datetime import UTC, date, datetime

import pytest

from clair_portal.directory.models import Person
from clair_portal.workflow import IllegalMove, Outdated
from jet.actions import participants, terms
from jet.errors import (
    InTheProgramme,
    NotEarly,
    NumberMalformed,
    NumberTaken,
    ReasonMissing,
    StillServing,
    WrongScale,
)
from jet.models import Participant, Placement
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory
from tests.factories.jet import (
    ArrivalGroupFactory,
    ContractingOrganisationFactory,
    LanguageSkillFactory,
    ParticipantFactory,
    PlacementFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
State = Participant.State


def invited(**facts):
    usual = {
        "jet_number": "20260000001", "passport_name": "ROBIN EXAMPLE", "nationality": "GB", "position": "alt",
        "arrival_group": ArrivalGroupFactory(),
    }  # fmt: skip
    return Participant(**usual | facts)


def log_of(participant):
    return list(participant.transitions.order_by("pk").values_list("from_state", "to_state", "reason"))


def days_of(rows):
    return list(rows.order_by("first_on").values_list("first_on", "last_on"))


class TestEnrol:
    def test_a_new_person_with_languages_and_a_planned_placement(self, now):
        user, employer = UserFactory(), ContractingOrganisationFactory()
        one = participants.enrol(
            invited(), person={"family": "Example", "given": "Robin"}, languages={"ja": "N2", "fr": "B1"},
            placement=Placement(employer=employer, first_on=date(2026, 8, 5)), by=user, at=now,
        )  # fmt: skip
        stored = Participant.objects.get()
        assert (stored.state, stored.created_at, str(stored.person)) == ("expected", now, "Robin Example")
        assert sorted(map(str, stored.languages.all())) == ["fr B1", "ja N2"]
        assert [place.employer for place in stored.placements.all()] == [employer]
        assert log_of(one) == [("", "expected", "")]
        assert one.events.get().pgh_context.metadata == {"by": user.pk, "at": now.isoformat()}

    def test_somebody_known_is_not_entered_again(self, now):
        person = PersonFactory()
        before = Person.objects.count()
        assert participants.enrol(invited(), person=person, by=None, at=now).person == person
        assert Person.objects.count() == before

    def test_whoever_was_there_before_may_come_again(self, now):
        former = ParticipantFactory(state=State.COMPLETED)
        participants.enrol(invited(jet_number="20309999999"), person=former.person, by=None, at=now)
        assert former.person.participations.count() == 2

    @pytest.mark.parametrize(
        ("number", "refusal"),
        [("20260000009", NumberTaken), ("19990000001", NumberMalformed), ("2026", NumberMalformed)],
    )
    def test_a_wrong_number_is_refused_and_nobody_is_written(self, now, number, refusal):
        ParticipantFactory(jet_number="20260000009")
        before = Person.objects.count()
        with pytest.raises(refusal):
            participants.enrol(invited(jet_number=number), person={"family": "Example"}, by=None, at=now)
        assert (Participant.objects.count(), Person.objects.count()) == (1, before)

    def test_nobody_is_in_the_programme_twice(self, now):
        person = ParticipantFactory().person
        with pytest.raises(InTheProgramme):
            participants.enrol(invited(), person=person, by=None, at=now)

    def test_a_level_of_another_scale_is_refused(self, now):
        with pytest.raises(WrongScale):
            participants.enrol(invited(), person=PersonFactory(), languages={"ja": "B2"}, by=None, at=now)
        assert Participant.objects.count() == 0


class TestEdit:
    def test_facts_are_corrected_with_author_and_moment(self, now):
        user, one = UserFactory(), ParticipantFactory(dependants=0)
        participants.edit(one, dependants=2, drives=True, by=user, at=now)
        assert (one.dependants, one.drives, one.state) == (2, True, "expected")
        newest = one.events.order_by("pgh_id").last()
        assert (newest.dependants, newest.pgh_context.metadata["by"]) == (2, user.pk)

    def test_what_somebody_else_changed_is_not_overwritten(self, now):
        one = ParticipantFactory(dependants=0)
        stale = Participant.objects.get(pk=one.pk)
        participants.edit(one, dependants=2, by=None, at=now)
        with pytest.raises(Outdated):
            participants.edit(stale, dependants=3, by=None, at=now)
        assert Participant.objects.get().dependants == 2

    def test_two_may_change_different_facts(self, now):
        one = ParticipantFactory(dependants=0)
        twin = Participant.objects.get(pk=one.pk)
        participants.edit(one, dependants=2, by=None, at=now)
        participants.edit(twin, teaches=True, by=None, at=now)
        assert (twin.dependants, twin.teaches) == (2, True)

    def test_a_number_that_is_taken_is_refused(self, now):
        taken = ParticipantFactory()
        with pytest.raises(NumberTaken):
            participants.edit(ParticipantFactory(), jet_number=taken.jet_number, by=None, at=now)

    def test_languages_come_change_and_go(self):
        one = LanguageSkillFactory(language="ja", level="N4").participant
        LanguageSkillFactory(participant=one, language="fr", level="B1")
        participants.speak(one, languages={"ja": "N2", "de": "native"})
        assert sorted(map(str, one.languages.all())) == ["de native", "ja N2"]


class TestArrive:
    def test_the_first_term_begins_the_day_after(self, now):
        user, one = UserFactory(), ParticipantFactory()
        participants.arrive(one, on=date(2026, 8, 2), by=user, at=now)
        assert Participant.objects.get().state == "serving"
        assert days_of(one.terms) == [(date(2026, 8, 3), date(2027, 8, 2))]
        assert log_of(one) == [("expected", "serving", "")]

    def test_nobody_arrives_twice(self, now):
        one = ParticipantFactory()
        stale = Participant.objects.get(pk=one.pk)
        participants.arrive(one, on=date(2026, 8, 2), by=None, at=now)
        for twin, refusal in ((one, IllegalMove), (stale, Outdated)):
            with pytest.raises(refusal):
                participants.arrive(twin, on=date(2026, 8, 2), by=None, at=now)
        assert one.terms.count() == 1


class TestWithdraw:
    def test_the_reason_stays_and_the_planned_placement_goes(self, now):
        one = PlacementFactory(participant=ParticipantFactory()).participant
        kept = PlacementFactory()
        participants.withdraw(one, reason="Another offer", by=None, at=now)
        assert log_of(one) == [("expected", "withdrawn", "Another offer")]
        assert list(Placement.objects.all()) == [kept]

    def test_not_without_a_reason(self, now):
        one = ParticipantFactory()
        with pytest.raises(ReasonMissing):
            participants.withdraw(one, reason=" ", by=None, at=now)
        assert Participant.objects.get().state == "expected"

    def test_whoever_serves_cannot(self, now):
        with pytest.raises(IllegalMove):
            participants.withdraw(ParticipantFactory(state=State.SERVING), reason="Late", by=None, at=now)


class TestComplete:
    def serving(self, last_on=date(2026, 11, 22)):
        one = TermFactory(first_on=date(2025, 11, 23), last_on=last_on).participant
        PlacementFactory(participant=one, first_on=date(2025, 11, 23))
        return one

    def test_ends_with_the_last_term_and_leaves_the_person_as_they_are(self, now):
        one = self.serving()
        person = Person.objects.values().get(pk=one.person_id)
        participants.complete(one, by=None, at=now)
        stored = Participant.objects.get()
        assert (stored.state, stored.ended_on) == ("completed", date(2026, 11, 22))
        assert days_of(one.placements) == [(date(2025, 11, 23), date(2026, 11, 22))]
        assert days_of(one.terms) == [(date(2025, 11, 23), date(2026, 11, 22))]
        assert Person.objects.values().get(pk=one.person_id) == person

    def test_not_on_the_last_day_itself_which_is_japans(self):
        one = self.serving()
        with pytest.raises(StillServing):
            participants.complete(one, by=None, at=datetime(2026, 11, 22, 14, 59, tzinfo=UTC))
        participants.complete(one, by=None, at=datetime(2026, 11, 22, 15, 0, tzinfo=UTC))
        assert one.state == "completed"

    def test_not_without_a_term(self, now):
        with pytest.raises(StillServing):
            participants.complete(ParticipantFactory(state=State.SERVING), by=None, at=now)

    def test_whoever_never_came_cannot(self, now):
        with pytest.raises(IllegalMove):
            participants.complete(ParticipantFactory(), by=None, at=now)


class TestEndEarly:
    def serving(self):
        one = TermFactory(number=1, first_on=date(2025, 8, 3), last_on=date(2026, 8, 2)).participant
        second = TermFactory(participant=one, number=2, first_on=date(2026, 8, 3), last_on=date(2027, 8, 2))
        TermFactory(participant=one, number=3, first_on=date(2027, 8, 3), last_on=date(2028, 8, 2))
        first = PlacementFactory(participant=one, first_on=date(2025, 8, 3), last_on=date(2026, 8, 2))
        PlacementFactory(participant=one, first_on=date(2026, 8, 3))
        return one, first, second

    def test_what_is_served_stays_and_what_would_follow_goes(self, now):
        one, first, _second = self.serving()
        participants.end_early(one, on=date(2026, 12, 25), reason="Family", by=None, at=now)
        stored = Participant.objects.get()
        assert (stored.state, stored.ended_on) == ("ended_early", date(2026, 12, 25))
        expected = [(first.first_on, first.last_on), (date(2026, 8, 3), date(2026, 12, 25))]
        assert (days_of(one.terms), days_of(one.placements)) == (expected, expected)
        assert log_of(one) == [("serving", "ended_early", "Family")]

    def test_a_placement_that_has_not_begun_goes(self, now):
        one, _first, _second = self.serving()
        participants.end_early(one, on=date(2026, 7, 1), reason="Health", by=None, at=now)
        assert days_of(one.placements) == [(date(2025, 8, 3), date(2026, 7, 1))]

    @pytest.mark.parametrize("on", [date(2025, 8, 2), date(2028, 8, 2), date(2030, 1, 1)])
    def test_a_day_outside_is_refused_and_nothing_changes(self, now, on):
        one, _first, _second = self.serving()
        with pytest.raises(NotEarly):
            participants.end_early(one, on=on, reason="Family", by=None, at=now)
        stored = Participant.objects.get()
        assert (stored.state, stored.ended_on, stored.terms.count(), log_of(stored)) == ("serving", None, 3, [])

    def test_not_without_a_reason(self, now):
        one, _first, _second = self.serving()
        with pytest.raises(ReasonMissing):
            participants.end_early(one, on=date(2026, 12, 25), reason="", by=None, at=now)

    def test_no_term_follows_an_end(self, now):
        one, _first, second = self.serving()
        participants.end_early(one, on=date(2026, 12, 25), reason="Family", by=None, at=now)
        second.refresh_from_db()
        with pytest.raises(terms.NotServing):
            terms.renew(second, by=None, at=now)
