"""Axe in four languages, light and dark: the first pages of six roles in all eight combinations, other main pages in
one of them. `test_every_role.py` looks at every page once."""

import pytest

from browser.main_pages import main_pages  # noqa: F401 a fixture
from browser.test_every_page import come_in
from trellis.core.community.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMBINATIONS = [
    (language, scheme) for scheme in ("light", "dark") for language in ("en", "es", "ar", "zh-hans")
]
IN_ALL = 3
"""How many of the main pages are looked at in all of them; the rest come once."""


@pytest.mark.parametrize(("language", "scheme"), COMBINATIONS)
def test_main_pages_can_be_read_by_everybody(page_with, live_server, main_pages, axe, language, scheme):  # noqa: F811
    Person.objects.unscoped("the test chooses").filter(account__isnull=False).update(language=language)
    page = page_with(color_scheme=scheme)
    turn = COMBINATIONS.index((language, scheme))
    for username, address in [*main_pages[:IN_ALL], *main_pages[IN_ALL + turn :: len(COMBINATIONS)]]:
        come_in(page, live_server, username)
        assert page.goto(address).status == 200
        assert "/login" not in page.url
        assert page.evaluate("document.documentElement.lang").lower() == language
        axe(page)
