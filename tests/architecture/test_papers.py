"""Templates, vendored files and words."""

import pytest

from tests.architecture import papers
from tests.architecture.planting import findings
from tests.architecture.tree import CHECKOUT


@pytest.mark.parametrize("rule", papers.RULES)
def test_the_portal_keeps(rule):
    assert list(rule(CHECKOUT)) == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        ("templates_hold_no_style_or_script", "templates/events/a.html", '<p style="color:red">'),
        ("templates_hold_no_style_or_script", "templates/a.html", "<style>p {}</style>"),
        ("templates_hold_no_style_or_script", "templates/a.html", "<script>alert(1)</script>"),
        ("templates_hold_no_style_or_script", "templates/a.html", '<script type="module">go()</script>'),
        ("templates_hold_no_style_or_script", "templates/a.html", '<a href="#" onclick="go()">'),
        ("templates_hold_no_style_or_script", "templates/a.html", '<a href="javascript:go()">'),
        ("templates_hold_no_style_or_script", "templates/documents/job.html", '<p style="color:red">'),
        ("templates_load_nothing_from_elsewhere", "templates/a.html", '<script src="https://example.org/a.js">'),
        ("templates_load_nothing_from_elsewhere", "templates/a.html", '<link rel="icon" href="//example.org/a.ico">'),
        ("templates_escape_what_they_print", "templates/a.html", "{{ text|safe }}"),
        ("templates_escape_what_they_print", "templates/mail/a.html", "{% autoescape off %}"),
        ("vendored_files_have_their_licence", "static/vendor/htmx/htmx.min.js", ""),
        ("vendored_files_have_their_licence", "static/fonts/Some.ttf", ""),
        *(("some_words_stand_nowhere", "docs/a.md", f"see {word} there") for word in
          [*papers.HOSTS, *papers.FOLDERS, *papers.BRANDS]),
    ],
)  # fmt: skip
def test_a_planted_violation_is_found(rule, path, text, tmp_path):
    assert findings(getattr(papers, rule), tmp_path, {path: text}) == [f"{path}:1"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "templates/a.html",
            '<script src="{% static "js/a.js" %}" defer></script><a href="https://example.org/">x</a>',
        ),
        ("templates/a.html", '<script nonce="{{ request.csp_nonce }}">go()</script>'),
        ("templates/a.html", '<button hx-on:click="x" data-style="y" class="on">{{ text }}</button>'),
        ("templates/mail/base.html", '<p style="color: red">'),
        ("templates/events/emails/a.html", '<p style="color: red">'),
        ("templates/events/documents/ticket.html", "<style>p {}</style>"),
        ("templates/admin/index.html", '<p style="color: red">'),
        ("templates/events/emails/a.txt", "{% autoescape off %}{{ text }}{% endautoescape %}"),
        ("docs/a.md", "A session starts when somebody signs in; the travel agent writes to example.org/homework/."),
    ],
)
def test_what_is_allowed_is_not_found(path, text, tmp_path):
    assert [found for rule in papers.RULES for found in findings(rule, tmp_path, {path: text})] == []


def test_a_licence_covers_the_files_beside_it_and_below(tmp_path):
    files = {
        "static/fonts/OFL.txt": "",
        "static/fonts/A.ttf": "",
        "static/vendor/x/LICENSE": "",
        "static/vendor/x/d/a.js": "",
    }
    assert findings(papers.vendored_files_have_their_licence, tmp_path, files) == []
