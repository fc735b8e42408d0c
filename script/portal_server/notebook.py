"""What must be remembered from one start to the next: ports, passwords, what was prepared."""

import json
import os
from pathlib import Path
from typing import Any


class Notebook:
    """A small JSON file that only its owner can read; a torn or foreign file counts as empty."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Any]:
        try:
            facts = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return facts if isinstance(facts, dict) else {}

    def get(self, name: str) -> Any:
        return self.read().get(name)

    def put(self, **facts: Any) -> None:
        """Add the facts; the file is replaced whole, so that a crash leaves the old or the new one."""
        draft = self.path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(self.read() | facts, file, indent=1)
        draft.replace(self.path)
