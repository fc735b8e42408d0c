"""The portal's menus: what the public pages and the staff site offer, in the words of the work."""

from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.models import User
from clair_portal.accounts.roles import STAFF_SITE
from clair_portal.backoffice.navigation import StaffGroup, StaffItem
from clair_portal.directory.visibility import reach
from clair_portal.pages.navigation import NavItem
from clair_portal.pages.views import signed_in
from exchanges.policy import CASES_VIEW
from jet.policy import (
    ALLOCATION_VIEW,
    CIRCUMSTANCES_DECIDE,
    PARTICIPANTS_IMPORT,
    PARTICIPANTS_VIEW,
    REAPPOINTMENTS_VIEW,
    REQUESTS_VIEW,
    TRANSFERS_DECIDE,
)
from jet.views.oneself import participations

OF_THE_PROGRAMME = frozenset({"participant", "alumnus"})

STAFF = (
    StaffGroup("", (StaffItem(_("My work"), "admin:index", "today"),)),
    StaffGroup(
        _("Events"),
        (
            StaffItem(_("Events"), "events.Event", "event"),
            StaffItem(_("Registrations"), "events.Registration", "how_to_reg"),
        ),
    ),
    StaffGroup(
        _("Visit support"),
        (
            StaffItem(_("Visit cases"), "exchanges.VisitCase", "travel_explore"),
            StaffItem(_("Meetings"), "exchanges.Meeting", "handshake"),
            StaffItem(_("Hosts we know"), "exchanges.Host", "apartment"),
            StaffItem(_("Gifts, promises, notes"), "exchanges.HostNote", "history_edu"),
            StaffItem(_("Interpreters"), "exchanges.Interpreter", "interpreter_mode"),
            StaffItem(_("Assignments"), "exchanges.Assignment", "record_voice_over"),
            StaffItem(_("Papers of interpreters"), "exchanges.InterpreterPaper", "contract"),
            StaffItem(_("Rules of interpreting"), "exchanges.InterpreterRule", "rule"),
            StaffItem(_("Checklists"), "exchanges.ChecklistItem", "checklist"),
        ),
    ),
    StaffGroup(
        _("JET Programme"),
        (
            StaffItem(_("Participants"), "jet.Participant", "school"),
            StaffItem(_("Contracting organisations"), "jet.ContractingOrganisation", "apartment"),
            StaffItem(_("Arrival groups"), "jet.ArrivalGroup", "flight_land"),
            StaffItem(_("Placement requests"), "jet:requests", "assignment", REQUESTS_VIEW),
            StaffItem(_("Special circumstances"), "jet:circumstances", "family_restroom", CIRCUMSTANCES_DECIDE),
            StaffItem(_("Allocation"), "jet:allocation", "hub", ALLOCATION_VIEW),
            StaffItem(_("Reappointment"), "jet:reappointments", "event_repeat", REAPPOINTMENTS_VIEW),
            StaffItem(_("Transfers"), "jet:transfers", "swap_horiz", TRANSFERS_DECIDE),
            StaffItem(_("Figures of the programme"), "jet:statistics_now", "bar_chart", PARTICIPANTS_VIEW),
            StaffItem(_("Imports"), "imports", "upload_file", PARTICIPANTS_IMPORT),
        ),
    ),
    StaffGroup(
        _("People and organisations"),
        (
            StaffItem(_("People"), "directory.Person", "person"),
            StaffItem(_("Organisations"), "directory.Organisation", "domain"),
            StaffItem(_("Local authorities"), "directory.LocalAuthority", "location_city"),
            StaffItem(_("Offices"), "directory.Office", "public"),
        ),
    ),
    StaffGroup(
        _("Office"),
        (
            StaffItem(_("Mail"), "mail.OutgoingMail", "mail"),
            StaffItem(_("Jobs"), "documents.Job", "pending_actions"),
            StaffItem(_("Accounts and roles"), "accounts.User", "key"),
            StaffItem(_("Leaving the office"), "exchanges:leave", "move_item"),
            StaffItem(_("Who has left"), "exchanges.Departure", "history"),
        ),
    ),
)


def staff(_request: HttpRequest) -> tuple[StaffGroup, ...]:
    """The staff site's menu, grouped by work; who may open a line is said by the line's own registration."""
    return STAFF


def public(request: HttpRequest) -> list[NavItem]:
    """The menu of the public pages: the same for everybody, and what is one's own once signed in."""
    user = getattr(request, "user", None)  # a request that is refused at the door has none yet
    own = _own(request) if user and user.is_authenticated else []
    feed = NavItem(_("Calendar feed"), reverse("events:feed"), place="footer")
    privacy = NavItem(_("Privacy"), reverse("privacy"), place="footer")
    return [_item(request, _("Events"), "events:list"), *own, feed, *_about_the_programme(), privacy]


def _about_the_programme() -> list[NavItem]:
    """Published, for everybody."""
    return [
        NavItem(_("Who does what in the JET Programme"), reverse("jet:programme"), place="footer"),
        NavItem(_("The JET Programme in figures"), reverse("jet:statistics_now"), place="footer"),
    ]


def _own(request: HttpRequest) -> list[NavItem]:
    items = [
        *([_item(request, _("Visit support"), "exchanges:cases")] if request.user.has_perm(CASES_VIEW) else []),
        *_of_the_programme(request),
        *([_item(request, _("My assignments"), "exchanges:assignments")] if _interprets(request) else []),
    ]
    # Beside several rooms of work one's own events stand below one's name: the menu keeps to one line.
    items += [
        _item(request, _("My events"), "events:my", place="account" if len(items) > 1 else "main"),
        NavItem(_("My account"), reverse("account"), place="account"),
    ]
    if request.user.has_perm(STAFF_SITE):
        items.append(NavItem(_("Staff site"), reverse("admin:index"), place="account"))
    return items


def _of_the_programme(request: HttpRequest) -> list[NavItem]:
    """For those who employ participants or pass requests on, and for those who are or were one."""
    user = signed_in(request)
    employs_or_asks = any(reach(user, right).organisations for right in (PARTICIPANTS_VIEW, REQUESTS_VIEW))
    if not employs_or_asks and not _takes_part(user):
        return []
    url = reverse("jet:home")
    return [NavItem(_("JET Programme"), url, current=request.path.startswith(url))]


def _takes_part(user: User) -> bool:
    """Nobody else's pages ask the database."""
    may = any(role in OF_THE_PROGRAMME for role, _organisation in user.held)
    return may and participations(user).exists()


def _interprets(request: HttpRequest) -> bool:
    return any(role == "interpreter" for role, _organisation in signed_in(request).held)


def _item(request: HttpRequest, label: Promise, url_name: str, place: Literal["main", "account"] = "main") -> NavItem:
    url = reverse(url_name)
    return NavItem(label, url, current=request.path == url, place=place)
