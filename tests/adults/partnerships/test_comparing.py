"""Two agreements side by side: what a renewal adds, takes out and changes, in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from trellis.adults.partnerships.comparison import compare_agreements
from trellis.adults.partnerships.models import AgreementElement, AgreementPromise, PartnerAgreement
from world import Side, make_side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_side("Harbor")


@pytest.fixture
def renewal(home) -> PartnerAgreement:
    first = home.rows["PartnerAgreement"]
    renewal = PartnerAgreement.objects.create(
        network=home.network,
        district=first.district,
        kind="both",
        title="Renewal",
        purposes="To run the school.",
        starts=first.starts,
        ends=date(2030, 6, 30),
        deletion_days=30,
    )
    for side, text, amount in (
        ("network", "Days of coaching", 24),
        ("partner", "A named school leader", None),
    ):
        AgreementPromise.objects.create(agreement=renewal, by=side, text=text, amount=amount, unit="days")
    AgreementElement.objects.create(agreement=renewal, element="grade")
    return renewal


def test_a_renewal_says_what_it_adds_takes_out_and_changes(home, renewal):
    sections = compare_agreements(home.viewer("imani"), home.rows["PartnerAgreement"], renewal)
    changes = [
        (section.title, line.before, line.after, line.change)
        for section in sections
        for line in section.lines
    ]
    assert changes == [
        ("Terms", "Model and data", "Renewal", "changed"),
        ("Terms", "", "Jun 30, 2030", "added"),
        ("Terms", "", "30", "added"),
        (
            "Promises",
            "Days of coaching: 36 days in a school year",
            "Days of coaching: 24 days in a school year",
            "changed",
        ),
        ("Promises", "", "A named school leader", "added"),
        ("Schools", "Harbor High", "", "removed"),
        ("Signatures", "The District", "", "removed"),
    ]
    assert next(section.same for section in sections if section.title == "Schedule of data") == 1


def test_a_district_compares_what_was_sent_and_never_a_draft(home, renewal):
    browser, page = Client(), reverse("compare-agreement", args=[home.rows["PartnerAgreement"].pk])
    browser.force_login(home.devi.account)
    assert "There is no other agreement" in browser.get(page).content.decode()
    renewal.status = "sent"
    renewal.save()
    assert "Days of coaching: 24 days" in browser.get(page).content.decode()


def test_what_an_amendment_does_not_name_stays_as_it_was(home, renewal):
    renewal.parent = home.rows["PartnerAgreement"]
    renewal.save()
    sections = compare_agreements(home.viewer("imani"), home.rows["PartnerAgreement"], renewal)
    assert {line.change for section in sections for line in section.lines} == {"added", "changed"}
