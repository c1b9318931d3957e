"""Kofi at a school without a signal, with a laptop and a phone: nothing that he wrote is lost or doubled."""

import pytest
from django.urls import reverse

from browser.test_every_page import PHONE, come_in
from trellis.adults.coaching.models import VisitCommitment, VisitNote
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"
ENTRIES = 49
"""Commitments that each device writes: with a note each, they have written a hundred together."""


@pytest.fixture
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_world().home


def open_visit(page, live_server, home) -> None:
    come_in(page, live_server, home.kofi.account.username)
    page.goto(reverse("coach-visit", args=[home.rows["CoachVisit"].pk]))
    page.locator("[data-offline=kept]").wait_for()
    page.locator("[data-ready]").wait_for()


def write(page, device: str, note: str) -> None:
    """A note and a commitment by hand, and many more as the page's own queue saves them."""
    page.get_by_label("What I saw and heard").fill(note)
    page.get_by_label("What I saw and heard").blur()
    form = page.locator("form[data-kind=commitment]")
    form.get_by_label("What will be done").fill(f"{device} 0")
    form.get_by_label("Owner").select_option(label="Ines Duarte")
    form.get_by_label("Due").fill("2027-01-29")
    form.get_by_role("button", name="Add").click()
    page.locator("[data-commitments]").get_by_text(f"{device} 0").wait_for()
    page.evaluate(
        """async ([device, count]) => {
            const { newId, openQueue } = await import("/static/shell/offline/queue.js");
            const { keep } = openQueue({ name: "trellis-visits", owner: "person" });
            const words = document.querySelector("[data-visit]").dataset;
            const owner = document.querySelector("form[data-kind=commitment]").elements.owner.options[1].value;
            const numbers = Array.from({ length: count - 1 }, (_each, number) => number + 1);
            await Promise.all(numbers.map((number) => keep({
                id: newId(), visit: words.visit, person: words.coach, kind: "commitment", address: words.entries,
                made_at: new Date().toISOString(), text: `${device} ${number}`, owner, due: "2027-01-29",
            })));
        }""",
        [device, ENTRIES],
    )


def test_two_devices_without_a_signal_lose_nothing_and_show_where_they_differ(page_with, live_server, home):
    laptop, phone = page_with(), page_with(viewport=PHONE, has_touch=True, is_mobile=True)
    for page in (laptop, phone):
        page.set_default_timeout(30_000)  # a hundred entries are sent at once
        open_visit(page, live_server, home)
        page.context.set_offline(True)
    write(laptop, "laptop", "Three of four panels had an outside adult.")
    write(phone, "phone", "A mother sat on one panel.")
    laptop.get_by_text("No signal.").wait_for()
    laptop.reload()  # the lid was closed: what was written stands on the page again
    laptop.locator("[data-ready]").wait_for()
    assert laptop.get_by_label("What I saw and heard").input_value().startswith("Three of four")
    laptop.get_by_text("50 entries have not been sent yet.").wait_for()
    assert not VisitCommitment.objects.unscoped(TEXT).filter(text__startswith="laptop").exists()
    for page in (laptop, phone):  # the device that comes back last is the one that is told
        page.context.set_offline(False)
        page.locator("[data-waiting]").wait_for(state="hidden", timeout=30_000)
    texts = list(VisitCommitment.objects.unscoped(TEXT).values_list("text", flat=True))
    for device in ("laptop", "phone"):
        assert sorted(text for text in texts if text.startswith(device)) == sorted(
            f"{device} {number}" for number in range(ENTRIES)
        )
    assert VisitNote.objects.unscoped(TEXT).filter(visit=home.rows["CoachVisit"]).count() == 3
    phone.get_by_text("Two devices wrote different texts here.").wait_for()
    phone.get_by_role("link", name="Compare both texts").click()
    phone.get_by_role("button", name="Keep this text").nth(1).wait_for()
    both = phone.locator("[data-versions] textarea").all()
    assert {box.input_value()[:5] for box in both} == {"Three", "A mot"}
    both[0].fill("Three of four panels had an outside adult; a mother sat on one.")
    phone.get_by_role("button", name="Keep this text").first.click()
    phone.get_by_text("Saved.", exact=True).wait_for()
    assert phone.get_by_label("What I saw and heard").input_value().endswith("a mother sat on one.")


def test_who_signs_out_with_unsent_notes_is_asked_first(page_with, live_server, home):
    page = page_with()
    open_visit(page, live_server, home)
    page.context.route("**/entries/", lambda route: route.abort())
    page.get_by_label("What I saw and heard").fill("Three of four panels.")
    page.get_by_label("What I saw and heard").blur()
    page.get_by_text("1 entry has not been sent yet.").wait_for()
    page.locator("details.foot summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("is saved only on this device").wait_for()
    page.context.unroute("**/entries/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").wait_for()
    assert page.evaluate("caches.has('trellis-visits')") is False
