"""A school has planned a new version; then something changes before it begins."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from model_pages import adapt, browser, post, publish, side_without_drafts, weeks

from trellis.design.blueprint.models import ChangeProposal, ModelPackage, PackageDraft, Upgrade
from trellis.design.blueprint.selectors import current_adoption, package_for_school, planned_adoption
from world import Side

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def side() -> Side:
    return side_without_drafts()


def _plan(side: Side, package: ModelPackage, days: int, choice: str) -> None:
    address = reverse("model-upgrade", args=[side.school.pk, package.pk])
    day = (timezone.localdate() + timedelta(days=days)).isoformat()
    post(browser(side, "ines"), address, do="schedule", starts=day, **{"choice-calendar": choice})


def test_a_plan_that_no_longer_fits_is_canceled_and_waits_for_a_decision(side):
    """The school changes the very place that the new version changes: its leader is told, and decides again."""
    package = publish(side, {"calendar/cycles": {"weeks": "9" if weeks(side) != 9 else "8"}})
    _plan(side, package, 200, "")
    assert planned_adoption(side.school.pk) is not None
    adapt(side)
    page = browser(side, "ines").get(reverse("school-model", args=[side.school.pk])).content.decode()
    assert planned_adoption(side.school.pk) is None
    assert Upgrade.objects.unscoped(TEXT).get(school=side.school).starts is None
    assert "Compare and decide" in page


def test_a_version_that_is_brought_forward_does_not_begin_a_second_time(side):
    package = publish(side, {"calendar/week": {"starts": "09:15"}})
    _plan(side, package, 200, "take")
    _plan(side, package, 0, "take")
    assert current_adoption(side.school.pk).package == package
    assert planned_adoption(side.school.pk) is None


def test_an_unfinished_change_does_not_undo_a_version_that_has_begun(side):
    ines = browser(side, "ines")
    kind = package_for_school(side.school.pk).exhibition.kinds[0]
    address = reverse("school-model-place", args=[side.school.pk, f"exhibition/kinds/{kind.key}"])
    shown = ines.get(address).context["actions"].save
    fields = {field.html_name: field.value() for field in shown if field.value() not in (None, False)}
    post(ines, address, **fields | {"do": "save", "value-minutes": str(kind.minutes + 5), "reason": "Talk."})
    package = publish(side, {"calendar/week": {"starts": "09:15"}})
    _plan(side, package, 0, "take")
    week = reverse("school-model-place", args=[side.school.pk, "calendar/week"])
    assert ines.get(week).context["page"].table["starts"] == "09:15"
    assert ines.get(address).context["page"].table["minutes"] == kind.minutes + 5


def test_a_proposal_is_taken_up_only_in_a_draft_of_its_own_model(side):
    adapt(side)
    imani, models = browser(side, "imani"), reverse("models", args=[side.network.pk])
    adoption = current_adoption(side.school.pk)
    fields = {"do": "propose", "adoption": adoption.pk, "path": next(iter(adoption.changes))}
    post(imani, reverse("adaptations", args=[side.network.pk]), **fields)
    proposal = ChangeProposal.objects.unscoped(TEXT).get()
    other = PackageDraft.objects.create(
        network=side.network, body={"package": {"slug": "another", "name": "A"}}
    )
    assert "Start the next version of the model to take it up." in imani.get(models).content.decode()
    response = imani.post(models, {"do": "accept", "proposal": proposal.pk, "draft": other.pk})
    assert response.status_code == 422
