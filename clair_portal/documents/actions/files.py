"""Keeps private files for a few days, then removes row and file."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.text import get_valid_filename

from clair_portal.accounts.models import User
from clair_portal.documents.models import PrivateFile
from clair_portal.documents.results import ResultFile

KEPT = timedelta(days=7)
FOLDER = "private"
ORPHANED = timedelta(days=1)  # a file without a row is younger than this only while its job is about to finish


def store(result: ResultFile, *, owner: User, at: datetime, kept: timedelta = KEPT) -> PrivateFile:
    """Write the file under a random name, then its row; without a row nobody can fetch it and the sweep removes it."""
    content = ContentFile(result.content) if isinstance(result.content, bytes) else File(result.content)
    with content:
        stored_as = default_storage.save(f"{FOLDER}/{uuid4().hex}", content)
    return PrivateFile.objects.create(
        owner=owner,
        stored_as=stored_as,
        filename=get_valid_filename(result.filename.replace("\0", ""))[:200],
        content_type=result.content_type,
        size=default_storage.size(stored_as),
        created_at=at,
        expires_at=at + kept,
    )


def expire(*, at: datetime) -> int:
    """Remove what is older than promised: the row first, so that no row ever names a file that is gone."""
    expired = list(PrivateFile.objects.expired(at).order_by("pk")[:1000])
    with transaction.atomic():
        PrivateFile.objects.filter(pk__in=[file.pk for file in expired]).delete()
    for file in expired:
        default_storage.delete(file.stored_as)
    return len(expired)


def remove_orphans(*, at: datetime) -> int:
    """Remove files whose row was never written or is gone, because a worker died between the two."""
    names = [name for name in _stored() if default_storage.get_modified_time(name) < at - ORPHANED]
    known = set(PrivateFile.objects.filter(stored_as__in=names).values_list("stored_as", flat=True))
    orphans = [name for name in names if name not in known]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _stored() -> Iterator[str]:
    if default_storage.exists(FOLDER):
        yield from (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
