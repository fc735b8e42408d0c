"""Calls one function, named by its dotted path, with the JSON object given, and writes its answer as JSON."""

import json
import signal
import sys
from types import FrameType

import django
from django.utils.module_loading import import_string


def leave(_number: int, _frame: FrameType | None) -> None:
    """SIGTERM ends the function like an exception, so that its `finally` clauses run."""
    sys.exit(1)


def main() -> None:
    signal.signal(signal.SIGTERM, leave)
    path, facts = sys.argv[1:]
    django.setup()
    json.dump(import_string(path)(**json.loads(facts)), sys.stdout)


if __name__ == "__main__":
    main()
