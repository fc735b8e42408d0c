"""What browser tests share: axe, a listener for CSP violations and broken scripts, pictures, layout checks."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PICTURES = Path(__file__).resolve().parents[2] / "test-results"
WIDTHS = (360, 768, 1440)

_WATCH = """document.addEventListener('securitypolicyviolation', (event) => {
  console.error('CSP violation: ' + event.violatedDirective + ' ' + event.blockedURI);
});"""
_TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolls = (box) => box && (getComputedStyle(box).overflowX !== 'visible' || scrolls(box.parentElement));
  const sticksOut = (element) => {
    const box = element.getBoundingClientRect();
    return box.width && box.right > wide + 1 && element.checkVisibility() && !scrolls(element.parentElement);
  };
  const found = [...document.body.querySelectorAll('*')].filter(sticksOut);
  return found.map((element) => `${element.tagName}.${element.getAttribute('class')}: ${element.textContent.trim()}`);
}"""
_TOO_SMALL = """() => {
  const targets = document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea');
  const inText = (element) => element.matches('p a, li a, td a, h3 a, dd a') && !element.matches('nav a');
  const small = (box) => box.width && (box.height < 24 || box.width < 24);
  const found = [...targets].filter((element) => element.checkVisibility() && !inText(element));
  return found.filter((element) => small(element.getBoundingClientRect())).map((element) => element.outerHTML);
}"""


@dataclass
class Complaints:
    """Everything the browser complained of on one page."""

    said: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.add_init_script(_WATCH)
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))


def axe_violations(page: Page) -> list[str]:
    """Every violation of WCAG and of axe's best practices, one line each, with the element it is at."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{rule['id']} ({rule['impact']}): {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page) -> list[str]:
    """Elements that stick out of the page on the right and are not in a box that scrolls."""
    return list(page.evaluate(_TOO_WIDE))


def too_small(page: Page) -> list[str]:
    """Targets under 24 pixels, links inside running text excepted (WCAG 2.2, 2.5.8)."""
    return list(page.evaluate(_TOO_SMALL))


def picture(page: Page, name: str) -> Path:
    """A picture of the whole page under test-results/."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
