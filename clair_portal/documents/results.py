"""What a job hands back: a file for its owner."""

from dataclasses import dataclass
from typing import IO

PDF = "application/pdf"


@dataclass(frozen=True)
class ResultFile:
    """The name the owner sees, and the content: bytes, or an open file for what is too large for memory."""

    filename: str
    content: bytes | IO[bytes]
    content_type: str = PDF
