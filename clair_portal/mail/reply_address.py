"""Addresses that answers come back to: what they are about and who was written to, signed, and short enough for a mail.

The part before the "@" may hold 64 characters, and some servers turn it into small letters: hexadecimal numbers and
base32 survive both, which the longer tokens of `accounts.links` would not.
"""

import base64
import re
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "portal.mail.reply"
SIGNED = 10  # bytes of the signature: 80 bits, and every guess is a mail
NUMBERS = r"(?P<about>[0-9a-f]{1,15})-(?P<to>[0-9a-f]{1,15})"
LOCAL = re.compile(rf"(?P<kind>[a-z]+)\+{NUMBERS}-(?P<mark>[a-z2-7]{{16}})", re.ASCII)


def address(kind: str, about: int | None, to: int | None) -> str:
    """Where an answer about row `about`, written to account `to`, goes; empty unless a domain takes answers."""
    if not settings.PORTAL_REPLY_DOMAIN or about is None or to is None:
        return ""
    return f"{kind}+{about:x}-{to:x}-{_mark(settings.SECRET_KEY, kind, about, to)}@{settings.PORTAL_REPLY_DOMAIN}"


def read(address: str) -> tuple[str, int, int] | None:
    """Kind, row and account of an address that is genuine; None for all others."""
    local, _at, domain = address.strip().lower().rpartition("@")
    found = LOCAL.fullmatch(local)
    if not found or not settings.PORTAL_REPLY_DOMAIN or domain != settings.PORTAL_REPLY_DOMAIN.lower():
        return None
    kind, about, to = found["kind"], int(found["about"], 16), int(found["to"], 16)
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    genuine = any(compare_digest(_mark(key, kind, about, to), found["mark"]) for key in keys)
    return (kind, about, to) if genuine else None


def _mark(key: str, kind: str, about: int, to: int) -> str:
    signature = salted_hmac(SALT, f"{kind}:{about}:{to}", secret=key, algorithm="sha256").digest()
    return base64.b32encode(signature[:SIGNED]).decode("ascii").lower()
