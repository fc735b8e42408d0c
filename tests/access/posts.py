"""The reviewed table of writing: whom a POST lets through at which address, and whose POST changes rows.

A new page that takes POST needs one row here and, if something must be typed, an entry in tests/access/bodies.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.access.expectations import (
    ADMIN,
    ELSEWHERE,
    EVENT_EDITORS,
    FORBIDDEN,
    IMPORTERS,
    MAIL_READERS,
    MISSING,
    NOBODY,
    NOT_BY_GET,
    OK,
    ORGANISATION_EDITORS,
    PEOPLE_EDITORS,
    REGISTRATION_READERS,
    SEE_OTHER,
    SIGN_IN,
    STAFF,
    TABLE,
    UNREADABLE,
    VISIT_EDITORS,
    VISIT_PARTIES,
    VISIT_READERS,
    Row,
    parties_only,
    staff_only,
)

CONFLICT = 409
STRANGER, MEMBER = "a stranger", "whoever is signed in"


@dataclass(frozen=True)
class Post:
    """Answers to POST, and whose POST writes: role keys, STRANGER, MEMBER. Everybody else's leaves every row alone."""

    answers: Row
    writers: frozenset[str] = NOBODY

    def writes(self, role: str | None, *, signed_in: bool, elsewhere: bool = False) -> bool:
        if elsewhere and self.answers.elsewhere is not None:
            return False
        return bool(self.writers & ({role or MEMBER, MEMBER} if signed_in else {STRANGER}))


def members(answer: int, *, write: bool = True) -> Post:
    """About oneself: whoever is signed in."""
    return Post(Row(SIGN_IN, answer), frozenset({MEMBER} if write else ()))


def strangers(answer: int, *, write: bool = True, signed_in: int = ELSEWHERE) -> Post:
    """A way in, of no use to whoever is in."""
    return Post(Row(answer, signed_in), frozenset({STRANGER} if write else ()))


def anybody(answer: int, *, write: bool = True) -> Post:
    return Post(Row(answer, answer), frozenset({STRANGER, MEMBER} if write else ()))


def staff(
    roles: frozenset[str], answer: int = ELSEWHERE, *, others: int = FORBIDDEN, seen_by: frozenset[str] = NOBODY
) -> Post:
    """A step on the staff site: these roles take it, and it writes."""
    return Post(staff_only(roles, answer, others=others, seen_by=seen_by), roles)


def parties(*roles: str) -> Post:
    """A step in one's own body's case."""
    return Post(parties_only(*roles, answer=SEE_OTHER), frozenset(roles))


def as_read(*keys: str) -> Iterator[tuple[str, Post]]:
    """Addresses that answer a POST like a GET, and write nothing."""
    yield from ((key, Post(TABLE[key])) for key in keys)


def records(
    model: str, *, add: frozenset[str] = NOBODY, change: frozenset[str] = NOBODY, move: Post | None = None
) -> Iterator[tuple[str, Post]]:
    """The staff site's addresses of one model. No list of it has an action that deletes."""
    name = f"admin:{model}"
    yield from as_read(
        f"{name}_changelist", f"{name}_history", f"{name}_delete",
        f"admin/{model.replace('_', '/')}/<path:object_id>/",
    )  # fmt: skip
    yield f"{name}_add", staff(add)
    yield f"{name}_change", staff(change)
    yield f"{name}_move", move or Post(staff_only(STAFF, MISSING))


