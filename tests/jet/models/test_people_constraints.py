"""Every wrong row about participants, employers, placements and terms that can be described is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from jet.models import ArrivalGroup, Placement, Term
from tests.factories.jet import (
    ArrivalGroupFactory,
    ContractingOrganisationFactory,
    EmergencyContactFactory,
    LanguageSkillFactory,
    ParticipantFactory,
    PlacementFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def refused(constraint, write, /, **facts):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        written(write, **facts)


def written(write, /, **facts):
    """Written to the end: what is deferred is looked at now."""
    write(**facts)
    connection.check_constraints()


@pytest.mark.parametrize(
    ("constraint", "factory", "facts"),
    [
        ("arrivalgroup_in_its_year", ArrivalGroupFactory, {"year": 2026, "arrives_on": date(2027, 8, 1)}),
        ("arrivalgroup_has_a_code", ArrivalGroupFactory, {"code": ""}),
        ("arrivalgroup_has_a_code", ArrivalGroupFactory, {"code": "A\nB"}),
        ("arrivalgroup_has_a_code", ArrivalGroupFactory, {"code": "A/B"}),
        ("contracting_kind_known", ContractingOrganisationFactory, {"kind": "shop"}),
        (
            "contracting_left_after_joining", ContractingOrganisationFactory,
            {"joined_on": date(2026, 4, 1), "left_on": date(2026, 3, 31)},
        ),
        ("participant_state_known", ParticipantFactory, {"state": "lost"}),
        ("participant_position_known", ParticipantFactory, {"position": "cap"}),
        ("participant_number_eleven_digits", ParticipantFactory, {"jet_number": "2026"}),
        ("participant_number_eleven_digits", ParticipantFactory, {"jet_number": "19990000001"}),
        ("participant_has_a_passport_name", ParticipantFactory, {"passport_name": ""}),
        ("participant_passport_name_one_line", ParticipantFactory, {"passport_name": "A\r\nB"}),
        ("participant_ended_on_when_ended", ParticipantFactory, {"state": "serving", "ended_on": date(2026, 8, 1)}),
        ("participant_ended_on_when_ended", ParticipantFactory, {"state": "completed", "ended_on": None}),
        ("participant_ended_on_when_ended", ParticipantFactory, {"state": "withdrawn", "ended_on": date(2026, 8, 1)}),
        ("languageskill_level_of_its_scale", LanguageSkillFactory, {"language": "ja", "level": "B2"}),
        ("languageskill_level_of_its_scale", LanguageSkillFactory, {"language": "fr", "level": "N2"}),
        ("languageskill_level_of_its_scale", LanguageSkillFactory, {"language": "fr", "level": "good"}),
        ("emergencycontact_name_one_line", EmergencyContactFactory, {"name": "A\nB"}),
        ("emergencycontact_can_be_reached", EmergencyContactFactory, {"phone": "", "email": ""}),
        ("placement_in_order", PlacementFactory, {"first_on": date(2026, 8, 3), "last_on": date(2026, 8, 2)}),
        ("placement_workplace_one_line", PlacementFactory, {"workplace": "A\nB"}),
        ("term_in_order", TermFactory, {"first_on": date(2026, 8, 3), "last_on": date(2026, 8, 2)}),
        ("term_first_to_fifth", TermFactory, {"number": 0}),
        ("term_first_to_fifth", TermFactory, {"number": 6}),
        ("term_exception_has_a_reason", TermFactory, {"number": 4, "exception": ""}),
        ("term_months_at_most", TermFactory, {"first_on": date(2026, 8, 3), "last_on": date(2031, 8, 3)}),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused(constraint, factory, facts):
    refused(constraint, factory, **facts)


def test_a_group_stands_once_in_its_year():
    group = ArrivalGroupFactory()
    refused("arrivalgroup_once", ArrivalGroup.objects.create, year=group.year, code=group.code,
            arrives_on=group.arrives_on)  # fmt: skip


def test_an_organisation_contracts_once():
    one = ContractingOrganisationFactory()
    refused("organisation_id", ContractingOrganisationFactory, organisation=one.organisation)


def test_a_number_belongs_to_one():
    refused("jet_number", ParticipantFactory, jet_number=ParticipantFactory().jet_number)


@pytest.mark.parametrize("states", [("expected", "serving"), ("serving", "serving")])
def test_nobody_is_there_twice_at_once(states):
    one = ParticipantFactory(state=states[0])
    refused("participant_one_live_per_person", ParticipantFactory, person=one.person, state=states[1])


def test_a_language_is_known_once():
    one = LanguageSkillFactory()
    refused("languageskill_once", LanguageSkillFactory, participant=one.participant, level="N1")


@pytest.mark.parametrize("last_on", [date(2026, 8, 3), None])
def test_nobody_works_in_two_places_on_one_day(last_on):
    one = PlacementFactory(first_on=date(2026, 8, 3), last_on=last_on)
    refused("placement_one_at_a_time", PlacementFactory, participant=one.participant, first_on=date(2026, 8, 3))
    PlacementFactory(participant=one.participant, first_on=date(2026, 8, 1), last_on=date(2026, 8, 2))
    assert Placement.objects.count() == 2


def test_terms_never_overlap_and_stand_once():
    one = TermFactory(number=1, first_on=date(2026, 8, 3), last_on=date(2027, 8, 2))
    who = {"participant": one.participant}
    refused("term_one_at_a_time", TermFactory, **who, number=2, first_on=date(2027, 8, 2), last_on=date(2028, 8, 1))
    refused("term_once", TermFactory, **who, number=1, first_on=date(2027, 8, 3), last_on=date(2028, 8, 2))


@pytest.mark.parametrize(("month", "last_on"), [(4, date(2031, 8, 12)), (8, date(2031, 4, 12))])
def test_sixty_four_months_from_april_and_sixty_from_any_other(month, last_on):
    group = ArrivalGroupFactory(code="Z", arrives_on=date(2026, month, 12))
    one = TermFactory(participant__arrival_group=group, first_on=date(2026, 4, 13), last_on=last_on)
    connection.check_constraints()
    refused("term_months_at_most", Term.objects.filter(pk=one.pk).update, last_on=date(2031, last_on.month, 13))


def test_terms_that_move_together_may_stand_too_far_apart_on_the_way():
    one = TermFactory(number=1, first_on=date(2026, 8, 3), last_on=date(2027, 8, 2))
    far = TermFactory(participant=one.participant, number=2, first_on=date(2034, 8, 3), last_on=date(2035, 8, 2))
    Term.objects.filter(pk=far.pk).update(first_on=date(2027, 8, 3), last_on=date(2028, 8, 2))
    connection.check_constraints()
    assert Term.objects.count() == 2
