"""What one school's students do in projects: who works in which, what they turned in, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from trellis.core.foundation.ids import new_id
from trellis.learning.projects.models import (
    Feedback,
    Member,
    Product,
    Project,
    Step,
    StepDone,
    StepSubmission,
)

from . import designs, life
from .rows import school_day, write_rows
from .students import SchoolBuilder

if TYPE_CHECKING:
    from .days import SchoolDays


@dataclass
class SchoolProjects:
    """The projects of a school that is being filled."""

    days: SchoolDays

    @property
    def builder(self) -> SchoolBuilder:
        return self.days.builder

    def fill(self) -> None:
        count = {"big-picture": 1, "internationals": 2, "new-tech": 3}[self.builder.slug]
        share = {"big-picture": 0.25, "internationals": 0.85, "new-tech": 0.95}[self.builder.slug]
        projects = [self._project(*facts) for facts in self.builder.random.sample(life.PROJECTS, count)]
        members, done, pieces, feedback = [], [], [], []
        for number, student in enumerate(self.days.everybody):
            if not self.builder.share(student, share):
                continue
            project, steps = projects[number % count]
            row = {"sourced_id": new_id(), "project_id": project.pk, "student_id": student.id}
            members.append({**row, "team": number // 4 % 60 + 1})
            for step in steps if self.days.full else []:
                if step.due >= self.days.today or self.days.chance() > 0.9:
                    break
                piece = designs.piece_row(row["sourced_id"], step, self.days.pick(life.WORKS))
                pieces.append(piece)
                waited = self.days.pick([1, 3, 5, 9])
                is_returned = (
                    self.builder.share(student, 0.7) and step.due + timedelta(days=waited) < self.days.today
                )
                teacher = self.builder.teachers[student.id]
                done.append(designs.done_row(piece, teacher, waited if is_returned else None))
                if is_returned:
                    feedback.append(designs.feedback_row(piece, teacher, waited))
        write_rows(Member, members)
        write_rows(StepDone, done)
        write_rows(StepSubmission, pieces)
        write_rows(Feedback, feedback)

    def _project(self, title: str, question: str, audience: str) -> tuple[Project, list[Step]]:
        starts = self.days.today - timedelta(days=24)
        project = Project.objects.create(
            school=self.builder.school,
            title=title,
            driving_question=question,
            audience=audience,
            starts=starts,
            ends=self.days.today + timedelta(days=26),
        )
        products = self._products(project)
        steps = [
            Step.objects.create(
                project=project,
                title=step_title,
                note=note,
                instructions=life.INSTRUCTIONS[number],
                product=products[0] if products else None,
                due=school_day(starts + timedelta(days=after)),
                position=number + 1,
            )
            for number, ((step_title, note), after) in enumerate(
                zip(life.STEPS, (8, 18, 29, 46), strict=True)
            )
        ]
        return project, steps

    def _products(self, project: Project) -> list[Product]:
        """The project's products, with its design; none in a network that is too large to fill."""
        if not self.days.full:
            return []
        teachers = sorted(set(self.builder.teachers.values()))
        authors = self.builder.random.sample(teachers, min(2, len(teachers)))
        outcomes = [key for _pk, key, _levels in self.builder.scored_outcomes][:2]
        return designs.add_design(project, authors, None, self.days.today, outcomes)
