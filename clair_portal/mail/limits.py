"""How patient delivery is; `settings.PORTAL_MAIL_LIMITS` overrides single figures (the chaos tests shorten them)."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Limits:
    """Seconds and counts. A lease outlives a batch's working time plus the slowest possible last mail."""

    batch: int = 100
    run: float = 50  # a task's working time, far below Celery's time limit
    work: float = 30  # after this a batch gives back what it has not begun
    lease: float = 150
    backoff: tuple[float, ...] = (
        MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR, 30 * HOUR,
    )  # fmt: skip  # together 71 hours and 21 minutes
    failures: int = 3  # rendering failed or the process died: then it is the mail, not the day
    failure_pause: float = MINUTE
    breaker: float = 15  # the relay is down: nobody knocks again for so long

    def pause(self, refusals: int, spread: float) -> timedelta | None:
        """How long to wait after the n-th temporary refusal; None when patience ends. `spread` is the jitter, ±20 %."""
        if refusals > len(self.backoff):
            return None
        return timedelta(seconds=self.backoff[refusals - 1] * (0.8 + 0.4 * spread))


def limits() -> Limits:
    """The figures in force."""
    return Limits(**getattr(settings, "PORTAL_MAIL_LIMITS", {}))
