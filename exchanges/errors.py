"""What the rule book of visit support says no to, each with a sentence for the person who asked."""

from collections.abc import Iterable

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


class NamedAlready(DomainError):
    """The same member came twice."""

    message = _("This person is in the delegation already.")
    field = "family"


class HeadTwice(DomainError):
    """A delegation has one head."""

    message = _("There is a head of the party already.")
    field = "role"


class DoNotContact(DomainError):
    """A host asked to be left in peace, or the office decided so."""

    message = _("This host is marked “do not contact”. Choose another one, or take the mark off with a reason.")
    field = "host"


class ContactMissing(DomainError):
    """The question goes to an address."""

    message = _("Enter the e-mail of the contact first.")
    field = "contact_email"


class TimesMissing(DomainError):
    """An offer holds times."""

    message = _("Enter at least one time that the host can choose.")


class TimesTooMany(DomainError):
    """Nobody wants to read more than five."""

    message = _("Offer five times at most, each of them once.")


class TimeGone(DomainError):
    """What lies behind us cannot be agreed."""

    message = _("This time has gone by. Choose a later one.")
    field = "starts_at"


class NotOffered(DomainError):
    """The times offered have changed."""

    message = _("This time is not offered any more. Choose one of those that are.")
    field = "starts_at"


class TimeIsSettled(DomainError):
    """Length and party decide when who is taken; they change only while nothing is agreed."""

    message = _("A time is agreed or proposed: case, host, length, zone and party stay as they are.")


class UnknownGroup(DomainError):
    """Sub-groups come from the list of the delegation."""

    message = _("No member of the delegation belongs to this sub-group.")
    field = "group"


class Taken(DomainError):
    """The database says that somebody would be in two places."""

    message = _("Somebody who is needed has another meeting at that time. Nothing was booked; choose another time.")
    field = "starts_at"


class CaseIsOver(DomainError):
    """No meetings for a case that is closed or called off."""

    message = _("The visit is over or called off. Nothing can be arranged for it any more.")


class OfferGone(DomainError):
    """The offer was answered, withdrawn, or somebody else was faster."""

    message = _("This offer is no longer open. Thank you for looking at it.")


class OfferExpired(DomainError):
    """A yes after the deadline does not count."""

    message = _("The time to answer this offer is over. The office may ask you again.")


class MeetingMoved(DomainError):
    """A yes to another time is no yes to this one."""

    message = _("The meeting has been moved or called off since you read this offer. Please look at it again.")


class InterpreterTaken(DomainError):
    """The exclusion constraint has found another booking, travel included."""

    message = _("You are booked for something else at that time, travel included. Nothing was changed.")


class AwayThen(DomainError):
    """One's own days away speak against it."""

    message = _("You have entered that day as a day away. Take it out of your days away first, then accept.")


class TimeMissing(DomainError):
    """Nobody can say yes to a meeting without a time."""

    message = _("The meeting has no time yet. Interpreters are asked when it has one.")


class NobodyAsked(DomainError):
    """An offer goes to somebody who has an address."""

    message = _("Choose at least one interpreter; each needs an e-mail address in the directory.")


class AskedAlready(DomainError):
    """One live assignment for a meeting and an interpreter."""

    message = _("One of these interpreters has been asked for this meeting already.")


class TooLateToGiveBack(DomainError):
    """Close to the meeting nobody leaves by a click."""

    message = _("The meeting is too near to give it back here. Please ring the office.")


class NotYetOver(DomainError):
    """What is still to come is not done."""

    message = _("The meeting is not over yet.")


class DaysMissing(DomainError):
    """A programme lies between a first and a last day."""

    message = _("Enter the first and the last day of the visit first.")
    field = "first_on"


class NothingToPlan(DomainError):
    """A programme is made of meetings."""

    message = _("Write down the meetings first: a programme is planned from them.")


class NotInPlanning(DomainError):
    """Before the branch has endorsed a case, and after it is over, there is no programme to plan."""

    message = _("A programme is planned once the office has begun planning, and until the visit is over.")


class NotADraft(DomainError):
    """What the authority has seen stays as it was."""

    message = _("Only a draft can be changed. Plan the programme again to make a new version.")


class Worded(DomainError):
    """A refusal that tells what was found, sentence by sentence."""

    def __init__(self, found: Iterable[str] = ()) -> None:
        super().__init__()
        self.found = tuple(found)

    def __str__(self) -> str:
        return "\n".join([str(self.message), *self.found])


class ProgrammeUnsound(Worded):
    """The independent checker has found a rule broken: such a version leaves the office never."""

    message = _("The programme breaks rules. Correct it or plan it again:")


class ProgrammeImpossible(Worded):
    """There is no plan without a conflict; what cannot hold together, and what would help."""

    message = _("There is no programme without a conflict.")


class ProgrammeUndecided(DomainError):
    """The planner ran out of time."""

    message = _("No programme was found in the time allowed. Fix the times of some meetings, then plan again.")


class OfAnotherHost(DomainError):
    """A line in the memory of one host names a meeting with another one."""

    message = _("This meeting is with another host.")
    field = "meeting"


class NoOpenPromise(DomainError):
    """Somebody else has kept it meanwhile, or it was no promise."""

    message = _("This is not an open promise any more.")
