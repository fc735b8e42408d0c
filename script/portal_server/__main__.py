"""The command line behind script/bootstrap, script/server, script/test and script/manage."""

import argparse
import sys
from collections.abc import Callable, Sequence

from portal_server import server, verification
from portal_server.installation import bootstrap
from portal_server.places import ROOT, Places
from portal_server.terminal import complain
from portal_server.trouble import Stopped, Trouble, from_os_error


def run_bootstrap(words: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="script/bootstrap", description="Installs what the portal needs.").parse_args(words)
    places = Places(ROOT, ROOT / ".local")
    places.create()
    bootstrap(places)
    return 0


def run_server(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="script/server", description="Runs the whole portal on this machine. PORT= changes the port, 8000."
    )
    parser.add_argument("--reset", action="store_true", help="delete all data in .local first")
    server.run(reset=parser.parse_args(words).reset)
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "bootstrap": run_bootstrap,
    "server": run_server,
    "test": verification.run,
    "manage": server.manage_here,
}


INTERRUPTED = 130  # as in a shell: half a test run or half an installation is no success


def main(words: Sequence[str]) -> int:
    """Every foreseeable trouble ends in one sentence, every asked-for end in exit code 0."""
    try:
        return COMMANDS[words[0]](words[1:])
    except (Stopped, KeyboardInterrupt):
        return 0 if words[0] == "server" else INTERRUPTED
    except Trouble as trouble:
        complain(str(trouble))
    except OSError as error:
        complain(str(from_os_error(error)))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
