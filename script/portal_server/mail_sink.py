"""The local mail sink: takes every mail and keeps it as a file; nothing ever leaves the machine."""

import argparse
import asyncio
import itertools
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

LARGEST = 35_000_000
counter = itertools.count(1)


class Keeper:
    """Writes each mail to its own .eml file, with the envelope's addresses on top."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        try:
            self.keep(envelope.content, envelope.rcpt_tos)
        except OSError as error:
            return f"452 {error.strerror}"
        return "250 kept"

    def keep(self, content: bytes, recipients: list[str]) -> Path:
        """The file appears whole, so that nobody reads half a mail."""
        name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}-{next(counter):05}"
        draft = self.folder / f"{name}.new"
        to = "".join(f"X-Envelope-To: {address}\r\n" for address in recipients)
        draft.write_bytes(to.encode() + content)
        return draft.rename(self.folder / f"{name}.eml")


async def serve(host: str, port: int, folder: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    keeper = Keeper(folder)
    server = await loop.create_server(
        lambda: SMTP(keeper, data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop), host, port
    )
    async with server:
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    words = parser.parse_args()
    asyncio.run(serve(words.host, words.port, words.folder))


if __name__ == "__main__":
    main()
