"""What the office did before on something alike: past cases, and the hosts that said yes or no to them, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from clair_portal.search import tokens
from exchanges.models import Meeting, VisitCase
from exchanges.models.meetings import State

REMEMBERED = timedelta(days=10 * 365)
COMPARED = 400  # the newest; beyond them nobody in the office remembers either
SHOWN = 4
ALIKE_ENOUGH = 0.2
SAID_YES = frozenset({State.CONFIRMED, State.DONE})


@dataclass(frozen=True)
class Answer:
    """What one host said to one of the cases."""

    meeting: Meeting
    said_yes: bool
    why: str


@dataclass(frozen=True)
class Similar:
    """A past case, how much it is alike (0 to 1), and what its hosts said."""

    case: VisitCase
    likeness: float
    answers: tuple[Answer, ...] = ()


def to(case: VisitCase, *, at: datetime) -> list[Similar]:
    """The cases most alike in title, themes, town and kind; three queries whatever their number."""
    past = VisitCase.objects.filter(created_at__gt=at - REMEMBERED).exclude(pk=case.pk).exclude(state="draft")
    compared = list(past.prefetch_related("themes").for_pages().newest_first()[:COMPARED])
    own = _words(case)
    rated = ((_likeness(own, _words(one)), one) for one in compared)
    best = sorted((pair for pair in rated if pair[0] >= ALIKE_ENOUGH), key=lambda pair: -pair[0])[:SHOWN]
    said = _answers([one.pk for _likeness_of, one in best])
    return [Similar(one, round(likeness, 2), tuple(said.get(one.pk, ()))) for likeness, one in best]


def _words(case: VisitCase) -> Counter[str]:
    """Pairs of kanji and whole words; single characters and beginnings of words would make everything alike."""
    themes = [text for theme in case.themes.all() for text in (theme.title, theme.title_en)]
    found = Counter(token for text in (case.title, *themes) for token in tokens.query(text))
    found.update(tokens.query(case.city))
    return found


def _likeness(first: Counter[str], second: Counter[str]) -> float:
    """The cosine of the angle between them: 1 for the same words, 0 for no word in common."""
    common = sum(first[word] * second[word] for word in first.keys() & second.keys())
    return common / (_length(first) * _length(second)) if common else 0.0


def _length(words: Counter[str]) -> float:
    return sqrt(sum(count * count for count in words.values()))


def _answers(cases: Iterable[int]) -> dict[int, list[Answer]]:
    decided = Meeting.objects.filter(case__in=list(cases), state__in=[*SAID_YES, State.DECLINED])
    found: dict[int, list[Answer]] = {}
    for meeting in decided.for_pages().order_by("created_at", "pk"):
        answer = Answer(meeting, meeting.state in SAID_YES, meeting.reason)
        found.setdefault(meeting.case_id, []).append(answer)
    return found
