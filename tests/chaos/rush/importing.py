"""A list on its way into the portal; runs inside a Django process of its own."""

import sys

from django.utils import timezone

from clair_portal.spreadsheets.actions import import_runs
from clair_portal.spreadsheets.models import ImportRun
from tests.jet.imports import lists


def check(people: int) -> str:
    """The checked import of so many new people."""
    run = lists.check(lists.as_csv(lists.people(people)), lists.ground())
    return str(run.uuid)


def confirm(run: str) -> str:
    """Say yes; whoever watches the log knows when the writing begins."""
    found = ImportRun.objects.select_related("owner").get(uuid=run)
    sys.stderr.write("begins\n")
    sys.stderr.flush()
    return str(import_runs.confirm(found, by=found.owner, at=timezone.now()).state)


def again(run: str) -> str:
    """Take everything back, and check the same list anew."""
    done = ImportRun.objects.select_related("owner").get(uuid=run)
    lists.undo(done)
    return str(lists.check(lists.as_csv(lists.people(done.new)), done.owner).uuid)
