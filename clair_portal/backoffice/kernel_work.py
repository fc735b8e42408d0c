"""What the kernel itself puts on the start page: mails that did not leave, jobs that failed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.backoffice.work import Panel, Tone, WorkItem
from clair_portal.directory.visibility import reach
from clair_portal.documents.models import Job
from clair_portal.documents.policy import JOBS_VIEW
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


def failed_jobs(user: Any, _at: datetime) -> Iterator[WorkItem]:
    """Jobs that did not work, for those who look after everybody's; whoever asked for one was told by mail."""
    number = Job.objects.failed().count() if reach(user, JOBS_VIEW).everywhere else 0
    if number:
        state = urlencode({"state__exact": Job.State.FAILED.value})
        yield WorkItem(
            panel=Panel.LOOK,
            lead=ngettext("%(number)d job", "%(number)d jobs", number) % {"number": number},
            title=_("did not work"),
            note=_("Read why, then start the job again or set it aside."),
            url=f"{reverse('admin:documents_job_changelist')}?{state}",
            tone=Tone.LATE,
        )
