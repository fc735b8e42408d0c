"""The portal's front door: what it is, for whom, and what is on next."""

from typing import Any

from django.utils import timezone

from clair_portal.pages.views import PUBLIC, Page
from events.models import Event


class Home(Page):
    """Three audiences, three doors, and the next events."""

    permission = PUBLIC
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        coming = Event.objects.published().upcoming(now).for_pages()[:3]
        return super().get_context_data(events=coming, now=now, **kwargs)
