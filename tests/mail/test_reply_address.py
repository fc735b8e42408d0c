"""Reply addresses: short, signed, bound to what they are about and to whom it was written."""

from typing import Any

import pytest

from clair_portal.mail import reply_address


@pytest.fixture(autouse=True)
def domain(settings: Any) -> None:
    settings.PORTAL_REPLY_DOMAIN = "reply.example.org"


def test_it_reads_what_it_wrote_in_any_letters() -> None:
    address = reply_address.address("case", 4711, 42)
    assert reply_address.read(address) == ("case", 4711, 42)
    assert reply_address.read(f" {address.upper()} ") == ("case", 4711, 42)


def test_the_longest_still_fits_a_mail() -> None:
    local, _at, _domain = reply_address.address("case", 2**59, 2**59).partition("@")
    assert len(local) <= 64
    assert reply_address.read(f"{local}@reply.example.org") == ("case", 2**59, 2**59)


def test_nothing_of_it_can_be_changed() -> None:
    address = reply_address.address("case", 4711, 42)
    mark = address.partition("@")[0].rpartition("-")[2]
    forged = [
        address.replace("case+", "host+"),
        address.replace("1267-", "1268-"),
        address.replace("-2a-", "-2b-"),
        address.replace(mark, "a" * 16),
        address.replace(mark, mark[:-1]),
        address.replace("reply.", "other."),
        address.replace("@", "x@"),
        "case@reply.example.org",
        "",
    ]
    assert [reply_address.read(one) for one in forged] == [None] * len(forged)


def test_without_a_domain_there_is_no_address_and_none_is_read(settings: Any) -> None:
    address = reply_address.address("case", 1, 2)
    settings.PORTAL_REPLY_DOMAIN = ""
    assert (reply_address.address("case", 1, 2), reply_address.read(address)) == ("", None)


def test_what_is_not_stored_yet_has_none() -> None:
    assert [reply_address.address("case", *pair) for pair in ((None, 1), (1, None))] == ["", ""]


def test_a_key_that_was_changed_still_opens_and_another_never_does(settings: Any) -> None:
    address, old = reply_address.address("case", 1, 2), settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-for-tests-only"
    assert reply_address.read(address) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert reply_address.read(address) == ("case", 1, 2)
