"""How cases are put together in the statistics: results, ranks of the head of the party, lead times."""

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from exchanges.models import VisitCase

State = VisitCase.State
RESULTS = (
    ("took_place", _("took place"), (State.COMPLETED, State.REPORTED, State.CLOSED)),
    ("in_hand", _("agreed or under way"), (State.AGREED, State.UNDER_WAY)),
    ("asked", _("asked or in planning"), (
        State.ENQUIRY, State.NEED_INFO, State.POSSIBLE, State.PARTLY, State.FORMAL, State.ENDORSED, State.PLANNING,
        State.PROPOSED,
    )),
    ("postponed", _("postponed for now"), (State.POSTPONED,)),
    ("declined", _("declined by the office"), (State.DECLINED,)),
    ("cancelled", _("called off by the authority"), (State.CANCELLED,)),
)  # fmt: skip

# Key, label, and what the title says in Japanese or in English; the first that fits counts: 副市長 before 市長.
RANKS = (
    ("deputy", _("deputy governor or deputy mayor"), "副(知事|市長|区長|町長|村長)",
     r"(deputy|vice)[- ]*(governor|mayor)"),
    ("governor", _("governor or mayor"), "(知事|市長|区長|町長|村長)", r"\m(governor|mayor)\M"),
    ("assembly", _("speaker or member of the assembly"), "議(長|員)",
     r"(speaker|councillor|(assembly|council).*(member|chair)|(member|chair).*(assembly|council))"),
    ("education", _("superintendent of education"), "教育長", r"superintendent"),
    ("director", _("head of a bureau or department"), "(局長|部長|次長|理事)", r"(director|bureau|department)"),
    ("section", _("head of a section, or officer"), "(課長|室長|係長|主幹|主査|主任|主事)",
     r"(section|division|chief|manager|officer)"),
    ("other", _("another title"), "", ""),
    ("untitled", _("without a title"), "", ""),
)  # fmt: skip

# Key, label, and below how many days.
LEAD_TIMES = (
    ("short", _("less than 4 weeks"), 28),
    ("month", _("4 to 8 weeks"), 56),
    ("quarter", _("8 to 13 weeks"), 91),
    ("half", _("13 to 26 weeks"), 182),
    ("longest", _("26 weeks or more"), 0),
    ("unknown", _("not known"), 0),
)


def rank_of() -> Case:
    """The key of the rank, from a delegate's titles."""
    known = [
        When(Q(title_ja__regex=japanese) | Q(title_en__iregex=english), then=Value(key))
        for key, _label, japanese, english in RANKS
        if japanese
    ]
    untitled = When(title_ja="", title_en="", then=Value("untitled"))
    return Case(untitled, *known, default=Value("other"), output_field=CharField())
