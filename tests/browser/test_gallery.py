"""The gallery in a real browser: nothing sticks out, axe finds nothing, no style or script is refused."""

import pytest

from tests.browser.support import WIDTHS, axe_violations, picture, too_small, too_wide

pytestmark = pytest.mark.usefixtures("small_site")

LOOKS = [(width, False, language) for width in WIDTHS for language in ("en-gb", "ja", "de")] + [
    (360, True, "ja"),
    (1440, True, "en-gb"),
]


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_component_in_every_look(visitor, width, dark, language) -> None:
    page = visitor.look("/gallery/", width=width, dark=dark, language=language)
    picture(page, f"gallery-{width}-{'dark' if dark else 'light'}-{language}")
    assert page.locator("html").get_attribute("lang") == language
    assert too_wide(page) == []
    assert too_small(page) == []
    assert axe_violations(page) == []
    assert visitor.complaints.said == []
