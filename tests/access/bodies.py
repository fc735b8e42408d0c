"""What is sent to each address: enough to write something there, if the sender may."""

from typing import Any

from django.test import Client
from lxml import html

from tests.access.world import TRANSFER_DAY, World
from tests.factories.accounts import RoleAssignmentFactory

NEW_PASSWORD = {"password1": "seven-green-herons", "password2": "seven-green-herons"}
GUESSED_CODE = {"code": "000000"}


def bodies(world: World) -> dict[str, dict[str, Any]]:
    """Address → what is sent there; nothing is typed where nothing stands here."""
    return {**_of_people(world), **_of_the_staff_site(world), **_of_every_model(world)}


def _of_people(world: World) -> dict[str, dict[str, Any]]:
    email = {"email": world.account.email}
    signing_up = {"email": "new@example.org", "family": "Example", "language": "en-gb", "agrees": "on"}
    return {
        "set_language": {"language": "de"},
        "events:register": {"ticket_type": world.ticket.pk},
        "events:ask_guest_link": {"email": "guest@example.org"},
        "exchanges:new": _a_visit(world),
        "exchanges:new_autosave": _a_visit(world),
        "exchanges:autosave": {**_a_visit(world), "seen_version": 1},
        "exchanges:edit": {**_a_visit(world), "seen_version": 1},
        "exchanges:delegation": {"role": "member", "family": "Added"},
        "exchanges:write": {"text": "Added"},
        "exchanges:hand_over": {"office": world.another_office.organisation_id, "reason": "Because."},
        "exchanges:link": {"other": world.visits["possible"].number, "kind": "same_visit"},
        "exchanges:merge": {"other": world.visits["possible"].number, "reason": "Because."},
        "exchanges:leave": _leaving(world),
        "exchanges:leave_for": _leaving(world),
        "exchanges:add_item": {**_an_item(), "seen_version": 1},
        "exchanges:edit_item": {**_an_item(), "seen_version": 1},
        "exchanges:move_item": {"time": "15:00", "seen_version": 1},
        "exchanges:remove_item": {"seen_version": 1},
        "exchanges:late": {"minutes": 15},
        "exchanges:write_thanks": {"language": "de", "text": "Added", "seen_version": 1},
        "exchanges:survey": {"usefulness": 5, "again": "yes"},
        "exchanges:follow_up": {"outcome": "agreement", "seen_version": 1},
        "jet:participants_file": {"form": "xlsx"},
        "jet:allocation_start": {"seed": "zq"},
        **{f"jet:request_{step}": {"reason": "Because."} for step in ("withdraw", "hand_back", "decline")},
        "jet:request_new": _a_request(world),
        "jet:request_edit": _a_request(world),
        "jet:cut_off": {"seen": 1},
        "jet:allocation_hand_back": {"reason": "Because."},
        "jet:circumstance": {"says_yes": "yes", "reason": "Because."},
        "jet:circumstance_appeal": {"upheld": "no", "reason": "Because."},
        "jet:pin_add": _a_pin(world),
        # reappointment
        "jet:reappointment_answer": {"answer": "no", "seen": ""},
        "jet:reappointment_decide": {"renewed": "no", "reason": "Because."},
        "jet:reappointment_open": {"due_on": "2027-01-29"},
        "jet:reappointment_deadline": {"country": "CN", "due_on": "2026-12-18"},
        **{f"jet:transfer_{step}": {"answer": "no", "reason": "Because."} for step in ("consent", "decide")},
        **{f"jet:{step}": {"reason": "Because."} for step in ("transfer_close", "swap_dissolve")},
        "jet:swap_propose": {"effective_on": TRANSFER_DAY.isoformat()},
        "account_login": {"login": world.account.email, "password": "not-the-right-one"},
        "account_signup": {**signing_up, **NEW_PASSWORD},
        "account_request_login_code": email,
        "account_reset_password": email,
        "account_name": {"family": "Changed", "version": 1},
        "account_email": {"action_add": "", "email": "second@example.org"},
        "account_set_password": NEW_PASSWORD,
        "account_change_password": {"oldpassword": "not-the-right-one", **NEW_PASSWORD},
        "mfa_reauthenticate": GUESSED_CODE,
        "mfa_authenticate": GUESSED_CODE,
    }


