"""Signed codes for the door: short enough to be read in bad light, worthless when a single character is changed."""

import re
from base64 import b32decode, b32encode
from collections.abc import Iterable
from io import BytesIO
from uuid import UUID

import segno
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString, mark_safe

PURPOSE = "portal.documents.code"
TAG_BYTES = 10  # 80 bits: guessing one takes longer than any event lasts
NONCE = re.compile(r"[0-9a-z]{1,16}")
# Upper-case letters, digits and the point: QR's alphanumeric mode, a third smaller than bytes.
CODE = re.compile(r"V1\.([A-Z2-7]{26})\.([0-9A-Z]{1,16})\.[A-Z2-7]{16}")


def sign(uuid: UUID, nonce: str) -> str:
    """The code of one thing in its present life: `V1.<uuid>.<nonce>.<tag>`."""
    if not NONCE.fullmatch(nonce):
        raise ValueError("A nonce is 1 to 16 digits and small letters.")
    return _signed(uuid, nonce, settings.SECRET_KEY)


def verify(text: str) -> tuple[UUID, str] | None:
    """The (uuid, nonce) of a code that we have signed, with the present key or an older one; otherwise None."""
    text = text.strip()
    found = CODE.fullmatch(text)
    if found is None:
        return None
    uuid, nonce = UUID(bytes=b32decode(f"{found[1]}======")), found[2].lower()
    # The whole text is compared, not the tag alone: base32 can be written in more ways than one.
    genuine = any(constant_time_compare(text, _signed(uuid, nonce, key)) for key in _keys())
    return (uuid, nonce) if genuine else None


def _keys() -> Iterable[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _signed(uuid: UUID, nonce: str, key: str) -> str:
    body = f"V1.{_base32(uuid.bytes)}.{nonce.upper()}"
    tag = salted_hmac(PURPOSE, body, secret=key, algorithm="sha256").digest()[:TAG_BYTES]
    return f"{body}.{_base32(tag)}"


def _base32(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=")


def as_svg(text: str, *, title: str = "") -> SafeString:
    """A QR picture to be put into a page or a PDF; black on white even on a dark page, with the quiet zone it needs."""
    picture = BytesIO()
    segno.make(text, error="q", micro=False).save(
        picture, kind="svg", border=4, xmldecl=False, omitsize=True, light="#fff", dark="#000", svgclass="qr",
        lineclass=None, title=title or None, nl=False,
    )  # fmt: skip
    return mark_safe(picture.getvalue().decode())
