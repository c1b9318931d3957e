"""A project is designed towards standards of any framework that was taken in."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Person
from trellis.design.frameworks.models import Association, Framework, Outcome
from trellis.learning.library.models import Edition
from trellis.learning.projects import body, project_transfer, standards
from trellis.learning.projects.models import Project, Standard
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Standard.objects.unscoped(TEXT).all().delete()
    return side


@pytest.fixture
def water() -> Outcome:
    framework = Framework.objects.create(title="State science", creator="A state", version="2026", key="s")
    Outcome.objects.create(
        framework=framework, key="o-2", code="ESS.2", title="Rocks", statement="Rocks wear away."
    )
    return Outcome.objects.create(
        framework=framework, key="o-1", code="ESS.1", title="Water", statement="Water carries what it meets."
    )


def page(side: Side, who: str = "tomas", **query) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    return client.get(reverse("project-design", args=[side.rows["Project"].pk]), query).content.decode()


def press(side: Side, who: str = "tomas", **sent) -> int:
    client = Client()
    client.force_login(side.people[who].account)
    return client.post(reverse("project-design", args=[side.rows["Project"].pk]), sent).status_code


@pytest.mark.parametrize("query", ["ESS.1", "carries water", "WATER"])
def test_tomas_finds_a_standard_by_its_code_or_its_words(home, water, query):
    shown = page(home, standard=query)
    assert f'value="{water.pk}"' in shown
    assert "Rocks" not in shown


def test_what_he_chooses_stands_on_the_page_and_again_is_once(home, water):
    assert press(home, do="standard", outcome=water.pk) == press(home, do="standard", outcome=water.pk) == 302
    chosen_standards = Standard.objects.unscoped(TEXT).filter(project=home.rows["Project"])
    assert [(standard.code, standard.framework) for standard in chosen_standards] == [
        ("ESS.1", "State science")
    ]
    assert "State science" in page(home, "daniel")


def test_what_was_taken_away_can_be_chosen_again(home, water):
    press(home, do="standard", outcome=water.pk)
    chosen_standards = Standard.objects.unscoped(TEXT).filter(project=home.rows["Project"])
    press(home, do="away", kind="standard", row=chosen_standards.get().pk)
    assert chosen_standards.filter(deleted_at=None).count() == 0
    press(home, do="standard", outcome=water.pk)
    assert chosen_standards.filter(deleted_at=None).count() == 1


def test_an_outcome_of_a_model_is_no_standard_and_a_made_up_one_is_refused(home, water):
    model = Outcome.objects.get(framework__packages__slug=home.network.slug)
    assert press(home, do="standard", outcome=model.pk) == 422
    assert press(home, do="standard", outcome=home.school.pk) == 422


def test_daniel_who_does_not_design_it_chooses_none(home, water):
    assert press(home, "daniel", do="standard", outcome=water.pk) == 404
    assert "Find a standard" not in page(home, "daniel")


def test_standards_travel_to_a_school_that_has_not_the_framework(home, water):
    project = Project.objects.unscoped(TEXT).get(pk=home.rows["Project"].pk)
    standards.add_standard(project, water.pk, home.tomas.pk)
    whole = project_transfer.project_body(project)
    water.framework.delete()
    by = Person.objects.unscoped(TEXT).get(pk=home.tomas.pk)
    new_project = project_transfer.create_project(
        whole, home.school, project.starts, by, {file.digest: "x" for file in whole.files}
    )
    standard = Standard.objects.unscoped(TEXT).get(project=new_project)
    assert (standard.code, standard.title, standard.outcome) == ("ESS.1", "Water", None)


def correct(outcome: Outcome, **words: str) -> None:
    """As `trellis framework import` does with a file of the same version: in place."""
    Outcome.objects.filter(pk=outcome.pk).update(**words)


def test_a_correction_of_the_framework_reaches_what_was_chosen_before(home, water):
    project = Project.objects.unscoped(TEXT).get(pk=home.rows["Project"].pk)
    standards.add_standard(project, water.pk, home.tomas.pk)
    correct(water, title="Water and what it carries", code="ESS.1a")
    Framework.objects.filter(pk=water.framework_id).update(title="Science of the state")
    shown = page(home, "daniel")
    assert ">Water and what it carries<" in shown
    assert ">Water<" not in shown
    assert "Science of the state" in shown
    (standard,) = project_transfer.project_body(project).standards
    assert (standard.code, standard.title, standard.framework) == (
        "ESS.1a",
        "Water and what it carries",
        "Science of the state",
    )


def test_removed_standard_keeps_its_text_in_projects(home, water):
    project = Project.objects.unscoped(TEXT).get(pk=home.rows["Project"].pk)
    standards.add_standard(project, water.pk, home.tomas.pk)
    correct(water, title="Gone", deleted_at=timezone.now())
    assert ">Water<" in page(home, "daniel")


def test_a_standard_from_elsewhere_is_never_an_outcome_of_a_model(home, water):
    """The key of a published standard may be a word that a model uses, too."""
    project = Project.objects.unscoped(TEXT).get(pk=home.rows["Project"].pk)
    model = Outcome.objects.get(framework__packages__slug=home.network.slug)
    standard = body.Standard(key=model.key, title="Something else", framework="Another state")
    standards.replace_standards(project, [standard], home.tomas.pk)
    assert Standard.objects.unscoped(TEXT).get(project=project).outcome is None
    assert "Something else" in page(home, "daniel")


def test_library_shows_part_of_a_standard_with_its_whole(home, water):
    project = Project.objects.unscoped(TEXT).get(pk=home.rows["Project"].pk)
    part = Outcome.objects.create(
        framework=water.framework, key="o-1-a", code="ESS.1a", title="sand.", statement="sand."
    )
    Association.objects.create(kind="isChildOf", origin=part, destination=water)
    standards.add_standard(project, part.pk, home.tomas.pk)
    entry = home.rows["Entry"]
    edition = Edition.objects.unscoped(TEXT).get(entry=entry, number=entry.edition)
    edition.body["standards"] = [
        standard.model_dump() for standard in project_transfer.project_body(project).standards
    ]
    edition.save()
    client = Client()
    client.force_login(home.daniel.account)
    shown = client.get(reverse("library-entry", args=[entry.pk])).content.decode()
    assert shown.index("Water carries what it meets.") < shown.index(">sand.<")
    assert "State science" in shown
    water.framework.delete()
    shown = client.get(reverse("library-entry", args=[entry.pk])).content.decode()
    assert ("sand." in shown, "Water carries" in shown) == (True, False)