def _of_the_staff_site(world: World) -> dict[str, dict[str, Any]]:
    changes: dict[str, dict[str, Any]] = {
        "admin:directory_person_add": {"family": "Added"},
        "admin:directory_person_change": {"family": "Changed"},
        "admin:directory_organisation_add": {"kind": "company", "name_en": "Added"},
        "admin:directory_organisation_change": {"name_en": "Changed"},
        "admin:exchanges_visitcase_change": {"city": "Changed"}, "admin:exchanges_host_change": {"city": "Changed"},
        "admin:exchanges_interpreter_change": {"note": "Changed"}, "admin:exchanges_traveltime_change": {"minutes": 77},
        "admin:exchanges_checklistitem_change": {"days": -50}, "admin:exchanges_hostnote_change": {"text": "Changed"},
        "admin:exchanges_interpreterrule_change": {"source": "Changed"},
        "admin:exchanges_meeting_change": {"topic": "Changed"},
        "admin:jet_participant_change": {"passport_name": "CHANGED"},
        "admin:jet_contractingorganisation_change": {"joined_on": "1999-04-01"},
        "admin:jet_arrivalgroup_change": {"capacity": 77},
        "admin:events_event_add": _an_event(world),
        "admin:events_event_change": {"title_en": "Changed"},
        "admin:accounts_user_change": {
            "role_assignments-TOTAL_FORMS": 1, "role_assignments-0-role": "staff_finance",
            "role_assignments-0-user": world.account.pk,
        },
    }  # fmt: skip
    office = world.entered(RoleAssignmentFactory(role="staff_admin").user)
    return {key: {**_form(office, world.address(key)), **typed} for key, typed in changes.items()}


def _form(office: Client, address: str) -> dict[str, list[str]]:
    """What an administrator's browser would send from this page with nothing changed."""
    page = html.fromstring(office.get(address).content.decode())
    form = next(form for form in page.forms if form.get("id", "").endswith("_form"))
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def _an_event(world: World) -> dict[str, Any]:
    at = {"starts_at": "18:30", "ends_at": "20:30", "registration_closes_at": "12:00", "cancel_until_at": "12:00"}
    return {
        "kind": "explanation", "host": world.chapter.pk, "spoken": "en", "title_en": "Added", "summary_en": "Added",
        "zone": "Europe/London", "place": "Hall", "city": "London", "country": "GB",
        "registration_opens_at_date": "2026-12-01", "registration_opens_at_time": "09:00",
        **{f"{name}_date": "2027-03-20" for name in at},
        **{f"{name}_time": hour for name, hour in at.items()},
    }  # fmt: skip


def _a_request(world: World) -> dict[str, Any]:
    return {
        "employer": world.employer.pk, "arrival_group": world.requests["draft"].arrival_group_id, "position": "alt",
        "posts": 7, "must": 0, "school": "office", "area": "rural", "japanese_wanted": "no", "language_wanted": "no",
        "driving": "no", "teaching": "no", "seen_version": 1,
    }  # fmt: skip


def _a_pin(world: World) -> dict[str, Any]:
    pair = {"participant": world.participant.jet_number, "request": world.frozen.number}
    return {**pair, "kind": "pin", "reason": "Because."}


def _leaving(world: World) -> dict[str, Any]:
    return {"last_on": "2027-03-31", "language": "ja", "successor": world.successor.pk}


def _a_visit(world: World) -> dict[str, Any]:
    return {
        "authority": world.chapter.pk, "kind": "study", "title": "Added", "purpose": "Added", "country": "GB",
        "theme_1": "Added",
    }  # fmt: skip


def _of_every_model(world: World) -> dict[str, dict[str, Any]]:
    """The step that a record may take, and the deleting that Django's own staff site would do."""
    deleting = {"action": "delete_selected", "post": "yes"}
    return {
        **{key: {"reason": "Because."} for key in world.moves},
        **{f"admin:{model}_delete": {"post": "yes"} for model in world.models},
        **{f"admin:{model}_changelist": {**deleting, "_selected_action": row} for model, row in world.models.items()},
    }


def _an_item() -> dict[str, Any]:
    return {
        "kind": "free", "title_en": "Added", "zone": "Europe/London", "starts_at_date": "2027-05-18",
        "starts_at_time": "10:00", "ends_at_date": "2027-05-18", "ends_at_time": "11:00",
    }  # fmt: skip
