"""A project of a whole grade: its pages stay short, and one gets to everything."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Person, Role
from trellis.learning.projects import step_views, team_views
from trellis.learning.projects.models import Feedback, Member, StepDone, StepSubmission
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home(settings, tmp_path) -> Side:
    """Twenty students more, each in a team of their own and with a piece turned in."""
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    step = side.rows["Step"]
    for number in range(20):
        student = Person.objects.create(
            network=side.network, given_name=f"Student{number:02}", family_name="Rivera"
        )
        tie(student, Role.STUDENT, side.school)
        member = Member.objects.create(project=side.rows["Project"], student=student, team=number + 2)
        StepDone.objects.create(step=step, member=member, at=timezone.now())
        StepSubmission.objects.create(step=step, member=member, words=f"Piece {number:02}.")
    return side


def as_ines(home: Side) -> Client:
    client = Client()
    client.force_login(home.ines.account)
    return client


def test_the_contract_of_one_team_opens_at_a_time(home):
    address = reverse("project-teams", args=[home.rows["Project"].pk])
    page = as_ines(home).get(address).content.decode()
    assert page.count('name="words"') == 0
    assert page.count("contract and roles") == 21 > team_views.MANY_TEAMS
    opened = as_ines(home).get(f"{address}?team=3").content.decode()
    assert opened.count('name="words"') == 1
    assert "Role for Student01 Rivera" in opened


def test_a_step_shows_some_pieces_at_a_time_and_a_comment_leads_back_to_its_page(home):
    step = home.rows["Step"]
    address = reverse("project-step", args=[step.project_id, step.pk])
    first, second = (as_ines(home).get(f"{address}?page={n}").content.decode() for n in (1, 2))
    assert first.count('id="piece-') == step_views.PAGE_SIZE
    assert second.count('id="piece-') == 21 - step_views.PAGE_SIZE
    piece = StepSubmission.objects.unscoped(TEXT).order_by("-created").first()
    fields = {"do": "say", "piece": str(piece.pk), "words": "Clear."}
    answer = as_ines(home).post(f"{address}?page=2", fields)
    assert answer.status_code == 302
    assert answer.url == f"{address}?page=2"
    assert Feedback.objects.unscoped(TEXT).filter(piece=piece, words="Clear.").exists()
