"""A private PostgreSQL of the portal's own: loopback only, password only, no socket file."""

import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from portal_server import ports
from portal_server.account import Account, arguments, given
from portal_server.children import Spec
from portal_server.notebook import Notebook
from portal_server.trouble import FULL_DISK, Trouble
from portal_server.waiting import until

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C", "TZ": "UTC"}
ROLE = "portal"
READY_LINE = 7  # of postmaster.pid, where `pg_ctl` reads it too
# Case and order by Unicode code points, the same on every machine; PostgreSQL before 17 takes the system's C.UTF-8.
BUILTIN_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
SYSTEM_LOCALE = ("--locale=C.UTF-8",)
FIRST_BUILTIN = 17
WHO_MAY_CONNECT = f"host all {ROLE} 127.0.0.1/32 scram-sha-256\n"  # nobody else: the superuser cannot sign in at all
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class PostgreSQL:
    """One database cluster and the server on it."""

    programs: Path
    data: Path
    account: Account | None
    port: int
    password: str
    durable: bool = True
    password_is_new: bool = False

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{self.password}@{ports.LOOPBACK}:{self.port}/{ROLE}"

    def prepare(self) -> None:
        """Create the cluster if there is none; an earlier server of the same folder may still be closing."""
        if (self.data / "PG_VERSION").is_file():
            self._demand_same_version()
            self._await_predecessor()
            if self.password_is_new:  # what was remembered got lost, the data did not
                self._tell(self.data, f"alter role {ROLE} password '{self.password}'\n")
        else:
            self._initialise()

    def version(self) -> int:
        answer = self._run(self.programs / "postgres", "--version")
        return int(float(answer.split()[2]))

    def _demand_same_version(self) -> None:
        there = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if there != str(self.version()):
            raise Trouble(
                f"The data in {self.data} belong to PostgreSQL {there}, but version {self.version()} is installed: "
                f'install PostgreSQL {there}, or run "script/server --reset" to start afresh without the data.'
            )

    def _await_predecessor(self) -> None:
        if not until(lambda: not self._serving_process(), limit=20):
            number = self._serving_process()
            raise Trouble(
                f'A PostgreSQL of an earlier start still runs: end it with "kill {number}", then start again.'
            )

    def _serving_process(self) -> int | None:
        """The process that serves this folder now, whoever started it."""
        lines = self._status()
        if not lines or not Path(f"/proc/{lines[0]}").exists():
            return None
        command = Path(f"/proc/{lines[0]}/cmdline").read_bytes().split(b"\0")
        return int(lines[0]) if str(self.data).encode() in command else None

    def _status(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return []

    def _initialise(self) -> None:
        """Build the cluster beside its place and move it there whole: a killed start leaves nothing half-made."""
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        given(draft, self.account)
        self._run(self.programs / "initdb", *self._initdb_arguments(draft))
        (draft / "pg_hba.conf").write_text(WHO_MAY_CONNECT, encoding="ascii")
        self._tell(draft, self._first_words())
        draft.rename(self.data)

    def _tell(self, data: Path, words: str) -> None:
        """Speak to the data without a server: no sign-in, nobody else."""
        self._run(self.programs / "postgres", "--single", "-D", str(data), "postgres", spoken=words)

    def _initdb_arguments(self, draft: Path) -> list[str]:
        locale = BUILTIN_LOCALE if self.version() >= FIRST_BUILTIN else SYSTEM_LOCALE
        sync = [] if self.durable else ["--no-sync"]
        return ["-D", str(draft), "-U", "postgres", "--encoding=UTF8", "--auth=reject", *locale, *sync]

    def _first_words(self) -> str:
        """The portal's role may create databases, as tests must, but is no superuser; its password is hex digits."""
        return f"create role {ROLE} login createdb password '{self.password}'\ncreate database {ROLE} owner {ROLE}\n"

    def _run(self, program: Path, *words: str, spoken: str = "") -> str:
        result: subprocess.CompletedProcess[str] = subprocess.run(
            [str(program), *words],
            input=spoken,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            **arguments(self.account),
        )
        if "No space left on device" in result.stderr:
            raise Trouble(FULL_DISK)
        if result.returncode or "FATAL" in result.stderr or "ERROR" in result.stderr:
            reason = (result.stderr.strip() or "no reason given").splitlines()[-1]
            raise Trouble(f"PostgreSQL could not be set up ({program.name}: {reason}): see docs/operations.md.")
        return result.stdout

    def spec(self, log: Path) -> Spec:
        """The server as a child; SIGINT is PostgreSQL's word for closing at once without losing anything."""
        options = ["listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=", "timezone=UTC"]
        options += [] if self.durable else THROW_AWAY
        return Spec(
            name="postgresql",
            command=(str(self.programs / "postgres"), "-D", str(self.data), *(f"--{option}" for option in options)),
            environment=ENVIRONMENT,
            folder=Path("/"),
            log=log,
            account=self.account,
            stop_signal=signal.SIGINT,
        )

    def is_ready(self) -> bool:
        lines = self._status()
        return len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready"


def private(
    *, programs: Path, home: Path, account: Account | None, notebook: Notebook, durable: bool = True
) -> PostgreSQL:
    """The portal's own cluster under `home`, with the port and the password of the last start."""
    known = notebook.get("postgresql_password")
    password = known or secrets.token_hex(24)
    notebook.put(postgresql_password=password)
    port = ports.remembered(notebook, "postgresql")
    return PostgreSQL(programs, home / "pg", account, port, password, durable, password_is_new=not known)
