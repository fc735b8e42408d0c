"""What the rule book of visit support says no to, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class Incomplete(DomainError):
    """A sounding-out without a purpose, a theme or a date cannot be judged."""

    message = _("Write at least the purpose, one theme and when you want to come. The draft is kept.")


class DelegationMissing(DomainError):
    """A formal request names who comes."""

    message = _("Name the members of the delegation first, the head among them.")


class WithSomebodyElse(DomainError):
    """What was sent is changed by the office only, until it asks back."""

    message = _("The request has been sent. Write a message if something has changed.")


class OwnerMissing(DomainError):
    """Planning needs somebody in charge."""

    message = _("Somebody must be in charge before planning begins.")


class NothingToWaitFor(DomainError):
    """The clock of a case that is not open does not run, so it cannot be stopped."""

    message = _("Only an open request can wait for somebody.")
    field = "waiting_for"


class PurposeMissing(DomainError):
    """What was sent keeps its purpose."""

    message = _("A request that was sent keeps its purpose.")
    field = "purpose"


class KeptAlready(DomainError):
    """The same form came twice; the first draft stands."""

    message = _("This draft has been kept already.")


class NamedAlready(DomainError):
    """The same member came twice."""

    message = _("This person is in the delegation already.")
    field = "family"


class HeadTwice(DomainError):
    """A delegation has one head."""

    message = _("There is a head of the party already.")
    field = "role"
