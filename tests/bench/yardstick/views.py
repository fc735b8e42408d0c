"""The bare page and the bare write."""

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt

from tests.bench.yardstick.models import Entry, Line, Page, Place


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One indexed SELECT and a small template."""
    return render(request, "page.html", {"page": get_object_or_404(Page, slug=slug)})


@csrf_exempt
def write(request: HttpRequest, place: int) -> HttpResponse:
    """Two INSERTs, then the conditional UPDATE of the count as the last statement, in one transaction."""
    with transaction.atomic():
        entry = Entry.objects.create(place_id=place, name=request.POST["name"])
        Line.objects.create(entry=entry, text="taken")
        if not Place.objects.filter(pk=place, taken__lt=F("size")).update(taken=F("taken") + 1):
            transaction.set_rollback(True)
            return HttpResponse(status=422)
    return HttpResponse(status=303, headers={"Location": "/"})
