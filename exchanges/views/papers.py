"""The papers of a version as files: for the office those that go to others, for the parties their own."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from exchanges.models import ItineraryItem
from exchanges.planning import calendar, papers
from exchanges.policy import CASES_STEER, CASES_VIEW
from exchanges.views.itineraries import Download

PDF = "application/pdf"


class HostLetter(Download):
    """To the host of one meeting."""

    permission = CASES_STEER

    def file(self) -> tuple[bytes, str, str]:
        items = self.object.items.for_pages()
        item: ItineraryItem = get_object_or_404(items, key=self.kwargs["key"], meeting__isnull=False)
        if item.meeting is None:
            raise Http404
        content = papers.host_letter(self.object, item, item.meeting)
        return content, papers.filename(self.object, f"host-{item.meeting.pk}"), PDF


class InterpreterSheet(Download):
    """For one of those who interpret in this version."""

    permission = CASES_STEER

    def file(self) -> tuple[bytes, str, str]:
        serving = (person for item in self.object.items.for_pages() for person in item.team.all())
        person = next((one for one in serving if one.pk == self.kwargs["pk"]), None)
        if person is None:
            raise Http404
        content = papers.interpreter_sheet(self.object, person)
        return content, papers.filename(self.object, f"interpreter-{person.pk}"), PDF


class DriverSheet(Download):
    """For the driver, in English or German."""

    permission = CASES_STEER

    def file(self) -> tuple[bytes, str, str]:
        side = self.kwargs["side"]
        if side not in papers.DRIVERS:
            raise Http404
        return papers.driver_sheet(self.object, side), papers.filename(self.object, f"driver-{side}"), PDF


class NameList(Download):
    """The members in order of precedence."""

    permission = CASES_VIEW

    def file(self) -> tuple[bytes, str, str]:
        return papers.name_list(self.object), papers.filename(self.object, "names"), PDF


class MemberCalendar(Download):
    """What one member takes part in, for their own calendar."""

    permission = CASES_VIEW

    def file(self) -> tuple[bytes, str, str]:
        member = get_object_or_404(self.object.case.delegates, pk=self.kwargs["pk"])
        content = calendar.of_member(self.object, member, language=get_language() or "en")
        return content, f"{self.object.case.number}-{member.pk}.ics", "text/calendar; charset=utf-8"
