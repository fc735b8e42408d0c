"""Giving and taking roles: who may, what is logged, and that somebody always can."""

import threading
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test import Client

from clair_portal.accounts.actions import roles, users
from clair_portal.accounts.models import AccessChange, RoleAssignment, User
from clair_portal.accounts.policy import ROLES_GIVE_ANY, may_give
from clair_portal.accounts.roles import Role
from clair_portal.directory.models import Organisation
from clair_portal.directory.policy import PEOPLE_VIEW
from clair_portal.roles import ROLES
from clair_portal.workflow import DomainError, Outdated
from events.policy import EVENTS_EDIT
from tests.accounts.conftest import Thing, fresh
from tests.factories.accounts import AccessChangeFactory, RoleAssignmentFactory, UserFactory
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_giving_a_role_is_logged_and_seen_at_once(admin: User, chapter: Organisation, now: datetime) -> None:
    user = UserFactory()
    assignment = roles.give(user, "chapter_chair", organisation=chapter, by=admin, at=now, reason="Elected in May")
    assert user.has_perm(EVENTS_EDIT, Thing(chapter.pk))
    assert RoleAssignment.objects.get(user=user) == assignment
    line = AccessChange.objects.get()
    assert (line.user, line.kind, line.role, line.organisation, line.at, line.by, line.reason) == (
        user, "given", "chapter_chair", chapter, now, admin, "Elected in May",
    )  # fmt: skip


def test_wrong_gifts_are_refused_and_leave_no_trace(admin: User, chapter: Organisation, now: datetime) -> None:
    user = UserFactory()
    for role, organisation, refusal in [
        ("emperor", None, roles.UnknownRole),
        ("chapter_chair", None, roles.WrongScope),
        ("staff_admin", chapter, roles.WrongScope),
    ]:
        with pytest.raises(refusal):
            roles.give(user, role, organisation=organisation, by=admin, at=now)
    assert (fresh(user).grants, AccessChange.objects.count()) == ([], 0)


def test_the_same_role_is_not_given_twice(admin: User, now: datetime) -> None:
    user = UserFactory()
    roles.give(user, "hq", organisation=None, by=admin, at=now)
    with pytest.raises(roles.AlreadyHeld):
        roles.give(user, "hq", organisation=None, by=admin, at=now)
    assert AccessChange.objects.count() == 1


def test_nobody_gives_what_they_do_not_hold(chapter: Organisation, now: datetime) -> None:
    chair = RoleAssignmentFactory(role="chapter_chair", organisation=chapter).user
    user = UserFactory()
    roles.give(user, "chapter_treasurer", organisation=chapter, by=chair, at=now)
    for role, organisation in [
        ("chapter_treasurer", OrganisationFactory()),  # another chapter
        ("staff_finance", None),  # everywhere
        ("staff_admin", None),
    ]:
        with pytest.raises(roles.NotYours):
            roles.give(user, role, organisation=organisation, by=chair, at=now)
    assert fresh(user).grants == [["chapter_treasurer", chapter.pk]]


def test_who_may_not_give_roles_gives_none(chapter: Organisation, now: datetime) -> None:
    for giver in (
        UserFactory(),
        RoleAssignmentFactory(role="staff_jetaa").user,
        RoleAssignmentFactory(role="chapter_treasurer", organisation=chapter).user,
    ):
        with pytest.raises(roles.NotYours):
            roles.give(UserFactory(), "chapter_treasurer", organisation=chapter, by=giver, at=now)


def test_who_may_give_which_role(admin: User, chapter: Organisation) -> None:
    chair = RoleAssignmentFactory(role="chapter_chair", organisation=chapter).user
    for_chapter = {key for key, role in ROLES.items() if role.scoped and may_give(chair, role, chapter.pk)}
    assert {key for key, role in ROLES.items() if may_give(admin, role, chapter.pk if role.scoped else None)} == set(
        ROLES
    )
    assert {"chapter_chair", "chapter_treasurer", "chapter_secretary", "chapter_events"} <= for_chapter
    assert not any(may_give(chair, role, None) for role in ROLES.values())


def test_a_role_with_one_permission_more_than_ones_own_is_not_given(admin: User, chapter: Organisation) -> None:
    chair = RoleAssignmentFactory(role="chapter_chair", organisation=chapter).user
    same = Role("same", "what a chair has", frozenset({EVENTS_EDIT}), scoped=True)
    more = Role("more", "and the directory", frozenset({EVENTS_EDIT, PEOPLE_VIEW}), scoped=True)
    assert [may_give(chair, role, chapter.pk) for role in (same, more)] == [True, False]
    assert may_give(admin, more, chapter.pk)


# Taking


