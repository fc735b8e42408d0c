"""The door to the JET Programme: what waits for this person, and the rooms they may enter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clair_portal.backoffice.work import gather
from clair_portal.directory.visibility import reach
from clair_portal.pages.views import SIGNED_IN, Page, signed_in
from jet.models import Participant
from jet.policy import (
    ALLOCATION_VIEW,
    CIRCUMSTANCES_DECIDE,
    PARTICIPANTS_VIEW,
    REAPPOINTMENTS_VIEW,
    REQUESTS_VIEW,
    TRANSFERS_CONSENT,
    TRANSFERS_DECIDE,
)
from jet.views.oneself import participations

State = Participant.State


@dataclass(frozen=True)
class Room:
    """A part of the programme, and what one does there."""

    title: str
    words: str
    url: str


class Home(Page):
    """One way in, whoever one is: the menu would not hold all rooms."""

    permission = SIGNED_IN
    template_name = "jet/home.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        user = signed_in(self.request)
        work = gather(user, at=timezone.now())
        door = reverse("jet:home")
        waiting = [item for item in (*work.today, *work.next, *work.look) if item.url.startswith(door)]
        return super().get_context_data(waiting=waiting, rooms=[*rooms(user)], **facts)


def rooms(user: Any) -> Iterator[Room]:
    """One's own first, then those of one's organisation, then what everybody may read."""
    own = participations(user).for_pages().first()
    if own is not None:
        yield from _of_a_participant(own)
    yield from _of_an_organisation(user)
    yield Room(_("Who does what"), _("Ministries, CLAIR, host organisations and employers."), reverse("jet:programme"))
    yield Room(_("The programme in figures"), _("By year, country and prefecture."), reverse("jet:statistics_now"))


def _of_a_participant(own: Participant) -> Iterator[Room]:
    here = reverse("jet:participant", args=[own.jet_number])
    yield Room(_("My placement"), _("Where you work, and for which terms."), here)
    if own.state == State.EXPECTED:
        yield Room(_("My wishes"), _("Where you would like to go."), reverse("jet:wishes"))
        words = _("Why you have to be in one place, in confidence.")
        yield Room(_("Special circumstances"), words, reverse("jet:my_circumstances"))
        yield Room(_("My place"), _("What the allocation has found for you."), reverse("jet:place"))
    if own.state == State.SERVING:
        yield Room(_("My reappointment"), _("Whether another year shall follow."), reverse("jet:my_reappointment"))
        yield Room(_("My transfer request"), _("To another employer, for a grave reason."), reverse("jet:transfer"))


def _of_an_organisation(user: Any) -> Iterator[Room]:
    if reach(user, PARTICIPANTS_VIEW):
        yield Room(_("Participants"), _("Who works where, and until when."), reverse("jet:participants"))
    if reach(user, REQUESTS_VIEW):
        yield Room(_("Placement requests"), _("How many participants are asked for."), reverse("jet:requests"))
    if reach(user, REAPPOINTMENTS_VIEW):
        yield Room(_("Reappointment"), _("Who stays for another year."), reverse("jet:reappointments"))
    if reach(user, TRANSFERS_CONSENT):
        yield Room(_("Transfers"), _("Whether you agree to a proposed exchange."), reverse("jet:transfer_consents"))
    if reach(user, TRANSFERS_DECIDE):
        yield Room(_("Transfers"), _("Who asks, and which exchanges are possible."), reverse("jet:transfers"))
    if reach(user, CIRCUMSTANCES_DECIDE):
        yield Room(
            _("Special circumstances"), _("What is decided before the allocation."), reverse("jet:circumstances")
        )
    if reach(user, ALLOCATION_VIEW):
        yield Room(_("Allocation"), _("Who goes where, proved and explained."), reverse("jet:allocation"))
