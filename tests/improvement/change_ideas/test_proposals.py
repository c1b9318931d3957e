"""An idea that two schools adopted becomes a part of the network's model."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import School
from trellis.design.blueprint.models import ChangeProposal, PackageDraft
from trellis.design.blueprint.services import adopt_package
from trellis.design.blueprint.services.drafts import start_draft
from trellis.improvement.change_ideas.models import ChangeIdea, IdeaTest
from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    ChangeProposal.objects.unscoped("a test").all().delete()
    PackageDraft.objects.unscoped("a test").all().delete()
    return side


def adopted_at(idea: ChangeIdea, school: School, by, decision: str = "adopt") -> IdeaTest:
    return IdeaTest.objects.create(
        idea=idea,
        school=school,
        scale="school",
        decision=decision,
        decision_words="We keep it.",
        decided_on=date.today(),
        shared_at=timezone.now(),
        shared_by=by,
    )


@pytest.fixture
def idea(home) -> ChangeIdea:
    """Adopted at two schools after it failed at one of them."""
    row = home.rows["ChangeIdea"]
    summit = School.objects.create(network=home.network, name="Summit")
    adopt_package(summit, home.rows["Adoption"].package)
    adopted_at(row, home.school, home.ines)
    adopted_at(row, summit, home.imani)
    return row


def signed_in(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def page_of(idea: ChangeIdea) -> str:
    return reverse("change-idea", args=[idea.pk])


def propose(client: Client, idea: ChangeIdea, **changes: object) -> int:
    form = client.get(page_of(idea)).context["actions"].propose
    sent = {name: form[name].value() or "" for name in form.fields} | {"do": "propose"}
    sent["part"] = sent["part"] or "words"
    return client.post(page_of(idea), sent | changes).status_code


def proposals():
    return ChangeProposal.objects.unscoped("a test")


def test_one_school_is_too_few_to_propose_an_idea(home):
    adopted_at(home.rows["ChangeIdea"], home.school, home.ines)
    imani = signed_in(home, "imani")
    assert "Once two schools adopt an idea" in imani.get(page_of(home.rows["ChangeIdea"])).text
    assert imani.post(page_of(home.rows["ChangeIdea"]), {"do": "propose"}).status_code in (404, 422)
    assert not proposals().exists()


def test_a_school_that_gave_an_idea_up_no_longer_counts(home, idea):
    adopted_at(idea, home.school, home.ines, "abandon")
    assert not signed_in(home, "imani").get(page_of(idea)).context["actions"].propose.offered


@pytest.mark.parametrize("name", ["imani", "ines"])
def test_the_network_and_leaders_of_adopting_schools_propose_in_one_press(home, idea, name):
    client = signed_in(home, name)
    assert propose(client, idea) == 302
    proposal = proposals().get()
    assert proposal.evidence["title"] == idea.title
    assert {author["name"] for author in proposal.evidence["authors"]} == {home.ines.name, home.imani.name}
    assert any("Did not work" in line for line in proposal.evidence["lines"])
    assert "The network has not answered yet." in client.get(page_of(idea)).text


def test_who_teaches_reads_the_idea_and_proposes_nothing(home, idea):
    assert not signed_in(home, "tomas").get(page_of(idea)).context["actions"].propose.offered
    sent = {"do": "propose", "part": "words", "what": "A call."}
    assert signed_in(home, "tomas").post(page_of(idea), sent).status_code in (404, 422)
    assert not proposals().exists()


def test_a_proposal_in_words_is_accepted_into_the_note_of_its_part_with_evidence_and_authors(home, idea):
    imani, models = signed_in(home, "imani"), reverse("models", args=[home.network.pk])
    propose(imani, idea, part="words")
    draft = start_draft(home.network, home.rows["Adoption"].package, home.imani.pk)
    page = imani.get(models).text
    assert page_of(idea) in page
    assert "Did not work" in page
    sent = {"do": "accept", "proposal": proposals().get().pk, "draft": draft.pk}
    answer = imani.post(models, sent)
    assert answer.url == reverse("model-draft-place", args=[draft.pk, "words"])
    accepted = PackageDraft.objects.unscoped("a test").get(pk=draft.pk)
    assert accepted.body == draft.body
    for text in (home.ines.name, home.imani.name, "Did not work", "The advisor calls."):
        assert text in accepted.notes["words"]
    assert imani.get(answer.url).status_code == 200
    assert "The network took this up" in signed_in(home, "tomas").get(page_of(idea)).text


def test_a_change_that_an_adopting_school_made_is_taken_over_as_it_is(home, idea):
    adoption = home.rows["Adoption"]
    adoption.changes = {"calendar.cycles.weeks": 11}
    adoption.save()
    imani, models = signed_in(home, "imani"), reverse("models", args=[home.network.pk])
    form = imani.get(page_of(idea)).context["actions"].propose
    change = form.fields["change"].choices[1][0]
    assert propose(imani, idea, change=change) == 302
    draft = start_draft(home.network, adoption.package, home.imani.pk)
    imani.post(models, {"do": "accept", "proposal": proposals().get().pk, "draft": draft.pk})
    accepted = PackageDraft.objects.unscoped("a test").get(pk=draft.pk)
    assert accepted.body["calendar"]["cycles"]["weeks"] == 11
    assert home.imani.name in accepted.notes["calendar"]


def test_an_answer_reaches_everyone_who_reads_the_idea_and_it_can_be_proposed_again(home, idea):
    imani, models = signed_in(home, "imani"), reverse("models", args=[home.network.pk])
    propose(imani, idea)
    sent = {"do": "decline", "proposal": proposals().get().pk, "answer": "Try it at a larger school."}
    assert imani.post(models, sent).status_code == 302
    assert "Try it at a larger school." in signed_in(home, "tomas").get(page_of(idea)).text
    assert propose(signed_in(home, "ines"), idea) == 302
    assert proposals().count() == 2


def test_pressed_twice_it_is_one_proposal(home, idea):
    imani = signed_in(home, "imani")
    form = imani.get(page_of(idea)).context["actions"].propose
    sent = {name: form[name].value() or "" for name in form.fields} | {"do": "propose", "part": "words"}
    assert [imani.post(page_of(idea), sent).status_code for _twice in range(2)] == [302, 302]
    assert proposals().count() == 1
