"""Which contracting organisation is meant: by its code, zeros lost or not, or by its name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from django.utils.translation import gettext_lazy as _

from clair_portal.directory.codes import has_six_digits, is_valid, with_check_digit
from clair_portal.search import normalise
from clair_portal.spreadsheets.adaptors import Line
from clair_portal.spreadsheets.values import plain, text
from jet.models import ContractingOrganisation

DIGITS = re.compile("[0-9]{4,6}")
key = lru_cache(20_000)(normalise.key)  # the same few hundred names come again and again


class Employers:
    """Every contracting organisation, read once for a whole file. A label names one and only one."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.labels: dict[int, str] = {}
        self.by_code: dict[str, str] = {}
        self.names: list[tuple[str, Sequence[str]]] = []
        found = ContractingOrganisation.objects.for_pages().select_related("organisation__authority")
        for employer in found.order_by("pk"):
            self._enter(employer)

    def _enter(self, employer: ContractingOrganisation) -> None:
        body, authority = employer.organisation, getattr(employer.organisation, "authority", None)
        label = f"{authority.code} {authority.name_kanji}" if authority else body.name_ja or body.name_en
        if label in self.ids:
            label = f"{label} ({employer.pk})"
        self.ids[label], self.labels[employer.pk] = employer.pk, label
        if authority:
            self.by_code[authority.code] = label
        named = (label, body.name_en, body.name_ja, body.name_kana, *(authority.name_keys if authority else ()))
        self.names.append((label, named))

    @cached_property
    def by_name(self) -> dict[str, set[str]]:
        """Put together when a name is first looked for: a list that goes out needs none."""
        found: dict[str, set[str]] = defaultdict(set)
        for label, names in self.names:
            for name in names:
                found[key(name)].add(label)
        return found

    def read(self, line: Line) -> None:
        """Fill in "employer" from the two columns; what does not fit together is a fault, a repair is a remark."""
        code, name = line.take("employer_code", plain), line.take("employer", text)
        named = self.by_name.get(key(name), set()) if name else set()
        if code:
            self._by_code(line, code, name, named)
        elif name and len(named) == 1:
            line.values["employer"] = next(iter(named))
        elif name:
            line.refuse("employer", _SEVERAL if named else _NONE)

    def _by_code(self, line: Line, code: str, name: str | None, named: set[str]) -> None:
        meant = list(dict.fromkeys(self.by_code[one] for one in _readings(code) if one in self.by_code))
        fitting = [label for label in meant if label in named] if name else meant
        if len(fitting) == 1:
            line.values["employer"] = fitting[0]
            self._tell_repair(line, code, fitting[0])
        elif not meant:
            line.refuse("employer_code", _NO_CODE)
        elif name:
            line.refuse("employer_code", _OTHER_NAME, code=meant[0], name=name)
        else:
            line.refuse("employer_code", _UNCLEAR, labels=", ".join(meant))

    @staticmethod
    def _tell_repair(line: Line, code: str, label: str) -> None:
        right = label.partition(" ")[0]
        if code != right:
            line.remark("employer_code", _REPAIRED, code=right, label=label)


def _readings(written: str) -> Iterator[str]:
    """The codes that may have been meant: Excel takes the first zero, and many lists leave out the check digit."""
    if not DIGITS.fullmatch(written):
        return
    for digits in (written, f"0{written}"):
        if has_six_digits(digits) and is_valid(digits):
            yield digits
        elif len(digits) == len("01100"):
            yield with_check_digit(digits)


_NONE = _("No contracting organisation has this name. Add its six-digit code, or enter it first.")
_SEVERAL = _("Several contracting organisations have this name. Add the six-digit code.")
_NO_CODE = _("No contracting organisation has this code.")
_OTHER_NAME = _("This is the code of %(code)s, not of %(name)s.")
_UNCLEAR = _("The code may mean any of these: %(labels)s. Write all six digits, or add the name.")
_REPAIRED = _("Read as %(code)s: %(label)s.")
