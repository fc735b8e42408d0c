"""The words by which people and places are compared: what a request asks for, what a participant brings."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from jet import languages
from jet.models import LanguageSkill, Participant, PlacementRequest
from jet.models.requests import JAPANESE, OTHERS, Wanted

DRIVES, TEACHES, HOUSING = "drives", "teaches", "housing"
Words = frozenset[str]


def asked(request: PlacementRequest, how: Wanted) -> Words:
    """The conditions of a request that matter this much."""
    found = {
        f"ja:{request.japanese}": request.japanese_wanted,
        f"{request.language}:{request.language_level}": request.language_wanted,
        DRIVES: request.driving,
        TEACHES: request.teaching,
    }
    return frozenset(word for word, wanted in found.items() if wanted == how)


def offered(request: PlacementRequest) -> Words:
    return frozenset({HOUSING}) if request.family_housing else frozenset()


def needed(participant: Participant) -> Words:
    """Whoever brings a family needs a place with housing for one."""
    return frozenset({HOUSING}) if participant.dependants else frozenset()


def brought(participant: Participant, demanded: Iterable[str]) -> Words:
    """Which of the demanded words a participant fulfils; nothing else enters a run."""
    skills = {skill.language: skill.level for skill in participant.languages.all()}
    has = {DRIVES: participant.drives, TEACHES: participant.teaches}
    return frozenset(word for word in demanded if (has[word] if word in has else _speaks(skills, word)))


def _speaks(skills: Mapping[str, str], word: str) -> bool:
    """Whoever knows more than is asked for knows what is asked for."""
    language, level = word.split(":")
    scale: list[str] = [*(JAPANESE if language == "ja" else OTHERS)]
    return language in skills and scale.index(skills[language]) >= scale.index(level)


def in_words(word: str) -> str:
    """A condition as a page tells it."""
    plain = {
        DRIVES: _("driving licence"), TEACHES: _("teaching certificate"), HOUSING: _("housing for a family"),
    }  # fmt: skip
    if word in plain:
        return plain[word]
    language, level = word.split(":")
    told = LanguageSkill.Level(level).label
    return _("%(language)s %(level)s") % {"language": languages.named(language), "level": told}
