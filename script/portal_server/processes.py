"""The portal's own programs: how web, worker, beat, mail sink and `manage.py` are called."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from portal_server import ports
from portal_server.children import Spec, last_words
from portal_server.environment import Wishes, for_children
from portal_server.places import Places
from portal_server.servers import Servers
from portal_server.trouble import Trouble

QUEUES = "portal,mail,documents"


@dataclass(frozen=True)
class Portal:
    """One portal about to run: where, with which wishes, on which port."""

    places: Places
    wishes: Wishes
    port: int

    @property
    def address(self) -> str:
        return f"http://{ports.LOOPBACK}:{self.port}"

    def environment(self, servers: Servers, email_url: str) -> dict[str, str]:
        """What the programs are told; what the person has decided goes before what is proposed here."""
        proposed = {"PORTAL_DEMONSTRATION": "1", "PORTAL_URL": self.address}
        proposed = {name: value for name, value in proposed.items() if name not in self.wishes.given}
        addresses = {"DATABASE_URL": servers.database_url, "REDIS_URL": servers.redis_url, "EMAIL_URL": email_url}
        return for_children(os.environ, **proposed, **addresses)

    def mail_sink(self, port: int) -> Spec:
        words = ("portal_server.mail_sink", "--port", str(port), "--folder", str(self.places.local / "mail"))
        return self._child("mail", for_children(os.environ), *words, folder="script")

    def worker(self, environment: Mapping[str, str]) -> Spec:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")  # talk among many workers; here is one
        words = ("celery", "-A", "clair_portal", "worker", "-Q", QUEUES, "-c", "2", "-l", "INFO", *quiet)
        return self._child("worker", environment, *words)

    def beat(self, environment: Mapping[str, str]) -> Spec:
        schedule = str(self.places.local / "beat" / "schedule")
        words = ("celery", "-A", "clair_portal", "beat", "-l", "INFO", "--schedule", schedule, "--pidfile", "")
        return self._child("beat", environment, *words)

    def web(self, environment: Mapping[str, str]) -> Spec:
        # The control socket is a file whose path could be too long; nobody here would use it.
        words = ("gunicorn", "--workers", "2", "--preload", "--no-control-socket", "--bind", f"127.0.0.1:{self.port}")
        return self._child("web", environment, *words, "clair_portal.wsgi")

    def _child(self, name: str, environment: Mapping[str, str], *words: str, folder: str = ".") -> Spec:
        command = (str(self.places.python), "-m", *words)
        return Spec(name, command, environment, self.places.root / folder, self.places.log(name))


def manage(places: Places, environment: Mapping[str, str], *words: str) -> str:
    """Run `manage.py` and return what it printed; what it complained about goes to a log."""
    log = places.log(words[0])
    with log.open("ab") as complaints:
        result = subprocess.run(
            [str(places.python), "manage.py", *words],
            cwd=places.root,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            check=False,
            text=True,
        )
    if result.returncode:
        raise Trouble(f'"manage.py {words[0]}" did not work ({last_words(log)}): see {log}.')
    return result.stdout
