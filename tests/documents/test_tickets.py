"""A ticket that cannot be printed holds up its own mail and no other."""

from datetime import timedelta

import pytest

from clair_portal.documents.press import press
from clair_portal.mail import delivery
from clair_portal.mail.attachments import Attachment
from clair_portal.mail.limits import limits
from clair_portal.mail.models import OutgoingMail
from tests.documents.work import ENDLESS
from tests.factories.mail import MOMENT, OutgoingMailFactory
from tests.mail import sink as sinks

pytestmark = pytest.mark.django_db


def ticket(reference: str, _language: str) -> Attachment:
    """Stands for an app's builder; the ticket named "wild" never ends."""
    html = ENDLESS if reference == "wild" else '<html lang="en"><title>Ticket</title><p>Ticket</p></html>'
    return Attachment(f"{reference}.pdf", press.pdf(html), "application/pdf")


@pytest.fixture
def relay(settings):
    taken = sinks.Sink()
    controller = sinks.start(taken)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", taken.port
    settings.PORTAL_MAIL_ATTACHMENTS = {"ticket": "tests.documents.test_tickets.ticket"}
    settings.PORTAL_PDF_LIMITS = {"seconds": 1.5}
    delivery.breaker.reset()
    yield taken
    controller.stop()


@pytest.fixture
def batch():
    return [OutgoingMailFactory(attachments=[["ticket", name]]) for name in ("first", "wild", "last")]


def test_the_neighbours_leave_and_the_wild_one_waits(relay, batch):
    delivery.deliver_due(lambda: MOMENT)
    assert relay.addresses == [batch[0].to, batch[2].to]
    wild = OutgoingMail.objects.get(pk=batch[1].pk)
    assert (wild.state, wild.trouble, wild.failures) == ("queued", "broken", 1)
    assert wild.answer.startswith("TooLong: This document took too long to make and was stopped.")


def test_after_three_times_it_is_shown_to_staff(relay, batch):
    for turn in range(limits().failures):
        delivery.deliver_due(lambda turn=turn: MOMENT + timedelta(minutes=2 * turn))
    wild = OutgoingMail.objects.get(pk=batch[1].pk)
    assert (wild.state, wild.trouble, len(relay.addresses)) == ("parked", "broken", 2)
