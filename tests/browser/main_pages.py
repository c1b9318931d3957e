"""The pages on which each role spends its time, on the invented network."""

from __future__ import annotations

import pytest
from django.urls import reverse

from browser.test_every_page import build_demo
from copies import build_once
from trellis.core.community.models import Account, Network, Role, School, Tie
from trellis.learning.internships.models import PlacementSearch
from trellis.learning.projects.models import StepSubmission

TEXT = "the test looks"


@pytest.fixture
def main_pages(settings, tmp_path) -> list[tuple[str, str]]:
    """Who opens which page; the twelve that are opened most come first."""
    settings.MEDIA_ROOT = tmp_path
    build_once(build_demo)
    network = Network.objects.unscoped(TEXT).get().pk
    school = School.objects.unscoped(TEXT).order_by("created").first().pk
    amina = Account.objects.get(username="demo-student").person_id
    teacher = Account.objects.get(username="demo-teacher").person_id
    ties = Tie.objects.unscoped(TEXT)
    advisory = ties.get(person=amina, to_group__kind="advisory", role=Role.STUDENT).to_group_id
    taught = ties.filter(person=teacher, role=Role.TEACHER, to_group__isnull=False).first().to_group_id
    mate = ties.filter(to_group=advisory, role=Role.STUDENT).exclude(person=amina).first().person_id
    PlacementSearch.objects.unscoped(TEXT).get_or_create(
        student_id=mate, closed_at=None, defaults={"interest": "Boats", "stage": "interest"}
    )
    pieces = StepSubmission.objects.unscoped(TEXT).filter(member__student=amina)
    project, step = pieces.values_list("step__project", "step").first()
    return [
        *(
            (f"demo-{role}", "/")
            for role in ("student", "advisor", "teacher", "leader", "network", "guardian")
        ),
        ("demo-student", reverse("project-step", args=[project, step])),
        ("demo-teacher", reverse("to-score")),
        ("demo-teacher", reverse("gradebook", args=[taught])),
        ("demo-advisor", reverse("plan", args=[amina])),
        ("demo-advisor", reverse("placement-search", args=[mate])),
        ("demo-leader", reverse("school", args=[school])),
        ("demo-counselor", "/"),
        ("demo-mentor", "/"),
        ("demo-advisor", reverse("student", args=[amina])),
        ("demo-guardian", reverse("plan", args=[amina])),
        ("demo-leader", f"{reverse('search')}?q=an"),
        ("demo-leader", reverse("school-students", args=[school])),
        ("demo-network", reverse("opportunity", args=[network])),
        ("demo-student", reverse("my-day")),
        ("demo-student", reverse("my-week")),
    ]
