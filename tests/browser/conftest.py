"""A real Chromium, and axe beside it."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, sync_playwright

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread beside Django

PROGRAMS = ("chromium-headless-shell", "chromium")
"""The first is Chromium without its windows: the same pages for three quarters of the work."""

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",  # or a GPU is imitated, at a tenth of what the browser costs
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # what passes need not be told, and telling it takes time
    # No rule with these tags reads style sheets, and axe fetches each @import from a wrong address.
    "preload": {"assets": ["media"]},
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that no core waits for another at the end."""
    longest = (
        "test_every_role.py",
        "test_first_week",
        "test_newcomer",
        "test_right_to_left",
        "test_every_page.py",
    )
    items.sort(
        key=lambda item: next((n for n, name in enumerate(longest) if name in item.nodeid), len(longest))
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("TRELLIS_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not path:
        pytest.fail(
            "Install Chromium (apt install chromium-headless-shell) or name its program in TRELLIS_CHROMIUM."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page_with(browser, live_server) -> Iterator[Callable[..., Page]]:
    """A page in a context of its own: page_with(color_scheme="dark", viewport=..., java_script_enabled=...)."""
    contexts = []

    def make(**options) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(page_with) -> Page:
    return page_with()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails on any violation of WCAG 2.1 AA.

    Axe is half a megabyte: a page is given it once, and from then on loads it by itself wherever it goes.
    """
    given: set[Page] = set()

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            if page not in given:
                page.add_init_script(AXE_SCRIPT)
                given.add(page)
            page.evaluate(AXE_SCRIPT)
        violations = page.evaluate("async rules => (await axe.run(rules)).violations", RULES)
        assert not violations, AxeResults({"violations": violations}).generate_report()

    return check
