"""The page for the day: kept on the telephone, and the one tap that tells a host of a delay."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.pages.views import FormPage, Guarded, ObjectPage, signed_in
from exchanges.actions import delays
from exchanges.forms.programme import LateForm
from exchanges.models import Delay, Itinerary, ItineraryItem
from exchanges.planning import lines, today
from exchanges.policy import CASES_ASK, CASES_STEER, CASES_VIEW
from exchanges.views.itineraries import OneVersion

WORKER = "js/programme-worker.js"


def address(itinerary: Itinerary) -> str:
    return reverse("exchanges:today", args=[itinerary.case.number, itinerary.number])


class TodayPage(OneVersion, ObjectPage):
    """Today's items, the next one first. Its own script keeps it for when there is no network."""

    permission = CASES_VIEW
    template_name = "exchanges/today.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        itinerary, user, now = self.object, self.request.user, timezone.now()
        found = today.of(itinerary, get_language() or "en", at=now)
        tells = user.has_perm(CASES_STEER, itinerary) or user.has_perm(CASES_ASK, itinerary)
        is_agreed = itinerary.state == Itinerary.State.AGREED
        return super().get_context_data(
            today=found,
            now=now,
            office_phone=settings.PORTAL_EMERGENCY_PHONES.get(str(itinerary.case.office.country), ""),
            may_be_late=tells and is_agreed and found is not None and found.is_today,
            minutes=Delay.Minutes.choices,
            **facts,
        )


class TodayWorker(OneVersion, Guarded):
    """The script that answers for the page without a network. From here it reaches this one page and no other."""

    permission = CASES_VIEW

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        self.admit()
        response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8", status=HTTPStatus.OK)
        response["Cache-Control"] = "private, no-cache"
        return response


def _script() -> str:
    return Path(str(finders.find(WORKER))).read_text(encoding="utf-8")


class Late(OneVersion, FormPage):
    """We are late: the host and the interpreter of one meeting hear of it."""

    permission = CASES_VIEW
    form_class = LateForm
    template_name = "exchanges/late.html"

    def may(self, obj: Model | None = None) -> bool:
        """The office, or the party that travels."""
        user = self.request.user
        return user.has_perm(CASES_STEER, obj) or user.has_perm(CASES_ASK, obj)

    @cached_property
    def item(self) -> ItineraryItem:
        items = self.object.items.for_pages().select_related("meeting__case__authority")
        found: ItineraryItem = get_object_or_404(items, key=self.kwargs["key"], meeting__isnull=False)
        found.itinerary = self.object
        return found

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        what = lines.headline(self.item, get_language() or "en")
        return super().get_context_data(item=self.item, what=what, **facts)

    def perform(self, form: LateForm) -> str:
        minutes = form.cleaned_data["minutes"]
        delays.announce(self.item, minutes=minutes, by=signed_in(self.request), at=timezone.now())
        told = {"what": lines.headline(self.item, get_language() or "en"), "count": minutes}
        messages.success(self.request, _("%(what)s has been told: %(count)d minutes later.") % told)
        return address(self.object)
