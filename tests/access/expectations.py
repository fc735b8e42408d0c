"""The reviewed table: who gets which answer at which address. An address without a row fails the test.

It is written by hand, beside and not from `clair_portal/roles.py`, so that a slip in one shows in the other.
A new page needs one row here and, if its address carries arguments, an example in tests/access/world.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

OK, SIGN_IN, ELSEWHERE, SEE_OTHER, FORBIDDEN, MISSING, NOT_BY_GET, UNREADABLE = 200, 302, 302, 303, 403, 404, 405, 422

STAFF = frozenset({
    "staff_visits", "staff_jetaa", "staff_economic", "staff_research", "staff_finance", "staff_admin", "hq",
})  # fmt: skip
ADMIN = frozenset({"staff_admin"})
PEOPLE_EDITORS = frozenset({"staff_visits", "staff_jetaa", "staff_admin"})
ORGANISATION_EDITORS = PEOPLE_EDITORS | {"staff_economic", "staff_research"}
EVENT_EDITORS = frozenset({"staff_jetaa", "staff_admin"})
REGISTRATION_READERS = EVENT_EDITORS | {"staff_economic", "hq"}
VISIT_EDITORS = frozenset({"staff_visits", "staff_admin"})
VISIT_READERS = VISIT_EDITORS | {"hq"}
IMPORTERS = frozenset({"staff_admin", "hq"})
VISIT_PARTIES = frozenset({"authority", "branch"})
MAIL_READERS = frozenset({"staff_jetaa", "staff_admin"})
CHAPTER = frozenset({
    "chapter_chair", "chapter_treasurer", "chapter_secretary", "chapter_events", "country_representative",
})  # fmt: skip
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """Answers to GET: for strangers, for whoever is signed in, and for those roles whose answer differs."""

    anonymous: int
    signed_in: int
    by_role: Mapping[str, int] = field(default_factory=dict)
    elsewhere: int | None = None  # for those of these roles who hold them for another organisation

    def status(self, role: str | None, *, signed_in: bool, elsewhere: bool = False) -> int:
        if not signed_in:
            return self.anonymous
        if elsewhere and self.elsewhere is not None and role in self.by_role:
            return self.elsewhere
        return self.by_role.get(role or "", self.signed_in)


PUBLIC = Row(OK, OK)
OWN = Row(SIGN_IN, OK)  # for whoever is signed in, about themselves
DOOR = Row(OK, ELSEWHERE)  # ways in: of no use to whoever is in
NEEDS_PROOF = Row(SIGN_IN, ELSEWHERE)  # asks for password or second factor again first
SECRET = Row(MISSING, MISSING)  # by a link that nobody can guess; this example's is wrong


def staff_only(
    roles: frozenset[str], allowed: int = OK, *, others: int = FORBIDDEN, seen_by: frozenset[str] = NOBODY
) -> Row:
    """A page of the staff site. Other staff get `others`, or 403 if they see the row; all others are turned away."""
    refused = {**dict.fromkeys(STAFF, others), **dict.fromkeys(seen_by, FORBIDDEN)}
    return Row(SIGN_IN, FORBIDDEN, {**refused, **dict.fromkeys(roles, allowed)})


def parties_only(*roles: str, answer: int = OK, elsewhere: int | None = MISSING) -> Row:
    """A page of one's own body's case; everybody else of these roles does not find it."""
    return Row(SIGN_IN, FORBIDDEN, dict.fromkeys(roles, answer), elsewhere)


def records(
    model: str,
    *,
    view: frozenset[str],
    add: frozenset[str],
    change: frozenset[str],
    extra: dict[str, Row] | None = None,
) -> Iterator[tuple[str, Row]]:
    """The staff site's addresses of one model. Nothing there is ever deleted."""
    yield f"admin:{model}_changelist", staff_only(view)
    yield f"admin:{model}_add", staff_only(add)
    yield f"admin:{model}_change", staff_only(view | change)
    yield f"admin:{model}_history", staff_only(view, others=MISSING)
    yield f"admin:{model}_delete", staff_only(NOBODY)
    yield f"admin/{model.replace('_', '/')}/<path:object_id>/", staff_only(STAFF, ELSEWHERE)  # to its change page
    yield from ((f"admin:{model}_{name}", row) for name, row in (extra or {}).items())


