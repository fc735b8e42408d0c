"""Hosts: bodies abroad that receive visitors, with what the office knows about receiving by them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.models import Organisation
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import matching, without_tokens
from clair_portal.workflow.constraints import one_line
from exchanges.policy import HOSTS_VIEW


class HostQuerySet(models.QuerySet["Host"]):
    """The vocabulary of hosts."""

    def visible_to(self, user: Any) -> HostQuerySet:
        """What the office remembers about its hosts is for the office alone."""
        return self if reach(user, HOSTS_VIEW).everywhere else self.none()

    def matching(self, text: str) -> HostQuerySet:
        """Those with every word of `text` in their names, town, themes or note: "Leeds elderly care"."""
        return matching(self, text)

    def with_load(self, year: int) -> HostQuerySet:
        """Each with `load`, the number of visits that it receives in that year."""
        received = models.Q(meetings__state__in=["confirmed", "changed", "done"], meetings__starts_at__year=year)
        return self.annotate(load=models.Count("meetings__case", filter=received, distinct=True))

    def for_pages(self) -> HostQuerySet:
        return without_tokens(self.select_related("organisation"), "organisation").defer("search_tokens")


@pghistory.track(exclude=["search_tokens"])
class Host(models.Model):
    """An organisation that may receive a delegation. Written by `actions.hosts`, which keep the search tokens."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="host", verbose_name=_("organisation")
    )
    themes = models.TextField(_("themes"), max_length=1000, blank=True, help_text=_("One a line."))
    languages = ArrayField(models.CharField(max_length=5), verbose_name=_("languages spoken"), default=list, blank=True)
    city = models.CharField(_("town or city"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/London")
    contact_name = models.CharField(_("contact"), max_length=160, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)
    rules = models.TextField(_("rules of the house"), max_length=2000, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("asks for notice of, in days"), default=28)
    visits_a_year = models.PositiveSmallIntegerField(_("visits a year at most"), null=True, blank=True)
    do_not_contact = models.BooleanField(_("do not contact"), default=False)
    note = models.TextField(_("what to remember"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1)
    search_tokens = ArrayField(models.TextField(), default=list, editable=False)

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a visit", "host")
        verbose_name_plural = _("hosts")
        indexes = [GinIndex(fields=["search_tokens"], name="host_search")]
        constraints = [
            one_line("contact_name", name="host_contact_one_line"),
            one_line("city", name="host_city_one_line"),
            models.CheckConstraint(
                condition=Q(lead_days__lte=365),
                name="host_lead_is_plausible",
                violation_error_message=_("Nobody asks for notice of more than a year."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def ready_on(self, asked_on: date) -> date:
        """The first day on which it receives whoever asks that day."""
        return asked_on + timedelta(days=self.lead_days)
