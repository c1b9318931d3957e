"""Teams of a design, their class groups and advisories, and what they have every week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.guard import GuardedQuerySet
from trellis.core.foundation.revisions import FieldDifference

from ..models import DesignTeacher, DesignTeam, SubjectTeacher, TeamSection, TeamSubject, WeekDesign
from ..start_teams import SECTION_TITLES
from .inputs import REASON, change_inputs, remove_meetings, save_input


def add_team(
    design: WeekDesign, title: str, grades: str, students: int, counts: Mapping[str, int], by: UUID
) -> DesignTeam:
    """Add a team with so many class groups and advisories, by kind. The same again is the same team."""
    with change_inputs(design.pk, "add a team to a design", by):
        rows = DesignTeam.objects.unscoped(REASON).filter(design=design, deleted_at=None)
        values = {"grades": grades, "students": students}
        if same := rows.filter(title=title, **values).first():
            return same
        _check_team_title(rows, title)
        number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        team = DesignTeam.objects.create(design=design, number=number, title=title, **values)
        for kind, count in counts.items():
            write_sections(team, kind, [SECTION_TITLES[kind](each) for each in range(1, count + 1)])
        return team


def _check_team_title(rows: GuardedQuerySet, title: str) -> None:
    if rows.filter(title__iexact=title).exists():
        raise ActionError(_("There is already a team with this name."), field="title")


def change_team(
    team: DesignTeam,
    values: Mapping[str, object],
    sections: Mapping[str, list[str]],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
    more: Iterable[FieldDifference] = (),
) -> None:
    """Change a team, and its sections by kind: their names in order. A section that is left out is removed with its
    meetings. Raises ActionError for a name that another team has, EditConflict where somebody wrote since."""
    with change_inputs(team.design_id, "change a team of a design", by):
        rows = DesignTeam.objects.unscoped(REASON).filter(design=team.design_id, deleted_at=None)
        _check_team_title(rows.exclude(pk=team.pk), str(values["title"]))
        changed = save_input(team, values, seen, labels, more)
        for kind, titles in sections.items():
            write_sections(changed, kind, titles)


def write_sections(team: DesignTeam, kind: str, titles: list[str]) -> None:
    """Let a team have sections of these names, in this order. One whose name stays keeps its meetings; renamed ones
    too, where there are as many as before. Call inside an act."""
    rows = list(TeamSection.objects.unscoped(REASON).filter(team=team, kind=kind).order_by("number"))
    if [row.title for row in rows] == titles:
        return
    by_place: dict[int, TeamSection] = {}
    for place, title in enumerate(titles):
        same = next((row for row in rows if row.title == title), None)
        if same:
            by_place[place] = same
            rows.remove(same)
    if len(titles) - len(by_place) == len(rows):
        for place in range(len(titles)):
            if place not in by_place:
                by_place[place] = rows.pop(0)
    if rows:
        remove_meetings(team.design_id, Q(section__in=[row.pk for row in rows]))
        TeamSection.objects.unscoped(REASON).filter(pk__in=[row.pk for row in rows]).delete()
    _number_sections(team, kind, titles, by_place)


def _number_sections(
    team: DesignTeam, kind: str, titles: list[str], by_place: Mapping[int, TeamSection]
) -> None:
    """Number what stays, out of each other's way first, and add what is new."""
    sections = TeamSection.objects.unscoped(REASON)
    sections.filter(team=team, kind=kind).update(number=F("number") + len(titles) + 1000)
    for place, title in enumerate(titles):
        if place in by_place:
            sections.filter(pk=by_place[place].pk).update(number=place + 1, title=title)
        else:
            TeamSection.objects.create(team=team, kind=kind, number=place + 1, title=title)


def remove_team(team: DesignTeam, by: UUID) -> None:
    """Remove a team with its sections, subjects and meetings. Its teachers stay, without a team."""
    with change_inputs(team.design_id, "remove a team from a design", by):
        remove_meetings(team.design_id, Q(team=team.pk))
        for row in DesignTeam.objects.unscoped(REASON).filter(pk=team.pk):
            row.delete()


def add_subject(
    team: DesignTeam, values: Mapping[str, object], teachers: list[DesignTeacher], by: UUID
) -> TeamSubject:
    """Add a subject to a team. The same again is the same subject."""
    with change_inputs(team.design_id, "add a subject to a team", by):
        rows = TeamSubject.objects.unscoped(REASON).filter(team=team, deleted_at=None)
        if same := rows.filter(**values).first():
            return same
        _check_subject_title(rows, str(values["title"]))
        subject = TeamSubject.objects.create(team=team, **values)
        write_teachers(subject, teachers)
        return subject


def _check_subject_title(rows: GuardedQuerySet, title: str) -> None:
    if rows.filter(title__iexact=title).exists():
        raise ActionError(_("This team already has a subject with this name."), field="title")


def change_subject(
    subject: TeamSubject,
    values: Mapping[str, object],
    teachers: list[DesignTeacher],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
    more: Iterable[FieldDifference] = (),
) -> None:
    """Change a subject and who teaches it. With another kind it is for others, so its meetings go."""
    with change_inputs(subject.team.design_id, "change a subject of a team", by):
        rows = TeamSubject.objects.unscoped(REASON).filter(team=subject.team_id, deleted_at=None)
        _check_subject_title(rows.exclude(pk=subject.pk), str(values["title"]))
        before = rows.filter(pk=subject.pk).first()
        changed = save_input(subject, values, seen, labels, more)
        if before and before.kind != changed.kind:
            remove_meetings(subject.team.design_id, Q(subject=subject.pk))
        write_teachers(changed, teachers)


def write_teachers(subject: TeamSubject, teachers: Iterable[DesignTeacher]) -> None:
    """Let these teachers teach a subject, in this order. Call inside an act."""
    SubjectTeacher.objects.unscoped(REASON).filter(subject=subject).delete()
    SubjectTeacher.objects.bulk_create(
        SubjectTeacher(subject=subject, teacher=teacher, number=number)
        for number, teacher in enumerate(teachers, start=1)
    )


def remove_subject(subject: TeamSubject, by: UUID) -> None:
    """Remove a subject with its meetings."""
    with change_inputs(subject.team.design_id, "remove a subject from a team", by):
        remove_meetings(subject.team.design_id, Q(subject=subject.pk))
        for row in TeamSubject.objects.unscoped(REASON).filter(pk=subject.pk):
            row.delete()
