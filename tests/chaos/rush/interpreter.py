"""One interpreter is asked for many meetings at the same time; runs inside a Django process of its own."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone

from exchanges.actions import offers
from exchanges.actions.offers import Wish
from exchanges.emails import interpreters as interpreter_emails
from tests.factories.exchanges import InterpreterFactory, MeetingFactory, VisitCaseFactory

WISH = Wish(mode="consecutive", pairs=("en>ja", "ja>en"))


@transaction.atomic
def ask(meetings: int) -> dict[str, Any]:
    """The signed link of every offer, and the cookie and token of the interpreter's browser."""
    now = timezone.now()
    begins = now + timedelta(days=30)
    interpreter, case = InterpreterFactory(), VisitCaseFactory(state="planning")
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=1)}
    asked = MeetingFactory.create_batch(meetings, case=case, state="confirmed", **times)
    rows = [offers.offer(one, to=[interpreter], wish=WISH, by=None, at=now)[0] for one in asked]
    request = HttpRequest()
    token = get_token(request)
    return {
        "interpreter": interpreter.pk,
        "paths": [f"{interpreter_emails.offer_path(row)}accept/" for row in rows],
        "token": token,
        "cookie": f"{settings.CSRF_COOKIE_NAME}={request.META['CSRF_COOKIE']}",
    }
