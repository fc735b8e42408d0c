"""Leases, outcomes, and what staff decide."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from clair_portal.mail import bell
from clair_portal.mail.actions import outgoing
from clair_portal.mail.limits import limits
from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, Outdated
from tests.factories.accounts import UserFactory
from tests.factories.mail import MOMENT, OutgoingMailFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def claimed(**facts) -> OutgoingMail:
    OutgoingMailFactory(**facts)
    [mail] = outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=1, at=MOMENT)
    return mail


def parked(**facts) -> OutgoingMail:
    return OutgoingMailFactory(**{"state": "parked", "trouble": "refused", "answer": "550 no", "refusals": 4, **facts})


def test_a_claim_leases_the_first_rows() -> None:
    first, second, third = OutgoingMailFactory.create_batch(3)
    mails = outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=2, at=MOMENT)
    assert mails == [first, second]
    assert len({mail.lease for mail in mails}) == 1
    for mail in mails:
        stored = OutgoingMail.objects.get(pk=mail.pk)
        assert (stored.state, stored.lease) == ("sending", mail.lease)
        assert stored.lease_ends_at == MOMENT + timedelta(seconds=limits().lease)
    third.refresh_from_db()
    assert third.state == "queued"


def test_nothing_due_is_nothing_claimed() -> None:
    assert outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=2, at=MOMENT) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_get_the_same_mail() -> None:
    OutgoingMailFactory.create_batch(2)
    others: list[OutgoingMail] = []

    def other_worker() -> None:
        others.extend(outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=2, at=MOMENT))
        connection.close()

    with transaction.atomic():
        mine = outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=1, at=MOMENT)
        thread = threading.Thread(target=other_worker)
        thread.start()
        thread.join()
    assert len(mine) == len(others) == 1
    assert mine != others


def test_given_back_rows_are_as_before_and_settled_ones_stay_settled() -> None:
    OutgoingMailFactory.create_batch(3)
    mails = outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=3, at=MOMENT)
    outgoing.settle_sent(mails[0], at=MOMENT)
    outgoing.give_back(mails)
    assert list(OutgoingMail.objects.order_by("pk").values_list("state", "lease", "failures", "refusals")) == [
        ("sent", None, 0, 0), ("queued", None, 0, 0), ("queued", None, 0, 0),
    ]  # fmt: skip


def test_a_lease_taken_over_is_not_given_back_by_the_former_holder() -> None:
    mail = claimed()
    outgoing.free_abandoned(at=MOMENT + HOUR)
    [again] = outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=1, at=MOMENT)
    outgoing.give_back([mail])
    again.refresh_from_db()
    assert again.state == "sending"


def test_patience_grows_and_ends_after_three_days() -> None:
    pauses = [limits().pause(count, 0.5) for count in range(1, 10)]
    minutes = [pause.total_seconds() / 60 for pause in pauses if pause is not None]
    assert minutes == [1, 5, 15, 60, 240, 720, 1440, 1800]
    assert pauses[-1] is None
    assert limits().pause(1, 0) == timedelta(seconds=48)
    assert limits().pause(1, 1) == timedelta(seconds=72)


def test_a_long_answer_is_cut() -> None:
    mail = claimed()
    outgoing.settle_refused(mail, answer="5" * 10_000)
    assert OutgoingMail.objects.get().answer == "5" * 500


@pytest.mark.parametrize(
    ("failures", "outcome"),
    [
        (0, ("queued", 1, "", MOMENT)),
        (1, ("queued", 2, "", MOMENT + HOUR + timedelta(seconds=60))),
        (2, ("parked", 3, "crashed", MOMENT)),
    ],
)
def test_a_worker_that_does_not_come_back_makes_its_mails_suspects(failures: int, outcome) -> None:
    claimed(failures=failures)
    assert outgoing.free_abandoned(at=MOMENT + HOUR) == 1
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.failures, mail.trouble, mail.due_at) == outcome
    assert mail.lease is None


def test_a_lease_that_still_runs_is_left_alone() -> None:
    mail = claimed()
    assert outgoing.free_abandoned(at=mail.lease_ends_at) == 0


def test_failures_to_compose_are_tried_again_and_end_parked() -> None:
    mail = claimed(failures=1)
    outgoing.settle_failed(mail, answer="KeyError: 'x'", at=MOMENT)
    assert (mail.state, mail.failures, mail.due_at) == ("queued", 2, MOMENT + timedelta(seconds=60))
    [mail] = outgoing.claim(OutgoingMail.objects.due(MOMENT + HOUR), limit=1, at=MOMENT)
    outgoing.settle_failed(mail, answer="KeyError: 'x'", at=MOMENT)
    assert (mail.state, mail.failures, mail.trouble) == ("parked", 3, "broken")


@pytest.mark.parametrize(
    ("topic", "state", "trouble"), [("service", "queued", "waiting"), ("jobs", "parked", "doubtful")]
)
def test_in_doubt_service_mails_go_again_and_bulk_waits_for_a_person(topic: str, state: str, trouble: str) -> None:
    mail = claimed(topic=topic)
    outgoing.settle_doubtful(mail, answer="gone", at=MOMENT)
    mail.refresh_from_db()
    assert (mail.state, mail.trouble) == (state, trouble)


def test_staff_send_a_parked_mail_again(django_capture_on_commit_callbacks) -> None:
    mail, user = parked(failures=3), UserFactory()
    with django_capture_on_commit_callbacks() as callbacks:
        outgoing.retry(mail, by=user, at=MOMENT + HOUR, reason="Address corrected")
    mail.refresh_from_db()
    assert (mail.state, mail.due_at, mail.refusals, mail.failures, mail.trouble, mail.answer) == (
        "queued", MOMENT + HOUR, 0, 0, "", "",
    )  # fmt: skip
    [step] = mail.transitions.all()
    assert (step.from_state, step.to_state, step.by, step.at, step.reason) == (
        "parked", "queued", user, MOMENT + HOUR, "Address corrected",
    )  # fmt: skip
    assert callbacks == [bell.ring]


@pytest.mark.parametrize("state", ["queued", "sent", "suppressed", "cancelled"])
def test_only_a_parked_mail_is_sent_again(state: str) -> None:
    mail = OutgoingMailFactory(
        state=state, trouble="unwanted" if state == "suppressed" else "", sent_at=MOMENT if state == "sent" else None
    )
    with pytest.raises(IllegalMove):
        outgoing.retry(mail, by=UserFactory(), at=MOMENT)


def test_a_mail_being_sent_is_not_retried_by_hand() -> None:
    with pytest.raises(IllegalMove):
        outgoing.retry(claimed(), by=UserFactory(), at=MOMENT)


def test_all_parked_mails_at_once_after_the_relay_was_mended(django_assert_num_queries) -> None:
    user = UserFactory()
    parked()
    parked()
    waiting = OutgoingMailFactory()
    with django_assert_num_queries(7):  # two savepoints, three statements
        moved = outgoing.retry_all(OutgoingMail.objects.all(), by=user, at=MOMENT)
    assert [mail.state for mail in moved] == ["queued", "queued"]
    assert list(OutgoingMail.objects.values_list("state", flat=True).distinct()) == ["queued"]
    assert waiting.transitions.count() == 0


@pytest.mark.parametrize("make", [OutgoingMailFactory, parked])
def test_staff_withdraw_a_mail_that_has_not_left(make) -> None:
    mail, user = make(sensitive=True, context={"code": "493817"}), UserFactory()
    outgoing.cancel(mail, by=user, at=MOMENT, reason="Wrong event")
    mail.refresh_from_db()
    assert (mail.state, mail.context) == ("cancelled", {})
    [step] = mail.transitions.all()
    assert (step.to_state, step.by, step.reason) == ("cancelled", user, "Wrong event")


def test_withdrawing_loses_politely_against_the_worker() -> None:
    stale = OutgoingMailFactory()
    outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=1, at=MOMENT)
    with pytest.raises(Outdated):
        outgoing.cancel(stale, by=UserFactory(), at=MOMENT)


def test_the_sent_statement_writes_what_the_model_says() -> None:
    mail = claimed(sensitive=True, context={"code": "1"}, trouble="waiting", answer="450", refusals=2)
    assert outgoing.settle_sent(mail, at=MOMENT) is True
    stored = OutgoingMail.objects.get()
    remembered = {field.name: getattr(mail, field.name) for field in OutgoingMail._meta.concrete_fields}
    assert {field.name: getattr(stored, field.name) for field in OutgoingMail._meta.concrete_fields} == remembered
    assert (stored.state, stored.sent_at, stored.context, stored.refusals) == ("sent", MOMENT, {}, 2)
