"""Take the pictures of README and docs from a running demo: `scripts/pictures.py http://localhost:8000/enter/…/`."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = {"width": 1360, "height": 900}
NAMES = ("chromium", "chromium-browser", "google-chrome")
BOTH, LIGHT = ("light", "dark"), ("light",)
PAGES: Sequence[tuple[str, str, Sequence[str]]] = (
    ("home", "/", BOTH),
    ("customers", "/customers/", BOTH),
    ("person", "/customers/?sort=value", BOTH),
    ("insight", "/insight/", LIGHT),
    ("today", "/today/", LIGHT),
)


def main(link: str) -> None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--hide-scrollbars"])
        page = browser.new_context(viewport=SIZE, locale="en-GB").new_page()  # type: ignore[arg-type]
        page.goto(link)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Hide on all pages").click()
        for name, path, themes in PAGES:
            for theme in themes:
                take(page, urljoin(link, path), name, theme)
        browser.close()


def take(page: Page, address: str, name: str, theme: str) -> None:
    page.goto(address)
    page.locator("#preferred_theme").select_option(theme)
    page.wait_for_selector(f"html[data-theme={theme}]")
    if name == "person":
        page.locator("tr[data-row] a").first.click()
    if name == "insight":
        page.locator(".chart__picture").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}-{theme}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
