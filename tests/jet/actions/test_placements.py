"""Transfers: one placement ends, the next begins, or neither."""

from datetime import UTC, date, datetime

import pytest

from clair_portal.workflow import Outdated
from jet.actions import placements
from jet.errors import NotOnThatDay, NotServing, NotTakingPart, SameEmployer
from jet.models import Participant, Placement
from tests.factories.accounts import UserFactory
from tests.factories.jet import ContractingOrganisationFactory, ParticipantFactory, PlacementFactory, TermFactory

pytestmark = pytest.mark.django_db
DAY = date(2027, 4, 1)
AT = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
WHO = {"by": None, "at": AT}


@pytest.fixture
def placement():
    one = PlacementFactory(first_on=date(2026, 8, 3))
    TermFactory(participant=one.participant, first_on=date(2026, 8, 3), last_on=date(2027, 8, 2))
    return one


def days_of(participant):
    rows = participant.placements.in_time_order()
    return [(row.employer_id, row.first_on, row.last_on) for row in rows]


def test_one_ends_the_day_before_the_next_begins(placement):
    to = ContractingOrganisationFactory()
    new = placements.transfer(placement, to=to, on=DAY, workplace="Board of education", **WHO)
    assert days_of(placement.participant) == [
        (placement.employer_id, date(2026, 8, 3), date(2027, 3, 31)), (to.pk, DAY, None),
    ]  # fmt: skip
    assert new.workplace == "Board of education"


def test_the_next_ends_when_the_first_would_have(placement):
    Placement.objects.update(last_on=date(2027, 8, 2))
    placement.refresh_from_db()
    assert placements.transfer(placement, to=ContractingOrganisationFactory(), on=DAY, **WHO).last_on == date(
        2027, 8, 2
    )


def test_the_same_employer_is_no_transfer(placement):
    with pytest.raises(SameEmployer):
        placements.transfer(placement, to=placement.employer, on=DAY, **WHO)


@pytest.mark.parametrize("facts", [{"left_on": date(2027, 3, 31)}, {"joined_on": date(2027, 4, 2)}])
def test_nobody_goes_where_nobody_takes_part(placement, facts):
    with pytest.raises(NotTakingPart):
        placements.transfer(placement, to=ContractingOrganisationFactory(**facts), on=DAY, **WHO)
    assert days_of(placement.participant) == [(placement.employer_id, date(2026, 8, 3), None)]


def test_the_days_of_taking_part_count_themselves(placement):
    to = ContractingOrganisationFactory(joined_on=DAY, left_on=DAY)
    assert placements.transfer(placement, to=to, on=DAY, **WHO).employer == to


@pytest.mark.parametrize("on", [date(2026, 8, 2), date(2026, 8, 3), date(2027, 8, 3)])
def test_not_before_the_second_day_nor_after_the_terms(placement, on):
    with pytest.raises(NotOnThatDay):
        placements.transfer(placement, to=ContractingOrganisationFactory(), on=on, **WHO)


def test_not_after_the_placement(placement):
    Placement.objects.update(last_on=date(2027, 3, 31))
    placement.refresh_from_db()
    with pytest.raises(NotOnThatDay):
        placements.transfer(placement, to=ContractingOrganisationFactory(), on=DAY, **WHO)


def test_the_slower_of_two_is_told(placement):
    stale = Placement.objects.get(pk=placement.pk)
    placements.transfer(placement, to=ContractingOrganisationFactory(), on=DAY, **WHO)
    with pytest.raises(Outdated):
        placements.transfer(stale, to=ContractingOrganisationFactory(), on=date(2027, 5, 1), **WHO)
    assert len(days_of(placement.participant)) == 2


def test_only_somebody_who_serves():
    one = PlacementFactory(participant=ParticipantFactory(state=Participant.State.EXPECTED))
    with pytest.raises(NotServing):
        placements.transfer(one, to=ContractingOrganisationFactory(), on=DAY, **WHO)


def test_both_rows_say_by_whom_and_when(placement):
    by = UserFactory()
    new = placements.transfer(placement, to=ContractingOrganisationFactory(), on=DAY, by=by, at=AT)
    told = {
        (row.pgh_obj_id, row.pgh_label): row.pgh_context.metadata
        for row in Placement.pgh_event_model.objects.select_related("pgh_context")
    }
    assert set(told) == {(placement.pk, "update"), (new.pk, "entered")}
    assert all(said == {"by": by.pk, "at": AT.isoformat()} for said in told.values())
