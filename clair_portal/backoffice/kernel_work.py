"""What the kernel itself puts on the start page: mails that did not leave."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.backoffice.work import Panel, Tone, WorkItem
from clair_portal.mail.models import OutgoingMail


def parked_mails(user: Any, _at: datetime) -> Iterator[WorkItem]:
    """Mails that the server refused or that could not be put together, for those who look after the mail."""
    number = OutgoingMail.objects.visible_to(user).parked().count()
    if number:
        state = urlencode({"state__exact": OutgoingMail.State.PARKED.value})
        yield WorkItem(
            panel=Panel.LOOK,
            lead=ngettext("%(number)d mail", "%(number)d mails", number) % {"number": number},
            title=_("did not leave"),
            note=_("Look at the address, then send again or withdraw."),
            url=f"{reverse('admin:mail_outgoingmail_changelist')}?{state}",
            tone=Tone.LATE,
        )
