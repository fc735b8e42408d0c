"""Every word of unfold and of our own staff pages is there in Japanese and German."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import unfold
from django.conf import settings
from django.utils.translation import gettext as say
from django.utils.translation import ngettext, override

from clair_portal.backoffice import unfold_words

HERE = Path(unfold.__file__).parent
DJANGO = Path(django.__file__).parent
UNUSED = ("constance", "forms", "guardian", "import_export", "inlines", "location_field", "simple_history")
IN_TEMPLATES = re.compile(r"""{%\s*(?:trans|translate)\s+(["'])(.+?)\1""")
IN_PYTHON = re.compile(r"""\b_\(\s*(["'])((?:\\.|(?!\1).)+)\1\s*,?\s*\)""")


def words() -> Iterator[str]:
    """What unfold marks for translation, in the parts of it that the portal uses."""
    for path in [*HERE.rglob("*.html"), *HERE.rglob("*.py")]:
        if not (set(path.parts) & {"contrib"} and set(path.parts) & set(UNUSED)) and "unfold_crispy" not in path.parts:
            pattern = IN_TEMPLATES if path.suffix == ".html" else IN_PYTHON
            yield from (found.group(2) for found in pattern.finditer(path.read_text(encoding="utf-8")))


def catalogue(home: Path, language: str) -> dict[object, str]:
    """What one folder's compiled catalogue says."""
    with (home / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return dict(gettext.GNUTranslations(file)._catalog)


def translated_by_django(language: str) -> set[str]:
    known: set[str] = set()
    for part in ("conf", "contrib/admin", "contrib/auth"):
        with (DJANGO / part / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
            known |= {
                key for key, text in gettext.GNUTranslations(file)._catalog.items() if isinstance(key, str) and text
            }
    return known


def test_a_new_version_of_unfold_brings_no_word_that_we_do_not_know():
    found = set(words())
    assert len(found) > 80
    assert sorted(found - translated_by_django("ja") - set(unfold_words.WORDS)) == []


@pytest.mark.parametrize("language", ["ja", "de"])
def test_every_word_is_translated(language):
    with override(language):
        same = [word for word in unfold_words.WORDS if say(word) == word]
    assert same == (["System"] if language == "de" else [])


@pytest.mark.parametrize(("language", "found"), [("ja", "3件見つかりました"), ("de", "3 Treffer")])
def test_counted_words_are_translated(language, found):
    one = "\n                Found %(counter)s result in %(time)s seconds\n            "
    many = one.replace("result ", "results ")
    with override(language):
        assert found in ngettext(one, many, 3) % {"counter": 3, "time": 1}


@pytest.mark.parametrize("language", ["ja", "de"])
def test_the_staff_site_has_no_other_word_for_what_the_portal_has_one_for(language):
    """The portal's own catalogue wins at run time; a second wording here would only mislead whoever reads it."""
    ours, portal = catalogue(Path(unfold_words.__file__).parent, language), catalogue(settings.BASE_DIR, language)
    both = ours.keys() & portal.keys() - {""}
    assert len(both) > 40
    assert [(key, ours[key], portal[key]) for key in sorted(both, key=str) if ours[key] != portal[key]] == []


@pytest.mark.parametrize(
    ("language", "formerly"),
    [("ja", ["サインイン", "サインアウト", "仕事"]), ("de", ["abgemeldet", "Abmelden", "Bürobereich"])],
)
def test_words_that_were_given_up_do_not_come_back(language, formerly):
    texts = catalogue(Path(unfold_words.__file__).parent, language).values()
    assert [text for text in texts if any(word in text for word in formerly)] == []


@pytest.mark.parametrize("language", ["ja", "de"])
def test_the_compiled_catalogue_is_fresh(language):
    folder = Path(unfold_words.__file__).parent / "locale" / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    written = (folder / "django.po").read_text(encoding="utf-8")
    ids = [key for key in compiled if isinstance(key, str) and key and "\x04" not in key]
    assert written.count("\nmsgid ") - 1 >= len(ids) > 100
