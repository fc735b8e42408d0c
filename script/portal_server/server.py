"""`script/server`: from nothing to a running portal, and back to nothing when asked."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn

from portal_server import ports, preparation
from portal_server.account import for_servers
from portal_server.environment import Wishes, for_children
from portal_server.installation import bootstrap
from portal_server.places import ROOT, Places, lock
from portal_server.processes import Portal, manage
from portal_server.readiness import Probe
from portal_server.servers import Provider, Servers
from portal_server.supervisor import Supervisor, listen_for_stop
from portal_server.terminal import say
from portal_server.trouble import Stopped, Trouble

TOLD = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PORTAL_URL", "PORTAL_DEMONSTRATION")
READY_LIMIT = 180.0  # seconds; the first tick of a new beat alone comes after 15


def run(*, reset: bool) -> None:
    """Serve until somebody asks for the end."""
    listen_for_stop()
    places = Places(ROOT, ROOT / ".local")
    places.create()
    with lock(places, "The portal"):
        wishes = Wishes.of(places.root)
        if reset:
            _reset(places, wishes)
        portal = Portal(places, wishes, ports.chosen(wishes.port))
        bootstrap(places)
        _serve(portal)


def _reset(places: Places, wishes: Wishes) -> None:
    if wishes.database_url:
        raise Trouble(
            "--reset only deletes the portal's own data in .local, but DATABASE_URL names another server: "
            "unset it, or empty that database yourself."
        )
    places.forget(for_servers())
    places.create()
    say("All data of this portal are deleted.")


def _serve(portal: Portal) -> None:
    supervisor = Supervisor()
    try:
        _start(portal, supervisor)
        supervisor.watch()
    except Stopped:
        say("Stopping …")
        raise
    finally:
        supervisor.stop()


def _start(portal: Portal, supervisor: Supervisor) -> None:
    """The servers first, then what is due in the database, then the programs that use it."""
    servers = Provider(portal.places, for_servers(), durable=True).start(portal.wishes, supervisor)
    environment = portal.environment(servers, _mail(portal, supervisor))
    portal.places.notebook.put(environment={name: environment[name] for name in TOLD if name in environment})
    _prepare(portal, environment, servers)
    supervisor.start(portal.worker(environment))
    supervisor.start(portal.beat(environment))
    supervisor.start(portal.web(environment))
    probe = Probe(portal.port, portal.wishes.host(f"127.0.0.1:{portal.port}"))
    supervisor.wait(probe, READY_LIMIT, lambda: f"The portal does not get ready ({probe.answer})")
    say(f"Portal ready at {portal.address}/")
    say(portal.places.notebook.get("accounts") or "")


def _mail(portal: Portal, supervisor: Supervisor) -> str:
    """Where mail goes: to the server that is named, else to the sink that keeps it on this machine."""
    if portal.wishes.email_url:
        return portal.wishes.email_url
    port = ports.remembered(portal.places.notebook, "mail")
    supervisor.start(portal.mail_sink(port))
    return f"smtp://127.0.0.1:{port}"


def _prepare(portal: Portal, environment: Mapping[str, str], servers: Servers) -> None:
    """Run the steps that are due in one Django process; a database of somebody else is always looked at."""
    notebook = portal.places.notebook
    today = datetime.now(UTC).astimezone().date()
    now = preparation.fingerprints(preparation.files(portal.places.root), today, servers.database_url)
    before = notebook.get("prepared") if servers.private_database else None
    steps = preparation.due(now, before or {})
    if not steps:
        return
    say(f"Preparing the {', the '.join(steps)} …")
    said = manage(portal.places, environment, "prepare", *steps)
    if "Accounts:" in said:
        notebook.put(accounts="Accounts:" + said.partition("Accounts:")[2].rstrip())
    notebook.put(prepared=now)


def manage_here(words: Sequence[str]) -> NoReturn:
    """Become `manage.py` with the addresses of the portal that runs here."""
    places = Places(ROOT, ROOT / ".local")
    addresses = places.notebook.get("environment") or {}
    if not places.python.exists():
        raise Trouble('Nothing is installed yet: run "script/server" first.')
    os.chdir(places.root)
    os.execve(places.python, [str(places.python), "manage.py", *words], addresses | for_children(os.environ))
