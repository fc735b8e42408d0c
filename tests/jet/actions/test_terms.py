"""Reappointment: the next term, without a gap, five at most, sixty months or sixty-four."""

from datetime import UTC, date, datetime

import pytest

from jet.actions import terms
from jet.errors import ExceptionMissing, NotServing, RenewedAlready, TermEmpty, TermsUsedUp, TooLong
from jet.models import Participant, Term
from tests.factories.accounts import UserFactory
from tests.factories.jet import ArrivalGroupFactory, ParticipantFactory, TermFactory

pytestmark = pytest.mark.django_db
WHY = "The school asks for her."
AT = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
WHO = {"by": None, "at": AT}


def april(**facts):
    group = ArrivalGroupFactory(code="April", arrives_on=date(2026, 4, 12))
    return ParticipantFactory(arrival_group=group, state=Participant.State.SERVING, **facts)


def test_the_next_term_begins_the_day_after():
    second = terms.renew(TermFactory(first_on=date(2026, 8, 3), last_on=date(2027, 8, 2)), **WHO)
    stored = Term.objects.get(number=2)
    assert (stored, stored.first_on, stored.last_on) == (second, date(2027, 8, 3), date(2028, 8, 2))


def test_five_terms_come_to_sixty_months():
    term = terms.begin(ParticipantFactory(state="serving"), first_on=date(2026, 8, 3))
    for _number in range(4):
        term = terms.renew(term, exception=WHY, **WHO)
    assert (term.number, term.last_on) == (5, date(2031, 8, 2))
    with pytest.raises(TermsUsedUp):
        terms.renew(term, exception=WHY, **WHO)


def test_the_first_extension_of_an_april_arrival_is_four_months_longer():
    term = terms.begin(april(), first_on=date(2026, 4, 13))
    ends = [term.last_on]
    for _number in range(4):
        term = terms.renew(term, exception=WHY, **WHO)
        ends.append(term.last_on)
    assert ends == [date(2027, 4, 12), date(2028, 8, 12), date(2029, 8, 12), date(2030, 8, 12), date(2031, 8, 12)]


@pytest.mark.parametrize(
    ("participant", "longest"),
    [(lambda: ParticipantFactory(state="serving"), date(2031, 4, 12)), (april, date(2031, 8, 12))],
)
def test_all_together_last_no_day_longer(participant, longest):
    one = participant()
    first = TermFactory(participant=one, number=1, first_on=date(2026, 4, 13), last_on=date(2027, 4, 12))
    with pytest.raises(TooLong):
        terms.renew(first, last_on=date.fromordinal(longest.toordinal() + 1), **WHO)
    assert terms.renew(first, last_on=longest, **WHO).last_on == longest


@pytest.mark.parametrize("number", [3, 4])
def test_a_fourth_and_a_fifth_need_a_reason(number):
    term = TermFactory(number=number)
    for said in ("", "  "):
        with pytest.raises(ExceptionMissing):
            terms.renew(term, exception=said, **WHO)
    assert terms.renew(term, exception=f" {WHY} ", **WHO).exception == WHY


def test_the_second_click_writes_no_third_term():
    term = TermFactory()
    terms.renew(term, **WHO)
    with pytest.raises(RenewedAlready):
        terms.renew(Term.objects.get(pk=term.pk), last_on=date(2027, 12, 31), **WHO)
    assert list(Term.objects.values_list("number", flat=True).order_by("number")) == [1, 2]


def test_a_term_that_ends_before_it_begins_is_refused():
    term = TermFactory()
    with pytest.raises(TermEmpty):
        terms.renew(term, last_on=term.last_on, **WHO)


@pytest.mark.parametrize("state", sorted(set(Participant.State.values) - {"serving"}))
def test_only_somebody_who_serves(state):
    with pytest.raises(NotServing):
        terms.renew(TermFactory(participant=ParticipantFactory(state=state)), **WHO)


def test_the_new_term_says_by_whom_and_when():
    by = UserFactory()
    second = terms.renew(TermFactory(), by=by, at=AT)
    [row] = Term.pgh_event_model.objects.select_related("pgh_context")
    assert (row.pgh_obj_id, row.pgh_label) == (second.pk, "entered")
    assert row.pgh_context.metadata == {"by": by.pk, "at": AT.isoformat()}
