"""A relay in its own process that keeps a journal: written before each answer.

Lines: "taken <connection> <Message-ID>"; "cut <connection> <Message-ID>": taken, but the answer never came;
"quit <connection>".
"""

import asyncio
import itertools
import sys
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

SLOWNESS = 0.004  # seconds a mail, so that kills find the worker at work


@dataclass
class Journal:
    """`cut_every`: of so many mails, one is taken without an answer."""

    path: Path
    cut_every: int
    counter: Any = field(default_factory=itertools.count)
    connections: Any = field(default_factory=itertools.count)

    def write(self, line: str) -> None:
        with self.path.open("a") as journal:
            journal.write(line + "\n")

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        session.host_name = hostname
        session.number = next(self.connections)
        return responses

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        await asyncio.sleep(SLOWNESS)
        name = message_from_bytes(envelope.content)["Message-ID"]
        if next(self.counter) % self.cut_every == self.cut_every - 1:
            self.write(f"cut {session.number} {name}")
            server.transport.abort()
        else:
            self.write(f"taken {session.number} {name}")
        return "250 Taken"

    async def handle_QUIT(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.write(f"quit {session.number}")
        return "221 Bye"


async def serve(port: int, journal: Journal) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(journal, loop=loop), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Journal(Path(sys.argv[2]), int(sys.argv[3]))))