POSTS: dict[str, Post] = {
    "set_language": Post(Row(SEE_OTHER, SEE_OTHER), frozenset({MEMBER})),  # a stranger's is a cookie
    # events
    "events:register": members(SEE_OTHER), "events:ask_guest_link": anybody(SEE_OTHER),
    **dict(as_read("events:guest", "events:give_back")),  # by a link that nobody can guess
    # visit support
    "exchanges:new": Post(parties_only("authority", answer=SEE_OTHER, elsewhere=UNREADABLE), frozenset({"authority"})),
    "exchanges:new_autosave": Post(parties_only("authority", elsewhere=UNREADABLE), frozenset({"authority"})),
    "exchanges:autosave": Post(parties_only("authority"), frozenset({"authority"})),
    "exchanges:excel": Post(parties_only("authority", answer=UNREADABLE)),
    "exchanges:new_excel": Post(parties_only("authority", answer=UNREADABLE, elsewhere=UNREADABLE)),
    "exchanges:take_excel": Post(parties_only("authority", answer=CONFLICT)),  # without what was signed
    "exchanges:take_new_excel": Post(parties_only("authority", answer=CONFLICT, elsewhere=CONFLICT)),
    "exchanges:write": parties(*VISIT_READERS, *VISIT_PARTIES),
    **dict.fromkeys(("exchanges:edit", "exchanges:delegation", "exchanges:remove_delegate", "exchanges:sound_out",
                     "exchanges:request_formally", "exchanges:agree"), parties("authority")),
    "exchanges:endorse": parties("branch"),
    **dict.fromkeys(("exchanges:draft_thanks", "exchanges:send_all_thanks", "exchanges:write_thanks",
                     "exchanges:send_thanks", "exchanges:close_surveys"),
                    Post(parties_only(*VISIT_EDITORS, answer=SEE_OTHER), VISIT_EDITORS)),
    "exchanges:survey": parties("authority"), "exchanges:follow_up": parties("authority"),
    "exchanges:statistics_list": staff(VISIT_READERS, SEE_OTHER), **dict(as_read("exchanges:host_survey")),
    **dict(as_read("exchanges:accept_offer", "exchanges:decline_offer", "exchanges:reconfirm_offer",
                   "exchanges:host", "exchanges:host_propose", "exchanges:host_decline", "exchanges:host_receive")),
    "jet:statistics_print": Post(  # whoever is told the portal's counts has them printed
        parties_only("staff_admin", "hq", "authority", "branch", answer=SEE_OTHER, elsewhere=None),
        frozenset({"staff_admin", "hq", "authority", "branch"}),
    ),
    "exchanges:plan_programme": Post(parties_only(*VISIT_EDITORS, answer=SEE_OTHER), VISIT_EDITORS),
    **dict.fromkeys(("exchanges:continue_programme", "exchanges:add_item", "exchanges:move_item",
                     "exchanges:edit_item", "exchanges:remove_item"),
                    Post(parties_only(*VISIT_EDITORS, answer=SEE_OTHER), VISIT_EDITORS)),
    "exchanges:late": Post(parties_only("authority", *VISIT_EDITORS, answer=UNREADABLE)),  # on its day only
    **dict.fromkeys(("exchanges:hand_over", "exchanges:link", "exchanges:merge", "exchanges:unlink"),
                    parties(*VISIT_EDITORS)),
    "exchanges:task": Post(
        Row(SIGN_IN, FORBIDDEN, {"hq": MISSING, "branch": MISSING, **dict.fromkeys((*VISIT_EDITORS, "authority"),
                                                                                   SEE_OTHER)}, MISSING),
        VISIT_EDITORS | {"authority"},
    ),
    "exchanges:leave": Post(Row(SIGN_IN, FORBIDDEN, dict.fromkeys(STAFF, SEE_OTHER)), STAFF),
    "exchanges:leave_for": Post(
        Row(SIGN_IN, FORBIDDEN, {**dict.fromkeys(STAFF, MISSING), "staff_admin": SEE_OTHER}), ADMIN),
    # participants of the programme
    "jet:participants_file": Post(parties_only(*IMPORTERS, "authority", answer=SEE_OTHER, elsewhere=None),
                                  IMPORTERS | {"authority"}),
    # placement requests, wishes, one's own place
    "jet:request_new": Post(parties_only("authority", answer=SEE_OTHER, elsewhere=UNREADABLE),
                            frozenset({"authority"})),
    **dict.fromkeys(("jet:request_edit", "jet:request_send", "jet:request_withdraw"), parties("authority")),
    **dict.fromkeys(("jet:request_endorse", "jet:request_hand_back"), parties("branch")),
    **dict.fromkeys(("jet:request_accept", "jet:request_decline", "jet:cut_off"), staff(IMPORTERS, SEE_OTHER)),
    **dict(as_read("jet:wishes", "jet:place_accept", "jet:place_withdraw")),  # nobody here is in the programme
    # transfers
    **dict(as_read("jet:transfer_write", "jet:transfer_submit", "jet:transfer_withdraw")),  # nobody here serves
    "jet:transfer_consent": parties("authority"),
    **dict.fromkeys(("jet:transfer_decide", "jet:transfer_close", "jet:swap_propose", "jet:swap_approve",
                     "jet:swap_dissolve"), staff(IMPORTERS, SEE_OTHER)),
    # special circumstances
    **dict(as_read("jet:my_circumstances_ask", "jet:my_circumstances_withdraw", "jet:my_circumstances_appeal")),
    **dict.fromkeys(("jet:circumstance", "jet:circumstance_appeal"), staff(IMPORTERS, SEE_OTHER)),
    # the workbench of the allocation
    **dict.fromkeys(("jet:allocation_start", "jet:allocation_propose", "jet:allocation_hand_back",
                     "jet:allocation_discard", "jet:pin_add", "jet:pin_lift"), staff(IMPORTERS, SEE_OTHER)),
    "jet:allocation_publish": Post(staff_only(IMPORTERS, CONFLICT)),  # this example's seal is forged
    # reappointment
    **dict.fromkeys(("jet:reappointment_answer", "jet:reappointment_take_back"), parties("authority")),
    **dict.fromkeys(("jet:reappointment_decide", "jet:reappointment_open", "jet:reappointment_deadline"),
                    staff(IMPORTERS, SEE_OTHER)),
    **dict(as_read("jet:my_reappointment_yes", "jet:my_reappointment_no", "jet:my_reappointment_take_back")),
    # lists on their way in
    "import_new": Post(parties_only(*IMPORTERS, answer=UNREADABLE, elsewhere=None)),  # without a file
    **dict.fromkeys(("import_confirm", "import_undo"),
                    Post(Row(SIGN_IN, MISSING, dict.fromkeys(IMPORTERS, SEE_OTHER)), IMPORTERS)),
    # jobs: of somebody else
    "job_cancel": Post(Row(SIGN_IN, MISSING, {"staff_admin": SEE_OTHER}), ADMIN),
    **dict(as_read("job_retry")),
    # signing in and up
    "account_login": strangers(OK, write=False),  # with a wrong password
    "account_signup": strangers(ELSEWHERE), "account_request_login_code": strangers(ELSEWHERE),
    "account_reset_password": anybody(ELSEWHERE),
    "account_logout": anybody(ELSEWHERE, write=False),
    **dict(as_read(
        "account_email_verification_sent", "account_confirm_login_code", "account_confirm_password_reset_code",
        "account_complete_password_reset", "mfa_authenticate", "mfa_login_webauthn",
    )),
    # one's own account
    "account_name": members(SEE_OTHER), "account_agree": members(SEE_OTHER),
    "account_withdraw_consent": members(SEE_OTHER),
    "account_sign_out_everywhere": members(SEE_OTHER, write=False),
    "account_email": members(ELSEWHERE, write=False),  # asks for a second factor again first
    "account_set_password": members(ELSEWHERE),
    **dict(as_read(
        "account_change_password", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp",
        "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn", "mfa_edit_webauthn",
    )),
    # the staff site
    **dict(as_read("admin:index", "admin:search", "admin:login", "admin:password_change", "admin:app_list",
                   "admin/(?P<url>.*)$", "admin:events_registration_export")),
    "admin:logout": Post(staff_only(STAFF, ELSEWHERE)),
    "admin:jsi18n": Post(staff_only(STAFF, NOT_BY_GET)),
    "admin:password_change_done": Post(staff_only(STAFF, NOT_BY_GET)),
    "admin:autocomplete": Post(staff_only(STAFF, NOT_BY_GET)),
    **dict(records("directory_person", add=PEOPLE_EDITORS, change=PEOPLE_EDITORS)),
    **dict(records("directory_organisation", add=ORGANISATION_EDITORS, change=ORGANISATION_EDITORS)),
    **dict(records("directory_localauthority")),
    **dict(records("directory_office")),
    **dict(records("events_event", add=EVENT_EDITORS, change=EVENT_EDITORS, move=staff(EVENT_EDITORS))),
    **dict(records("events_registration",
                   move=staff(EVENT_EDITORS, others=MISSING, seen_by=REGISTRATION_READERS))),
    **dict(records("exchanges_visitcase", change=VISIT_EDITORS,
                   move=staff(VISIT_EDITORS, others=MISSING, seen_by=VISIT_READERS))),
    **dict(records("exchanges_host", add=VISIT_EDITORS, change=VISIT_EDITORS)),
    **dict(records("exchanges_hostnote", add=VISIT_EDITORS, change=VISIT_EDITORS,
                   move=staff(VISIT_EDITORS, others=MISSING, seen_by=VISIT_READERS))),
    **dict(records("exchanges_interpreterrule", add=VISIT_EDITORS, change=VISIT_EDITORS)),
    **dict(records("exchanges_interpreterpaper", add=VISIT_EDITORS)),
    **dict(as_read("admin:exchanges_host_story", "admin:exchanges_interpreterpaper_file", "exchanges:offer_away",
                   "exchanges:away", "exchanges:there",
                   "exchanges:offer_there", "admin:exchanges_hostnote_add", "admin:exchanges_interpreterrule_add",
                   "admin:exchanges_interpreterpaper_add")),
    **dict(records("exchanges_interpreter", add=VISIT_EDITORS, change=VISIT_EDITORS)),
    **dict(records("exchanges_meeting", add=VISIT_EDITORS, change=VISIT_EDITORS,
                   move=staff(VISIT_EDITORS, others=MISSING, seen_by=VISIT_READERS))),
    **dict(records("exchanges_assignment", move=staff(VISIT_EDITORS, others=MISSING))),
    **dict(as_read("admin:exchanges_host_add", "admin:exchanges_interpreter_add", "admin:exchanges_meeting_add",
                   "admin:exchanges_assignment_offer")),  # their forms are sent empty here
    **dict(records("exchanges_checklistitem", add=VISIT_EDITORS, change=VISIT_EDITORS)),
    **dict(as_read("admin:exchanges_checklistitem_add")),  # its form is sent empty here
    **dict(records("exchanges_departure", move=staff(VISIT_EDITORS, others=MISSING))),
    **dict(records("exchanges_itinerary", move=staff(VISIT_EDITORS, others=MISSING, seen_by=VISIT_READERS))),
    **dict(records("exchanges_traveltime", add=VISIT_EDITORS, change=VISIT_EDITORS)),
    **dict(as_read("admin:exchanges_traveltime_add")),  # its form is sent empty here
    **dict(records("jet_participant", add=IMPORTERS, change=IMPORTERS, move=staff(IMPORTERS, others=MISSING))),
    **dict(records("jet_contractingorganisation", add=IMPORTERS, change=IMPORTERS)),
    **dict(records("jet_arrivalgroup", add=IMPORTERS, change=IMPORTERS)),
    **dict(as_read("admin:jet_participant_add", "admin:jet_contractingorganisation_add",
                   "admin:jet_arrivalgroup_add")),  # their forms are sent empty here
    **dict(records("mail_outgoingmail", move=staff(ADMIN, others=MISSING, seen_by=MAIL_READERS))),
    **dict(records("documents_job", move=staff(ADMIN, others=MISSING))),
    **dict(records("accounts_user", change=ADMIN, move=staff(ADMIN, others=MISSING))),
}  # fmt: skip
