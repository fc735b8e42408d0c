"""Who does what in the JET Programme, for everybody."""

from itertools import groupby
from typing import Any

from django.utils import timezone

from clair_portal.pages.views import PUBLIC, Page
from jet.actions.days import in_japan
from jet.models import Duty


class Programme(Page):
    """The ministries, CLAIR, the prefectures and the employers, each with what it does today."""

    permission = PUBLIC
    template_name = "jet/programme.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        today = in_japan(timezone.now())
        duties = Duty.objects.visible_to(self.request.user).on(today).for_pages().in_order()
        actors = [(actor, list(rows)) for actor, rows in groupby(duties, key=lambda duty: duty.actor)]
        return super().get_context_data(**facts, actors=actors)
