"""Asks the running portal whether it is ready, and if not, why."""

import json
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from portal_server import ports

PATIENCE = 10


@dataclass
class Probe:
    """One portal to ask, and what it missed the last time."""

    port: int
    host: str
    answer: str = "no answer yet"

    def __call__(self) -> bool:
        """Whether /readyz says 200 now."""
        try:
            status, body = self._asked()
        except (OSError, HTTPException) as error:
            self.answer = str(error)
            return False
        self.answer = missing(body, status)
        return status == HTTPStatus.OK

    def _asked(self) -> tuple[int, bytes]:
        with closing(HTTPConnection(ports.LOOPBACK, self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", "/readyz", headers={"Host": self.host})
            answer = connection.getresponse()
            return answer.status, answer.read()


def missing(body: bytes, status: int) -> str:
    """What /readyz names as not in order."""
    try:
        checks = json.loads(body)["checks"]
    except (ValueError, KeyError, TypeError):
        return f"status {status}"
    return ", ".join(f"{name}: {state}" for name, state in checks.items() if state != "ok")
