"""Calls one function, named by its dotted path, with the JSON object given, and writes its answer as JSON."""

import json
import sys

import django
from django.utils.module_loading import import_string


def main() -> None:
    path, facts = sys.argv[1:]
    django.setup()
    json.dump(import_string(path)(**json.loads(facts)), sys.stdout)


if __name__ == "__main__":
    main()
