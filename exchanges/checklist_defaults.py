"""The checklists the portal comes with: a beginning, which the office changes on the staff site."""

from collections.abc import Iterator

from exchanges.models import ChecklistItem
from exchanges.models.checklists import Timing, Who

LAST = Timing.CountedFrom.LAST
EVERY = ""

# key, kind, days, counted from, in working days, whose, English, Japanese, German
Line = tuple[str, str, int, str, bool, str, str, str, str]
FIRST = Timing.CountedFrom.FIRST
OFFICE, AUTHORITY = Who.OFFICE, Who.AUTHORITY

LINES: tuple[Line, ...] = (
    ("letter", EVERY, -60, FIRST, False, OFFICE, "Send the letters of request to the hosts",
     "訪問先へ依頼状を送付する", "Anfrageschreiben an die Gastgeber senden"),
    ("delegation", EVERY, -45, FIRST, False, AUTHORITY, "Settle the delegation with names, titles and diet",
     "訪問団の氏名・職名・食事の要望を確定する", "Delegation mit Namen, Titeln und Verpflegung festlegen"),
    ("questions", EVERY, -30, FIRST, False, AUTHORITY, "Send the questions to the hosts in their final form",
     "訪問先への質問事項を確定して送る", "Fragen an die Gastgeber endgültig einreichen"),
    ("interpreters", EVERY, -21, FIRST, False, OFFICE, "Settle the interpreters",
     "通訳者を確定する", "Dolmetscher festlegen"),
    ("flights", EVERY, -21, FIRST, False, AUTHORITY, "Tell flights and hotel",
     "航空便と宿泊先を連絡する", "Flüge und Hotel mitteilen"),
    ("briefing", EVERY, -10, FIRST, True, OFFICE, "Send the papers to the interpreters",
     "通訳者へ事前資料を送付する", "Unterlagen an die Dolmetscher senden"),
    ("programme", EVERY, -7, FIRST, False, OFFICE, "Send the final programme of the visit",
     "最終行程表を送付する", "Endgültiges Besuchsprogramm senden"),
    ("reconfirm", EVERY, -2, FIRST, True, OFFICE, "Call every host once more",
     "全訪問先へ最終確認の電話をする", "Jeden Gastgeber noch einmal anrufen"),
    ("thanks", EVERY, 3, LAST, True, OFFICE, "Send the letters of thanks",
     "礼状を送付する", "Dankschreiben senden"),
    ("report", EVERY, 30, LAST, False, AUTHORITY, "Send the report of the visit to the office",
     "復命書を事務所へ送付する", "Reisebericht an das Büro senden"),
    ("gifts", "courtesy", -14, FIRST, False, AUTHORITY, "Settle gifts and the order of speeches",
     "記念品と挨拶の順序を決める", "Geschenke und Reihenfolge der Reden festlegen"),
    ("stand", "fair", -90, FIRST, False, OFFICE, "Book the stand and its equipment",
     "出展ブースと備品を手配する", "Stand und Ausstattung buchen"),
    ("samples", "fair", -40, FIRST, False, AUTHORITY, "Send goods and papers for customs",
     "展示品と通関書類を発送する", "Waren und Zollpapiere versenden"),
    ("speakers", "seminar", -45, FIRST, False, OFFICE, "Settle the speakers and invite the audience",
     "講師を確定し、参加者へ案内する", "Vortragende festlegen und Publikum einladen"),
    ("consents", "students", -30, FIRST, False, AUTHORITY, "Send the parents’ consents and the emergency contacts",
     "保護者の同意書と緊急連絡先を送る", "Einwilligungen der Eltern und Notfallkontakte senden"),
)  # fmt: skip


def items() -> Iterator[ChecklistItem]:
    """The lines as rows, in this order, not saved."""
    for position, (key, kind, days, counted_from, working, who, english, japanese, german) in enumerate(LINES, start=1):
        yield ChecklistItem(
            reference=key, kind=kind, days=days, counted_from=counted_from, in_working_days=working, who=who,
            name_en=english, name_ja=japanese, name_de=german, position=position * 10,
        )  # fmt: skip
