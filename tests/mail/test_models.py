"""What the database refuses, and the vocabulary of the outbox."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from clair_portal.directory.visibility import EVERYWHERE, NOWHERE, Reach
from clair_portal.mail import policy
from clair_portal.mail.models import OutgoingMail
from clair_portal.mail.models.outgoing import State
from tests.factories.mail import (
    MOMENT,
    OutgoingMailFactory,
    OutgoingMailTransitionFactory,
    SuppressionFactory,
)

pytestmark = pytest.mark.django_db

LEASED = {"state": "sending", "lease": uuid.UUID(int=1), "lease_ends_at": MOMENT}

WRONG_MAILS = [
    ("mail_state_known", {"state": "lost"}),
    ("mail_sent_at_when_sent", {"state": "sent"}),
    ("mail_sent_at_when_sent", {"sent_at": MOMENT}),
    ("mail_lease_while_sending", {"state": "sending", "lease_ends_at": MOMENT}),
    ("mail_lease_while_sending", {"lease": uuid.UUID(int=1)}),
    ("mail_lease_ends_at_while_sending", {"state": "sending", "lease": uuid.UUID(int=1)}),
    ("mail_lease_ends_at_while_sending", {"lease_ends_at": MOMENT}),
    ("mail_to_one_line", {"to": "a@example.org\rBcc: b@example.org"}),
    ("mail_key_one_line", {"key": "a\nb"}),
    ("mail_topic_known", {"topic": ""}),
    ("mail_trouble_named", {"state": "parked"}),
    ("mail_trouble_named", {"state": "suppressed"}),
    ("mail_sensitive_wiped", {"state": "sent", "sent_at": MOMENT, "sensitive": True, "context": {"code": "1"}}),
    ("mail_sensitive_wiped", {"state": "cancelled", "sensitive": True, "context": {"code": "1"}}),
]


@pytest.mark.parametrize(("constraint", "facts"), WRONG_MAILS)
def test_a_wrong_mail_cannot_be_stored(constraint: str, facts) -> None:
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        OutgoingMailFactory(**facts)


WRONG_SUPPRESSIONS = [
    ("suppression_address_one_line", {"address": "a@example.org\n"}),
    ("suppression_reason_known", {"reason": "dislike"}),
    ("suppression_never_of_service_alone", {"topic": "service"}),
    ("suppression_bounce_stops_everything", {"reason": "bounced", "topic": "jobs"}),
]


@pytest.mark.parametrize(("constraint", "facts"), WRONG_SUPPRESSIONS)
def test_a_wrong_suppression_cannot_be_stored(constraint: str, facts) -> None:
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        SuppressionFactory(**facts)


def test_a_step_leads_to_a_known_state() -> None:
    with pytest.raises(IntegrityError, match='"mail_step_to_known_state"'), transaction.atomic():
        OutgoingMailTransitionFactory(to_state="lost")


def test_every_state_has_its_moves_and_they_lead_to_states() -> None:
    assert set(OutgoingMail.MOVES) == set(State)
    assert {target for targets in OutgoingMail.MOVES.values() for target in targets} <= set(State)


def test_due_is_what_may_leave_now_in_its_order() -> None:
    later = OutgoingMailFactory(due_at=MOMENT)
    bulk = OutgoingMailFactory(rank=1, due_at=MOMENT - timedelta(days=1))
    first = OutgoingMailFactory(due_at=MOMENT - timedelta(seconds=1))
    OutgoingMailFactory(due_at=MOMENT + timedelta(seconds=1))
    OutgoingMailFactory(**LEASED)
    OutgoingMailFactory(state="parked", trouble="refused")
    assert list(OutgoingMail.objects.due(MOMENT)) == [first, later, bulk]


def test_abandoned_is_what_nobody_came_back_for() -> None:
    gone = OutgoingMailFactory(**LEASED | {"lease_ends_at": MOMENT - timedelta(seconds=1)})
    OutgoingMailFactory(**LEASED)
    OutgoingMailFactory()
    assert list(OutgoingMail.objects.abandoned(MOMENT)) == [gone]


def test_parked_is_newest_first() -> None:
    old = OutgoingMailFactory(state="parked", trouble="refused", created_at=MOMENT - timedelta(days=1))
    new = OutgoingMailFactory(state="parked", trouble="refused")
    OutgoingMailFactory()
    assert list(OutgoingMail.objects.parked()) == [new, old]


@pytest.mark.parametrize(
    ("permitted", "seen"), [(EVERYWHERE, 1), (NOWHERE, 0), (Reach(organisations=frozenset({1})), 0)]
)
def test_only_those_who_look_after_the_mail_see_it(permitted: Reach, seen: int) -> None:
    OutgoingMailFactory()
    user = SimpleNamespace(
        is_authenticated=True, is_active=True, reach=lambda name: permitted if name == policy.MAIL_VIEW else EVERYWHERE
    )
    assert OutgoingMail.objects.visible_to(user).count() == seen


def test_the_spread_is_fixed_for_a_mail_and_within_bounds() -> None:
    assert OutgoingMailFactory.build(uuid=uuid.UUID(int=0)).spread == 0
    assert OutgoingMailFactory.build(uuid=uuid.UUID(int=0xFFFF)).spread == 1
    assert OutgoingMailFactory.build(uuid=uuid.UUID(int=0x7FFF)).spread == pytest.approx(0.5, abs=0.001)


def test_a_mail_is_named_by_template_and_address() -> None:
    assert str(OutgoingMailFactory.build(to="robin@example.org")) == "mail/example → robin@example.org"


@pytest.mark.parametrize(
    ("state", "retry", "cancel"),
    [
        ("queued", False, True), ("sending", False, False), ("sent", False, False),
        ("parked", True, True), ("suppressed", False, False), ("cancelled", False, False),
    ],
)  # fmt: skip
def test_what_staff_can_do_follows_from_the_state(state: str, *, retry: bool, cancel: bool) -> None:
    mail = OutgoingMailFactory.build(state=state)
    assert (policy.can_retry(mail), policy.can_cancel(mail)) == (retry, cancel)
