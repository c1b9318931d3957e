"""Reading plans: the current one, its goals, versions and signatures, and who attends the meeting and signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from trellis.core.community.models import Link, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.translations.sources import WrittenText

from .models import Goal, Plan, PlanSignature, PlanVersion
from .pending_signatures import mentored_versions
from .signing import Signer

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
    versions = PlanVersion.objects.seen_by(viewer).filter(plan__student=student)
    return list(versions.select_related("plan__term", "saved_by").order_by("-saved_at", "-number"))


def signatures_by_version(viewer: Viewer, student: Person) -> Mapping[UUID, list[PlanSignature]]:
    """Every signature of the student's plans by version, the first that signed first."""
    signatures = PlanSignature.objects.seen_by(viewer).filter(version__plan__student=student)
    by_version: dict[UUID, list[PlanSignature]] = {}
    for signature in signatures.select_related("person", "witness").order_by("signed_at"):
        by_version.setdefault(signature.version_id, []).append(signature)
    return by_version


def expected_signers(viewer: Viewer, student: Person, who: tuple[str, ...]) -> list[Signer]:
    """Return whoever the model has sign the plan, as far as the roster knows them, in the order of `who`."""
    people: dict[str, dict[UUID, Person]] = {part: {} for part in who}
    if "student" in people:
        people["student"][student.pk] = student
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now)).select_related("person")
    groups = ties.filter(person=student, role=Role.STUDENT, to_group__isnull=False).values("to_group")
    around = ties.filter(Q(to_group__in=groups, role=Role.ADVISOR) | Q(to_person=student))
    for tie in around.order_by("starts", "sourced_id"):
        for part, role in ROLE_BY_PART.items():
            if tie.role == role and part in people:
                people[part].setdefault(tie.person_id, tie.person)
    return [Signer(part, person.name, person) for part in who for person in people[part].values()]


def expected_attendees(signers: Iterable[Signer], who: tuple[str, ...]) -> Mapping[str, str]:
    """Return, by role at the meeting, the name of who is likely to attend; "" if nobody is known."""
    names = dict.fromkeys(who, "")
    for signer in signers:
        if signer.part in names:
            names[signer.part] = names[signer.part] or signer.name
    return names


def family_of(viewer: Viewer, student: Person) -> list[Person]:
    """The guardians of a student, by name."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_person=student, role=Role.GUARDIAN)
    return sorted({tie.person for tie in ties.select_related("person")}, key=lambda person: person.name)


def version_of_link(link: Link) -> PlanVersion:
    """The version that a family's link is about."""
    versions = PlanVersion.objects.unscoped("find what a link is about").filter(deleted_at=None)
    return get_object_or_404(versions.select_related("plan__student", "plan__term"), pk=link.about_id)


def version_for_mentor(viewer: Viewer, student_id: UUID, day: date) -> PlanVersion:
    """The newest version of the plan of a mentee; see `mentored_versions`. 404 where there is none."""
    newest = mentored_versions(viewer, day).get(student_id)
    versions = PlanVersion.objects.unscoped("show a mentor the goals that they are asked to sign")
    return get_object_or_404(versions.select_related("plan__student", "plan__term"), pk=newest)


def signature_of(reader: Person, version: PlanVersion) -> PlanSignature | None:
    """The signature of the holder of a link under the version that it shows, or None."""
    signatures = PlanSignature.objects.unscoped("see whether the holder of a link has signed")
    return signatures.filter(version=version, person=reader, deleted_at=None).first()


def names_of_signers(version: PlanVersion) -> list[str]:
    """Who has signed the version that a link shows."""
    signatures = PlanSignature.objects.unscoped("list who signed the version that a link shows")
    return list(
        signatures.filter(version=version, deleted_at=None)
        .order_by("signed_at")
        .values_list("name", flat=True)
    )


def is_still_tied(link: Link, student_id: UUID, role: Role) -> bool:
    """Whether whoever the link was made for still is the student's guardian, or mentor."""
    ties = Tie.objects.unscoped("check whether a link still works").filter(
        active_at(timezone.now()), person=link.person_id
    )
    return ties.filter(to_person=student_id, role=role).exists()


def plan_texts(viewer: Viewer, student: Person) -> Iterator[WrittenText]:
    """What people wrote in the newest plan: its sections and goals."""
    for plan in plans_of(viewer, student)[:1]:
        for text in plan.notes.values():
            yield WrittenText(str(text), plan.language, about=plan.term.title)
        for goal in goals_of(viewer, plan):
            yield WrittenText(goal.title, plan.language, about=plan.term.title)
            yield WrittenText(goal.evidence_wanted, plan.language, about=goal.title)
