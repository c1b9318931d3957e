"""A project is designed towards standards of any framework that was taken in."""

import pytest
from django.test import Client
from django.urls import reverse

from trellis.community.models import Person
from trellis.frameworks.models import Framework, Outcome
from trellis.projects import standards, travelling
from trellis.projects.models import Project, Standard
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


def page(side: Side, who: str = "tomas", **asked) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    return client.get(reverse("design", args=[side.rows["Project"].pk]), asked).content.decode()


def press(side: Side, who: str = "tomas", **sent) -> int:
    client = Client()
    client.force_login(side.people[who].account)
    return client.post(reverse("design", args=[side.rows["Project"].pk]), sent).status_code


@pytest.mark.parametrize("asked", ["ESS.1", "carries water", "WATER"])
def test_tomas_finds_a_standard_by_its_code_or_its_words(home, water, asked):
    shown = page(home, standard=asked)
    assert f'value="{water.pk}"' in shown
    assert "Rocks" not in shown


def test_what_he_chooses_stands_on_the_page_and_again_is_once(home, water):
    assert press(home, do="standard", outcome=water.pk) == press(home, do="standard", outcome=water.pk) == 302
    own = Standard.objects.unscoped(TEXT).filter(project=home.rows["Project"])
    assert [(one.code, one.framework) for one in own] == [("ESS.1", "State science")]
    assert "State science" in page(home, "daniel")


def test_what_was_taken_away_can_be_chosen_again(home, water):
    press(home, do="standard", outcome=water.pk)
    own = Standard.objects.unscoped(TEXT).filter(project=home.rows["Project"])
    press(home, do="away", kind="standard", row=own.get().pk)
    assert own.filter(deleted_at=None).count() == 0
    press(home, do="standard", outcome=water.pk)
    assert own.filter(deleted_at=None).count() == 1


def test_an_outcome_of_a_model_is_no_standard_and_a_made_up_one_is_refused(home, water):
    model = Outcome.objects.get(framework__packages__slug=home.network.slug)
    assert press(home, do="standard", outcome=model.pk) == 422
    assert press(home, do="standard", outcome=home.school.pk) == 422


def test_daniel_who_does_not_design_it_chooses_none(home, water):
    assert press(home, "daniel", do="standard", outcome=water.pk) == 404
    assert "Find a standard" not in page(home, "daniel")


def test_standards_travel_to_a_school_that_has_not_the_framework(home, water):
    project = Project.objects.unscoped(TEXT).get(pk=home.rows["Project"].pk)
    standards.add(project, water.pk, home.tomas.pk)
    body = travelling.whole(project)
    water.framework.delete()
    by = Person.objects.unscoped(TEXT).get(pk=home.tomas.pk)
    made = travelling.make(body, home.school, project.starts, by, {one.digest: "x" for one in body.files})
    own = Standard.objects.unscoped(TEXT).get(project=made)
    assert (own.code, own.title, own.outcome) == ("ESS.1", "Water", None)
