"""Pieces of pages that are made once and then remembered: the same few events stand on thousands of pages."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language

Facts = ParamSpec("Facts")
Piece = TypeVar("Piece")

MOST = 2048


def remembered(make: Callable[Facts, Piece]) -> Callable[Facts, Piece]:
    """`make` depends on its arguments and the language of the page, and on nothing else: neither clock nor user."""
    made: Any = lru_cache(maxsize=MOST)(lambda _language, *args, **facts: make(*args, **facts))

    @wraps(make)
    def in_this_language(*args: Facts.args, **facts: Facts.kwargs) -> Piece:
        piece: Piece = made(get_language(), *args, **facts)
        return piece

    return in_this_language
