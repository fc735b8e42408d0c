"""What the rule book of transfers says no to, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class AskedAlready(DomainError):
    """One request at a time."""

    message = _("There is an open transfer request already.")


class SubmittedAlready(DomainError):
    """What headquarters reads is not changed under its eyes."""

    message = _("The request has been submitted and can no longer be changed. You can withdraw it.")


class NotWorkingAnywhere(DomainError):
    """A transfer leads from one place to another."""

    message = _("Only somebody who is serving and has a placement can ask for a transfer.")


class ExplanationMissing(DomainError):
    """Nobody can decide on a request that explains nothing."""

    message = _("Explain why you ask before you submit the request.")
    field = "explanation"


class WishMissing(DomainError):
    """A place is looked for where somebody wishes to go, and nowhere else."""

    message = _("Name at least one place before you submit the request.")
    field = "prefecture_1"


class WhyNot(DomainError):
    """A no is explained."""

    message = _("Say why: a no is never left without a reason.")
    field = "reason"


class DayIsOver(DomainError):
    """Nobody is asked about a day that is over."""

    message = _("The first day at the new place must lie in the future.")
    field = "effective_on"


class NotWished(DomainError):
    """Nobody is sent where they did not wish to go."""

    message = _("Somebody in this proposal did not wish to go there. Look for proposals again.")


class PostTaken(DomainError):
    """A free post is taken once."""

    message = _("The free post of this proposal has been taken in the meantime. Look for proposals again.")


class NotTakenOver(DomainError):
    """Whoever joins takes the place of the person before, or a free post."""

    message = _("In this proposal somebody would join where nobody leaves. Look for proposals again.")


class NotAsked(DomainError):
    """An answer belongs to a proposal that still stands."""

    message = _("This proposal no longer stands, so there is nothing to answer.")


class CannotMove(DomainError):
    """Why one of the people of a proposal cannot be transferred on that day: nobody moves then."""

    field = "effective_on"

    def __init__(self, person: str, why: str) -> None:
        super().__init__()
        self.person, self.why = person, why

    def __str__(self) -> str:
        return _("%(person)s: %(why)s") % {"person": self.person, "why": self.why}
