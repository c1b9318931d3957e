"""After each addition Tomas is where he was: at its section, with what became of it there, ready for the next."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from trellis.design.frameworks.models import Framework, Outcome
from trellis.learning.projects.models import Scaffold, Standard, Step
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    project = side.rows["Project"]
    project.ends = project.starts + timedelta(days=20)
    project.save()
    return side


@pytest.fixture
def tomas(home) -> Client:
    client = Client()
    client.force_login(home.tomas.account)
    return client


def design(side: Side) -> str:
    return reverse("project-design", args=[side.rows["Project"].pk])


def section(html: str, name: str) -> str:
    return html.split(f'id="{name}"')[1].split("</section>")[0]


def additions(side: Side) -> dict[str, tuple[str, dict]]:
    """By what is added: the section in which the page lists it, and what is sent."""
    project = side.rows["Project"]
    due = (project.starts + timedelta(days=1)).isoformat()
    framework = Framework.objects.create(title="Science", creator="A state", version="2026", key="s")
    outcome = Outcome.objects.create(framework=framework, key="o-1", title="Water", statement="Water.")
    return {
        "benchmark": ("steps", {"do": "step", "title": "Count who waits", "due": due}),
        "product": ("products", {"do": "product", "title": "A map"}),
        "scaffold": ("scaffolds", {"do": "scaffold", "title": "Sentence starters"}),
        "file": ("files", {"do": "resource", "file": SimpleUploadedFile("a.txt", b"Six homes.")}),
        "standard": ("standards", {"do": "standard", "outcome": outcome.pk}),
        "teacher": ("team", {"do": "join", "person": side.daniel.pk}),
        "outcome": ("outcomes", {"do": "aim", "aim": ["reasoning"]}),
        "comment": ("tuning", {"do": "tune", "step": "wonder", "words": "Who is it for?"}),
    }


@pytest.mark.parametrize(
    "kind", ["benchmark", "product", "scaffold", "file", "standard", "teacher", "outcome", "comment"]
)
def test_an_addition_leads_back_to_its_section_which_says_what_became_of_it(home, tomas, kind):
    name, sent = additions(home)[kind]
    answer = tomas.post(design(home), sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{design(home)}#{name}")
    html = tomas.get(design(home)).content.decode()
    assert html.count('class="message success"') == 1
    assert 'class="message success"' in section(html, name)
    if kind in ("benchmark", "product", "scaffold", "file"):
        assert "<details open>" in section(html, name)
        assert "<details open>" not in section(tomas.get(design(home)).content.decode(), name)


def test_a_change_of_a_benchmark_does_not_open_the_form_for_another(home, tomas):
    step = home.rows["Step"]
    Step.objects.unscoped(TEXT).filter(pk=step.pk).update(product=home.rows["Product"])
    sent = {"do": "step", "step": step.pk, "revision": f"{step.pk}:{step.revision}", "title": "Second draft"}
    sent["product"] = home.rows["Product"].pk
    answer = tomas.post(design(home), sent | {"due": step.due.isoformat()})
    assert answer["Location"].endswith("#steps")
    assert "<details open>" not in section(tomas.get(design(home)).content.decode(), "steps")
    changed = Step.objects.unscoped(TEXT).get(pk=step.pk)
    assert (changed.title, changed.product_id) == ("Second draft", home.rows["Product"].pk)


def test_a_removal_leads_back_to_the_list_it_was_in(home, tomas):
    scaffold = Scaffold.objects.create(project=home.rows["Project"], title="Word bank")
    answer = tomas.post(design(home), {"do": "away", "kind": "scaffold", "row": scaffold.pk})
    assert answer["Location"].endswith("#scaffolds")


def test_several_standards_are_chosen_from_one_search(home, tomas):
    _name, sent = additions(home)["standard"]
    answer = tomas.post(f"{design(home)}?standard=water+waves", sent)
    assert answer["Location"] == f"{design(home)}?standard=water+waves#standards"


def test_only_a_school_leader_is_offered_the_import_of_standards(home, tomas):
    Standard.objects.unscoped(TEXT).all().delete()
    Framework.objects.filter(packages=None).delete()
    assert "Ask a school leader to import them." in tomas.get(design(home)).content.decode()
    tomas.force_login(home.ines.account)
    assert reverse("standards-upload") in tomas.get(design(home)).content.decode()
