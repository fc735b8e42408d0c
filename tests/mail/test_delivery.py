"""What becomes of due mails: batches, troubles, suspects, suppression."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.translation import get_language

from clair_portal.mail import delivery
from clair_portal.mail.actions import outgoing
from clair_portal.mail.models import OutgoingMail
from tests.factories.mail import MOMENT, OutgoingMailFactory, SuppressionFactory
from tests.mail.conftest import Clock
from tests.mail.sink import Sink, free_port

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


def test_due_mails_leave_over_one_connection(sink: Sink, clock: Clock) -> None:
    mails = OutgoingMailFactory.create_batch(3)
    assert delivery.deliver_due(clock) is False
    assert sink.addresses == [mail.to for mail in mails]
    assert sink.connections == 1
    assert states() == ["sent"] * 3
    assert list(OutgoingMail.objects.values_list("sent_at", "lease", "lease_ends_at")) == [(MOMENT, None, None)] * 3


def test_the_relay_sees_sender_and_message_id_of_the_row(sink: Sink, clock: Clock) -> None:
    mail = OutgoingMailFactory(language="de")
    delivery.deliver_due(clock)
    [seen] = sink.mails
    assert seen["Message-ID"] == f"<{mail.uuid}@example.org>"
    assert seen["From"] == "Japan Local Government Centre <portal@example.org>"
    assert seen["To"] == mail.to
    assert seen["Content-Language"] == "de"


def test_a_mail_that_is_not_due_waits(sink: Sink, clock: Clock) -> None:
    OutgoingMailFactory(due_at=MOMENT + timedelta(seconds=1))
    delivery.deliver_due(clock)
    assert sink.taken == []
    clock.forward(seconds=1)
    delivery.deliver_due(clock)
    assert states() == ["sent"]


def test_service_mails_overtake_bulk(sink: Sink, clock: Clock) -> None:
    bulk = OutgoingMailFactory(topic="jlgc_news", rank=1, due_at=MOMENT - timedelta(hours=1))
    code = OutgoingMailFactory()
    delivery.deliver_due(clock)
    assert sink.addresses == [code.to, bulk.to]


def test_a_long_queue_leaves_in_batches_and_calls_one_helper(sink: Sink, clock: Clock, settings) -> None:
    settings.PORTAL_MAIL_LIMITS = {"batch": 2}
    OutgoingMailFactory.create_batch(5)
    rings: list[int] = []
    delivery.deliver_due(clock, more=lambda: rings.append(1))
    assert len(sink.taken) == 5
    assert sink.connections == 3
    assert rings == [1]


def test_a_run_ends_in_time_and_asks_for_another_turn(sink: Sink, clock: Clock, settings) -> None:
    settings.PORTAL_MAIL_LIMITS = {"batch": 1, "run": 10}
    OutgoingMailFactory.create_batch(3)
    more_to_do = delivery.deliver_due(ten_seconds_a_mail(sink))
    assert more_to_do is True
    assert len(sink.taken) == 1
    assert states() == ["sent", "queued", "queued"]


def test_a_batch_gives_back_what_it_has_no_time_for(sink: Sink, clock: Clock, settings) -> None:
    settings.PORTAL_MAIL_LIMITS = {"work": 10, "run": 10}
    OutgoingMailFactory.create_batch(3)
    delivery.deliver_due(ten_seconds_a_mail(sink))
    assert states() == ["sent", "queued", "queued"]
    assert list(OutgoingMail.objects.values_list("failures", "refusals").distinct()) == [(0, 0)]


def ten_seconds_a_mail(sink: Sink) -> Callable[[], datetime]:
    return lambda: MOMENT + timedelta(seconds=10 * len(sink.taken))


TEMPORARY = ["421 closing", "450 greylisted", "451 try later", "452 4.2.2 mailbox full", "454 TLS not available"]
PERMANENT = ["500 what", "550 5.1.1 no such user", "552 5.3.4 too big", "553 bad name", "554 5.7.1 spam"]


@pytest.mark.parametrize("stage", ["at_rcpt", "at_data"])
@pytest.mark.parametrize("reply", TEMPORARY)
def test_a_temporary_refusal_waits_and_comes_back(sink: Sink, clock: Clock, stage: str, reply: str) -> None:
    mail, other = OutgoingMailFactory.create_batch(2)
    getattr(sink, stage)[mail.to] = reply
    delivery.deliver_due(clock)
    mail.refresh_from_db()
    assert (mail.state, mail.refusals, mail.trouble, mail.answer) == ("queued", 1, "waiting", reply)
    assert timedelta(seconds=48) <= mail.due_at - MOMENT <= timedelta(seconds=72)
    assert sink.addresses == [other.to]
    getattr(sink, stage).clear()
    clock.forward(seconds=72)
    delivery.deliver_due(clock)
    mail.refresh_from_db()
    assert (mail.state, mail.trouble, mail.answer) == ("sent", "", "")


@pytest.mark.parametrize("stage", ["at_rcpt", "at_data"])
@pytest.mark.parametrize("reply", PERMANENT)
def test_a_permanent_refusal_is_parked_at_once_with_the_servers_words(
    sink: Sink, clock: Clock, stage: str, reply: str
) -> None:
    mail, other = OutgoingMailFactory.create_batch(2)
    getattr(sink, stage)[mail.to] = reply
    delivery.deliver_due(clock)
    mail.refresh_from_db()
    assert (mail.state, mail.trouble, mail.answer) == ("parked", "refused", reply)
    assert sink.addresses == [other.to]
    assert sink.connections == 1


def test_three_days_of_refusal_end_parked(sink: Sink, clock: Clock) -> None:
    mail = OutgoingMailFactory()
    sink.at_rcpt[mail.to] = "450 later"
    for _ in range(9):
        delivery.deliver_due(clock)
        clock.forward(hours=36)
    mail.refresh_from_db()
    assert (mail.state, mail.refusals, mail.trouble, mail.answer) == ("parked", 9, "timed_out", "450 later")


def test_a_cut_answer_is_sent_again_with_the_same_bytes(sink: Sink, clock: Clock) -> None:
    mail = OutgoingMailFactory()
    sink.cut[mail.to] = 1
    delivery.deliver_due(clock)
    assert states() == ["queued"]
    clock.forward(seconds=72)
    delivery.deliver_due(clock)
    assert states() == ["sent"]
    first, second = sink.taken
    assert first == second


def test_a_cut_answer_of_a_bulk_mail_is_held_for_a_person(sink: Sink, clock: Clock) -> None:
    mail = OutgoingMailFactory(topic="jobs", rank=1)
    sink.cut[mail.to] = 1
    delivery.deliver_due(clock)
    mail.refresh_from_db()
    assert (mail.state, mail.trouble) == ("parked", "doubtful")


def test_a_broken_line_does_not_stop_the_others(sink: Sink, clock: Clock) -> None:
    mails = OutgoingMailFactory.create_batch(4)
    sink.cut[mails[1].to] = 1
    delivery.deliver_due(clock)
    assert states() == ["sent", "queued", "sent", "sent"]
    assert list(OutgoingMail.objects.order_by("pk").values_list("refusals", flat=True)) == [0, 1, 0, 0]


def test_a_relay_that_is_down_costs_no_mail_a_try(clock: Clock, settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    OutgoingMailFactory.create_batch(2)
    assert delivery.deliver_due(clock) is False
    assert list(OutgoingMail.objects.values_list("state", "refusals", "failures", "due_at").distinct()) == [
        ("queued", 0, 0, MOMENT)
    ]


def test_a_relay_that_does_not_want_our_sender_costs_no_mail_a_try(sink: Sink, clock: Clock) -> None:
    sink.at_mail = "530 Authentication required"
    OutgoingMailFactory.create_batch(2)
    delivery.deliver_due(clock)
    assert list(OutgoingMail.objects.values_list("state", "refusals", "lease").distinct()) == [("queued", 0, None)]


def test_after_an_outage_nobody_knocks_for_a_while(sink: Sink, clock: Clock) -> None:
    sink.at_mail = "451 not now"
    OutgoingMailFactory()
    delivery.deliver_due(clock)
    knocks = sink.connections
    assert knocks == 2
    sink.at_mail = ""
    delivery.deliver_due(clock)
    assert (sink.connections, sink.taken) == (knocks, [])
    clock.forward(seconds=15)
    delivery.deliver_due(clock)
    assert states() == ["sent"]


def test_a_mail_that_cannot_be_rendered_is_parked_after_three_tries_and_blocks_nobody(sink: Sink, clock: Clock) -> None:
    poison = OutgoingMailFactory(template="mail/no_such_template")
    other = OutgoingMailFactory()
    for _ in range(3):
        delivery.deliver_due(clock)
        clock.forward(minutes=2)
    poison.refresh_from_db()
    assert (poison.state, poison.failures, poison.trouble) == ("parked", 3, "broken")
    assert poison.answer == "TemplateDoesNotExist: mail/emails/no_such_template.subject.txt"
    assert sink.addresses == [other.to]


def test_suspects_go_alone_and_after_the_others(sink: Sink, clock: Clock) -> None:
    suspects = OutgoingMailFactory.create_batch(2, failures=1)
    good = OutgoingMailFactory()
    delivery.deliver_due(clock)
    assert sink.addresses == [good.to, suspects[0].to, suspects[1].to]
    assert sink.connections == 3


def test_suppression_is_asked_at_the_last_moment(sink: Sink, clock: Clock) -> None:
    unwanted = OutgoingMailFactory(topic="jobs", rank=1, sensitive=True)
    wanted = OutgoingMailFactory(to=unwanted.to)
    SuppressionFactory(address=unwanted.to.upper(), topic="jobs")
    delivery.deliver_due(clock)
    unwanted.refresh_from_db()
    assert (unwanted.state, unwanted.trouble, unwanted.context) == ("suppressed", "unwanted", {})
    assert sink.addresses == [wanted.to]
    assert len(sink.taken) == 1


def test_a_sensitive_context_is_wiped_when_the_mail_has_left(sink: Sink, clock: Clock) -> None:
    secret = OutgoingMailFactory(sensitive=True, context={"name": "493817"})
    plain = OutgoingMailFactory(context={"name": "kept"})
    delivery.deliver_due(clock)
    assert b"493817" in sink.taken[0][1]
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.context, plain.context) == ({}, {"name": "kept"})


def test_a_lease_that_ran_out_is_not_written_over(sink: Sink, clock: Clock) -> None:
    mail = OutgoingMailFactory()
    [claimed] = outgoing.claim(OutgoingMail.objects.due(MOMENT), limit=1, at=MOMENT)
    outgoing.free_abandoned(at=clock.forward(hours=1))
    assert outgoing.settle_sent(claimed, at=clock()) is False
    mail.refresh_from_db()
    assert mail.state == "queued"


def test_two_batches_cost_the_same_statements_per_mail(sink: Sink, clock: Clock, django_assert_num_queries) -> None:
    OutgoingMailFactory()
    fixed = 8  # due?, savepoint, claim, lease, release, suppressions, and twice "nothing left"
    with django_assert_num_queries(fixed):
        delivery.deliver_due(clock)
    OutgoingMailFactory.create_batch(3)
    with django_assert_num_queries(fixed + 2):
        delivery.deliver_due(clock)


def test_names_with_line_breaks_reach_no_header(sink: Sink, clock: Clock) -> None:
    OutgoingMailFactory(context={"event": {"title": "A\r\nBcc: evil@example.org\r\n\r\nbody", "place": "B"}})
    delivery.deliver_due(clock)
    [seen] = sink.mails
    assert seen["Bcc"] is None
    assert seen["Subject"] == "Your place: A Bcc: evil@example.org body, B"


def test_an_international_domain_is_addressed_in_punycode(sink: Sink, clock: Clock) -> None:
    OutgoingMailFactory(to="robin@例え.example.org")
    delivery.deliver_due(clock)
    assert sink.addresses == ["robin@xn--r8jz45g.example.org"]


def test_every_line_is_short_and_seven_bit(sink: Sink, clock: Clock) -> None:
    OutgoingMailFactory(context={"name": "x" * 5000 + " 日本 ü"})
    delivery.deliver_due(clock)
    content = sink.taken[0][1]
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.isascii()
    assert re.search(rb"[^\r]\n", content) is None


def test_rendering_leaves_the_workers_language_alone(sink: Sink, clock: Clock) -> None:
    before = get_language()
    OutgoingMailFactory(language="ja")
    delivery.deliver_due(clock)
    assert get_language() == before
