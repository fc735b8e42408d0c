"""Fills the yardsticks' tables with as many rows as the portal has."""

from django.utils import timezone

from tests.bench.yardstick.models import Page, Place

SUMMARY = "An afternoon for everyone who thinks about going to Japan."


def fill(pages: int, places: int) -> dict[str, str]:
    """The addresses of one page among so many, and of one place with room for so many."""
    now = timezone.now()
    Page.objects.bulk_create(
        Page(slug=f"page-{number}", title=f"Page {number}", summary=SUMMARY, starts_at=now) for number in range(pages)
    )
    place = Place.objects.create(size=places)
    return {"page": f"/page/page-{pages // 2}/", "write": f"/write/{place.pk}/"}
