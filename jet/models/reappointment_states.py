"""What two sides can answer to the question of another term, and what follows from it."""

from django.db import models
from django.utils.translation import pgettext_lazy

from clair_portal.workflow.moves import Moves


class Answer(models.TextChoices):
    """What one side says; empty as long as it has said nothing."""

    YES = "yes", pgettext_lazy("reappointment", "yes")
    NO = "no", pgettext_lazy("reappointment", "no")


class ReappointmentState(models.TextChoices):
    """What follows from the two answers."""

    ASKED = "asked", pgettext_lazy("reappointment", "nobody has answered")
    AUTHORITY_YES = "authority_yes", pgettext_lazy("reappointment", "yes from the organisation")
    AUTHORITY_NO = "authority_no", pgettext_lazy("reappointment", "no from the organisation")
    PARTICIPANT_YES = "participant_yes", pgettext_lazy("reappointment", "yes from the participant")
    PARTICIPANT_NO = "participant_no", pgettext_lazy("reappointment", "no from the participant")
    AGREED = "agreed", pgettext_lazy("reappointment", "agreed")
    ESCALATED = "escalated", pgettext_lazy("reappointment", "to be talked over")
    NOT_RENEWED = "not_renewed", pgettext_lazy("reappointment", "not renewed")
    LAPSED = "lapsed", pgettext_lazy("reappointment", "no longer asked")


State = ReappointmentState
YES, NO = Answer.YES, Answer.NO
FOLLOWS = {
    ("", ""): State.ASKED,
    (YES, ""): State.AUTHORITY_YES,
    (NO, ""): State.AUTHORITY_NO,
    ("", YES): State.PARTICIPANT_YES,
    ("", NO): State.PARTICIPANT_NO,
    (YES, YES): State.AGREED,
    (YES, NO): State.ESCALATED,
    (NO, YES): State.ESCALATED,
    (NO, NO): State.NOT_RENEWED,
}  # (the organisation's answer, the participant's) → what follows
WAITING = (State.ASKED, State.AUTHORITY_YES, State.AUTHORITY_NO, State.PARTICIPANT_YES, State.PARTICIPANT_NO)
OPEN = frozenset({*WAITING, State.AGREED, State.ESCALATED})
OVER = frozenset({State.NOT_RENEWED, State.LAPSED})
LAPSING = frozenset({State.LAPSED})


def moves() -> Moves:
    """Either side may answer and change a yes; both yes or both no, headquarters and the deadline lead on."""
    everywhere = OPEN | OVER
    return {
        State.ASKED: everywhere - {State.ASKED, State.AGREED, State.NOT_RENEWED},
        State.AUTHORITY_YES: OPEN - {State.AUTHORITY_YES, State.PARTICIPANT_YES, State.PARTICIPANT_NO} | LAPSING,
        State.PARTICIPANT_YES: OPEN - {State.PARTICIPANT_YES, State.AUTHORITY_YES, State.AUTHORITY_NO} | LAPSING,
        State.AUTHORITY_NO: frozenset({State.ESCALATED, *OVER}),
        State.PARTICIPANT_NO: frozenset({State.ESCALATED, *OVER}),
        State.AGREED: frozenset({State.AUTHORITY_YES, State.PARTICIPANT_YES, State.ESCALATED, State.LAPSED}),
        State.ESCALATED: everywhere - {State.ESCALATED},
        **dict.fromkeys(OVER, frozenset[str]()),
    }
