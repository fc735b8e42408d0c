"""Pages about the participation of whoever looks: there is nothing in their address to be guessed."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from clair_portal.pages.views import SIGNED_IN, Guarded, signed_in
from jet.models import AllocationPlace, Participant
from jet.models.participants import ParticipantQuerySet


def participations(user: Any) -> ParticipantQuerySet:
    """Those of this person, the newest first: somebody may come again years later."""
    seen = Participant.objects.visible_to(user).filter(person=user.person_id, person__isnull=False)
    return seen.newest_first()


class Oneself(Guarded, abstract=True):
    """For whoever is, or was, a participant; everybody else finds nothing (404)."""

    permission = SIGNED_IN

    def admit(self) -> None:
        super().admit()
        get_object_or_404(self.own())

    def own(self) -> Any:
        """The newest participation."""
        user = signed_in(self.request)
        newest = participations(user).values("pk")[:1]
        return Participant.objects.visible_to(user).filter(pk__in=newest).for_pages()

    @cached_property
    def participant(self) -> Participant:
        found: Participant = get_object_or_404(self.own())
        return found

    @cached_property
    def place(self) -> AllocationPlace | None:
        """The newest answer of an allocation that was made public; what is only planned is nobody's to know."""
        seen = AllocationPlace.objects.visible_to(self.request.user).filter(participant=self.participant)
        told = seen.exclude(state=AllocationPlace.State.PLANNED).for_pages()
        return told.order_by("-run__published_at", "-pk").first()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(participant=self.participant, place=self.place, **facts)
