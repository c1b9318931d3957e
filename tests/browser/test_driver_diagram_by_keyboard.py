"""A whole driver diagram, from the page of an aim to an idea that is tested, with the keyboard alone."""

import re

import pytest
from django.urls import reverse

from browser.test_every_page import come_in
from browser.visitor import Visitor
from trellis.improvement.cycles.models import Driver
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(db):
    side = make_world().home
    Driver.objects.unscoped("the test").all().delete()
    return side


def tab_to(page, name: str, kind: str = "button, a, input, textarea, select, summary") -> None:
    """Press Tab until the focused element carries the name."""
    for _press in range(160):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return [e.tagName.toLowerCase(), "
            "(e.labels && e.labels.length ? e.labels[0].innerText : e.innerText || e.ariaLabel || '').trim()] }"
        )
        if focused[1].startswith(name) and focused[0] in kind:
            return
    raise AssertionError(f"Tab does not reach {name!r}.")


def test_a_diagram_by_keyboard(page, live_server, home, axe):
    come_in(page, live_server, home.ines.account.username)
    page.goto(reverse("aim", args=[home.rows["Aim"].pk]))
    tab_to(page, "Driver diagram", "a")
    page.keyboard.press("Enter")
    ines = Visitor(page)
    ines.sees("Drivers show up here.")
    for title in ("First calls go well", "Families are part of it"):
        tab_to(page, "Title", "input")
        page.keyboard.type(title)
        tab_to(page, "Add primary driver", "button")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("edit="))
        page.goto(reverse("aim-drivers", args=[home.rows["Aim"].pk]))
    tab_to(page, "Edit\nFamilies are part of it", "a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("edit="))
    tab_to(page, "Move up", "button")
    page.keyboard.press("Enter")
    ines.sees("Moved.")
    families = page.locator(".outline > li").first
    assert "Families are part of it" in families.inner_text()
    tab_to(page, "Title", "input")
    page.keyboard.type("Call two days before")
    tab_to(page, "Secondary driver", "input")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Add", "button")
    page.keyboard.press("Enter")
    ines.sees("Added.")
    axe(page)
    tab_to(page, "Test this idea", "a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("cycles/new"))
    assert page.get_by_label("What you change").input_value() == "Call two days before"
