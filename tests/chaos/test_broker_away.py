"""Redis stops and comes back empty: pages and registration go on, and no mail is lost."""

import sys
from pathlib import Path

import pytest
import redis

from portal_server import ports
from portal_server.children import Spec
from portal_server.places import ROOT
from tests.bench import load
from tests.bench.ground import Ground, Site, Web, listens
from tests.chaos.rush.crowd import CONFIRMED, Rush
from tests.chaos.support import mail_journal
from tests.chaos.support.processes import wait_until

pytestmark = pytest.mark.chaos

HASTY = "tests.chaos.support.mail_settings"  # the sweep every second
NEVER_CUT = "1000000"
STATES = "SELECT state, count(*) FROM mail_outgoingmail GROUP BY 1"


class Office:
    """The mail worker, the beat and the relay beside the web server of one portal."""

    def __init__(self, ground: Ground, site: Site, folder: Path) -> None:
        self.ground, self.folder = ground, folder
        self.journal = folder / "journal"
        port = ports.any_free()
        self.environment = site.environment | {
            "DJANGO_SETTINGS_MODULE": HASTY,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "PYTHONPATH": f"{ROOT}:{ROOT}/script",
        }
        self._start("relay", "tests.chaos.support.mail_sink", str(port), str(self.journal), NEVER_CUT)
        wait_until(lambda: listens(port), seconds=30, what="the relay")
        self._celery("worker", "-Q", "mail,portal", "-c", "1", "--without-gossip", "--without-mingle")
        self._celery("beat", "--schedule", str(folder / "beat"), "--max-interval", "1")

    def _celery(self, kind: str, *words: str) -> None:
        self._start(kind, "celery", "-A", "clair_portal", kind, *words, "-l", "WARNING")

    def _start(self, name: str, *words: str) -> None:
        command = (sys.executable, "-m", *words)
        self.ground.supervisor.start(Spec(name, command, self.environment, ROOT, self.folder / f"{name}.log"))

    def delivered(self) -> list[int]:
        """How often each mail has come to the relay."""
        return sorted(len(times) for times in mail_journal.read(self.journal).values())


def register(rush: Rush, web: Web, people: slice) -> set[int]:
    part = Rush(rush.site, rush.event, rush.people[people])
    return part.send(web.port, times=1, in_flight=4).seen


def test_registration_goes_on_and_the_mails_follow(ground: Ground, site: Site, tmp_path: Path) -> None:
    rush = Rush.gather(site, people=30, places=100)
    web = ground.serve(site)
    office = Office(ground, site, tmp_path)
    assert register(rush, web, slice(0, 10)) == {CONFIRMED}
    wait_until(lambda: site.ask(STATES) == [("sent", 10)], seconds=90, what="the mails of quiet times")

    ground.stop("redis")
    assert register(rush, web, slice(10, 30)) == {CONFIRMED}
    pages = [load.get(rush.event["page"]), load.get("/events/my/", Cookie=rush.people[0]["cookie"])]
    assert {answer.status for answer in load.fire(web.port, pages * 4, connections=4).answers} == {200}
    assert sorted(site.ask(STATES)) == [("queued", 20), ("sent", 10)]

    ground.resume("redis")
    with redis.from_url(ground.servers.redis_url) as client:
        client.flushall()
    wait_until(lambda: site.ask(STATES) == [("sent", 30)], seconds=90, what="the sweep to find the mails")
    assert office.delivered() == [1] * 30
