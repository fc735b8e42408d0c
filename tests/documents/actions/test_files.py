"""Private files: kept under a random name, removed when their time is over."""

import io
import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from clair_portal.documents.actions import files
from clair_portal.documents.models import PrivateFile
from clair_portal.documents.results import ResultFile
from tests.factories.accounts import UserFactory
from tests.factories.documents import JobFactory

pytestmark = pytest.mark.django_db


def store(now, filename="Liste 太田.pdf", content=b"%PDF"):
    return files.store(ResultFile(filename, content), owner=UserFactory(), at=now)


def test_a_file_is_kept_under_a_name_that_tells_nothing(now):
    kept = store(now)
    with default_storage.open(kept.stored_as) as stored:
        assert stored.read() == b"%PDF"
    assert (kept.filename, kept.size, kept.expires_at) == ("Liste_太田.pdf", 4, now + timedelta(days=7))
    assert "Liste" not in kept.stored_as
    assert store(now).stored_as != kept.stored_as


def test_an_open_file_is_kept_too(now):
    kept = store(now, content=io.BytesIO(b"12345678"))
    assert kept.size == 8


@pytest.mark.parametrize(
    ("filename", "kept"),
    [("../../etc/passwd", "....etcpasswd"), ("a\r\nb.pdf", "ab.pdf"), ("a\0b.pdf", "ab.pdf"), ("x" * 300, "x" * 200)],
)
def test_a_name_leads_nowhere_else(now, filename, kept):
    assert store(now, filename).filename == kept


def test_an_expired_file_is_removed_with_its_row(now):
    kept, fresh = store(now), store(now + timedelta(days=1))
    job = JobFactory(finished=True, result=kept)
    assert files.expire(at=now + timedelta(days=7)) == 1
    assert [file.pk for file in PrivateFile.objects.all()] == [fresh.pk]
    assert not default_storage.exists(kept.stored_as)
    assert default_storage.exists(fresh.stored_as)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", None)


def test_a_row_whose_file_is_gone_already_does_no_harm(now):
    default_storage.delete(store(now).stored_as)
    assert files.expire(at=now + timedelta(days=8)) == 1


def test_a_file_that_nobody_knows_is_removed_after_a_day():
    now = timezone.now()
    known = store(now)
    lost = default_storage.save("private/lost", io.BytesIO(b"x"))
    assert files.remove_orphans(at=now) == 0
    for name in (known.stored_as, lost):
        os.utime(default_storage.path(name), (now.timestamp() - 100_000,) * 2)
    assert files.remove_orphans(at=now) == 1
    assert (default_storage.exists(known.stored_as), default_storage.exists(lost)) == (True, False)


def test_without_any_file_there_is_nothing_to_remove(now):
    assert (files.expire(at=now), files.remove_orphans(at=now)) == (0, 0)
