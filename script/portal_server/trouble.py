"""What went wrong, as one plain sentence that says what to do."""

import errno


class Trouble(Exception):
    """Ends the program with its sentence and exit code 1; never with a traceback."""


class Stopped(BaseException):
    """Somebody asked for the end, by Ctrl-C or SIGTERM; no error handler may swallow it."""


FULL_DISK = "The disk is full: free at least 1 GB, then start again."
REMEDIES = {
    errno.ENOSPC: FULL_DISK,
    errno.EDQUOT: "Your disk quota is used up: free at least 1 GB, then start again.",
    errno.EROFS: "{path} cannot be written because its disk is read-only: put the portal's folder on a writable disk.",
    errno.EACCES: "{path} may not be used by this account: give it to the account that starts the portal.",
    errno.EPERM: "{path} may not be changed by this account: give it to the account that starts the portal.",
    errno.ENAMETOOLONG: "The path {path} is too long: move the portal's folder to a shorter path.",
    errno.EMFILE: 'Too many files are open: raise the limit with "ulimit -n 1024", then start again.',
    errno.ENOMEM: "The memory is used up: close other programs or use a machine with at least 2 GB.",
}


def from_os_error(error: OSError) -> Trouble:
    """The sentence for what the operating system refused."""
    remedy = REMEDIES.get(error.errno or 0)
    path = error.filename or "A file"
    if remedy is None:
        return Trouble(f"The operating system refused something: {error.strerror or error} ({path}).")
    return Trouble(remedy.format(path=path))
