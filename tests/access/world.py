"""The world the matrix looks at: other people's rows with marks in them, and one visitor per role."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation
from clair_portal.roles import ROLES
from exchanges.models import VisitCase
from jet.transferring import search
from tests.factories import (
    afterwards,
    allocation,
    circumstances,
    directory,
    documents,
    events,
    exchanges,
    imports,
    jet,
    mail,
    office,
    reappointments,
    roster,
    transfers,
)
from tests.factories.accounts import ConsentFactory, RoleAssignmentFactory, UserFactory
from tests.factories.host_notes import HostNoteFactory

OF_A_CASE = ("case", "edit", "delegation", "sound_out", "write", "hand_over", "merge", "excel", "excel_file",
             "take_excel")  # fmt: skip


TRANSFER_DAY = timezone.localdate() + timedelta(days=30)


@dataclass(frozen=True)
class Visitor:
    """Somebody at the door: a role key, and whether it is held for another organisation than the one looked at."""

    name: str
    role: str | None = None
    elsewhere: bool = False
    signed_in: bool = True


def visitors() -> Iterator[Visitor]:
    """Strangers, people whose account is shut, people without a role, and every role; scoped ones twice."""
    yield Visitor("anonymous", signed_in=False)
    yield Visitor("disabled", role="staff_admin", signed_in=False)
    yield Visitor("nobody in particular")
    for key, role in ROLES.items():
        yield Visitor(key, role=key)
        if role.scoped:
            yield Visitor(f"{key} elsewhere", role=key, elsewhere=True)


class World:
    """Rows of other people. Each app adds its own; `examples` says which row stands in which address."""

    def __init__(self) -> None:
        self.chapter = directory.OrganisationFactory(kind=Organisation.Kind.CHAPTER)
        self.elsewhere = directory.OrganisationFactory(kind=Organisation.Kind.CHAPTER)
        self.stranger = directory.PersonFactory(family="Zqperson", email="zqperson@example.org")
        self.account = UserFactory(email="zqaccount@example.org", person__email="plain@example.org")
        self.event = events.EventFactory(host=self.chapter, published=True)
        events.EventFactory(host=self.chapter, title_en="zqdraft", summary_en="zqdraft")
        self.ticket = events.TicketTypeFactory(event=self.event)
        self.registration = events.RegistrationFactory(ticket_type=self.ticket, email="zqregistration@example.org")
        self.mail = mail.OutgoingMailFactory(to="zqmail@example.org")
        self.job = documents.JobFactory(owner=self.account)
        self.file = documents.PrivateFileFactory(owner=self.account, filename="zqjob.pdf")
        self.import_run = imports.ImportRunFactory(state="checked", new=1, filename="zqimport.csv")
        imports.ImportRowFactory(run=self.import_run)
        self.imported = imports.ImportRunFactory(state="confirmed", new=1)
        self.authority = directory.LocalAuthorityFactory()
        self.office = directory.OfficeFactory(is_headquarters=True)
        self.visits = {state: self._visit(state) for state in ("need_info", "possible", "formal", "proposed")}
        self.draft = self._visit("draft", title="zqwish")
        self.delegate = exchanges.DelegateFactory(case=self.visits["need_info"], role="head", family="zqvisit")
        exchanges.DelegateFactory(case=self.visits["possible"], role="head")
        self.meeting = exchanges.MeetingFactory(case=self.visits["formal"], confirmed=True)
        self.assignment = exchanges.AssignmentFactory(meeting=self.meeting)
        seen = exchanges.ItineraryFactory(case=self.visits["proposed"], number=1, proposed=True)
        self.itinerary = exchanges.ItineraryFactory(case=self.visits["proposed"], number=2)
        self.item = exchanges.ItineraryItemFactory(itinerary=self.itinerary, kind="free", title_en="A walk")
        self.visited = exchanges.ItineraryItemFactory(itinerary=seen, kind="meeting", meeting=self.meeting)
        self.visited.team.add(self.assignment.interpreter)
        self.traveller = exchanges.DelegateFactory(case=self.visits["proposed"])
        self.travel_time = exchanges.TravelTimeFactory()
        self.over = self._visit("completed")
        held = [exchanges.MeetingFactory(case=self.over, confirmed=True, state="done") for _number in range(2)]
        self.letter = afterwards.ThankYouFactory(meeting=held[0], case=self.over, written_at=exchanges.BEGUN)
        afterwards.SurveyFactory(case=self.over, asked_at=exchanges.BEGUN, closes_at=exchanges.BEGUN + timedelta(60))
        self.follow_up = afterwards.FollowUpFactory(case=self.over)
        self.host_note = HostNoteFactory(host=self.meeting.host, kind="promise")
        self.rule, self.paper = roster.InterpreterRuleFactory(), roster.InterpreterPaperFactory()
        self.another_office = directory.OfficeFactory()
        self.task = office.CaseTaskFactory(case=self.visits["formal"], who="authority", name_en="zqvisit")
        self.link = office.CaseLinkFactory(case=self.visits["formal"], other=self.visits["proposed"])
        self._employ()
        self._allocate()
        self._ask()
        self._reappoint()
        self._transfer()
        self._tell_the_panel()
        self.departure = office.DepartureFactory(person=UserFactory(email="leaves@example.org"))
        self.successor = RoleAssignmentFactory(role="staff_visits", user__email="stays@example.org").user
        self.leaver = RoleAssignmentFactory(role="staff_visits", user__email="goes@example.org").user
        exchanges.CaseMessageFactory(case=self.visits["need_info"], text="zqnote", is_internal=True)

    def _employ(self) -> None:
        """Somebody who is expected at the body for which the scoped roles are held."""
        self.employer = jet.ContractingOrganisationFactory(organisation=self.chapter)
        self.participant = jet.ParticipantFactory(passport_name="ZQPARTICIPANT")
        jet.PlacementFactory(participant=self.participant, employer=self.employer)
        jet.EmergencyContactFactory(participant=self.participant, name="zqcontact")

    def _ask(self) -> None:
        """A placement request in each state in which somebody has a step to take."""
        asked = {"employer": self.employer, "branch": self.chapter, "arrival_group": jet.ArrivalGroupFactory(year=2027)}
        states = ("draft", "sent", "endorsed", "accepted")
        self.requests = {
            state: allocation.PlacementRequestFactory(
                **asked, state=state, duties="zqrequest" if state == "draft" else "Teaching."
            )
            for state in states
        }

    def _reappoint(self) -> None:
        """Somebody of this employer whom nobody has answered for, one with a yes, and one to be decided about."""
        said = {"": {}, "yes": {"authority_answer": "yes", "statement": "zqstatement"},
                "differing": {"authority_answer": "yes", "participant_answer": "no"}}  # fmt: skip
        self.reappointed = {
            key: reappointments.ReappointmentFactory(employer=self.employer, placement=None, **facts)
            for key, facts in said.items()
        }

    def _reappointments(self) -> dict[str, list[Any]]:
        found = {"answer": "", "take_back": "yes", "decide": "differing"}
        return {
            **{f"jet:reappointment_{step}": [self.reappointed[key].pk] for step, key in found.items()},
            **{f"jet:reappointment_{step}": [2027] for step in ("round", "open", "deadline")},
            "jet:reappointments": [], "jet:reappointment": [self.reappointed["yes"].pk],
        }  # fmt: skip

    def _requests(self) -> dict[str, list[Any]]:
        state = {"edit": "draft", "send": "draft", "accept": "endorsed", "decline": "endorsed"}
        return {
            **{f"jet:request_{step}": [self.requests[found].number] for step, found in state.items()},
            "jet:requests": [], "jet:request_new": [], "jet:request": [self.requests["sent"].number],
            "jet:cut_offs": [], "jet:cut_off": [self.requests["accepted"].arrival_group_id],
        }  # fmt: skip

    def _allocate(self) -> None:
        """A draft, a proposed run whose seal is forged, and a decision by hand."""
        group, forged = self.participant.arrival_group, {"sealed": zlib.compress(b"{}")}
        asked = {"arrival_group": group, "state": "frozen", "employer": self.employer}
        self.frozen = allocation.PlacementRequestFactory(**asked)
        self.run = allocation.AllocationRunFactory(arrival_group=group, **forged)
        self.proposed = allocation.AllocationRunFactory(arrival_group=group, state="proposed", **forged)
        allocation.AllocationPlaceFactory(run=self.run, participant=self.participant, request=None)
        settled = {"participant": self.participant, "request": allocation.PlacementRequestFactory(**asked)}
        self.pin = allocation.PinFactory(kind="ban", reason="zqpin", **settled)

    def _transfer(self) -> None:
        """Two who could swap, two about whom employers are asked, two who wait for the approval, and one to decide."""
        self.transfers = {state: self._asks(state) for state in ("submitted", "eligible", "matched", "agreed")}
        self.cycles = {
            state: self._cycle(asked, state) for asked, state in (("matched", "asked"), ("agreed", "agreed"))
        }
        [self.proposal] = search.proposals(timezone.now())
        self.consent = self.cycles["asked"].consents.get(employer=self.employer)

    def _asks(self, state: str) -> list[Any]:
        """One serves at our employer and one elsewhere; each wishes to be where the other is."""
        here, there = self.employer, jet.ContractingOrganisationFactory()
        return [self._wishes(state, *places) for places in ((here, there), (there, here))]

    def _wishes(self, state: str, at: Any, to: Any) -> Any:
        name = "ZQPARTICIPANT" if at == self.employer else "ZQTRANSFER"
        one = jet.ParticipantFactory(state="serving", passport_name=name)
        first_on, last_on = TRANSFER_DAY - timedelta(days=200), TRANSFER_DAY + timedelta(days=100)
        jet.PlacementFactory(participant=one, employer=at, first_on=first_on)
        jet.TermFactory(participant=one, first_on=first_on, last_on=last_on)
        request = transfers.TransferRequestFactory(participant=one, state=state, explanation="zqtransfer")
        transfers.TransferWishFactory(request=request, prefecture=to.prefecture, employer=to)
        return request

    def _cycle(self, asked: str, state: str) -> Any:
        cycle = transfers.SwapCycleFactory(state=state, effective_on=TRANSFER_DAY)
        first, second = (request.participant.placements.get().employer for request in self.transfers[asked])
        for place, (leaves, joins) in enumerate(((first, second), (second, first)), 1):
            request = self.transfers[asked][place - 1]
            transfers.SwapMoveFactory(cycle=cycle, request=request, place=place, leaves=leaves, joins=joins)
            transfers.TransferConsentFactory(cycle=cycle, employer=leaves)
        return cycle

    def _transfers(self) -> dict[str, list[Any]]:
        return {
            "jet:transfer_consents": [], "jet:transfer_consent": [self.consent.pk], "jet:transfers": [],
            "jet:transfer_request": [self.transfers["submitted"][0].number],
            "jet:transfer_decide": [self.transfers["submitted"][0].number],
            "jet:transfer_close": [self.transfers["eligible"][0].number],
            "jet:transfer": [], "jet:swaps": [], "jet:swap_propose": [self.proposal.fingerprint],
            "jet:swap_approve": [self.cycles["agreed"].number], "jet:swap": [self.cycles["asked"].number],
        }  # fmt: skip

    def _tell_the_panel(self) -> None:
        """What somebody has told in confidence, before the panel and after it."""
        told = {"told": "zqcircumstance", "prefecture": self.employer.prefecture}
        self.circumstance = circumstances.CircumstanceFactory(participant=self.participant, **told)
        self.appealed = circumstances.CircumstanceFactory(state="appealed", **told)

    def _visit(self, state: str, title: str = "zqvisit") -> VisitCase:
        """A case of the body for which the scoped roles are held."""
        parties = {"authority": self.chapter, "branch": self.chapter, "office": self.office.organisation}
        case: VisitCase = exchanges.VisitCaseFactory(state=state, title=title, **parties)
        exchanges.ThemeFactory(case=case)
        return case

    def _after_the_visit(self) -> dict[str, list[Any]]:
        number, year = self.over.number, ["fiscal", 2027]
        of_a_letter = ("write_thanks", "send_thanks", "thanks_pdf")
        return {
            **{f"exchanges:{name}": [number, self.letter.uuid] for name in of_a_letter},
            **{f"exchanges:{name}": [number] for name in ("thanks", "draft_", "send_all", "close_surveys", "survey")},
            "exchanges:follow_up": [number, 6], "exchanges:report": [number, "ja", "pdf"],
            "exchanges:statistics_list": [*year, "ja"], "exchanges:statistics": year,
        }  # fmt: skip

    def _programme(self) -> dict[str, list[Any]]:
        """What the parties were shown, and the draft beside it."""
        seen, draft = [self.visits["proposed"].number, 1], [self.visits["proposed"].number, 2]
        of_seen = ("programme", "continue_programme", "name_list", "today")
        return {
            "exchanges:newest_programme": [self.visits["proposed"].number],
            **{f"exchanges:{name}": seen for name in of_seen},
            **{f"exchanges:{name}_item": [*draft, self.item.key] for name in ("move", "edit", "remove")},
            "exchanges:add_item": draft, "exchanges:driver_sheet": [*seen, "de"],
            "exchanges:host_letter": [*seen, self.visited.key], "exchanges:late": [*seen, self.visited.key],
            "exchanges:interpreter_sheet": [*seen, self.assignment.interpreter_id],
            "exchanges:member_calendar": [*seen, self.traveller.pk],
        }  # fmt: skip

    def _allocation(self) -> dict[str, list[Any]]:
        group = [self.run.arrival_group.year, self.run.arrival_group.code]
        return {
            "jet:allocation_progress": [self.job.uuid],
            "jet:allocation_person": [self.run.pk, self.participant.jet_number],
            "jet:allocation_start": group,
            **{f"jet:allocation_{step}": [self.proposed.pk] for step in ("hand_back", "publish")},
            "jet:allocation_": [self.run.pk],
            "jet:pin_lift": [*group, self.pin.pk],
            "jet:pin": group,
        }

    @property
    def examples(self) -> dict[str, list[Any]]:
        """Address (by name, or the beginning of one) → the arguments it is looked at with."""
        return {
            "events:event": [self.event.slug],
            "events:register": [self.event.slug],
            "events:ask_guest_link": [self.event.slug],
            "events:": ["not-a-token"],
            **self._after_the_visit(),
            **self._programme(),
            **self._allocation(),
            **self._requests(),
            **self._reappointments(),
            **self._transfers(),
            "jet:circumstances": [],
            "jet:circumstance_appeal": [self.appealed.pk],
            "jet:circumstance": [self.circumstance.pk],
            "jet:statistics_now": [],
            "jet:statistics_print": [2025, "ja"],
            "jet:statistics": [2025],
            "exchanges:autosave": [self.draft.number],
            "exchanges:request_formally": [self.visits["possible"].number],
            "exchanges:endorse": [self.visits["formal"].number],
            "exchanges:agree": [self.visits["proposed"].number],
            "exchanges:task": [self.visits["formal"].number, self.task.pk],
            "exchanges:unlink": [self.visits["formal"].number, self.link.pk],
            "exchanges:link": [self.visits["need_info"].number],
            "exchanges:leave_for": [self.leaver.pk],
            "exchanges:plan_programme": [self.visits["formal"].number],
            "exchanges:planning": [self.visits["formal"].number, self.job.uuid],
            "exchanges:itinerary_pdf": [self.visits["proposed"].number, 1, "ja"],
            "exchanges:itinerary_calendar": [self.visits["proposed"].number, 1],
            "exchanges:remove_delegate": [self.visits["need_info"].number, self.delegate.pk],
            **{f"exchanges:{name}": [self.visits["need_info"].number] for name in OF_A_CASE},
            "exchanges:offer_there": ["not-a-token", 1],
            "exchanges:there": [1],
            "exchanges:away": [],
            "exchanges:": ["not-a-token"],
            "jet:participant": [self.participant.jet_number],  # after every longer name that begins so
            "mail_gallery": ["de"],
            "mail_document": ["de", 0],
            "job_file": [self.file.uuid],
            "job": [self.job.uuid],
            "import_new": ["participants"],
            "import_undo": [self.imported.uuid],
            "import_": [self.import_run.uuid],
            "mfa_": [1],
            "admin:app_list": ["directory"],
            "admin:directory_person": [self.stranger.pk],
            "admin:directory_organisation": [self.chapter.pk],
            "admin:directory_localauthority": [self.authority.pk],
            "admin:directory_office": [self.office.pk],
            "admin:events_event": [self.event.pk],
            "admin:events_registration": [self.registration.pk],
            "admin:exchanges_hostnote": [self.host_note.pk],
            "admin:exchanges_interpreterrule": [self.rule.pk],
            "admin:exchanges_interpreterpaper": [self.paper.pk],
            "admin:exchanges_host": [self.meeting.host_id],
            "admin:exchanges_interpreter": [self.assignment.interpreter_id],
            "admin:exchanges_assignment_offer": [self.meeting.pk],
            "admin:exchanges_assignment": [self.assignment.pk],
            "admin:exchanges_meeting": [self.meeting.pk],
            "admin:exchanges_checklistitem": [self.task.item_id],
            "admin:exchanges_departure": [self.departure.pk],
            "admin:exchanges_itinerary": [self.itinerary.pk],
            "admin:exchanges_traveltime": [self.travel_time.pk],
            "admin:exchanges_visitcase": [self.visits["need_info"].pk],
            "admin:jet_participant": [self.participant.pk],
            "admin:jet_contractingorganisation": [self.employer.pk],
            "admin:jet_arrivalgroup": [self.participant.arrival_group_id],
            "admin:mail_outgoingmail": [self.mail.pk],
            "admin:documents_job": [self.job.pk],
            "admin:accounts_user": [self.account.pk],
            "admin:": [0],
        }

    @property
    def models(self) -> dict[str, int]:
        """The staff site's models, each with the row that is looked at."""
        return {
            start.removeprefix("admin:"): example[0]
            for start, example in self.examples.items()
            if start.startswith("admin:") and start.count("_") == 1 and start != "admin:app_list"
        }

    moves = {
        "admin:events_event_move": "cancel",
        "admin:events_registration_move": "take-off",
        "admin:exchanges_visitcase_move": "call-off",
        "admin:exchanges_meeting_move": "cancel",
        "admin:exchanges_departure_move": "book",
        "admin:exchanges_hostnote_move": "keep",
        "admin:exchanges_itinerary_move": "discard",
        "admin:exchanges_assignment_move": "withdraw",
        "admin:jet_participant_move": "withdraw",
        "admin:mail_outgoingmail_move": "withdraw",
        "admin:documents_job_move": "stop",
        "admin:accounts_user_move": "shut",
    }

    def browser(self, visitor: Visitor) -> Client:
        """A browser in which the visitor has signed in, with a second factor."""
        if visitor.name == "anonymous":
            return Client(raise_request_exception=False)
        user = self._user(visitor)
        client = self.entered(user)
        if visitor.name == "disabled":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client

    def entered(self, user: User) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        _prove_second_factor(client, user)
        return client

    def _user(self, visitor: Visitor) -> User:
        user: User = UserFactory(email="visitor@example.org")
        ConsentFactory(user=user, version="2020-01-01")
        if visitor.role:
            scope = self.elsewhere if visitor.elsewhere else self.chapter
            organisation = scope if ROLES[visitor.role].scoped else None
            RoleAssignmentFactory(user=user, role=visitor.role, organisation=organisation)
        return user

    def address(self, key: str) -> str:
        """Where to look for the address that the table calls `key`; a nameless one is called by its pattern."""
        if "/" in key:
            return f"/{key.replace('<path:object_id>', '1').replace('(?P<url>.*)$', 'nowhere')}"
        try:
            return reverse(key)
        except NoReverseMatch:
            return reverse(key, args=self._arguments(key))

    def _arguments(self, key: str) -> list[Any]:
        found = next((example for start, example in self.examples.items() if key.startswith(start)), None)
        if found is None:
            raise LookupError(f"{key} carries arguments: add an example to World.examples")
        return [*found, self.moves.get(key, "nothing")] if key.endswith("_move") else found


def _prove_second_factor(client: Client, user: User) -> None:
    factor = TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").instance
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "id": factor.pk, "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
