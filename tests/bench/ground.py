"""The ground to measure on: a private PostgreSQL (fsync on), a private Redis, and web servers like script/server's."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg2
import redis

from portal_server import ports
from portal_server.account import for_servers
from portal_server.children import Child, last_words
from portal_server.environment import Wishes, for_children
from portal_server.places import ROOT, Places
from portal_server.processes import Portal
from portal_server.servers import Provider, Servers
from portal_server.supervisor import Supervisor
from portal_server.waiting import until

PORTAL = "clair_portal.wsgi"
TEMPLATE = "portal"  # the database that script/portal_server creates; it becomes the mould of all others


class Here(Places):
    """The same folders, but with the Python that runs now in place of .venv."""

    @property
    def venv(self) -> Path:
        return Path(sys.prefix)


def run_sql(url: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """One statement on a connection of its own, committed at once."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@dataclass(frozen=True)
class Site:
    """One database with the environment that leads to it, and the settings its programs use."""

    places: Places
    database_url: str
    redis_url: str
    settings: str
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return for_children(
            os.environ,
            PORTAL_DEMONSTRATION="1",
            DATABASE_URL=self.database_url,
            REDIS_URL=self.redis_url,
            DJANGO_SETTINGS_MODULE=self.settings,
            STATIC_ROOT=str(self.places.local / "static"),
            PORTAL_FILES=str(self.places.local / "files"),
            PYTHONPATH="script",
            LOG_LEVEL="WARNING",
            **self.more,
        )

    def django(self, *words: str) -> None:
        """One of Django's commands; what it prints goes to the log."""
        self._run("-m", "django", *words)

    def inside(self, function: str, **facts: Any) -> Any:
        """Call a function in a process that has Django set up for this database; the answer comes back as JSON."""
        return json.loads(self._run("-m", "tests.bench.inside", function, json.dumps(facts)))

    def _run(self, *words: str) -> str:
        log = self.places.log("bench")
        with log.open("ab") as complaints:
            command = [str(self.places.python), *words]
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=complaints, text=True
            )
        try:
            answer, _nothing = process.communicate()
        except BaseException:  # whoever ends us ends it too, gently: it may have started programs of its own
            process.terminate()
            process.wait()
            raise
        if process.returncode:
            tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-12:]
            raise RuntimeError(f"{' '.join(words[:3])} failed:\n" + "\n".join(tail))
        return answer

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Plain SQL on a connection of its own: a second opinion, independent of the portal's code."""
        return run_sql(self.database_url, statement, *values)

    def vacuum(self) -> None:
        """Statistics and visibility as a database has them that was not filled a second ago."""
        self.ask("VACUUM ANALYZE")


@dataclass(frozen=True)
class Web:
    """A gunicorn under load."""

    child: Child
    port: int


class Ground:
    """Private servers under `.local/<name>`; everything is gone when the `with` ends."""

    def __init__(self, name: str) -> None:
        self.places = Here(ROOT, ROOT / ".local" / name)
        self.provider = Provider(self.places, for_servers(), durable=True)
        self.supervisor = Supervisor()
        self.servers: Servers

    def __enter__(self) -> Self:
        self._clear()
        self.places.create()
        try:
            self.servers = self.provider.start(Wishes({}), self.supervisor)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for child in reversed(self.supervisor.children):
            child.stop()
        self._clear()

    def _clear(self) -> None:
        self.places.create()  # where the servers' data lie can only be asked of a folder that exists
        for folder in {self.places.servers(self.provider.account), self.places.local}:
            shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # others may have their folders there
            self.places.local.parent.rmdir()

    def child(self, name: str) -> Child:
        """One of the running programs: "postgresql", "redis", or what was started since."""
        return next(child for child in self.supervisor.children if child.spec.name == name)

    def stop(self, name: str) -> None:
        """Take a server away from those who use it."""
        self.child(name).stop()

    def resume(self, name: str) -> None:
        """Bring it back, with its data; nothing happens if it runs."""
        child = self.child(name)
        if not child.alive:
            child.start()
        if not until(self._serves[name], limit=30):
            raise RuntimeError(f"{name} does not come back: {last_words(child.spec.log)}")

    def close(self, web: Web) -> None:
        """Stop a web server and forget it, so that the next start does not take it for one that fell."""
        self.supervisor.children.remove(web.child)
        web.child.stop()

    def close_programs(self) -> None:
        """Stop whatever was started beside the two servers."""
        while len(self.supervisor.children) > len(self._serves):
            self.supervisor.children.pop().stop()

    @property
    def _serves(self) -> dict[str, Callable[[], bool]]:
        return {"postgresql": self._database_serves, "redis": self._broker_serves}

    def _broker_serves(self) -> bool:
        with redis.from_url(self.servers.redis_url) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False

    def _database_serves(self) -> bool:
        try:
            return run_sql(self.servers.database_url, "SELECT 1") == [(1,)]
        except psycopg2.OperationalError:
            return False

    @property
    def postgresql(self) -> int:
        """The process number of PostgreSQL's first process."""
        return _number(self.child("postgresql"))

    def database_url(self, name: str) -> str:
        return urlsplit(self.servers.database_url)._replace(path=f"/{name}").geturl()

    def site(self, name: str, settings: str = "clair_portal.settings", **more: str) -> Site:
        return Site(self.places, self.database_url(name), self.servers.redis_url, settings, more)

    def mould(self) -> Site:
        """The migrated database from which `portal` copies; its static files are collected too."""
        site = self.site(TEMPLATE)
        site.django("migrate", "--verbosity", "0")
        site.django("createcachetable", "--verbosity", "0")
        site.django("collectstatic", "--noinput", "--verbosity", "0")
        return site

    def portal(self, name: str, **more: str) -> Site:
        """A copy of the migrated database."""
        self._create(name, f"TEMPLATE {TEMPLATE}")
        return self.site(name, **more)

    def bare(self, name: str, settings: str) -> Site:
        """An empty database for other settings than the portal's."""
        self._create(name, "")
        return self.site(name, settings)

    def _create(self, name: str, how: str) -> None:
        run_sql(self.database_url("postgres"), f'CREATE DATABASE "{name}" {how}')

    def serve(self, site: Site, application: str = PORTAL, *words: str, name: str = "web") -> Web:
        """gunicorn with the options of script/server; `words` are added to them."""
        port = ports.any_free()
        spec = Portal(self.places, Wishes({}), port).web(site.environment | {"PORTAL_URL": f"http://127.0.0.1:{port}"})
        spec = replace(spec, name=name, log=self.places.log(name), command=(*spec.command[:-1], *words, application))
        return Web(self.supervisor.start_and_wait(spec, lambda: listens(port)), port)


def _number(child: Child) -> int:
    if child.process is None:
        raise RuntimeError(f"{child.spec.name} was not started.")
    return child.process.pid


def processes(ground: Ground, web: Web) -> tuple[int, int]:
    """The processes whose time a request costs: the web server's and PostgreSQL's."""
    return _number(web.child), ground.postgresql


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        socket.create_connection((ports.LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True
