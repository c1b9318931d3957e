"""The roster takes the place of planned teams and names."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from trellis.core.community.models import Group, Person

from ..models import DesignTeacher, DesignTeam, SubjectTeacher, TeamSection, TeamSubject, WeekDesign
from ..roster_teams import SECTION_KINDS, RosterRows
from .inputs import REASON, change_inputs, remove_meetings
from .teams import write_teachers


def use_roster(
    design: WeekDesign, groups: Mapping[UUID, Group], people: Mapping[UUID, Person], by: UUID
) -> None:
    """Let teams be groups of the roster, and teachers people, in one act. Both are by the id of what is planned.

    The class groups and advisories of a team become the strands and advisories of its group, in order; where the group
    has none of a kind, the planned ones stay. Each advisor takes their own advisory. Planned numbers of students stay.
    """
    with change_inputs(design.pk, "use the roster in a design", by):
        rows = RosterRows.of_school(design.school)
        changed = {"revision": F("revision") + 1, "modified": timezone.now()}
        teams = DesignTeam.objects.unscoped(REASON).filter(design=design, pk__in=list(groups))
        for team in teams:
            group = groups[team.pk]
            DesignTeam.objects.unscoped(REASON).filter(pk=team.pk).update(group=group, **changed)
            for kind, group_kind in SECTION_KINDS.items():
                if sections := rows.within(group_kind, rows.students[group.pk]):
                    _replace_sections(team, kind, sections)
        teachers = DesignTeacher.objects.unscoped(REASON).filter(design=design, deleted_at=None)
        taken = set(teachers.exclude(person=None).values_list("person", flat=True))
        for key, person in people.items():
            if person.pk not in taken:
                teachers.filter(pk=key).update(person=person, **changed)
                taken.add(person.pk)
        by_person = {row.person_id: row for row in teachers.exclude(person=None)}
        for team in teams:
            _give_advisors_their_own(team, rows, by_person)


def _replace_sections(team: DesignTeam, kind: str, groups: list[Group]) -> None:
    """The planned sections become these groups, in order. Those that are too many go, with their meetings."""
    sections = TeamSection.objects.unscoped(REASON).filter(team=team, kind=kind)
    existing = {section.group_id: section for section in sections if section.group_id}
    if set(existing) == {group.pk for group in groups} and len(existing) == sections.count():
        return
    rows = list(sections.order_by("number"))
    for number, group in enumerate(groups, start=1):
        title = group.title[:80]
        if number <= len(rows):
            sections.filter(pk=rows[number - 1].pk).update(group=group, title=title)
        else:
            TeamSection.objects.create(team=team, kind=kind, number=number, title=title, group=group)
    surplus = [row.pk for row in rows[len(groups) :]]
    if surplus:
        remove_meetings(team.design_id, Q(section__in=surplus))
        sections.filter(pk__in=surplus).delete()


def _give_advisors_their_own(
    team: DesignTeam, rows: RosterRows, teachers: Mapping[UUID | None, DesignTeacher]
) -> None:
    """Put the teachers of advisory in the order of the advisories. Where an advisor is not in the design, the next of
    those who were there takes the advisory."""
    sections = TeamSection.objects.unscoped(REASON).filter(team=team, kind=TeamSection.Kind.ADVISORY)
    groups = list(sections.order_by("number").values_list("group", flat=True))
    advisors = [
        next((teachers[person] for person in rows.staff[group] if person in teachers), None)
        if group
        else None
        for group in groups
    ]
    subjects = TeamSubject.objects.unscoped(REASON).filter(team=team, kind=TeamSubject.Kind.ADVISORY)
    for subject in subjects.filter(co_taught=False, deleted_at=None):
        links = SubjectTeacher.objects.unscoped(REASON).filter(subject=subject).select_related("teacher")
        others = [link.teacher for link in links.order_by("number") if link.teacher not in advisors]
        places = [advisor or (others.pop(0) if others else None) for advisor in advisors]
        write_teachers(subject, dict.fromkeys(teacher for teacher in [*places, *others] if teacher))
