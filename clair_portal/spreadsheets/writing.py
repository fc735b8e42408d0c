"""What is written into sheets does nothing there: text that looks like a formula stays text."""

from typing import Any

# What a spreadsheet takes for the start of a formula, in both widths.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")

# XlsxWriter makes formulas, links and numbers of text that looks like them unless it is told not to.
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet may run it; blanks before it do not stop that."""
    return text[:1] in FORMULA_STARTS or text.lstrip()[:1] in FORMULA_STARTS


def harmless(value: Any) -> Any:
    """For CSV: such text gets an apostrophe before it; numbers and dates stay what they are."""
    if value is None:
        return ""
    if isinstance(value, str) and value[:1].isalnum() and "\0" not in value:
        return value  # most cells of a long list
    if not isinstance(value, str):
        return value if isinstance(value, int | float) else harmless(str(value))
    text = value.replace("\0", "")
    return f"'{text}" if looks_like_a_formula(text) else text
