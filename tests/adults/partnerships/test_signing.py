"""An agreement from a draft to its last signature, through its pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from trellis.adults.partnerships.models import AgreementParty, PartnerAgreement
from trellis.adults.partnerships.promises import add_promise
from trellis.adults.partnerships.selectors import current_agreement
from trellis.adults.partnerships.services import attach_file
from trellis.adults.partnerships.terms import terms_hash
from trellis.core.community.models import Role
from trellis.core.foundation.ids import new_id
from world import Side, account, make_side, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    return make_side("Harbor")


def client(home: Side, who: str) -> Client:
    browser = Client()
    browser.force_login(home.people[who].account)
    return browser


def agreement_of(home: Side) -> PartnerAgreement:
    return PartnerAgreement.objects.unscoped(TEXT).get(pk=home.rows["PartnerAgreement"].pk)


def send(browser: Client, to: PartnerAgreement, **fields: object) -> HttpResponse:
    return browser.post(reverse("partner-agreement", args=[to.pk]), fields)


def sign(browser: Client, agreement: PartnerAgreement, read: str = "") -> HttpResponse:
    read = read or terms_hash(PartnerAgreement.objects.unscoped(TEXT).get(pk=agreement.pk))
    return send(browser, agreement, do="sign", name="Devi Rao", read=read)


def begin(home: Side, title: str = "Partnership") -> PartnerAgreement:
    fields = {
        "do": "new",
        "key": new_id(),
        "partner": home.rows["District"].pk,
        "kind": "services",
        "title": title,
    }
    lead, page = client(home, "imani"), reverse("agreements", args=[home.network.pk])
    assert [lead.post(page, fields).status_code for _press in range(2)] == [302, 302]
    return PartnerAgreement.objects.unscoped(TEXT).get(title=title)


def test_a_draft_is_the_networks_alone_until_it_is_sent_and_signed_by_both(home):
    draft, lead, superintendent = begin(home), client(home, "imani"), client(home, "devi")
    page = reverse("partner-agreement", args=[draft.pk])
    assert superintendent.get(page).status_code == 404
    assert send(lead, draft, do="send").status_code == 422, "It has no first day."
    terms = {"title": draft.title, "kind": "services", "renewal": "none", "starts": date.today()}
    assert (
        send(lead, draft, do="terms", agreement=draft.pk, revision=draft.revision, **terms).status_code == 302
    )
    assert send(lead, draft, do="send").status_code == 302
    assert "Sign: Partnership" in superintendent.get(reverse("today")).content.decode()
    assert sign(superintendent, draft).status_code == 302
    assert current_agreement(home.school, "services") is None
    assert sign(lead, draft).status_code == 302
    assert current_agreement(home.school, "services") == draft
    history = superintendent.get(page).context["history"]
    assert {(line.label, line.name) for line in history} >= {
        ("Draft started", "Imani Moss"),
        ("Terms changed", "Imani Moss"),
        ("Sent for signature", "Imani Moss"),
        ("Signed", "Devi Rao"),
    }
    assert send(lead, draft, do="promise", by_side="network", text="More", period="year").status_code == 422


def test_a_change_of_the_terms_asks_everybody_to_sign_again(home):
    agreement = agreement_of(home)
    read = terms_hash(agreement)
    AgreementParty.objects.create(agreement=agreement, role="network", legal_name="Harbor")
    assert sign(client(home, "devi"), agreement, read).status_code == 422, "The page is out of date."
    assert sign(client(home, "devi"), agreement).status_code == 302
    add_promise(agreement, "network", "One more visit", home.imani.pk)
    assert not AgreementParty.objects.unscoped(TEXT).exclude(signed_on=None).exists()


def test_a_link_signs_once_and_only_when_it_is_pressed(home):
    page = reverse("sign-partnership", args=[home.tokens["sign-partnership"]])
    shown = Client().get(page)
    assert agreement_of(home).status == "sent"
    fields = {"name": "Pat Lee", "title": "Board president", "read": shown.context["terms_hash"]}
    assert Client().post(page, fields).status_code == 200
    assert agreement_of(home).status == "signed"
    assert Client().post(page, fields).status_code == 410


def test_a_district_partner_reads_and_does_not_sign(home):
    tie(home.bea, Role.PARTNER, home.rows["District"])
    agreement, reader = agreement_of(home), client(home, "bea")
    assert (
        "Days of coaching" in reader.get(reverse("partner-agreement", args=[agreement.pk])).content.decode()
    )
    assert sign(reader, agreement).status_code == 404


def test_the_signed_document_must_be_a_pdf(home):
    agreement, lead = agreement_of(home), client(home, "imani")
    page = SimpleUploadedFile("agreement.pdf", b"<script>alert(1)</script>")
    assert send(lead, agreement, do="file", file=page).status_code == 422
    attach_file(agreement, SimpleUploadedFile("../../plan.pdf", b"%PDF-1.7 signed"), home.imani.pk)
    response = client(home, "devi").get(reverse("partner-agreement-file", args=[agreement.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert b"".join(response.streaming_content) == b"%PDF-1.7 signed"


def test_an_agreement_that_is_over_or_of_another_kind_covers_no_school(home):
    rows = PartnerAgreement.objects.unscoped(TEXT)
    rows.update(status="signed")
    assert current_agreement(home.school, "data")
    assert current_agreement(home.school, "research") is None
    rows.update(starts=date.today() - timedelta(days=9), ends=date.today() - timedelta(days=1))
    assert current_agreement(home.school, "data") is None


def test_both_sides_note_what_was_delivered_once(home):
    agreement, promise = agreement_of(home), home.rows["AgreementPromise"]
    PartnerAgreement.objects.unscoped(TEXT).update(status="signed")
    fields = {"do": "delivery", "promise": promise.pk, "key": new_id(), "on": date.today(), "amount": "7"}
    for who in ("devi", "devi", "imani"):
        fields |= {"key": new_id()} if who == "imani" else {}
        assert send(client(home, who), agreement, **fields).status_code == 302
    tomorrow = date.today() + timedelta(days=1)
    assert (
        send(client(home, "devi"), agreement, **fields | {"key": new_id(), "on": tomorrow}).status_code == 422
    )
    page = client(home, "devi").get(reverse("today")).content.decode()
    assert "27 of 36 days" in page


def test_an_amendment_is_an_agreement_of_its_own(home):
    agreement, lead = agreement_of(home), client(home, "imani")
    PartnerAgreement.objects.unscoped(TEXT).update(status="signed")
    assert send(lead, agreement, do="amend", key=new_id()).status_code == 302
    amendment = PartnerAgreement.objects.unscoped(TEXT).get(parent=agreement)
    assert (amendment.status, amendment.district_id) == ("draft", agreement.district_id)


def test_a_charter_school_signs_for_itself(home):
    charter = type(home.school).objects.create(network=home.network, name="Harbor Charter")
    principal = type(home.ines).objects.create(network=home.network, given_name="Alba")
    account(principal, "alba")
    tie(principal, Role.LEADER, charter)
    home.people["alba"] = principal
    fields = {"do": "new", "key": new_id(), "partner": charter.pk, "kind": "data", "title": "Charter data"}
    client(home, "imani").post(reverse("agreements", args=[home.network.pk]), fields)
    agreement = PartnerAgreement.objects.unscoped(TEXT).get(title="Charter data")
    PartnerAgreement.objects.unscoped(TEXT).filter(pk=agreement.pk).update(status="sent")
    assert sign(client(home, "alba"), agreement).status_code == 302
    assert sign(client(home, "ines"), agreement).status_code == 404
