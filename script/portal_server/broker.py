"""A private Redis of the portal's own: loopback only, password only."""

import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from portal_server import ports
from portal_server.account import Account, given
from portal_server.children import Spec
from portal_server.notebook import Notebook

COMMANDS = 2  # AUTH and PING, each answered by a line
CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
daemonize no
save {save}
stop-writes-on-bgsave-error no
"""


@dataclass(frozen=True)
class Redis:
    """One Redis; it is the door bell only, so a full disk must not silence it."""

    program: Path
    folder: Path
    account: Account | None
    port: int
    password: str
    durable: bool = True

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{ports.LOOPBACK}:{self.port}/0"

    @property
    def configuration(self) -> Path:
        return self.folder / "redis.conf"

    def prepare(self) -> None:
        """Write the configuration; the password stands there and not on a command line that everybody can list."""
        given(self.folder, self.account)
        save = "60 1" if self.durable else '""'
        text = CONFIGURATION.format(port=self.port, password=self.password, folder=self.folder, save=save)
        self.configuration.touch(mode=0o600)
        self.configuration.write_text(text, encoding="utf-8")
        if self.account:
            os.chown(self.configuration, self.account.uid, self.account.gid)

    def spec(self, log: Path) -> Spec:
        return Spec(
            name="redis",
            command=(str(self.program), str(self.configuration)),
            environment={"PATH": "/usr/bin:/bin", "LANG": "C"},
            folder=Path("/"),
            log=log,
            account=self.account,
        )

    def is_ready(self) -> bool:
        """Whether it answers a PING that carries the password."""
        try:
            with socket.create_connection((ports.LOOPBACK, self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return b"+PONG" in _heard(line)
        except OSError:
            return False


def _heard(line: socket.socket) -> bytes:
    heard = b""
    while heard.count(b"\r\n") < COMMANDS and (part := line.recv(1024)):
        heard += part
    return heard


def private(*, program: Path, home: Path, account: Account | None, notebook: Notebook, durable: bool = True) -> Redis:
    """The portal's own Redis under `home`, with the port and the password of the last start."""
    password = notebook.get("redis_password")
    if not password:
        password = secrets.token_hex(24)
        notebook.put(redis_password=password)
    return Redis(program, home / "redis", account, ports.remembered(notebook, "redis"), password, durable)
