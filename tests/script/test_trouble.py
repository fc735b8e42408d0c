"""What the operating system refuses becomes a sentence that says what to do."""

import errno

import pytest

from portal_server.trouble import FULL_DISK, from_os_error


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, FULL_DISK),
        (
            errno.EROFS,
            "/x/y cannot be written because its disk is read-only: put the portal's folder on a writable disk.",
        ),
        (errno.EACCES, "/x/y may not be used by this account: give it to the account that starts the portal."),
        (errno.ENAMETOOLONG, "The path /x/y is too long: move the portal's folder to a shorter path."),
        (errno.EIO, "The operating system refused something: reason (/x/y)."),
    ],
)
def test_every_refusal_is_one_plain_sentence(number: int, sentence: str) -> None:
    assert str(from_os_error(OSError(number, "reason", "/x/y"))) == sentence


def test_a_refusal_without_a_path() -> None:
    assert str(from_os_error(OSError("odd"))) == "The operating system refused something: odd (A file)."
