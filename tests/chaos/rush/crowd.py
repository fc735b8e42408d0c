"""The crowd, what it was told, and what the database says: counted with plain SQL, independent of the portal's code."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.bench import load
from tests.bench.ground import Site
from tests.bench.registration import request

PATIENCE = 120.0
CONFIRMED, REFUSED = 303, 422
FULL = "All places are taken. Nothing was booked for you."

LIVE = "SELECT person_id, count(*) FROM events_registration WHERE event_id = %s AND state = 'confirmed' GROUP BY 1"
TOLD = "SELECT person_id, count(*) FROM mail_outgoingmail WHERE template = %s GROUP BY 1"
QUOTA = "SELECT taken, size FROM events_quota WHERE id = %s"


@dataclass(frozen=True)
class Rush:
    """Everybody wants a place at one event at the same moment."""

    site: Site
    event: dict[str, Any]
    people: list[dict[str, Any]]

    @classmethod
    def gather(cls, site: Site, *, people: int, places: int) -> "Rush":
        event = site.inside("tests.bench.inside.stage.publish", places=places)
        crowd = site.inside("tests.bench.inside.crowd.gather", count=people)
        site.vacuum()
        return cls(site, event, crowd)

    def send(self, port: int, *, times: int, in_flight: int) -> "Outcome":
        """Each person's form, so many times side by side."""
        who = [person for person in self.people for _ in range(times)]
        volley = load.fire(
            port, [request(person, self.event) for person in who], connections=in_flight, patience=PATIENCE
        )
        return Outcome(self, [person["person"] for person in who], volley.answers)

    def live(self) -> Counter[int]:
        """How many live registrations each person has."""
        return Counter(dict(self.site.ask(LIVE, self.event["event"])))

    def mails(self, template: str) -> Counter[int]:
        """How many mails of this kind are on their way to each person."""
        return Counter(dict(self.site.ask(TOLD, f"events/{template}")))

    def taken(self) -> int:
        [(taken, _size)] = self.site.ask(QUOTA, self.event["quota"])
        return int(taken)


@dataclass(frozen=True)
class Outcome:
    """What everybody was told."""

    rush: Rush
    who: list[int]
    answers: list[load.Answer]

    @cached_property
    def statuses(self) -> dict[int, set[int]]:
        """Person → every status that this person saw."""
        found: dict[int, set[int]] = {}
        for person, answer in zip(self.who, self.answers, strict=True):
            found.setdefault(person, set()).add(answer.status)
        return found

    @property
    def seen(self) -> set[int]:
        return {answer.status for answer in self.answers}

    @property
    def confirmed(self) -> set[int]:
        """Who was told at least once: you have a place."""
        return {person for person, statuses in self.statuses.items() if CONFIRMED in statuses}

    @property
    def refused(self) -> set[int]:
        """Who was told nothing but: all places are taken."""
        calm = [answer.status == REFUSED and FULL in answer.body.decode() for answer in self.answers]
        upset = {person for person, was_calm in zip(self.who, calm, strict=True) if not was_calm}
        return set(self.who) - upset
