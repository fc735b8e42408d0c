"""Whom the servers run as: PostgreSQL refuses root, so root hands them to an account without rights."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READ, ENTER = 0o4, 0o1


@dataclass(frozen=True)
class Account:
    """An account of this machine."""

    name: str
    uid: int
    gid: int


def for_servers() -> Account | None:
    """`nobody` when root starts the portal; otherwise None, and the servers run as whoever started them."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def grants(status: os.stat_result, account: Account, right: int) -> bool:
    """Whether the permission bits give this account the right."""
    if status.st_uid == account.uid:
        return status.st_mode >> 6 & right == right
    if status.st_gid == account.gid:
        return status.st_mode >> 3 & right == right
    return status.st_mode & right == right


def may_enter(folder: Path, account: Account) -> bool:
    """Whether the account can walk down to the folder; a closed home folder above it is enough to say no."""
    real = folder.resolve()
    return all(grants(step.stat(), account, ENTER) for step in (real, *real.parents))


def may_run(program: Path, account: Account) -> bool:
    """Whether the account can reach, read and run the program."""
    return may_enter(program.parent, account) and grants(program.stat(), account, READ | ENTER)


def opened_to_all(path: Path) -> None:
    """Let everybody read the tree, whatever the umask of the copy was; what could be run stays runnable."""
    for folder, _, files in os.walk(path):
        Path(folder).chmod(0o755)
        for file in (Path(folder) / name for name in files):
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & stat.S_IXUSR else 0o644)


def given(path: Path, account: Account | None, mode: int = 0o700) -> Path:
    """Create the folder if needed, closed to others, owned by the account."""
    path.mkdir(parents=True, exist_ok=True)
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(mode)
    return path


def arguments(account: Account | None) -> dict[str, Any]:
    """The arguments of `subprocess` that make a program run as the account."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
