"""Student teams of a project: proposed by the engine, changed by hand, and saved by a teacher."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Demographics, Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import EditConflict, FieldDifference, create_or_save_if_current
from trellis.engines import grouping

from .models import Contract, Member, Project

MIN_SIZE, MAX_SIZE = 2, 8


def add_students(project: Project, students: Mapping[UUID, Person], by: UUID) -> int:
    """Add students to a project and return how many are new. Nobody is enrolled in a class by it."""
    with ledger.act("add students to a project", by=by, about=project.pk, students=len(students)):
        members = Member.objects.unscoped("keep one membership of a student in a team").filter(
            project=project
        )
        removed = members.filter(student__in=students, deleted_at__isnull=False)
        restored_count = removed.update(deleted_at=None, modified=timezone.now())
        existing_ids = set(members.values_list("student_id", flat=True))
        new_members = [
            Member(project=project, student=student)
            for key, student in students.items()
            if key not in existing_ids
        ]
        Member.objects.bulk_create(new_members)
    return len(new_members) + restored_count


def remove_member(member: Member, by: UUID) -> None:
    """Remove a student from a project; what they turned in stays."""
    with ledger.act("remove a student from a project", by=by, about=member.project_id):
        members = Member.objects.unscoped("remove a member from a team").filter(pk=member.pk)
        members.update(deleted_at=timezone.now(), modified=timezone.now())


def propose_teams(project: Project, members: list[Member], size: int, language_rule: str) -> dict[UUID, int]:
    """Team by member: mixed by home language, grade and how far somebody is with English. Nothing is written.

    language_rule: "" none, "partner" somebody shares a home language, "english" English is all they share.
    Raises ActionError for a size that cannot be.
    """
    if not MIN_SIZE <= size <= MAX_SIZE or len(members) < size:
        raise ActionError(_("Enter a team size from 2 to 8. You need at least that many students."))
    rules = {"partner": grouping.LanguageRule.PARTNER, "english": grouping.LanguageRule.ENGLISH_SHARED}
    learning = _english_learners([member.student_id for member in members])
    students = [
        grouping.Student(
            str(member.pk),
            _traits(member.student, learning.get(member.student_id)),
            _languages(member.student),
        )
        for member in members
    ]
    count = max(1, round(len(members) / size))
    traits = ("grade", "english") if language_rule == "partner" else ("grade", "english", "language")
    seating = grouping.form_groups(
        students,
        grouping.even_groups(count, len(members)),
        balance=[trait for trait in traits if any(trait in student.traits for student in students)],
        rule=rules.get(language_rule, grouping.LanguageRule.NONE),
        seed=str(project.pk),
    )
    names = {
        key: number for number, key in enumerate(sorted({seating.of(student.key) for student in students}), 1)
    }
    return {member.pk: names[seating.of(str(member.pk))] for member in members}


def _languages(person: Person) -> tuple[str, ...]:
    return tuple(person.home_languages)


def _traits(person: Person, learns_english: bool | None) -> dict[str, str]:
    traits = {"language": (person.home_languages or ["en"])[0]}
    if person.grade:
        traits["grade"] = person.grade
    if learns_english is not None:
        traits["english"] = "learning" if learns_english else "at home"
    return traits


def _english_learners(students: list[UUID]) -> dict[UUID, bool | None]:
    rows = Demographics.objects.unscoped("mix teams by traits that no one is shown")
    return dict(
        rows.filter(student__in=students, deleted_at=None).values_list("student", "multilingual_learner")
    )


def save_teams(project: Project, teams: Mapping[UUID, int], by: UUID) -> int:
    """Save teams, by member; return how many changed. Raises ActionError for a number that is no team."""
    if any(not 1 <= team <= 200 for team in teams.values()):
        raise ActionError(_("Enter a team number of 1 or higher."))
    with ledger.act("build teams", by=by, about=project.pk, teams=len(set(teams.values()))):
        members = Member.objects.unscoped("build teams from all students of the project").filter(
            project=project, pk__in=teams, deleted_at=None
        )
        changed = [member for member in members if member.team != teams[member.pk]]
        for member in changed:
            member.team = teams[member.pk]
            member.save()
    return len(changed)


def save_agreement(
    project: Project,
    team: int,
    words: str,
    roles: Mapping[UUID, str],
    by: UUID,
    seen: int | None = None,
    shown: Mapping[UUID, str] | None = None,
) -> None:
    """Save what a team agreed on, and who takes which part. Raises ActionError for what is too long,
    EditConflict when somebody wrote the contract since `seen`, or a part that was not `shown`."""
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > 1200 or any(len(role) > 60 for role in roles.values()):
        raise ActionError(
            _("A team contract can have up to 1200 characters, and a role up to 60. Please shorten it.")
        )
    with ledger.act("agree on a team contract", by=by, about=project.pk, team=team):
        key = {"project": project, "team": team}
        create_or_save_if_current(Contract, key, {"words": words}, seen, {"words": _("Team contract")})
        members = Member.objects.unscoped("change the roles in a team").filter(
            project=project, team=team, pk__in=roles, deleted_at=None
        )
        typed = {member: " ".join(roles[member.pk].split()) for member in members.select_related("student")}
        _check_roles(typed, shown or {})
        for member, role in typed.items():
            if role != member.role and role != (shown or {}).get(member.pk):
                member.role = role
                member.save()


def _check_roles(typed: Mapping[Member, str], shown: Mapping[UUID, str]) -> None:
    """Raise EditConflict for each part that is neither what the page showed nor what was typed."""
    differences = [
        FieldDifference(f"role-{member.pk}", member.student.name, member.role, role, member.role, role)
        for member, role in typed.items()
        if member.pk in shown and role != shown[member.pk] and member.role not in (shown[member.pk], role)
    ]
    if differences:
        raise EditConflict(differences)
