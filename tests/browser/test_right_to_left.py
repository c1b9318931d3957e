"""The layout in Arabic is the mirror image of the layout in English: the same boxes, and the same picture, flipped.

Only layout is compared. Both pages get the same words, each letter as wide as the others and set the way the page runs,
in ink that cannot be seen: what differs then is what the stylesheet does with the two sides.
"""

from collections.abc import Callable
from io import BytesIO

import numpy
import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page

from browser.test_every_page import PHONE, come_in
from trellis.core.community.models import Person
from trellis.improvement.opportunity.services import rebuild_rollups
from trellis.web.families.models import Notice
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEAR = 2  # pixels that a box or an edge may lie beside its place: halves of a pixel round to either side
SEEN = 40  # of 255: how far a colour has to be off before it is another
DESK = {"width": 1280, "height": 800}

WHERE: dict[str, tuple[str, Callable[[Side], str]]] = {
    "today": ("daniel", lambda side: reverse("today")),
    "student": ("daniel", lambda side: reverse("student", args=[side.amina.pk])),
    "project": ("tomas", lambda side: reverse("project", args=[side.rows["Project"].pk])),
    "supports": ("noor", lambda side: reverse("student-supports", args=[side.amina.pk])),
    "team": ("tomas", lambda side: reverse("team", args=[side.rows["Team"].pk])),
    "family": ("carmen", lambda side: reverse("family", args=[side.amina.pk])),
    "opportunity": ("imani", lambda side: reverse("opportunity", args=[side.network.pk])),
    "school": ("ines", lambda side: reverse("school", args=[side.school.pk])),
    "group-draft": ("ines", lambda side: reverse("group-draft", args=[side.rows["GroupDraft"].pk])),
    "portfolio": ("tomas", lambda side: reverse("portfolio-score", args=[side.rows["Scorer"].pk])),
    "languages": ("daniel", lambda side: reverse("language-profile", args=[side.amina.pk])),
}

# Ink goes, and what is not the stylesheet's: drawings (the house's mark is the same on both sides, and an axis runs one
# way) and a date field's calendar, which lies where the language of the browser's own menus wants it.
PLAIN = """
* { -webkit-text-fill-color: transparent !important; text-decoration: none !important; text-shadow: none !important;
    caret-color: transparent !important; unicode-bidi: bidi-override !important; scrollbar-width: none !important; }
::placeholder, ::marker { color: transparent !important; }
svg, ::-webkit-calendar-picker-indicator { opacity: 0 !important; }
"""

# Every text of the page in its order, so that the other page can be given the same; and all that folds is unfolded.
# What is said of the language and the direction of single texts goes: here all texts are element. So does
# how far the rail was scrolled, which hung on its words.
WORDS = """given => {
  for (const element of document.querySelectorAll("body [lang], body [dir]")) {
    element.removeAttribute("lang"); element.removeAttribute("dir");
  }
  for (const element of document.querySelectorAll("bdi")) { element.replaceWith(...element.childNodes); }
  document.body.normalize();
  document.documentElement.lang = "en";
  for (const element of document.querySelectorAll("input, textarea")) { element.removeAttribute("placeholder"); }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  for (let at = 0, node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.data.trim() || ["SCRIPT", "STYLE"].includes(node.parentNode.nodeName)) continue;
    const words = given ? given[at++] ?? "" : node.data;
    node.data = words.replace(/\\S/g, "n");
    texts.push(words);
  }
  for (const element of document.querySelectorAll("details")) { element.open = true; }
  for (const nav of document.querySelectorAll(".main-nav")) { nav.scrollLeft = 0; }
  for (const element of document.querySelectorAll("[data-label]")) { element.dataset.label = "Label"; }
  return texts;
}"""

# Every box that can be seen, in the page's order. What a drawing holds inside is drawn, not laid out.
BOXES = """() => {
  const named = element => [element.nodeName.toLowerCase(), ...element.classList].join(".");
  const texts = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("svg") && element.nodeName !== "svg" || element.nodeName === "OPTION") continue;
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility() || !box.width || !box.height) continue;
    texts.push([`${named(element.parentNode)} > ${named(element)}`, box.x, box.y + scrollY, box.width, box.height]);
  }
  return texts;
}"""

AT = """([y, x]) => {
  scrollTo(0, y - 200);
  const element = document.elementFromPoint(x, y - scrollY);
  return element ? [element.nodeName.toLowerCase(), ...element.classList].join(".") : "nothing";
}"""


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    Notice.objects.unscoped("the test chooses").update(language="fr")  # so that neither reads it in their own
    rebuild_rollups(side.network)
    return side


