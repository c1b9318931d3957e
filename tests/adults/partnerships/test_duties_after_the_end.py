"""What an agreement leaves to do once it has ended: by its own terms, for each side, noted once with what shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.adults.partnerships.models import AgreementDuty, PartnerAgreement
from trellis.adults.partnerships.reminders import near_deadlines
from trellis.adults.partnerships.scheduled_tasks import end_past_agreements
from trellis.adults.partnerships.services import end_agreement
from trellis.core.community.models import Network
from world import Side, make_side

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
ENDED = date(2026, 11, 30)


@pytest.fixture
def home() -> Side:
    side = make_side("Harbor")
    AgreementDuty.objects.unscoped(TEXT).all().delete()
    return side


def signed_agreement(side: Side, **values: object) -> PartnerAgreement:
    rows = PartnerAgreement.objects.unscoped(TEXT).filter(pk=side.rows["PartnerAgreement"].pk)
    rows.update(status="signed", **values)
    return rows.get()


def due_days(agreement: PartnerAgreement) -> dict[str, date]:
    rows = AgreementDuty.objects.unscoped(TEXT).filter(agreement=agreement)
    return dict(rows.values_list("key", "due"))


def test_duties_follow_from_the_terms_of_the_agreement_that_ended(home):
    agreement = signed_agreement(home, deletion_days=45, subcontractors="A host")
    for _twice in range(2):
        end_agreement(agreement, home.imani.pk, ENDED)
    assert due_days(agreement) == {
        "access": ENDED,
        "return": ENDED,
        "directive": ENDED,
        "deletion": ENDED + timedelta(days=45),
        "subcontractors": ENDED + timedelta(days=45),
        "certificate": ENDED + timedelta(days=45),
        "families": ENDED + timedelta(days=45),
        "closing": ENDED + timedelta(days=30),
    }


def test_nothing_is_deleted_while_the_renewal_goes_on_covering_the_data(home):
    agreement = signed_agreement(home)
    PartnerAgreement.objects.create(
        network=home.network,
        district=home.rows["District"],
        kind="both",
        title="Renewal",
        status="signed",
        starts=ENDED + timedelta(days=1),
    )
    end_agreement(agreement, home.imani.pk, ENDED)
    assert set(due_days(agreement)) == {"closing"}


def test_an_agreement_ends_by_itself_once_its_last_day_is_over_where_its_network_is(home):
    Network.objects.unscoped(TEXT).update(time_zone="America/Los_Angeles")
    agreement = signed_agreement(home, starts=None, ends=ENDED)
    evening, morning = datetime(2026, 12, 1, 5, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert [end_past_agreements(now, str) for now in (evening, morning, morning)] == [0, 1, 0]
    assert due_days(agreement)["deletion"] == ENDED + timedelta(days=60)
    waiting = near_deadlines(home.viewer("devi"), ENDED + timedelta(days=9))
    assert [each.day for each in waiting if each.lead_days == 0] == [ENDED]


def test_the_district_notes_its_own_duty_once_and_never_one_of_the_network(home):
    agreement = signed_agreement(home, responsible=None)
    end_agreement(agreement, home.imani.pk, date.today())
    duties = {duty.key: duty for duty in AgreementDuty.objects.unscoped(TEXT).filter(agreement=agreement)}
    assert [each.sentence[:10] for each in near_deadlines(home.viewer("devi"), date.today())][:1] == [
        "Say in wri"
    ]
    page, browser = reverse("partner-agreement", args=[agreement.pk]), Client()
    browser.force_login(home.devi.account)
    fields = {"do": "duty-done", "done_on": f"{date.today():%m/%d/%Y}"}
    for evidence in ("Letter of the board", "Pressed again"):
        browser.post(page, fields | {"duty": duties["directive"].pk, "evidence": evidence})
    assert browser.post(page, fields | {"duty": duties["deletion"].pk, "evidence": "x"}).status_code == 404
    done = AgreementDuty.objects.unscoped(TEXT).exclude(done_on=None).get()
    assert (done.key, done.evidence, done.done_by_id) == ("directive", "Letter of the board", home.devi.pk)
    browser.force_login(home.imani.account)
    listed = browser.get(reverse("agreements", args=[home.network.pk])).content.decode()
    assert f"{len(duties) - 1} duties open" in " ".join(listed.split())
