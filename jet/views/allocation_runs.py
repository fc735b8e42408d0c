"""One run of the allocation: its figures, who goes where and why, what stayed empty, and the file to check it with."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from clair_portal.directory.models import LocalAuthority
from clair_portal.pages.views import ListPage, ObjectPage, OneObject, Page
from jet.allocating import sealing, work
from jet.allocating.posing import LONGEST, preference_of
from jet.forms.allocation import FURTHER, NO_PLACE, PlacesForm
from jet.models import AllocationPlace, AllocationRun, PlacementRequest
from jet.models.allocated import AllocationPlaceQuerySet
from jet.models.requests import PlacementRequestQuerySet
from jet.models.runs import AllocationRunQuerySet
from jet.placement_errors import VerifierRefuses
from jet.policy import ALLOCATION_PUBLISH, ALLOCATION_RUN, ALLOCATION_VIEW
from jet.workbench import told, words

State = AllocationRun.State
MOST_OPEN = 5  # on the page of the run; all of them have a page of their own
# The file holds data of people: nobody else keeps it, and no browser shows it as a page.
LOCKED_IN = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


class AboutRun(OneObject, abstract=True):
    """Everything about one run stands below its number."""

    permission = ALLOCATION_VIEW
    model: ClassVar[type[Model]] = AllocationRun

    def visible(self) -> AllocationRunQuerySet:
        return cast("AllocationRunQuerySet", super().visible()).for_pages()

    def requests(self) -> PlacementRequestQuerySet:
        return PlacementRequest.objects.visible_to(self.request.user).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(run=self.object, **facts)


class AllocationRunPage(AboutRun, ListPage):
    """The figures, the map, and who goes where."""

    permission = ALLOCATION_VIEW
    template_name = "jet/allocation_run.html"
    page_size = 50
    sorts: ClassVar = {  # the database puts those without a place last, and first where the order is turned round
        "": ("request__employer__prefecture__code", "request__number"),
        "wish": ("-rank", "participant__jet_number"),
        "number": ("participant__jet_number",),
    }

    @cached_property
    def filters(self) -> forms.Form | None:
        return PlacesForm(self.request.GET, prefectures=self._prefectures())

    def _prefectures(self) -> list[tuple[str, str]]:
        """Those that the run has posts in."""
        codes = [code for code, _posts, _filled in told.figures(self.object)["prefectures"]]
        names = LocalAuthority.objects.visible_to(self.request.user).filter(code__in=codes).by_code()
        kanji = (get_language() or "").startswith("ja")
        return [(each.code, each.name_kanji if kanji else each.name_romaji) for each in names]

    def rows(self) -> AllocationPlaceQuerySet:
        return AllocationPlace.objects.visible_to(self.request.user).for_pages().filter(run=self.object)

    def narrow(self, rows: Any, **wanted: Any) -> Any:
        found = rows.matching(wanted["q"]) if "q" in wanted else rows
        if "prefecture" in wanted:
            found = found.filter(request__employer__prefecture__code=wanted["prefecture"])
        if "position" in wanted:
            found = found.filter(participant__position=wanted["position"])
        return found.filter(**_of_wish(wanted["wish"])) if "wish" in wanted else found

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        run = self.object
        urgent = told.urgent_first(run)
        facts = super().get_context_data(**facts, **_steps(run, self.request.user))
        return facts | {
            "figures": told.figures(run),
            "worst": words.wish(told.figures(run)["worst"]),
            "wishes": told.wishes(run),
            "rules": told.rules(run),
            "map": told.japan(run),
            "open_posts": told.open_posts(urgent[:MOST_OPEN], self.requests()),
            "open_count": len(urgent),
            "pins": told.pins(run),
            "file_name": work.file_name(run),
            "handed_back": _handed_back(run),
            "places": [(place, words.wish(place.rank)) for place in facts["page"]],
        }


def _handed_back(run: AllocationRun) -> str:
    """Why a draft is one again."""
    last = run.transitions.order_by("-pk").first() if run.state == State.DRAFT else None
    return last.reason if last else ""


def _of_wish(wish: str) -> dict[str, Any]:
    if wish == NO_PLACE:
        return {"request__isnull": True}
    return {"rank__gt": LONGEST} if wish == FURTHER else {"rank": int(wish)}


def _steps(run: AllocationRun, user: Any) -> dict[str, bool]:
    """Which buttons this person finds; the actions have the last word."""
    may_run, may_publish = user.has_perm(ALLOCATION_RUN), user.has_perm(ALLOCATION_PUBLISH)
    proposed, own = run.state == State.PROPOSED, run.proposed_by_id == user.pk
    return {
        "may_propose": may_run and run.state == State.DRAFT,
        "may_discard": may_run and run.state in (State.DRAFT, State.PROPOSED),
        "may_hand_back": may_publish and proposed,
        "may_publish": may_publish and proposed and not own,
        "waits_for_a_second": proposed and own,
    }


class AllocationOpenPosts(AboutRun, Page):
    """Every post that stayed empty, and why."""

    permission = ALLOCATION_VIEW
    template_name = "jet/allocation_open.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        page = Paginator(told.urgent_first(self.object), 25).get_page(self.request.GET.get("page"))
        shown = told.open_posts(page, self.requests())
        return super().get_context_data(page=page, open_posts=shown, **facts)


class AllocationPerson(AboutRun, ObjectPage):
    """One person in one run: the place, the wishes, and why it was not a higher one."""

    permission = ALLOCATION_VIEW
    template_name = "jet/allocation_person.html"

    @cached_property
    def place(self) -> AllocationPlace:
        rows = AllocationPlace.objects.visible_to(self.request.user).for_pages().select_related(
            "participant__arrival_group", *(f"participant__preference__{each}" for each in ("first", "second", "third"))
        )  # fmt: skip
        found = rows.filter(run=self.object, participant__jet_number=self.kwargs["number"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        place = self.place
        return super().get_context_data(
            place=place,
            person=place.participant,
            wish=words.wish(place.rank),
            preference=preference_of(place.participant),
            reasons=told.reasons(place, self.requests()),
            may_run=self.request.user.has_perm(ALLOCATION_RUN),
            **facts,
        )


class AllocationFile(AboutRun):
    """The certificate file: the input and the proof in one."""

    permission = ALLOCATION_VIEW

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        run = self.object
        try:
            answer = HttpResponse(sealing.text_of(run), content_type="application/json", headers=LOCKED_IN)
        except VerifierRefuses as damaged:
            messages.error(self.request, str(damaged))
            return redirect("jet:allocation_run", run.pk)
        named = content_disposition_header(as_attachment=True, filename=work.file_name(run))
        answer["Content-Disposition"] = named or "attachment"
        return answer
