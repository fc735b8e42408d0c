"""A mail relay that only counts: as cheap as asyncio allows, with pipelining, so that it measures us and not itself.

VRFY tells how many mails were taken so far.
"""

import asyncio
import sys
from typing import ClassVar

REPLIES = {b"EHLO": b"250-sink\r\n250 PIPELINING\r\n", b"DATA": b"354 Go ahead\r\n", b"QUIT": b"221 Bye\r\n"}
OK = b"250 OK\r\n"
END = b"\r\n.\r\n"


class CountingSink(asyncio.Protocol):
    """One connection; commands may arrive several at a time."""

    taken: ClassVar[int] = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""
        self.in_content = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        replies: list[bytes] = []
        while self._step(replies):
            pass
        self.transport.write(b"".join(replies))

    def _step(self, replies: list[bytes]) -> bool:
        end = END if self.in_content else b"\r\n"
        piece, found, rest = self.buffer.partition(end)
        if not found:
            return False
        self.buffer = rest
        CountingSink.taken += self.in_content
        verb = b"" if self.in_content else piece[:4].upper()
        self.in_content = verb == b"DATA"
        replies.append(b"252 %d\r\n" % self.taken if verb == b"VRFY" else REPLIES.get(verb, OK))
        return True


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(CountingSink, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
