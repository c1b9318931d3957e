"""What people press on the pages of a model: a school's leader changes it, the network publishes the next version."""

from django.test import Client
from django.urls import reverse

from trellis.design.blueprint.models import (
    ChangeProposal,
    ModelPackage,
    PackageDraft,
    UnfinishedAdaptation,
    Upgrade,
)
from trellis.design.blueprint.selectors import current_adoption, package_body, package_for_school
from world import Side, make_world


def side_without_drafts() -> Side:
    """The home side, whose school works by a model of which nothing is being written or decided."""
    side = make_world().home
    for model in (PackageDraft, Upgrade, ChangeProposal, UnfinishedAdaptation):
        model.objects.unscoped("the test begins without").delete()
    ModelPackage.objects.filter(network=side.network).delete()
    return side


def browser(side: Side, who: str) -> Client:
    """A browser in which somebody is signed in."""
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def post(browser: Client, address: str, **fields: object):
    """Send a form, which is saved; return where it leads."""
    response = browser.post(address, fields)
    assert response.status_code == 302, response.content.decode()[:4000]
    return response["Location"]


def adapt(side: Side, weeks: int = 11, reason: str = "Our families asked for longer terms."):
    """The school's leader changes the weeks of a term."""
    address = reverse("school-model-place", args=[side.school.pk, "calendar/cycles"])
    count = package_for_school(side.school.pk).calendar.cycles.count
    return post(
        browser(side, "ines"),
        address,
        **{"do": "save", "value-weeks": str(weeks), "value-count": str(count), "reason": reason},
    )


def publish(side: Side, changes: dict[str, dict[str, object]], version: str = "1.1.0") -> ModelPackage:
    """The network publishes a version in which some fields of some tables are others."""
    imani = browser(side, "imani")
    base = current_adoption(side.school.pk).package
    models = reverse("models", args=[side.network.pk])
    draft = post(imani, models, do="start", package=base.pk)
    draft_id = draft.rstrip("/").rpartition("/")[2]
    for at, fields in changes.items():
        address = reverse("model-draft-place", args=[draft_id, at])
        shown = imani.get(address).context["actions"].save
        sent = {field.html_name: field.value() for field in shown if field.value() not in (None, False)}
        post(imani, address, do="save", **sent | {f"value-{name}": value for name, value in fields.items()})
    post(imani, draft, do="publish", version=version)
    return ModelPackage.objects.get(network=side.network, version=version)


def weeks(side: Side) -> int:
    """The weeks of a term, as the version that the school works by has them."""
    return package_body(current_adoption(side.school.pk).package).calendar.cycles.weeks
