"""Stop writing to an address, and start again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clair_portal.mail.models import Suppression
from clair_portal.mail.topics import can_be_stopped
from clair_portal.workflow import DomainError


class ServiceMail(DomainError):
    """Somebody tries to unsubscribe from answers to their own doings."""

    message = _("Mails about your own registrations and account cannot be stopped.")


@transaction.atomic
def suppress(address: str, *, reason: str, at: datetime, topic: str = "") -> Suppression:
    """No more mails on this topic (empty: on any) to this address; once said is enough."""
    if topic and not can_be_stopped(topic):
        raise ServiceMail
    row = Suppression(address=address.strip().lower(), reason=reason, topic=topic, since_at=at)
    Suppression.objects.bulk_create([row], ignore_conflicts=True)
    return Suppression.objects.for_addresses([address.strip()]).get(reason=reason, topic=topic)


@transaction.atomic
def lift(suppression: Suppression) -> None:
    """Write to this address again."""
    suppression.delete()