TABLE: dict[str, Row] = {
    "home": PUBLIC, "privacy": PUBLIC, "accessibility": PUBLIC, "gallery": PUBLIC, "robots": PUBLIC,
    "security_contact": PUBLIC, "healthz": PUBLIC, "favicon": Row(ELSEWHERE, ELSEWHERE),
    "readyz": Row(503, 503),  # no beat ticks while tests run
    "mail_gallery": PUBLIC, "mail_document": PUBLIC,  # examples only, and not in a real office's portal
    "set_language": Row(NOT_BY_GET, NOT_BY_GET),
    # events
    "events:list": PUBLIC, "events:feed": PUBLIC, "events:event": PUBLIC, "events:ask_guest_link": PUBLIC,
    "events:my": OWN, "events:register": OWN,
    "events:guest": SECRET, "events:place": SECRET, "events:give_back": SECRET, "events:calendar_file": SECRET,
    # visit support
    "exchanges:cases": parties_only(*VISIT_READERS, *VISIT_PARTIES, elsewhere=OK),
    "exchanges:new": parties_only("authority", elsewhere=OK),
    **dict.fromkeys(("exchanges:new_excel", "exchanges:new_excel_file"), parties_only("authority", elsewhere=OK)),
    **dict.fromkeys(("exchanges:excel", "exchanges:excel_file"), parties_only("authority")),
    **dict.fromkeys(("exchanges:take_excel", "exchanges:autosave"), parties_only("authority", answer=NOT_BY_GET)),
    **dict.fromkeys(("exchanges:take_new_excel", "exchanges:new_autosave"),
                    parties_only("authority", answer=NOT_BY_GET, elsewhere=NOT_BY_GET)),
    "exchanges:case": parties_only(*VISIT_READERS, *VISIT_PARTIES),
    "exchanges:write": parties_only(*VISIT_READERS, *VISIT_PARTIES),
    **dict.fromkeys(("exchanges:edit", "exchanges:delegation", "exchanges:remove_delegate", "exchanges:sound_out",
                     "exchanges:request_formally", "exchanges:agree"), parties_only("authority")),
    **dict.fromkeys(("exchanges:away", "exchanges:there"), Row(SIGN_IN, MISSING)),  # nobody here is on the roster
    **dict.fromkeys(("exchanges:offer_away", "exchanges:offer_there"), SECRET),
    "exchanges:endorse": parties_only("branch"),
    "exchanges:statistics_now": staff_only(VISIT_READERS, SEE_OTHER),
    **dict.fromkeys(("exchanges:statistics", "exchanges:statistics_csv", "exchanges:statistics_list"),
                    staff_only(VISIT_READERS)),
    **dict.fromkeys(("exchanges:thanks", "exchanges:draft_thanks", "exchanges:send_all_thanks",
                     "exchanges:write_thanks", "exchanges:send_thanks", "exchanges:thanks_pdf",
                     "exchanges:close_surveys"), parties_only(*VISIT_EDITORS)),
    "exchanges:survey": parties_only("authority"), "exchanges:follow_up": parties_only("authority"),
    "exchanges:report": parties_only(*VISIT_READERS, *VISIT_PARTIES), "exchanges:host_survey": SECRET,
    "exchanges:assignments": OWN,
    **dict.fromkeys(("exchanges:offer", "exchanges:accept_offer", "exchanges:decline_offer",
                     "exchanges:reconfirm_offer", "exchanges:host", "exchanges:host_propose",
                     "exchanges:host_decline", "exchanges:host_receive", "exchanges:host_calendar"), SECRET),
    "exchanges:plan_programme": parties_only(*VISIT_EDITORS),
    **dict.fromkeys(("exchanges:hand_over", "exchanges:link", "exchanges:merge", "exchanges:unlink"),
                    parties_only(*VISIT_EDITORS)),
    "exchanges:task": parties_only(*VISIT_READERS, *VISIT_PARTIES, answer=NOT_BY_GET),
    "exchanges:leave": Row(SIGN_IN, FORBIDDEN, dict.fromkeys(STAFF, OK)),
    "exchanges:leave_for": Row(SIGN_IN, FORBIDDEN, {**dict.fromkeys(STAFF, MISSING), "staff_admin": OK}),
    "exchanges:planning": parties_only(*VISIT_EDITORS, answer=MISSING),  # somebody else's
    "exchanges:itinerary_pdf": parties_only(*VISIT_READERS, *VISIT_PARTIES),
    "exchanges:itinerary_calendar": parties_only(*VISIT_READERS, *VISIT_PARTIES),
    **dict.fromkeys(("exchanges:programme", "exchanges:name_list", "exchanges:member_calendar", "exchanges:today",
                     "exchanges:today_worker"), parties_only(*VISIT_READERS, *VISIT_PARTIES)),
    "exchanges:newest_programme": parties_only(*VISIT_READERS, *VISIT_PARTIES, answer=SEE_OTHER),
    **dict.fromkeys(("exchanges:continue_programme", "exchanges:add_item", "exchanges:move_item",
                     "exchanges:edit_item", "exchanges:remove_item", "exchanges:host_letter",
                     "exchanges:interpreter_sheet", "exchanges:driver_sheet"), parties_only(*VISIT_EDITORS)),
    "exchanges:late": parties_only("authority", *VISIT_EDITORS),
    "jet:home": OWN,
    # participants of the programme
    "jet:participants": parties_only(*IMPORTERS, "authority", elsewhere=OK),
    "jet:participants_file": parties_only(*IMPORTERS, "authority", elsewhere=OK),
    "jet:participant": Row(SIGN_IN, MISSING, dict.fromkeys((*IMPORTERS, "authority"), OK), MISSING),
    # the programme in figures, and who does what: public; on paper for those who are told the portal's counts
    **dict.fromkeys(("jet:programme", "jet:statistics_now", "jet:statistics", "jet:statistics_xlsx"), PUBLIC),
    "jet:statistics_print": parties_only("staff_admin", "hq", "authority", "branch", elsewhere=None),
    # placement requests, wishes, one's own place
    "jet:requests": parties_only(*IMPORTERS, *VISIT_PARTIES, elsewhere=OK),
    "jet:request": parties_only(*IMPORTERS, *VISIT_PARTIES),
    "jet:request_new": parties_only("authority", elsewhere=OK),
    **dict.fromkeys(("jet:request_edit", "jet:request_send", "jet:request_withdraw"), parties_only("authority")),
    **dict.fromkeys(("jet:request_endorse", "jet:request_hand_back"), parties_only("branch")),
    **dict.fromkeys(("jet:request_accept", "jet:request_decline", "jet:cut_offs", "jet:cut_off"),
                    staff_only(IMPORTERS)),
    **dict.fromkeys(("jet:wishes", "jet:place", "jet:place_accept", "jet:place_withdraw"),
                    Row(SIGN_IN, MISSING)),  # nobody here is in the programme
    # transfers: one's own, what employers are asked, what headquarters decides
    **dict.fromkeys(("jet:transfer", "jet:transfer_write", "jet:transfer_submit", "jet:transfer_withdraw"),
                    Row(SIGN_IN, MISSING)),
    "jet:transfer_consents": parties_only("authority", elsewhere=OK),
    "jet:transfer_consent": parties_only("authority"),
    **dict.fromkeys(("jet:transfers", "jet:transfer_request", "jet:transfer_decide", "jet:transfer_close", "jet:swaps",
                     "jet:swap_propose", "jet:swap", "jet:swap_approve", "jet:swap_dissolve"), staff_only(IMPORTERS)),
    # special circumstances: one's own (nobody here is in the programme), and the panel's
    **dict.fromkeys(("jet:my_circumstances", "jet:my_circumstances_ask", "jet:my_circumstances_withdraw",
                     "jet:my_circumstances_appeal"), Row(SIGN_IN, MISSING)),
    **dict.fromkeys(("jet:circumstances", "jet:circumstance", "jet:circumstance_appeal"), staff_only(IMPORTERS)),
    # the workbench of the allocation: for those who run the programme
    **dict.fromkeys(("jet:allocation", "jet:allocation_run", "jet:allocation_open", "jet:allocation_file",
                     "jet:allocation_propose", "jet:allocation_hand_back", "jet:allocation_publish",
                     "jet:allocation_discard", "jet:allocation_person", "jet:allocation_start", "jet:pins",
                     "jet:pin_add", "jet:pin_lift"), staff_only(IMPORTERS)),
    "jet:allocation_progress": staff_only(IMPORTERS, MISSING),  # somebody else's
    # reappointment: organisations answer about their own participants, headquarters runs the round
    "jet:reappointments": parties_only(*IMPORTERS, "authority", elsewhere=OK),
    "jet:reappointment": parties_only(*IMPORTERS, "authority"),
    **dict.fromkeys(("jet:reappointment_answer", "jet:reappointment_take_back"), parties_only("authority")),
    **dict.fromkeys(("jet:reappointment_decide", "jet:reappointment_round", "jet:reappointment_open",
                     "jet:reappointment_deadline"), staff_only(IMPORTERS)),
    **dict.fromkeys(("jet:my_reappointment", "jet:my_reappointment_yes", "jet:my_reappointment_no",
                     "jet:my_reappointment_take_back"), Row(SIGN_IN, MISSING)),  # nobody here is in the programme
    # imports: for those who run the programme
    **dict.fromkeys(("imports", "import_new"), parties_only(*IMPORTERS, elsewhere=None)),
    **dict.fromkeys(("import_run", "import_rows"), Row(SIGN_IN, MISSING, dict.fromkeys(IMPORTERS, OK))),
    **dict.fromkeys(("import_confirm", "import_undo"), Row(SIGN_IN, MISSING, dict.fromkeys(IMPORTERS, OK))),
    # jobs: of somebody else, which an administrator looks after
    "job": Row(SIGN_IN, MISSING, {"staff_admin": OK}), "job_cancel": Row(SIGN_IN, MISSING, {"staff_admin": OK}),
    "job_retry": Row(SIGN_IN, MISSING, {"staff_admin": SEE_OTHER}),  # it has not failed
    "job_file": Row(SIGN_IN, MISSING),
    # signing in and up
    "account_login": DOOR, "account_signup": DOOR, "account_request_login_code": DOOR,
    "mfa_login_webauthn": Row(ELSEWHERE, ELSEWHERE),  # answers scripts only
    "account_reset_password": PUBLIC, "account_inactive": PUBLIC, "account_password_reset_completed": PUBLIC,
    "account_logout": Row(ELSEWHERE, OK),
    "account_email_verification_sent": Row(ELSEWHERE, ELSEWHERE),
    "account_confirm_login_code": Row(ELSEWHERE, ELSEWHERE),
    "account_confirm_password_reset_code": Row(ELSEWHERE, ELSEWHERE),
    "account_complete_password_reset": Row(ELSEWHERE, ELSEWHERE), "mfa_authenticate": Row(ELSEWHERE, ELSEWHERE),
    # one's own account
    "account": OWN, "account_name": OWN, "account_sign_out_everywhere": OWN,
    "account_agree": OWN, "account_withdraw_consent": OWN,
    "account_email": OWN, "account_set_password": OWN, "account_change_password": Row(SIGN_IN, ELSEWHERE),
    "account_reauthenticate": Row(SIGN_IN, ELSEWHERE),
    "mfa_index": OWN, "mfa_list_webauthn": OWN, "mfa_reauthenticate": OWN,
    "mfa_activate_totp": Row(SIGN_IN, ELSEWHERE), "mfa_deactivate_totp": NEEDS_PROOF,
    "mfa_view_recovery_codes": Row(SIGN_IN, MISSING), "mfa_download_recovery_codes": Row(SIGN_IN, MISSING),  # none made
    "mfa_generate_recovery_codes": NEEDS_PROOF, "mfa_add_webauthn": NEEDS_PROOF,
    "mfa_reauthenticate_webauthn": Row(SIGN_IN, ELSEWHERE),  # without a passkey
    "mfa_remove_webauthn": NEEDS_PROOF, "mfa_edit_webauthn": NEEDS_PROOF,
    # the staff site
    "admin:index": staff_only(STAFF), "admin:search": staff_only(STAFF), "admin:jsi18n": staff_only(STAFF),
    "admin:login": staff_only(STAFF, ELSEWHERE), "admin:logout": staff_only(STAFF, NOT_BY_GET),
    "admin:password_change": staff_only(STAFF, ELSEWHERE), "admin:password_change_done": staff_only(STAFF),
    "admin:autocomplete": staff_only(NOBODY),  # without a field it is asked for nothing
    "admin:app_list": staff_only(STAFF, ELSEWHERE),
    "admin/(?P<url>.*)$": staff_only(STAFF, MISSING),
    **dict(records("directory_person", view=STAFF, add=PEOPLE_EDITORS, change=PEOPLE_EDITORS,
                   extra={"move": staff_only(STAFF, MISSING)})),
    **dict(records("directory_organisation", view=STAFF, add=ORGANISATION_EDITORS, change=ORGANISATION_EDITORS,
                   extra={"move": staff_only(STAFF, MISSING)})),
    **dict(records("directory_localauthority", view=STAFF, add=NOBODY, change=NOBODY,
                   extra={"move": staff_only(STAFF, MISSING)})),
    **dict(records("directory_office", view=STAFF, add=NOBODY, change=NOBODY,
                   extra={"move": staff_only(STAFF, MISSING)})),
    **dict(records("events_event", view=STAFF, add=EVENT_EDITORS, change=EVENT_EDITORS,
                   extra={"move": staff_only(EVENT_EDITORS)})),
    **dict(records("events_registration", view=REGISTRATION_READERS, add=NOBODY, change=NOBODY,
                   extra={"move": staff_only(EVENT_EDITORS, others=MISSING, seen_by=REGISTRATION_READERS),
                          "export": staff_only(EVENT_EDITORS)})),
    **dict(records("exchanges_visitcase", view=VISIT_READERS, add=NOBODY, change=VISIT_EDITORS,
                   extra={"move": staff_only(VISIT_EDITORS, others=MISSING, seen_by=VISIT_READERS)})),
    **dict(records("exchanges_host", view=VISIT_READERS, add=VISIT_EDITORS, change=VISIT_EDITORS,
                   extra={"move": staff_only(VISIT_READERS, MISSING, others=MISSING)})),
    "admin:exchanges_host_story": staff_only(VISIT_READERS),
    "admin:exchanges_interpreterpaper_file": staff_only(VISIT_EDITORS, MISSING),  # its row is here, its content not
    **dict(records("exchanges_hostnote", view=VISIT_READERS, add=VISIT_EDITORS, change=VISIT_EDITORS,
                   extra={"move": staff_only(VISIT_EDITORS, others=MISSING, seen_by=VISIT_READERS)})),
    **dict(records("exchanges_interpreterrule", view=VISIT_EDITORS, add=VISIT_EDITORS, change=VISIT_EDITORS,
                   extra={"move": staff_only(VISIT_EDITORS, MISSING, others=MISSING)})),
    **dict(records("exchanges_interpreterpaper", view=VISIT_EDITORS, add=VISIT_EDITORS, change=NOBODY,
                   extra={"move": staff_only(VISIT_EDITORS, MISSING, others=MISSING)})),
    **dict(records("exchanges_interpreter", view=VISIT_EDITORS, add=VISIT_EDITORS, change=VISIT_EDITORS,
                   extra={"move": staff_only(VISIT_EDITORS, MISSING, others=MISSING)})),
    **dict(records("exchanges_meeting", view=VISIT_READERS, add=VISIT_EDITORS, change=VISIT_EDITORS,
                   extra={"move": staff_only(VISIT_EDITORS, others=MISSING, seen_by=VISIT_READERS)})),
    **dict(records("exchanges_assignment", view=VISIT_EDITORS, add=NOBODY, change=NOBODY,
                   extra={"move": staff_only(VISIT_EDITORS, others=MISSING), "offer": staff_only(VISIT_EDITORS)})),
    **dict(records("exchanges_checklistitem", view=VISIT_EDITORS, add=VISIT_EDITORS, change=VISIT_EDITORS,
                   extra={"move": staff_only(VISIT_EDITORS, MISSING, others=MISSING)})),
    **dict(records("exchanges_departure", view=VISIT_EDITORS, add=NOBODY, change=NOBODY,
                   extra={"move": staff_only(VISIT_EDITORS, others=MISSING)})),
    **dict(records("exchanges_itinerary", view=VISIT_READERS, add=NOBODY, change=NOBODY,
                   extra={"move": staff_only(VISIT_EDITORS, others=MISSING, seen_by=VISIT_READERS)})),
    **dict(records("exchanges_traveltime", view=VISIT_EDITORS, add=VISIT_EDITORS, change=VISIT_EDITORS,
                   extra={"move": staff_only(VISIT_EDITORS, MISSING, others=MISSING)})),
    **dict(records("jet_participant", view=IMPORTERS, add=IMPORTERS, change=IMPORTERS,
                   extra={"move": staff_only(IMPORTERS, others=MISSING)})),
    **dict(records("jet_contractingorganisation", view=IMPORTERS, add=IMPORTERS, change=IMPORTERS,
                   extra={"move": staff_only(IMPORTERS, MISSING, others=MISSING)})),
    **dict(records("jet_arrivalgroup", view=IMPORTERS, add=IMPORTERS, change=IMPORTERS,
                   extra={"move": staff_only(IMPORTERS, MISSING, others=MISSING)})),
    **dict.fromkeys(("admin:jet_contractingorganisation_history", "admin:jet_arrivalgroup_history"),
                    staff_only(IMPORTERS)),  # their rows are no secret
    **dict(records("mail_outgoingmail", view=MAIL_READERS, add=NOBODY, change=NOBODY,
                   extra={"move": staff_only(ADMIN, others=MISSING, seen_by=MAIL_READERS)})),
    **dict(records("documents_job", view=ADMIN, add=NOBODY, change=NOBODY,
                   extra={"move": staff_only(ADMIN, others=MISSING)})),
    **dict(records("accounts_user", view=ADMIN, add=NOBODY, change=ADMIN,
                   extra={"move": staff_only(ADMIN, others=MISSING)})),
}  # fmt: skip

# A mark stands in other people's data; these roles may come across it, for their own chapter where they have one.
MAY_SEE: dict[str, frozenset[str]] = {
    "zqperson": STAFF,
    "zqregistration": REGISTRATION_READERS | (CHAPTER - {"country_representative"}),
    "zqmail": MAIL_READERS,
    "zqaccount": ADMIN,
    "zqdraft": STAFF | CHAPTER,
    "zqjob": NOBODY,
    "zqvisit": VISIT_READERS | VISIT_PARTIES,
    "zqwish": frozenset({"authority"}),  # a draft
    "zqnote": VISIT_EDITORS,
    "zqparticipant": IMPORTERS | {"authority"},
    "zqcontact": IMPORTERS,
    "zqcircumstance": IMPORTERS,
    "zqpin": IMPORTERS,
    "zqrequest": frozenset({"authority"}),  # a draft
    "zqstatement": IMPORTERS | {"authority"},
    "zqtransfer": IMPORTERS,  # why somebody asks for a transfer
}
