"""Leaving the office: one page for whoever goes, or for the administrator on their behalf."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from clair_portal.accounts.models import User
from clair_portal.accounts.policy import ROLES_GIVE_ANY
from clair_portal.accounts.roles import STAFF_SITE, granting
from clair_portal.directory.visibility import reach
from clair_portal.pages.views import FormPage, signed_in
from exchanges.actions import departures
from exchanges.forms.leaving import LeavingForm
from exchanges.handing import knowledge


class Leave(FormPage):
    """Everything somebody looks after, who takes it over, and what must not be forgotten."""

    permission = STAFF_SITE
    form_class = LeavingForm
    template_name = "exchanges/leave.html"

    @cached_property
    def person(self) -> User:
        """Oneself; for the administrator also somebody else of the office."""
        user = signed_in(self.request)
        number = self.kwargs.get("pk", user.pk)
        if number == user.pk:
            return user
        return get_object_or_404(self._others(), pk=number)

    def _others(self) -> QuerySet[User]:
        """Who else of the office may be seen off: nobody, unless one may give any role."""
        user = self.request.user
        staff = User.objects.visible_to(user).filter(is_active=True, role_assignments__role__in=granting(STAFF_SITE))
        others = (
            staff.exclude(pk=signed_in(self.request).pk).distinct().select_related("person").order_by("email", "pk")
        )
        return others if reach(user, ROLES_GIVE_ANY).everywhere else others.none()

    @cached_property
    def cases(self) -> list[Any]:
        return list(knowledge.cases_of(self.person).order_by("first_on", "pk"))

    @cached_property
    def hosts(self) -> list[Any]:
        return list(knowledge.hosts_of(self.person))

    def get_form_kwargs(self) -> dict[str, Any]:
        colleagues = list(knowledge.colleagues_of(self.person))
        return super().get_form_kwargs() | {"cases": self.cases, "hosts": self.hosts, "colleagues": colleagues}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.person,
            is_oneself=self.person == self.request.user,
            planned=self.person.departures.filter(ended_at=None).first(),
            other_work=knowledge.other_work(self.person, timezone.now()),
            others=self._others(),
            **facts,
        )

    def perform(self, form: LeavingForm) -> str:
        job = departures.leave(self.person, plan=form.plan(), by=signed_in(self.request), at=timezone.now())
        return reverse(settings.PORTAL_JOB_PAGE, args=[job.uuid])
