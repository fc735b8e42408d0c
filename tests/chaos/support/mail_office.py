"""A whole mail office for one test: its own database, Redis, relay, worker and beat, all of them mortal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg2
import redis

from tests.chaos.support import mail_journal
from tests.chaos.support.processes import ROOT, Group, answers, free_port, redis_binary, wait_until

DATABASE = "portal_mail_chaos"
PATIENCE = 120


class Office:
    """Open it, put mails, kill what you like, wait, and read the journal."""

    def __init__(self, folder: Path, *, fault: str = "", cut_every: int = 50) -> None:
        self.folder, self.cut_every = folder, cut_every
        self.journal = folder / "journal"
        self.redis_port, self.sink_port = free_port(), free_port()
        server = urlsplit(os.environ["DATABASE_URL"])
        self.server = server._replace(path="/postgres").geturl()
        self.database = server._replace(path=f"/{DATABASE}").geturl()
        self.env = {
            "DATABASE_URL": self.database,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.sink_port}",
            "DJANGO_SETTINGS_MODULE": "tests.chaos.support.mail_settings",
            "PORTAL_DEMONSTRATION": "1",
            "PYTHONPATH": str(ROOT),
            "MAIL_FAULT": fault,
        }
        self.groups: list[Group] = []

    def __enter__(self) -> Self:
        self._ask_server(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)", f"CREATE DATABASE {DATABASE}")
        self._python("manage.py", "migrate", "--verbosity=0", "--skip-checks").finish(seconds=PATIENCE)
        self._start(redis_binary(), "--port", str(self.redis_port), "--save", "", "--dir", str(self.folder))
        self._python("-m", "tests.chaos.support.mail_sink", str(self.sink_port), str(self.journal), str(self.cut_every))
        wait_until(lambda: answers(self.redis_port) and answers(self.sink_port), seconds=20, what="Redis and relay")
        return self

    def __exit__(self, *_: object) -> None:
        for group in reversed(self.groups):
            group.kill()
        self._ask_server(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")

    def begin_beat(self) -> Group:
        schedule = str(self.folder / "beat")
        return self._celery("beat", "--schedule", schedule, "--max-interval", "1")

    def begin_worker(self) -> Group:
        return self._celery("worker", "-Q", "mail,portal", "-c", "2", "--without-gossip", "--without-mingle")

    def put(self, count: int) -> Group:
        code = f"from tests.chaos.support.put_mails import put; put({count})"
        return self._python("manage.py", "shell", "--no-imports", "-c", code)

    def empty_redis(self) -> None:
        with redis.Redis(port=self.redis_port) as client:
            client.flushall()

    def taken(self) -> int:
        """How many mails the relay has taken, doubles included."""
        return self.journal.read_text().count("@") if self.journal.exists() else 0

    def wait_for_more(self, mails: int) -> None:
        wanted = self.taken() + mails
        wait_until(lambda: self.taken() >= wanted, seconds=PATIENCE, what=f"{mails} more mails at the relay")

    def left(self) -> int:
        """Mails of the outbox that have not got their "sent"."""
        with psycopg2.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM mail_outgoingmail WHERE state <> 'sent'")
            [(count,)] = cursor.fetchall()
        connection.close()
        return int(count)

    def lost(self) -> set[str]:
        """Message-IDs in the outbox that the relay never saw."""
        with psycopg2.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT uuid FROM mail_outgoingmail")
            wanted = {f"<{uuid}@example.org>" for (uuid,) in cursor.fetchall()}
        connection.close()
        return wanted - mail_journal.read(self.journal).keys()

    def _celery(self, *arguments: str) -> Group:
        return self._python("-m", "celery", "-A", "clair_portal", *arguments, "--loglevel", "WARNING")

    def _python(self, *arguments: str) -> Group:
        return self._keep(Group.python(*arguments, env=self.env, log=self.folder / "log"))

    def _start(self, *command: str) -> Group:
        return self._keep(Group(*command, env=self.env, log=self.folder / "log"))

    def _keep(self, group: Group) -> Group:
        self.groups.append(group)
        return group

    def _ask_server(self, *statements: str) -> None:
        connection = psycopg2.connect(self.server)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()
