"""Celery entry points of the outbox: they carry no data, the rows do."""

from celery import shared_task
from django.utils import timezone

from clair_portal.mail import bell, delivery
from clair_portal.mail.actions import outgoing
from clair_portal.mail.models import OutgoingMail


@shared_task
def deliver() -> None:
    """Send what is due; when the time was too short for it, ask for another turn."""
    if delivery.deliver_due(timezone.now, more=bell.ring):
        bell.ring()


@shared_task
def sweep() -> None:
    """Take rows back from dead workers, and ring for whatever is due: an empty Redis loses nothing."""
    now = timezone.now()
    outgoing.free_abandoned(at=now)
    if OutgoingMail.objects.due(now).exists():
        bell.ring()
