"""The page on which participants write where they would like to go."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.directory.models import LocalAuthority
from clair_portal.pages.views import SIGNED_IN, FormPage
from clair_portal.search.lookup import without_tokens
from jet.actions import preferences
from jet.forms.wishes import WishForm
from jet.models import Preference
from jet.views.oneself import Oneself


class Wishes(Oneself, FormPage):
    """One's wishes, to be changed until the allocation has been decided on."""

    permission = SIGNED_IN
    form_class = WishForm
    template_name = "jet/wishes.html"

    @cached_property
    def written(self) -> Preference | None:
        """What stands there now."""
        seen = Preference.objects.visible_to(self.request.user).filter(participant=self.participant)
        return seen.select_related(*(f"{wish}__organisation" for wish in ("first", "second", "third"))).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        kept = Preference.objects.visible_to(self.request.user).filter(participant=self.participant).first()
        instance = kept or Preference(participant=self.participant)
        return super().get_form_kwargs() | {"instance": instance, "places": self.places()}

    def places(self) -> list[LocalAuthority]:
        """The prefectures and the designated cities of today, and whatever was wished for already."""
        today, written = timezone.localdate(), self.written
        known = LocalAuthority.objects.visible_to(self.request.user)
        current = known.on(today)
        named = known.filter(pk__in=[place.pk for place in written.wishes()] if written else [])
        found = (current.prefectures() | current.designated(today) | named).select_related("organisation")
        return list(without_tokens(found, "organisation").by_name(get_language() or "en"))

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        closed = preferences.are_closed(self.participant)
        return super().get_context_data(written=self.written, closed=closed, **facts)

    def perform(self, form: WishForm) -> str:
        preferences.write(self.participant, facts=form.facts(), at=timezone.now())
        messages.success(self.request, _("Your wishes are written down. You can change them until the allocation."))
        return reverse("jet:wishes")
