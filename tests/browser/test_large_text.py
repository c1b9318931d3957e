"""With text twice as large, on a phone and at a desk: nothing is cut off, lies over another or scrolls sideways."""

import pytest

from browser.main_pages import main_pages  # noqa: F401 a fixture
from browser.test_every_page import PHONE, come_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"width": 1280, "height": 860}

# Cut: an element with text in it that hides what does not fit. What is there for screen readers alone is meant to be.
FIND_FAULTS = """() => {
  document.documentElement.style.fontSize = "200%";
  const faults = [], root = document.documentElement;
  const named = element => `${element.nodeName.toLowerCase()}.${[...element.classList].join(".")} ` +
    `"${element.innerText?.trim().replace(/\\s+/g, " ").slice(0, 40)}"`;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(element =>
      element.checkVisibility() && element.getBoundingClientRect().right > root.clientWidth + 1
      && !element.closest(".scroll, .visually-hidden, nav"));
    faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth}: ${wide.slice(0, 3).map(named)}`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({ visibilityProperty: true }) || !element.innerText?.trim()) continue;
    if (element.closest(".visually-hidden, .skip, svg")) continue;
    const style = getComputedStyle(element);
    if (style.clipPath !== "none") continue;
    const hides = way => ["hidden", "clip"].includes(way);
    if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push(`cut: ${named(element)}`);
    if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
      faults.push(`cut below: ${named(element)}`);
  }
  const controls = "button, summary, a.button, input:not([type=hidden]), select, textarea";
  const pressed = [...document.querySelectorAll(controls)]
    .filter(element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && !element.closest(".visually-hidden"))
    .map(element => [element, element.getBoundingClientRect()]).filter(([, box]) => box.width * box.height > 1);
  for (const [at, [one, box]] of pressed.entries()) {
    for (const [other, beside] of pressed.slice(at + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const across = Math.min(box.right, beside.right) - Math.max(box.left, beside.left);
      const down = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top);
      if (across > 2 && down > 2) faults.push(`over another: ${named(one)} and ${named(other)}`);
    }
  }
  return faults;
}"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_main_page_is_usable_with_text_twice_as_large(page_with, live_server, main_pages, size):  # noqa: F811
    page, faults = page_with(viewport=size), []
    for username, address in main_pages:
        come_in(page, live_server, username)
        assert page.goto(address).status == 200
        faults += [f"{username} {address} {fault}" for fault in page.evaluate(FIND_FAULTS)]
    assert not faults, "\n".join(faults)
