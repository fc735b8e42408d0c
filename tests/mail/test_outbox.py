"""From intent to row."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from clair_portal.mail import bell, outbox
from clair_portal.mail.message import Message
from clair_portal.mail.models import OutgoingMail
from tests.factories.directory import PersonFactory
from tests.factories.mail import MOMENT

pytestmark = pytest.mark.django_db


def message(**facts) -> Message:
    return Message(**{"template": "mail/example", "to": "robin@example.org", "language": "de", "key": "k", **facts})


def test_a_message_becomes_a_row_with_all_its_facts() -> None:
    person = PersonFactory()
    due = MOMENT + timedelta(days=1)
    outbox.put(
        message(
            person_id=person.pk, context={"day": date(2027, 2, 16), "at": MOMENT}, topic="jobs",
            attachments=(("note", "7"),), due_at=due, sensitive=True,
        ),
        at=MOMENT,
    )  # fmt: skip
    row = OutgoingMail.objects.get()
    assert (row.template, row.to, row.language, row.key, row.topic) == (
        "mail/example", "robin@example.org", "de", "k", "jobs",
    )  # fmt: skip
    assert (row.person, row.created_at, row.due_at, row.sensitive) == (person, MOMENT, due, True)
    assert row.context == {"day": "2027-02-16", "at": "2026-11-23T12:00:00Z"}
    assert row.attachments == [["note", "7"]]
    assert (row.state, row.rank, row.refusals, row.failures) == ("queued", 1, 0, 0)


def test_a_service_mail_is_due_at_once_and_goes_first() -> None:
    outbox.put(message(), at=MOMENT)
    row = OutgoingMail.objects.get()
    assert (row.due_at, row.rank) == (MOMENT, 0)


def test_the_same_key_is_one_mail_and_the_first_wins() -> None:
    outbox.put(message(context={"n": 1}), at=MOMENT)
    outbox.put(message(context={"n": 2}), at=MOMENT)
    outbox.put_all([message(), message(key="other")], at=MOMENT)
    assert list(OutgoingMail.objects.order_by("pk").values_list("key", "context")) == [("k", {"n": 1}), ("other", {})]


def test_a_mail_disappears_with_the_transaction_of_its_cause() -> None:
    def cause() -> None:
        with transaction.atomic():
            outbox.put(message(), at=MOMENT)
            raise LookupError

    with pytest.raises(LookupError):
        cause()
    assert OutgoingMail.objects.count() == 0


def test_the_bell_rings_after_the_commit(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.put(message(), at=MOMENT)
        outbox.put_all([message(key="2")], at=MOMENT)
    assert callbacks == [bell.ring, bell.ring]


def test_many_mails_cost_one_statement_a_thousand(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        outbox.put_all([message(key=f"{n}") for n in range(3)], at=MOMENT)


@pytest.mark.parametrize(
    "facts", [{"to": "a@example.org\nBcc: b@example.org"}, {"key": "a\r\nb"}, {"topic": "advertising"}]
)
def test_a_message_that_must_not_exist_is_refused_by_the_database(facts) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.put(message(**facts), at=MOMENT)
