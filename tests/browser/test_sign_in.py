"""Coming in, as people do it: by keyboard, on a phone, in the dark, in Arabic, without script."""

import pytest
from django.core.cache import cache

from trellis.web.shell.joining.services import make_join_code
from web.shell.people import PASSWORD, give_account, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
DOORS = [
    "/",
    "/join/",
    "/account/login/",
    "/account/login/code/",
    "/account/password/reset/",
    "/no-such-page/",
]


@pytest.fixture
def world():
    cache.clear()
    return make_world()


def test_carmen_comes_in_by_her_code_with_the_keyboard_alone(page, world):
    code = make_join_code(world.carmen, by=None)
    page.goto("/join/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    for text in (code, "carmen", PASSWORD, PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Amina", exact=True).wait_for()


def sign_in(page, username):
    page.goto("/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_carmen_signs_in_and_out(page_with, world, script):
    give_account(world.carmen, "carmen")
    page = page_with(java_script_enabled=script)
    sign_in(page, "carmen")
    page.get_by_role("heading", name="Amina", exact=True).wait_for()
    page.locator("details.foot summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_is_open_to_everyone(page_with, world, axe, scheme):
    page = page_with(color_scheme=scheme)
    for url in DOORS:
        page.goto(url)
        axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_inside_is_open_to_everyone(page_with, world, axe, scheme):
    give_account(world.carmen, "carmen")
    page = page_with(color_scheme=scheme)
    sign_in(page, "carmen")
    page.locator("details.foot summary").click()
    axe(page)
    page.goto("/account/2fa/")
    axe(page)
    page.goto("/account/password/change/")
    axe(page)


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_cut_off_on_a_phone(page_with, world, axe, language):
    give_account(world.carmen, "carmen")
    page = page_with(viewport=PHONE, has_touch=True, locale=language)
    for url in DOORS:
        page.goto(url)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert too_wide(page) <= 0, url
    sign_in(page, "carmen")
    page.locator("details.foot summary").click()
    assert page.locator("details.foot .menu button").last.is_visible()
    assert too_wide(page) <= 0
    axe(page)


def test_targets_on_a_phone_are_as_large_as_a_thumb(page_with, world):
    page = page_with(viewport=PHONE, has_touch=True)
    page.goto("/account/login/")
    for thing in page.locator("main .button:visible, main input[type=text], main input[type=password]").all():
        assert thing.bounding_box()["height"] >= 44


def test_nothing_is_refused_by_the_content_policy(page, world):
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    give_account(world.carmen, "carmen")
    sign_in(page, "carmen")
    page.get_by_role("heading", name="Amina", exact=True).wait_for()
    assert messages == []
