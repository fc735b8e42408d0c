"""The six-digit codes of local authorities: five digits name the body, the sixth checks them."""

import re

WEIGHTS = (6, 5, 4, 3, 2)


def check_digit(five: str) -> int:
    """The sixth digit for five: 11 less the weighted sum modulo 11, of which the last digit counts."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, five, strict=True))
    return (11 - total % 11) % 10


def with_check_digit(five: str) -> str:
    return f"{five}{check_digit(five)}"


def has_six_digits(code: str) -> bool:
    return re.fullmatch("[0-9]{6}", code) is not None


def is_valid(code: str) -> bool:
    """Whether this is six digits of which the last is right."""
    return has_six_digits(code) and code == with_check_digit(code[:5])
