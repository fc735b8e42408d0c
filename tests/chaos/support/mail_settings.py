"""The portal's settings with a hasty mail delivery, so that no test waits for leases; and planted faults."""

import os

from clair_portal import settings

vars().update({name: value for name, value in vars(settings).items() if name.isupper()})

PORTAL_MAIL_LIMITS = {
    "run": 10, "work": 1, "lease": 3, "backoff": (0.5,) * 20, "failure_pause": 0.5, "breaker": 0.2, "batch": 50,
}  # fmt: skip
CELERY_BEAT_SCHEDULE = {
    "mail-sweep": settings.CELERY_BEAT_SCHEDULE["mail-sweep"] | {"schedule": 1.0, "options": {"expires": 30}},
}
FAULT = os.environ.get("MAIL_FAULT", "")
if FAULT == "no sweep":
    CELERY_BEAT_SCHEDULE = {}
elif FAULT:
    CELERY_IMPORTS = ["tests.chaos.support.mail_faults"]