def test_a_role_taken_away_is_gone_on_the_next_request(admin: User, client: Client, now: datetime) -> None:
    user = UserFactory()
    assignment = roles.give(user, "hq", organisation=None, by=admin, at=now)
    client.force_login(user)
    client.get("/accounts/email/")
    roles.take(assignment, by=admin, at=now, reason="Back to Sapporo")
    page = client.get("/accounts/email/")
    assert page.wsgi_request.user.is_staff is False
    assert list(AccessChange.objects.order_by("pk").values_list("kind", "role", "reason")) == [
        ("given", "hq", ""), ("taken", "hq", "Back to Sapporo"),
    ]  # fmt: skip


def test_a_role_is_taken_away_once(admin: User, now: datetime) -> None:
    assignment = RoleAssignmentFactory(role="hq")
    roles.take(RoleAssignment.objects.get(pk=assignment.pk), by=admin, at=now)
    with pytest.raises(Outdated):
        roles.take(assignment, by=admin, at=now)
    assert AccessChange.objects.count() == 1


def test_nobody_takes_what_they_could_not_give(chapter: Organisation, now: datetime) -> None:
    chair = RoleAssignmentFactory(role="chapter_chair", organisation=chapter).user
    with pytest.raises(roles.NotYours):
        roles.take(RoleAssignmentFactory(role="hq"), by=chair, at=now)


def test_the_last_administrator_stays(admin: User, now: datetime) -> None:
    other = RoleAssignmentFactory(role="staff_admin")
    disabled = RoleAssignmentFactory(role="staff_admin", user__is_active=False)
    roles.take(other, by=admin, at=now)
    own = RoleAssignment.objects.get(user=admin)
    for refused in (
        lambda: roles.take(own, by=admin, at=now),
        lambda: users.disable(admin, by=admin, at=now),
    ):
        with pytest.raises(roles.LastAdministrator):
            refused()
    assert fresh(admin).is_active
    assert fresh(admin).has_perm(ROLES_GIVE_ANY)
    roles.take(disabled, by=admin, at=now)  # a disabled administrator counts for nothing and may go


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_the_same_moment_leave_one(now: datetime) -> None:
    pair = [RoleAssignmentFactory(role="staff_admin") for _number in range(2)]
    barrier = threading.Barrier(2)
    refused: list[type[DomainError]] = []

    def take(assignment: RoleAssignment) -> None:
        barrier.wait()
        try:
            roles.take(RoleAssignment.objects.get(pk=assignment.pk), by=None, at=now)
        except DomainError as error:
            refused.append(type(error))
        connection.close()

    threads = [threading.Thread(target=take, args=[assignment]) for assignment in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [roles.LastAdministrator]
    assert RoleAssignment.objects.count() == 1


# The log


def test_lines_of_the_log_are_neither_changed_nor_deleted() -> None:
    line = AccessChangeFactory()
    for tampering in (
        lambda: AccessChange.objects.filter(pk=line.pk).update(role="hq"),
        lambda: AccessChange.objects.filter(pk=line.pk).delete(),
    ):
        with pytest.raises(InternalError, match="only_added"), transaction.atomic():
            tampering()
    assert AccessChange.objects.get().role == "staff_admin"


@pytest.mark.parametrize("wrong", [{"kind": "given", "role": ""}, {"kind": "disabled", "role": "hq"}])
def test_the_log_names_a_role_exactly_when_one_changed(wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessChangeFactory(**wrong)


# The command line


def test_the_first_administrator_comes_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    user = UserFactory(email="first@example.org")
    call_command("give_role", "First@example.org", "staff_admin")
    assert capsys.readouterr().out == "first@example.org is now staff_admin.\n"
    assert fresh(user).has_perm(ROLES_GIVE_ANY)
    assert (AccessChange.objects.get().by, AccessChange.objects.get().reason) == (None, "manage.py give_role")


def test_the_command_line_gives_a_role_for_one_organisation(chapter: Organisation) -> None:
    user = UserFactory(email="chair@example.org")
    call_command("give_role", "chair@example.org", "chapter_chair", organisation=chapter.pk)
    assert fresh(user).grants == [["chapter_chair", chapter.pk]]


def test_the_command_line_explains_what_is_wrong() -> None:
    UserFactory(email="first@example.org")
    for arguments, sentence in [
        (["nobody@example.org", "hq"], "Nobody has signed up as nobody@example.org yet."),
        (["first@example.org", "emperor"], "There is no such role."),
        (["first@example.org", "chapter_chair", "--organisation", "999"], "There is no organisation 999."),
    ]:
        with pytest.raises(CommandError) as refusal:
            call_command("give_role", *arguments)
        assert str(refusal.value) == sentence
