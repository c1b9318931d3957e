"""A person in a browser, as the tests of whole tasks need one: signs in by typing, presses only what a page shows."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

from imported_world import PASSWORD, username_of


class Visitor:
    """A person in a browser of their own, who presses only what the page shows. Filling in is not a press."""

    def __init__(self, page: Page, given_name: str = "") -> None:
        self.page, self.presses = page, 0
        page.set_default_timeout(8_000)
        if given_name:
            page.goto("/")
            page.get_by_role("link", name="Sign in").first.click()
            page.get_by_label("Username").fill(username_of(given_name))
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(r"/(today|schools|students|networks)/"))

    def press(self, name: str | re.Pattern, role: str = "button", inside: Locator | None = None) -> None:
        place = inside or self.page
        exact = isinstance(name, str)
        self.click(place.get_by_role(role, name=name, exact=exact).first)

    def follow(self, name: str | re.Pattern, inside: str = "main") -> None:
        self.press(name, "link", self.page.locator(inside))

    def click(self, target: Locator) -> None:
        self.presses += 1
        target.click()

    def fill(self, label: str, text: str, exact: bool = True) -> None:
        self.page.get_by_label(label, exact=exact).first.fill(text)

    def sees(self, text: str | re.Pattern) -> None:
        self.page.locator("body").get_by_text(text).first.wait_for()

    def start_again(self) -> None:
        """Go to one's first page by the way at the side, as every task begins."""
        self.follow(re.compile("^(Today|School)$"), "nav.main-nav")

    def count(self) -> int:
        """How much was pressed since the last count."""
        presses, self.presses = self.presses, 0
        return presses

    def copied_link(self) -> str:
        return self.page.locator("[data-address]").input_value()