def shown(page: Page, address: str, words: list[str] | None) -> list[str]:
    """The page with invisible words: its own, which are given back, or those given."""
    assert page.goto(address).status == 200
    page.add_style_tag(content=PLAIN)
    texts = page.evaluate(WORDS, words)
    assert words is None or len(texts) == len(words), f"{address} has other texts in Arabic than in English"
    return texts


def picture(page: Page) -> numpy.ndarray:
    shot = page.screenshot(full_page=True, animations="disabled")
    return numpy.asarray(Image.open(BytesIO(shot)).convert("RGB")).astype(numpy.int16)


def off(english: list, arabic: list, width: int) -> str:
    """What is wrong with the first box that does not lie mirrored; "" when they all do."""
    if [box[0] for box in english] != [box[0] for box in arabic]:
        pairs = zip(english, arabic, strict=False)
        first = next((f"{a[0]} and {b[0]}" for a, b in pairs if a[0] != b[0]), "one of them ends sooner")
        return f"the pages are not built alike: {first}"
    for (name, x, y, wide, high), (_name, *arabic_box) in zip(english, arabic, strict=True):
        mirrored = (width - (x + wide), y, wide, high)
        if max(abs(a - b) for a, b in zip(mirrored, arabic_box, strict=True)) > NEAR:
            english_box = " ".join(f"{number:.0f}" for number in (x, y, wide, high))
            came, want = (" ".join(f"{number:.0f}" for number in some) for some in (arabic_box, mirrored))
            return (
                f"{name} is not mirrored: in English at {english_box}, in Arabic at {came} instead of {want}"
            )
    return ""


def unlike(image: numpy.ndarray, other: numpy.ndarray) -> numpy.ndarray:
    """Where a picture shows what the other does not show there or NEAR it: rows of (y, x)."""
    tall, wide = image.shape[:2]
    left = numpy.argwhere(numpy.abs(image - other).max(axis=2) > SEEN)
    for down in range(-NEAR, NEAR + 1):
        for along in range(-NEAR, NEAR + 1):
            y = numpy.clip(left[:, 0] + down, 0, tall - 1)
            x = numpy.clip(left[:, 1] + along, 0, wide - 1)
            differs = numpy.abs(image[left[:, 0], left[:, 1]] - other[y, x]).max(axis=1) > SEEN
            left = left[differs]
    return left


def drawn_otherwise(page: Page, english: numpy.ndarray, arabic: numpy.ndarray) -> str:
    """Which element of the page looks other than the flipped picture of it wants; "" when all is alike."""
    if english.shape != arabic.shape:
        return "the page is of another length"
    left = [*unlike(english, numpy.fliplr(arabic)), *unlike(numpy.fliplr(arabic), english)]
    if not left:
        return ""
    y, x = (int(number) for number in left[0])
    name = page.evaluate(AT, [y, english.shape[1] - 1 - x])
    return f"{name} is drawn otherwise, {len(left)} pixels, the first {y} down and {x} along in English"


def test_the_comparison_sees_what_is_not_mirrored(page_with):
    """A box that stays on one side, and an edge that is drawn on one side, are both told."""
    page, english, arabic = page_with(viewport=DESK), [], []
    box = "<div class=card style='margin-{}:9px;border-{}:5px solid black;width:80px;height:80px'></div>"
    for way, renderings in (("ltr", english), ("rtl", arabic)):
        for side in ("left", "inline-start"):
            for edge in ("left", "inline-start"):
                page.set_content(
                    f"<!doctype html><html dir={way}><body>{box.format(side, edge)}</body></html>"
                )
                renderings.append((page.evaluate(BOXES), picture(page)))
    width = DESK["width"]
    differences = [
        (bool(off(a, b, width)), len(unlike(c, numpy.fliplr(d))) > 0)
        for (a, c), (b, d) in zip(english, arabic, strict=True)
    ]
    assert differences == [(True, True), (True, True), (False, True), (False, False)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["at a desk", "on a phone"])
def test_arabic_is_the_mirror_image_of_english(page_with, live_server, home, size):
    everybody = Person.objects.unscoped("the test chooses")
    english, arabic = (page_with(viewport=size, bypass_csp=True, locale=tag) for tag in ("en", "ar"))
    for who, address in WHERE.values():
        where = address(home)
        for page in (english, arabic):
            come_in(page, live_server, home.people[who].account.username)
        everybody.update(language="en")
        words = shown(english, where, None)
        everybody.update(language="ar")
        shown(arabic, where, words)
        assert arabic.evaluate("document.dir") == "rtl"
        wrong = off(english.evaluate(BOXES), arabic.evaluate(BOXES), size["width"])
        wrong = wrong or drawn_otherwise(arabic, picture(english), picture(arabic))
        assert not wrong, f"{where}: {wrong}"
