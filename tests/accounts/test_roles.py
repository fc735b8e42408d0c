"""Roles: what they permit, and the row of the user that repeats them."""

import threading
from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clair_portal.accounts import roles as table_reader
from clair_portal.accounts.actions import roles
from clair_portal.accounts.models import RoleAssignment, User
from clair_portal.accounts.policy import ROLES_GIVE_ANY
from clair_portal.accounts.roles import STAFF_SITE, table
from clair_portal.directory.models import Organisation
from clair_portal.directory.policy import PEOPLE_EDIT, PEOPLE_VIEW
from clair_portal.directory.visibility import EVERYWHERE, NOWHERE, Reach
from clair_portal.roles import ROLES
from events.policy import EVENTS_EDIT, EVENTS_VIEW, REGISTRATIONS_VIEW
from tests.accounts.conftest import Thing, fresh
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_permission_is_answered_from_the_users_own_row(chapter: Organisation) -> None:
    user = fresh(RoleAssignmentFactory(role="chapter_events", organisation=chapter).user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert user.reach(EVENTS_EDIT) == Reach(organisations=frozenset({chapter.pk}))
        assert user.reach(PEOPLE_VIEW) == NOWHERE
        assert (user.is_staff, user.is_superuser, user.sees_others) == (False, False, True)
        assert user.has_perm(EVENTS_EDIT, Thing(chapter.pk))
        assert not user.has_perm(EVENTS_EDIT, Thing(chapter.pk + 1))
        assert not user.has_perm(EVENTS_EDIT, Thing(None))
        assert user.has_perm(EVENTS_EDIT)
        assert user.has_perms([EVENTS_EDIT, EVENTS_VIEW], Thing(chapter.pk))
        assert not user.has_perms([EVENTS_EDIT, PEOPLE_VIEW], Thing(chapter.pk))
        assert (user.has_module_perms("events"), user.has_module_perms("mail")) == (True, False)
    assert len(queries) == 0


def test_a_role_everywhere_covers_every_object(admin: User) -> None:
    assert admin.reach(PEOPLE_EDIT) == EVERYWHERE
    assert admin.has_perm(PEOPLE_EDIT, Thing(None))
    assert admin.is_staff


def test_two_scoped_roles_add_up(chapter: Organisation) -> None:
    other = OrganisationFactory()
    user = RoleAssignmentFactory(role="chapter_events", organisation=chapter).user
    RoleAssignmentFactory(user=user, role="chapter_treasurer", organisation=other)
    assert user.reach(REGISTRATIONS_VIEW) == Reach(organisations=frozenset({chapter.pk, other.pk}))
    assert user.reach(EVENTS_EDIT) == Reach(organisations=frozenset({chapter.pk}))


def test_unknown_keys_and_scoped_roles_without_their_organisation_grant_nothing(chapter: Organisation) -> None:
    user = RoleAssignmentFactory(role="forgotten_role").user
    RoleAssignmentFactory(user=user, role="chapter_chair", organisation=None)
    RoleAssignmentFactory(user=user, role="staff_admin", organisation=chapter)
    assert table_reader.reaches(user.held) == {}


def test_a_disabled_user_holds_nothing(admin: User) -> None:
    admin.is_active = False
    assert not admin.has_perm(PEOPLE_VIEW)
    assert not admin.has_module_perms("directory")


def test_every_role_that_opens_people_or_registrations_asks_a_second_factor() -> None:
    opening = {PEOPLE_VIEW, REGISTRATIONS_VIEW, STAFF_SITE}
    assert [key for key, role in ROLES.items() if role.permissions & opening and not role.sees_others] == []


def test_the_table_has_every_role_of_the_office() -> None:
    assert sorted(table()) == [
        "alumnus", "authority", "branch", "chapter_chair", "chapter_events", "chapter_secretary", "chapter_treasurer",
        "country_representative", "hq", "interpreter", "participant", "recruiter", "staff_admin", "staff_economic",
        "staff_finance", "staff_jetaa", "staff_research", "staff_visits",
    ]  # fmt: skip
    assert {key for key, role in table().items() if STAFF_SITE in role.permissions} == {
        "hq", "staff_admin", "staff_economic", "staff_finance", "staff_jetaa", "staff_research", "staff_visits",
    }  # fmt: skip
    assert table_reader.granting(ROLES_GIVE_ANY) == ["staff_admin"]


def test_accounts_are_visible_to_administrators_and_their_owners(admin: User, chapter: Organisation) -> None:
    chair = RoleAssignmentFactory(role="chapter_chair", organisation=chapter).user
    UserFactory()
    assert User.objects.visible_to(admin).count() == 3
    assert list(User.objects.visible_to(chair)) == [chair]
    assert list(User.objects.visible_to(AnonymousUser())) == []


# The row that repeats the assignments


def test_a_stale_copy_of_a_user_that_is_saved_brings_no_role_back(admin: User) -> None:
    stale = fresh(admin)
    RoleAssignment.objects.filter(user=admin).delete()
    assert stale.grants == [["staff_admin", None]]
    stale.save()
    assert fresh(admin).grants == []


def test_nobody_writes_roles_into_the_user_row() -> None:
    user = UserFactory(grants=[["staff_admin", None]])
    User.objects.filter(pk=user.pk).update(grants=[["staff_admin", None]])
    assert fresh(user).grants == []


def test_every_way_of_changing_assignments_reaches_the_user_row(chapter: Organisation) -> None:
    user, other = UserFactory(), UserFactory()
    RoleAssignment.objects.bulk_create([RoleAssignment(user=user, role=role) for role in ("hq", "alumnus")])
    assert fresh(user).grants == [["alumnus", None], ["hq", None]]
    RoleAssignment.objects.filter(user=user, role="hq").update(user=other)
    assert (fresh(user).grants, fresh(other).grants) == ([["alumnus", None]], [["hq", None]])
    RoleAssignment.objects.filter(user=user).update(role="branch", organisation=chapter)
    assert fresh(user).grants == [["branch", chapter.pk]]
    RoleAssignment.objects.all().delete()
    assert (fresh(user).grants, fresh(other).grants) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_two_roles_given_at_the_same_moment_both_arrive(now: datetime) -> None:
    user = UserFactory()
    barrier = threading.Barrier(2)

    def give(role: str) -> None:
        barrier.wait()
        roles.give(fresh(user), role, organisation=None, by=None, at=now)
        connection.close()

    threads = [threading.Thread(target=give, args=[role]) for role in ("hq", "alumnus")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fresh(user).grants == [["alumnus", None], ["hq", None]]


@pytest.mark.parametrize(
    "wrong",
    [{"email": "Robin@example.org"}, {"language": ""}],
)
def test_the_database_refuses_wrong_users(wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**{"email": "x@example.org", **wrong})


def test_one_address_is_one_user_whatever_its_letters() -> None:
    UserFactory(email="robin@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ROBIN@example.org")
    assert User.objects.get_by_natural_key("Robin@Example.org").email == "robin@example.org"
