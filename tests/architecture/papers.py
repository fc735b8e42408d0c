"""Rules for everything that is not Python: templates, vendored files, words that must not stand anywhere."""

import re
from collections.abc import Iterator

from tests.architecture.tree import Source, Tree

# Mail programs and printed pages know no stylesheet of ours; the staff site has its own relaxed policy.
OWN_STYLES = re.compile(r"templates/(mail|admin|unfold\w*)/|templates/(.+/)?emails/|templates/.+/documents/")
# Templates that print ready-made markup, each with its reason.
SAFE_MARKUP = {"templates/forms/said.html": "hints come from code; Django writes the password rules as a list"}
STRICT = {
    r"\sstyle\s*=": "no style attribute: the content security policy refuses it.",
    r"<style\b": "no <style>: write a class into static/css.",
    r"<script(?![^>]*\b(?:src|nonce)\s*=)[^>]*>": "no inline script: put it into static/js, or give it the nonce.",
    r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']": "no event handler attribute: listen in static/js.",
    r"javascript:": "no javascript: address.",
}
ELSEWHERE = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=\s*["']?(?:https?:)?//""")
UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")
LICENCE = re.compile(r"(licen[cs]e|ofl|copying)", re.IGNORECASE)
# In pieces, so that this file itself holds none of them.
HOSTS = [".".join(parts) for parts in (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("unpkg", "com"), ("jsdelivr", "net"),
    ("proxy", "golang"), ("crates", "io"), ("rubygems", "org"),
)]  # fmt: skip
FOLDERS = ["/" + folder + "/" for folder in ("work", "root")] + ["/tmp/" + folder for folder in ("venv", "dev/")]
BRANDS = ["anth" + "ropic", "clau" + "de", "open" + "ai", "chat" + "gpt", "co" + "pilot", "language" + " model"]
FORBIDDEN = re.compile("|".join(rf"(?<![\w.]){re.escape(word)}" for word in [*FOLDERS, *BRANDS])
                       + "|" + "|".join(map(re.escape, HOSTS)), re.IGNORECASE)  # fmt: skip


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    return enumerate(source.text.splitlines(), 1)


def templates_hold_no_style_or_script(tree: Tree) -> Iterator[str]:
    for source in tree.templates:
        if source.path.suffix != ".html" or OWN_STYLES.match(str(source.path)):
            continue
        for pattern, sentence in STRICT.items():
            for found in re.finditer(pattern, source.text, re.IGNORECASE):
                yield source.says(source.text.count("\n", 0, found.start()) + 1, sentence)


def templates_load_nothing_from_elsewhere(tree: Tree) -> Iterator[str]:
    for source in tree.templates:
        for line, text in _lines(source):
            if ELSEWHERE.search(text):
                yield source.says(line, "scripts, styles and pictures come from our own server.")


def templates_escape_what_they_print(tree: Tree) -> Iterator[str]:
    for source in tree.templates:
        if str(source.path) not in SAFE_MARKUP and source.path.suffix == ".html":
            for line, text in _lines(source):
                if UNESCAPED.search(text):
                    yield source.says(line, "templates escape what they print; safe markup comes from code.")


def vendored_files_have_their_licence(tree: Tree) -> Iterator[str]:
    vendored = [path for path in tree.files if path.parts[:2] in {("static", "vendor"), ("static", "fonts")}]
    licensed = {path.parent for path in vendored if LICENCE.search(path.name)}
    for path in vendored:
        if not licensed & {path.parent, *path.parent.parents[: len(path.parts) - 3]}:
            yield f"{path}:1 a file of somebody else stands beside its licence."


def some_words_stand_nowhere(tree: Tree) -> Iterator[str]:
    """Hosts of package registries, folders of one machine, names of tools that nobody here works with."""
    for source in tree.texts:
        for line, text in _lines(source):
            found = FORBIDDEN.search(text)
            if found:
                yield source.says(line, f"the words “{found[0]}” do not belong into this house.")


RULES = [
    templates_hold_no_style_or_script,
    templates_load_nothing_from_elsewhere,
    templates_escape_what_they_print,
    vendored_files_have_their_licence,
    some_words_stand_nowhere,
]
