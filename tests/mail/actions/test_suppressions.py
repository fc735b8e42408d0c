"""Addresses that are not written to."""

import pytest

from clair_portal.mail.actions import suppressions
from clair_portal.mail.models import Suppression
from tests.factories.mail import MOMENT, OutgoingMailFactory, SuppressionFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_suppressed_once_whatever_its_case() -> None:
    first = suppressions.suppress(" Robin@Example.org ", reason="unsubscribed", topic="jobs", at=MOMENT)
    again = suppressions.suppress("robin@example.org", reason="unsubscribed", topic="jobs", at=MOMENT)
    assert first == again
    assert (first.address, first.since_at, str(first)) == ("robin@example.org", MOMENT, "robin@example.org")


def test_service_mails_cannot_be_stopped() -> None:
    with pytest.raises(suppressions.ServiceMail, match="cannot be stopped"):
        suppressions.suppress("robin@example.org", reason="unsubscribed", topic="service", at=MOMENT)


def test_lifting_it_lets_mails_pass_again() -> None:
    row = suppressions.suppress("robin@example.org", reason="bounced", at=MOMENT)
    suppressions.lift(row)
    assert Suppression.objects.stopping([OutgoingMailFactory(to="robin@example.org")]) == set()


@pytest.mark.parametrize(
    ("reason", "stopped", "topics"),
    [
        ("unsubscribed", "jobs", ["jobs"]),
        ("unsubscribed", "", ["jobs", "surveys"]),
        ("complained", "", ["jobs", "surveys"]),
        ("bounced", "", ["jobs", "service", "surveys"]),
    ],
)
def test_what_a_suppression_stops(reason: str, stopped: str, topics: list[str]) -> None:
    mails = [OutgoingMailFactory(to="Robin@example.org", topic=name) for name in ("jobs", "service", "surveys")]
    other = OutgoingMailFactory(topic="jobs")
    SuppressionFactory(address="robin@EXAMPLE.org", reason=reason, topic=stopped)
    stopping = Suppression.objects.stopping([*mails, other])
    assert sorted(mail.topic for mail in mails if mail.pk in stopping) == topics
    assert other.pk not in stopping


def test_a_batch_costs_one_question(django_assert_num_queries) -> None:
    mails = OutgoingMailFactory.create_batch(3)
    with django_assert_num_queries(1):
        Suppression.objects.stopping(mails)
