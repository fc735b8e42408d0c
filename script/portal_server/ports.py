"""Which ports the servers listen on, always on loopback."""

import socket

from portal_server.notebook import Notebook
from portal_server.trouble import Trouble

LOOPBACK = "127.0.0.1"
LOWEST, HIGHEST = 1, 65_535


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def any_free() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def remembered(notebook: Notebook, name: str) -> int:
    """The port of the last start if it is still free, else another one."""
    key = f"{name}_port"
    known = notebook.get(key)
    if isinstance(known, int) and is_free(known):
        return known
    port = any_free()
    notebook.put(**{key: port})
    return port


def chosen(text: str) -> int:
    """The web port that PORT= names, checked before anything is started."""
    if not text.isascii() or not text.isdigit() or not LOWEST <= int(text) <= HIGHEST:
        raise Trouble(f'PORT must be a number between 1 and 65535, not "{text}".')
    port = int(text)
    if not is_free(port):
        raise Trouble(f"Port {port} is in use or may not be opened: choose another one, for example PORT={any_free()}.")
    return port
