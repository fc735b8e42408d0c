"""What the environment and the .env file say, and what the portal's processes are told."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LINE = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>'[^']*'|\"[^\"]*\"|[^#]*)")
NOT_FOR_CHILDREN = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


def from_file(path: Path) -> dict[str, str]:
    """The settings of a .env file that have a value; Django reads the same file by itself."""
    if not path.is_file():
        return {}
    matches = (LINE.match(line) for line in path.read_text(encoding="utf-8").splitlines())
    found = {match["name"]: match["value"].strip().strip("'\"") for match in matches if match}
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Wishes:
    """What the person who starts the portal has decided already."""

    given: Mapping[str, str]

    @classmethod
    def of(cls, root: Path, environ: Mapping[str, str] = os.environ) -> "Wishes":
        return cls(from_file(root / ".env") | {name: value for name, value in environ.items() if value})

    @property
    def database_url(self) -> str:
        return self.given.get("DATABASE_URL", "")

    @property
    def redis_url(self) -> str:
        return self.given.get("REDIS_URL", "")

    @property
    def email_url(self) -> str:
        return self.given.get("EMAIL_URL", "")

    @property
    def port(self) -> str:
        return self.given.get("PORT", "8000")

    def host(self, fallback: str) -> str:
        """The name under which the web process lets itself be called."""
        return urlsplit(self.given.get("PORTAL_URL", "")).netloc or fallback


def for_children(environ: Mapping[str, str], **facts: str) -> dict[str, str]:
    """The environment of the portal's own processes."""
    kept = {name: value for name, value in environ.items() if name not in NOT_FOR_CHILDREN}
    return kept | {"PYTHONUNBUFFERED": "1"} | facts
