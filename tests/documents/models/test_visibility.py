"""Jobs and files are their owner's; whoever looks after everybody's sees all."""

import pytest
from django.contrib.auth.models import AnonymousUser

from clair_portal.accounts import roles
from clair_portal.documents import policy
from clair_portal.documents.models import Job, PrivateFile
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.documents import JobFactory, PrivateFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def caretaker(monkeypatch):
    role = roles.Role("caretaker", "Looks after jobs.", frozenset({policy.JOBS_VIEW, policy.JOBS_STEER}))
    monkeypatch.setattr(roles, "table", lambda: {"caretaker": role})
    return RoleAssignmentFactory(role="caretaker").user


def test_one_sees_one_s_own(caretaker):
    job, file = JobFactory(), PrivateFileFactory()
    strangers = [UserFactory(), AnonymousUser()]
    assert [list(Job.objects.visible_to(user)) for user in strangers] == [[], []]
    assert [list(PrivateFile.objects.visible_to(user)) for user in strangers] == [[], []]
    assert list(Job.objects.visible_to(job.owner)) == [job]
    assert list(PrivateFile.objects.visible_to(file.owner)) == [file]
    assert list(Job.objects.visible_to(caretaker)) == [job]
    assert list(PrivateFile.objects.visible_to(caretaker)) == [file]


def test_one_steers_one_s_own(caretaker):
    job = JobFactory()
    assert [policy.may_steer(user, job) for user in (job.owner, caretaker, UserFactory())] == [True, True, False]
