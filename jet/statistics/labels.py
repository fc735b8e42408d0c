"""What the keys of figures are called, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_countries import countries

ANYWHERE = {
    "new": pgettext_lazy("participants", "new"),
    "reappointed": pgettext_lazy("participants", "reappointed"),
    "alt": "ALT",
    "cir": "CIR",
    "sea": "SEA",
    "gb": gettext_lazy("from the whole country"),
    "london": gettext_lazy("from London"),
    "edinburgh": gettext_lazy("from Edinburgh"),
    "social-science": gettext_lazy("social science"),
    "humanities": gettext_lazy("humanities"),
    "languages": gettext_lazy("languages"),
    "science": gettext_lazy("science"),
    "business": gettext_lazy("business"),
    "all": gettext_lazy("all receiving bodies"),
    "prefectures": gettext_lazy("prefectures"),
    "municipalities": gettext_lazy("municipalities and the like"),
    "school-corporations": gettext_lazy("private-school corporations"),
    "mofa": gettext_lazy("budget of the Ministry of Foreign Affairs"),
    "participants": gettext_lazy("participants"),
    "firms": gettext_lazy("firms"),
    "": gettext_lazy("altogether"),
}


def label(question: str, key: str, prefectures: Mapping[str, str]) -> str:
    """The words for a key under a question."""
    if question == "country" or (question == "ever" and key):
        return str(countries.name(key)) or key
    if question == "prefecture":
        return prefectures.get(key, key) or _("place not known")
    if question == "term":
        return _("term %(number)s") % {"number": key}
    return str(ANYWHERE.get(key, key))
