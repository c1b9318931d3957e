"""Reading plans: the current one, its goals and versions, and who attends the meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from trellis.core.community.models import Link, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.translations.sources import WrittenText

from .models import Goal, Plan, PlanVersion

ROLE_BY_PART = {"guardian": Role.GUARDIAN, "advisor": Role.ADVISOR, "mentor": Role.MENTOR}


def plans_of(viewer: Viewer, student: Person) -> list[Plan]:
    """The student's plans, the newest first."""
    plans = Plan.objects.seen_by(viewer).filter(student=student).select_related("term")
    return list(plans.order_by("-term__starts"))


def goals_of(viewer: Viewer, plan: Plan) -> list[Goal]:
    """The plan's goals, in their order."""
    goals = Goal.objects.seen_by(viewer).filter(plan=plan).select_related("outcome")
    return list(goals.order_by("position", "created"))


def versions_of(viewer: Viewer, student: Person) -> list[PlanVersion]:
    """Every signed version of the student's plans, the newest first."""
    versions = PlanVersion.objects.seen_by(viewer).filter(plan__student=student).select_related("plan__term")
    return list(versions.order_by("-signed_at"))


def expected_attendees(viewer: Viewer, student: Person, who: tuple[str, ...]) -> Mapping[str, str]:
    """Return, by role at the meeting, the name of who is likely to attend; "" if nobody is known."""
    names = dict.fromkeys(who, "")
    if "student" in names:
        names["student"] = student.name
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now))
    groups = ties.filter(person=student, role=Role.STUDENT, to_group__isnull=False).values("to_group")
    attendee_ties = [*ties.filter(to_group__in=groups, role=Role.ADVISOR).select_related("person")]
    attendee_ties += ties.filter(to_person=student).select_related("person").order_by("starts")
    for tie in attendee_ties:
        for part, role in ROLE_BY_PART.items():
            if tie.role == role and part in names and not names[part]:
                names[part] = tie.person.name
    return names


def family_of(viewer: Viewer, student: Person) -> list[Person]:
    """The guardians of a student, by name."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_person=student, role=Role.GUARDIAN)
    return sorted({tie.person for tie in ties.select_related("person")}, key=lambda person: person.name)


def version_of_link(link: Link) -> PlanVersion:
    """The version that a family's link is about."""
    versions = PlanVersion.objects.unscoped("find what a link is about").filter(deleted_at=None)
    return get_object_or_404(versions.select_related("plan__student", "plan__term"), pk=link.about_id)


def is_still_family(link: Link, student_id: UUID) -> bool:
    """Whether whoever the link was made for still is the student's guardian."""
    ties = Tie.objects.unscoped("check whether a link still works").filter(
        active_at(timezone.now()), person=link.person_id
    )
    return ties.filter(to_person=student_id, role=Role.GUARDIAN).exists()


def plan_texts(viewer: Viewer, student: Person) -> Iterator[WrittenText]:
    """What people wrote in the newest plan: its sections and goals."""
    for plan in plans_of(viewer, student)[:1]:
        for text in plan.notes.values():
            yield WrittenText(str(text), plan.language, about=plan.term.title)
        for goal in goals_of(viewer, plan):
            yield WrittenText(goal.title, plan.language, about=plan.term.title)
            yield WrittenText(goal.evidence_wanted, plan.language, about=goal.title)
