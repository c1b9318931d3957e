"""A superintendent of a network that began as a real one does: she signs an agreement, and can see nothing else."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from browser.visitor import Visitor
from imported_world import TODAY, ImportedWorld, open_imported_world
from trellis.adults.partnerships.models import PartnerAgreement
from trellis.core.foundation.ids import new_id

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def send_agreement(world: ImportedWorld, school: str, title: str) -> str:
    """Let the network's lead begin an agreement with a school's district, and send it. Return its address."""
    lead, district = world.clients["Imani"], world.school(school).district_id
    new = {"do": "new", "key": new_id(), "partner": district, "kind": "both", "title": title}
    page = lead.post(reverse("agreements", args=[world.network.pk]), new)["Location"]
    agreement = PartnerAgreement.objects.unscoped("the test looks").get(title=title)
    terms = {"do": "terms", "agreement": agreement.pk, "revision": f"{agreement.pk}:{agreement.revision}"}
    terms |= {"title": title, "kind": "both", "renewal": "none", "starts": TODAY.isoformat()}
    promise = {"do": "promise", "by_side": "network", "text": "Coach days", "amount": "36", "unit": "days"}
    for fields in (terms, promise | {"period": "year"}, {"do": "send"}):
        assert lead.post(page, fields).status_code == 302, fields
    return page


def test_a_superintendent_signs_her_districts_agreement_and_can_see_nothing_else(
    page_with, tmp_path, settings, axe
):
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    world = open_imported_world(tmp_path)
    send_agreement(world, "Harbor High", "Partnership with Bay")
    other = send_agreement(world, "Hobart Secondary", "Partnership with Tasman")
    devi = Visitor(page_with(), "Devi")
    devi.page.wait_for_url("**/today/")
    axe(devi.page)
    text = devi.page.locator("body").inner_text()
    assert "Harbor High" in text
    assert not any(word in text for word in ("Hobart", "Tasman", "Amina", "Diallo"))
    devi.follow("Read and sign: Sign: Partnership with Bay")
    devi.sees("Coach days")
    assert devi.page.get_by_label("Your full name").input_value() == "Devi"
    devi.fill("Your title (optional)", "Superintendent")
    devi.press("Sign")
    devi.sees("You signed the agreement.")
    axe(devi.page)
    devi.follow("Policies and waivers", "nav.main-nav")
    devi.sees("Nothing is written down yet.")
    for address in (
        other,
        reverse("agreements", args=[world.network.pk]),
        f"/students/{world.person('Amina').pk}/",
    ):
        assert devi.page.goto(address).status == 404, address
