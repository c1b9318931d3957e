"""Photograph the main pages of a running demo into docs/: `python tools/screenshots.py http://localhost:8000/`.

Start the demo first (`make demo`). Needs Chromium and the packages of `make test`. Pages for phones are 360 px wide.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(os.environ.get("TRELLIS_SHOTS") or Path(__file__).parent.parent / "docs")
PASSWORD = "trellis-demo"  # noqa: S105 the demo prints it for everybody
WIDE, PHONE = (1280, 860), (360, 740)
LARGEST = 120_000
"""Bytes of an image, at most."""


class Shot(NamedTuple):
    """A picture: its file, who looks, and the way there: an address, or what the link leads to (a pattern)."""

    name: str
    username: str
    path: str
    follow: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE


SHOTS = [
    Shot("today-advisor", "demo-advisor", "/today/"),
    Shot("student", "demo-advisor", "/students/{amina}/"),
    Shot("learning-plan", "demo-advisor", "/students/{amina}/plan/"),
    Shot("project", "demo-teacher", "/projects/", (r"^/projects/[0-9a-f-]{36}/$",)),
    Shot("to-score", "demo-teacher", "/to-score/"),
    Shot("internship-search", "demo-advisor", "/today/", (r"^/students/[0-9a-f-]{36}/internship/$",)),
    Shot("exhibition", "demo-advisor", "/students/{amina}/exhibitions/", (r"^/exhibitions/[0-9a-f-]{36}/$",)),
    Shot("today-principal", "demo-leader", "/today/"),
    Shot("opportunity", "demo-network", "/", (r"^/networks/[0-9a-f-]{36}/opportunity/$",)),
    Shot("today-student-phone", "demo-student", "/today/", size=PHONE),
    Shot("internship-day-phone", "demo-student", "/day/", size=PHONE),
    Shot("family-phone", "demo-guardian", "/students/{amina}/family/", size=PHONE),
]


def main(address: str) -> None:
    """Take every picture, and print how large each file is."""
    program = os.environ.get("TRELLIS_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        amina = _student_id(browser, address)
        for shot in SHOTS:
            page = _sign_in(browser, address, shot.username, shot.size)
            page.goto(shot.path.format(amina=amina))
            for pattern in shot.follow:
                page.goto(_link_to(page, pattern))
            page.wait_for_load_state("networkidle")
            size = _save(page.screenshot(), FOLDER / f"{shot.name}.png")
            page.context.close()
            sys.stdout.write(f"{shot.name}.png  {size // 1000} kB\n")
        browser.close()


def _sign_in(browser: Browser, address: str, username: str, size: tuple[int, int]) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1,
        locale="en-US",
    )
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*/account/login/)"))
    return page


def _student_id(browser: Browser, address: str) -> str:
    """The id of the demo's student, as it stands in the links of their first page."""
    page = _sign_in(browser, address, "demo-student", WIDE)
    page.goto("/today/")
    link = _link_to(page, r"^/students/[0-9a-f-]{36}/")
    page.context.close()
    return link.split("/")[2]


def _link_to(page: Page, pattern: str) -> str:
    addresses = page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return next(address for address in addresses if re.search(pattern, address))


def _save(screenshot: bytes, path: Path) -> int:
    """Save it with as many colors as fit into the size; return the bytes. Raises RuntimeError when none do."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    for colors in (256, 128, 64, 32):
        image.quantize(colors, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < LARGEST:
            return path.stat().st_size
    raise RuntimeError(f"{path.name} has {path.stat().st_size} bytes with 32 colors.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000/")
