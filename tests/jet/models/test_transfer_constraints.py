"""Every wrong row about transfers and swap cycles that can be described is refused; who may see which row."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from jet.models import SwapCycle, TransferConsent, TransferRequest
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import ContractingOrganisationFactory, ParticipantFactory
from tests.factories.transfers import (
    ASKED,
    SwapCycleFactory,
    SwapMoveFactory,
    TransferConsentFactory,
    TransferRequestFactory,
    TransferWishFactory,
)

pytestmark = pytest.mark.django_db


def refused(constraint, write, /, **facts):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write(**facts)


@pytest.mark.parametrize(
    ("constraint", "factory", "facts"),
    [
        ("transferrequest_state_known", TransferRequestFactory, {"state": "lost"}),
        ("transferrequest_ground_known", TransferRequestFactory, {"ground": "money"}),
        ("transferrequest_sent_with_explanation", TransferRequestFactory, {"state": "submitted", "explanation": ""}),
        ("transferwish_first_to_third", TransferWishFactory, {"rank": 0}),
        ("transferwish_first_to_third", TransferWishFactory, {"rank": 4}),
        ("swapcycle_state_known", SwapCycleFactory, {"state": "lost"}),
        ("swapcycle_has_a_fingerprint", SwapCycleFactory, {"fingerprint": ""}),
        ("swapmove_was_wished_for", SwapMoveFactory, {"rank": 0}),
        ("transferconsent_answered_whole", TransferConsentFactory, {"answer": "yes"}),
        ("transferconsent_answered_whole", TransferConsentFactory, {"at": ASKED}),
        ("transferconsent_answered_whole", TransferConsentFactory, {"reason": "No."}),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused(constraint, factory, facts):
    refused(constraint, factory, **facts)


def test_a_no_without_reason_is_refused():
    refused("transferconsent_answered_whole", TransferConsentFactory, answer="no", at=ASKED, by=UserFactory())
    TransferConsentFactory(answer="no", at=ASKED, by=UserFactory(), reason="No.")


def test_one_open_request_for_each_participant():
    one = ParticipantFactory(state="serving")
    for state in ("withdrawn", "closed", "not_eligible", "effective"):
        TransferRequestFactory(participant=one, state=state)
    TransferRequestFactory(participant=one, state="eligible")
    for state in ("draft", "submitted", "eligible", "matched", "agreed", "approved"):
        refused("transferrequest_one_live", TransferRequestFactory, participant=one, state=state)


def test_each_wish_once():
    wish = TransferWishFactory()
    refused("transferwish_rank_once", TransferWishFactory, request=wish.request)
    refused("transferwish_place_once", TransferWishFactory, request=wish.request, rank=2, prefecture=wish.prefecture)


def test_the_same_people_are_asked_about_once():
    cycle = SwapCycleFactory()
    refused("swapcycle_live_once", SwapCycleFactory, fingerprint=cycle.fingerprint)
    SwapCycle.objects.update(state="dissolved")
    SwapCycleFactory(fingerprint=cycle.fingerprint)


def test_each_part_and_each_employer_once():
    move = SwapMoveFactory()
    refused("swapmove_place_once", SwapMoveFactory, cycle=move.cycle)
    refused("swapmove_person_once", SwapMoveFactory, cycle=move.cycle, request=move.request, place=2)
    refused("swapmove_goes_elsewhere", SwapMoveFactory, leaves=move.leaves, joins=move.leaves)
    consent = TransferConsentFactory()
    refused("transferconsent_asked_once", TransferConsentFactory, cycle=consent.cycle, employer=consent.employer)


class TestVisibility:
    def requests(self, user):
        return set(TransferRequest.objects.visible_to(user).values_list("state", flat=True))

    def test_headquarters_sees_what_was_submitted(self):
        for state in ("draft", "submitted", "withdrawn", "eligible"):
            TransferRequestFactory(state=state)
        again = TransferRequestFactory(state="withdrawn")
        again.transitions.create(to_state="submitted", at=ASKED, by=None)
        assert self.requests(RoleAssignmentFactory(role="hq").user) == {"submitted", "eligible", "withdrawn"}
        hq = RoleAssignmentFactory(role="hq").user
        assert TransferRequest.objects.visible_to(hq).filter(state="withdrawn").get() == again

    def test_oneself_sees_ones_own_and_nobody_else_sees_any(self):
        own = TransferRequestFactory()
        TransferRequestFactory(state="submitted")
        assert list(TransferRequest.objects.visible_to(UserFactory(person=own.participant.person))) == [own]
        employer = ContractingOrganisationFactory()
        authority = RoleAssignmentFactory(role="authority", organisation=employer.organisation).user
        for user in (authority, UserFactory(), UserFactory(person=None), AnonymousUser()):
            assert self.requests(user) == set()

    def test_an_employer_sees_what_it_is_asked_and_never_the_cycle(self):
        consent = TransferConsentFactory()
        TransferConsentFactory(cycle=consent.cycle)
        authority = RoleAssignmentFactory(role="authority", organisation=consent.employer.organisation).user
        assert list(TransferConsent.objects.visible_to(authority)) == [consent]
        assert not SwapCycle.objects.visible_to(authority).exists()
        hq = RoleAssignmentFactory(role="hq").user
        assert SwapCycle.objects.visible_to(hq).count() == 1
        assert not TransferConsent.objects.visible_to(hq).exists()
