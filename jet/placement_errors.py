"""What the rule book of requests and the allocation says no to, each with a sentence for the person who asked."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class NotWithYou(DomainError):
    """What was sent is changed by nobody until the branch hands it back."""

    message = _("The request has been sent. Ask the branch to hand it back if something has changed.")


class DutiesMissing(DomainError):
    """Nobody can judge a request that does not say what the work is."""

    message = _("Describe the duties before you send the request.")
    field = "duties"


class NothingAccepted(DomainError):
    """A cut-off freezes something."""

    message = _("No accepted request of this arrival group is left to be frozen.")


class CountedAnew(DomainError):
    """Whoever freezes has seen how many requests."""

    message = _("The number of accepted requests has changed in the meantime. Look at it again, then decide.")


class WishesClosed(DomainError):
    """Wishes count until an allocation is proposed; afterwards they would only raise hopes."""

    message = _("Wishes can no longer be changed: the allocation of your arrival group has been decided on.")


class NothingFrozen(DomainError):
    """An allocation is made of frozen requests."""

    message = _("No request of this arrival group has been frozen yet.")


class NobodyToPlace(DomainError):
    """An allocation places people."""

    message = _("Nobody of this arrival group is waiting for a place.")


class SecondPersonNeeded(DomainError):
    """Two people answer for what is made public."""

    message = _("Whoever proposed the allocation cannot publish it too. Ask a colleague.")


class OvertakenByAnother(DomainError):
    """Who has answered an earlier release must not be moved by a run that knew nothing of it."""

    message = _("This run was made before the latest answers. Run the allocation again, then publish that.")


class NotReleased(DomainError):
    """Answers belong to the run that holds."""

    message = _("This place is no longer the current one. Look at your page again.")


class NoPlaceToAccept(DomainError):
    """Without a place there is nothing to accept."""

    message = _("There is no place yet that you could accept.")


class PairImpossible(DomainError):
    """A pin joins people and places of one group and one position."""

    message = _("This person and this place do not belong to the same arrival group and position.")
    field = "request"


class DecidedAlready(DomainError):
    """One decision for each pair, one pin for each person."""

    message = _("There is a decision about this person already. Lift it first.")
    field = "participant"


class Worded(DomainError):
    """A refusal that tells what was found, sentence by sentence."""

    def __init__(self, found: Iterable[str] = ()) -> None:
        super().__init__()
        self.found = tuple(found)

    def __str__(self) -> str:
        return "\n".join([str(self.message), *self.found])


class InputContradicts(Worded):
    """The pins, places and people cannot be as they are given."""

    message = _("The input contradicts itself:")


class PromisesImpossible(Worded):
    """Settled pairs that cannot all be kept."""

    message = _("What has been settled cannot all be kept:")


class VerifierRefuses(Worded):
    """The independent checker does not accept the proof: such a run is never made public."""

    message = _("The independent check refuses this result, so it cannot be published:")


# special circumstances


class TooLateToAsk(DomainError):
    """Circumstances are decided before the allocation."""

    message = _("It is too late for this: the allocation of your arrival group has been decided on. Write to us.")


class AskedAlready(DomainError):
    """One request for each participant."""

    message = _("You have asked for this already.")


class NotBeforeThePanel(DomainError):
    """The panel speaks about what lies before it."""

    message = _("This request does not wait for the panel any more. Look at it again.")


class OwnCase(DomainError):
    """Nobody judges for themselves."""

    message = _("This is your own request. Somebody else decides on it.")


class VotedAlready(DomainError):
    """Two members are two people."""

    message = _("You have said what you think already.")


class JudgedBefore(DomainError):
    """Who refused does not judge the appeal."""

    message = _("You were one of those who decided. Somebody else has to look at the appeal.")


class AppealOver(DomainError):
    """An appeal has its days."""

    message = _("It is too late to appeal.")
