"""Posts that stand empty: asked for, allocated, and taken by nobody."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from jet.actions.days import in_japan
from jet.models import AllocationPlace, AllocationRun, PlacementRequest, SwapCycle
from jet.models.participants import LIVE

STALE_AFTER = timedelta(days=365)  # a post that stood empty for a year is asked for anew

Answer = AllocationPlace.State
PUBLISHED = AllocationRun.State.PUBLISHED


def open_posts(at: datetime) -> dict[PlacementRequest, int]:
    """How many posts of each request nobody has: not given, given back, or of somebody who has left the programme.

    A post that a swap cycle has promised is no longer free, unless that cycle was dissolved.
    """
    taken = Q(
        allocated__run__state=PUBLISHED,
        allocated__state__in=[Answer.RELEASED, Answer.ACCEPTED],
        allocated__participant__state__in=LIVE,
    )
    allocated = AllocationRun.objects.filter(arrival_group=OuterRef("arrival_group"), state=PUBLISHED)
    asked = PlacementRequest.objects.filter(
        Exists(allocated),
        state=PlacementRequest.State.FROZEN,
        arrival_group__arrives_on__gt=in_japan(at) - STALE_AFTER,
    ).annotate(
        taken=Count("allocated", taken, distinct=True),
        promised=Count("swap_cycles", ~Q(swap_cycles__state=SwapCycle.State.DISSOLVED), distinct=True),
    )
    numbers = dict(
        asked.annotate(free=F("posts") - F("taken") - F("promised")).filter(free__gt=0).values_list("pk", "free")
    )
    found = PlacementRequest.objects.filter(pk__in=numbers).for_pages().order_by("number")
    return {request: numbers[request.pk] for request in found}
