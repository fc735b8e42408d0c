"""What somebody wrote, without the mail that they answered and without their signature.

Carefully: whoever answers between the quoted lines keeps them all, and what would leave nothing is left alone.
"""

import re
from collections.abc import Sequence

LONGEST_SIGNATURE = 12  # lines; below more of them a "--" is a line of the text
QUOTED = re.compile(r"\s*[>＞]")
# "On Tue, 24 Nov 2026, Robin wrote:" · "Am 24.11.2026 schrieb Robin:" · "2026年11月24日(火) 10:00 Robin:"
ATTRIBUTION = (
    re.compile(r"\s*On\b.{5,300}\bwrote:\s*", re.DOTALL),
    re.compile(r"\s*Am\b.{5,300}\bschrieb\b.{0,200}:\s*", re.DOTALL),
    re.compile(r"\s*\d{4}年\d{1,2}月\d{1,2}日.{0,300}[:：]\s*", re.DOTALL),
    re.compile(r"\s*.{1,200}(?:さん|様|氏)(?:が|は)書きました[:：]\s*", re.DOTALL),
)
ATTRIBUTION_LINES = 3
# What Outlook and others put above a mail that they copy below the answer, without marking its lines.
COPY = re.compile(
    r"\s*-{2,}\s*(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Weitergeleitete Nachricht"
    r"|Forwarded message|元のメッセージ|Original Appointment)\s*-{2,}\s*",
    re.IGNORECASE,
)
HEAD = re.compile(r"\s*\*?(?:From|Von|差出人|送信者)\*?\s*[:：]\s*\S.*")
HEAD_GOES_ON = re.compile(r"\s*\*?(?:Sent|Date|To|Gesendet|Datum|An|送信日時|日時|宛先)\*?\s*[:：].*")
RULE = re.compile(r"\s*_{10,}\s*")


def own_words(text: str) -> str:
    """The answer alone; the whole text if that would be nothing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    kept = _without_signature(_without_quote(lines))
    return "\n".join(kept).strip() or text.strip()


def _without_quote(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if COPY.fullmatch(line) or _copied_head(lines, number):
            return lines[:number]
        length = _attribution(lines, number)
        if length and all(QUOTED.match(one) or not one.strip() for one in _without_signature(lines[number + length :])):
            return lines[:number]
    return _without_marked_tail(lines)


def _copied_head(lines: Sequence[str], number: int) -> bool:
    """Whether "From:" stands here and soon after it "Sent:" or "To:"; a ruled line may stand above."""
    start = number + 1 if RULE.fullmatch(lines[number]) else number
    after = [line for line in lines[start : start + 6] if line.strip()]
    return bool(after) and bool(HEAD.fullmatch(after[0])) and any(HEAD_GOES_ON.fullmatch(line) for line in after[1:4])


def _attribution(lines: Sequence[str], number: int) -> int:
    """How many lines the sentence "… wrote:" takes here; 0 if there is none. It comes before a quoted line."""
    for length in range(1, ATTRIBUTION_LINES + 1):
        if number + length > len(lines) or not lines[number + length - 1].strip():
            return 0  # it never runs over an empty line
        sentence = "\n".join(lines[number : number + length])
        if any(pattern.fullmatch(sentence) for pattern in ATTRIBUTION):
            rest = [line for line in lines[number + length :] if line.strip()]
            return length if not rest or QUOTED.match(rest[0]) else 0
    return 0


def _without_marked_tail(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (QUOTED.match(lines[end - 1]) or not lines[end - 1].strip()):
        end -= 1
    return lines[:end]


def _without_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line == "-- " or (line == "--" and len(lines) - number <= LONGEST_SIGNATURE):
            return lines[:number]
    return lines
