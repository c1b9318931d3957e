"""The files on projects, work and scores, exhibitions and portfolios."""

from __future__ import annotations

from trellis.assessment.evidence.models import Grade, Narrative, Score, Work
from trellis.assessment.exhibitions.models import AgreedLevel, Exhibition, PanelComment, Panelist
from trellis.assessment.portfolios.models import FinalLevel, PortfolioEntry, Task, TaskPart
from trellis.learning.projects.models import Member, Project, Step, StepSubmission

from .files import ExportFile
from .people_files import ROW_ID, STUDENT

TERM = {"term_id": ("term_id", "Term: a row of terms.csv.")}

WORK_FILES = (
    ExportFile(
        "projects",
        "a project",
        lambda scope: scope.of_school(Project),
        ROW_ID
        | {
            "title": ("title", "Title."),
            "driving_question": ("driving_question", "Driving question."),
            "audience": ("audience", "For whom outside the school."),
            "starts": ("starts", "First day."),
            "ends": ("ends", "Last day."),
        },
    ),
    ExportFile(
        "project_steps",
        "a step of a project",
        lambda scope: scope.of_school(Step, "project__school"),
        ROW_ID
        | {
            "project_id": ("project_id", "Project: a row of projects.csv."),
            "title": ("title", "Title."),
            "instructions": ("instructions", "Instructions."),
            "due": ("due", "Due day."),
        },
    ),
    ExportFile(
        "project_members",
        "a student in a project",
        lambda scope: scope.about_students(Member),
        ROW_ID
        | STUDENT
        | {
            "project_id": ("project_id", "Project: a row of projects.csv."),
            "team": ("team", "Number of the team."),
            "role": ("role", "Role in the team."),
        },
    ),
    ExportFile(
        "turned_in",
        "something that a student turned in for a step of a project",
        lambda scope: scope.about_students(StepSubmission, "member__student"),
        {
            "member_id": ("member_id", "Student in the project: a row of project_members.csv."),
            "step_id": ("step_id", "Step: a row of project_steps.csv."),
            "words": ("words", "Text."),
            "link": ("link", "Link."),
            "file_name": ("name", "Name of the file. The file itself stays in Trellis."),
            "turned_in": ("created", "When."),
        },
    ),
    ExportFile(
        "work",
        "a student's work that was scored or can be",
        lambda scope: scope.about_students(Work),
        ROW_ID | STUDENT | {"title": ("title", "Title."), "shown_at": ("shown_at", "When it was shown.")},
    ),
    ExportFile(
        "scores",
        "one scorer's level for one work on one outcome",
        lambda scope: scope.about_students(Score, "work__student"),
        ROW_ID
        | {
            "work_id": ("work_id", "Work: a row of work.csv."),
            "outcome": ("outcome__key", "Key of the outcome in its framework."),
            "outcome_code": ("outcome__code", "Code of the outcome."),
            "scorer_id": ("scorer_id", "Scorer: a person."),
            "level": ("level", "Level on the rubric's own scale, from 1."),
            "scored_at": ("scored_at", "When."),
        },
    ),
    ExportFile(
        "grades",
        "a grade for a course and a term",
        lambda scope: scope.about_students(Grade),
        STUDENT
        | TERM
        | {
            "group_id": ("group_id", "Class: a row of groups.csv."),
            "letter": ("letter", "The grade."),
            "given_at": ("given_at", "When."),
        },
    ),
    ExportFile(
        "narratives",
        "what an adult wrote of a student's term",
        lambda scope: scope.about_students(Narrative),
        STUDENT
        | TERM
        | {"words": ("words", "The narrative."), "given_at": ("given_at", "When the family got it.")},
    ),
    ExportFile(
        "exhibitions",
        "a student's exhibition",
        lambda scope: scope.about_students(Exhibition),
        ROW_ID
        | STUDENT
        | TERM
        | {
            "kind": ("kind", "Kind of exhibition in the model."),
            "starts": ("starts", "When it was planned."),
            "held_at": ("held_at", "When it was held."),
        },
    ),
    ExportFile(
        "exhibition_panelists",
        "an adult or a student on a panel",
        lambda scope: scope.about_students(Panelist, "exhibition__student"),
        {
            "exhibition_id": ("exhibition_id", "Exhibition: a row of exhibitions.csv."),
            "person_id": ("person_id", "Person, if they have a record."),
            "name": ("name", "Name, if they have none."),
            "part": ("part", "Part in the panel."),
        },
    ),
    ExportFile(
        "exhibition_levels",
        "a level that a panel agreed on",
        lambda scope: scope.about_students(AgreedLevel, "exhibition__student"),
        {
            "exhibition_id": ("exhibition_id", "Exhibition: a row of exhibitions.csv."),
            "criterion": ("criterion", "Key of the rubric's row."),
            "level": ("level", "Level, from 1."),
            "discussion": ("discussion", "What the panel said of it."),
        },
    ),
    ExportFile(
        "exhibition_comments",
        "a comment of a panel",
        lambda scope: scope.about_students(PanelComment, "exhibition__student"),
        {
            "exhibition_id": ("exhibition_id", "Exhibition: a row of exhibitions.csv."),
            "kind": ("kind", "Kind of comment."),
            "words": ("words", "The comment."),
        },
    ),
    ExportFile(
        "portfolio_tasks",
        "a task of a student's portfolio",
        lambda scope: scope.about_students(Task),
        ROW_ID
        | STUDENT
        | TERM
        | {
            "key": ("key", "Key of the task in the model."),
            "title": ("title", "Title."),
            "turned_in_at": ("turned_in_at", "When it was turned in."),
            "defense_at": ("defense_at", "When the oral part is held."),
        },
    ),
    ExportFile(
        "portfolio_results",
        "the result of a part of a task: the paper, or the defense",
        lambda scope: scope.about_students(TaskPart, "task__student"),
        ROW_ID
        | {
            "task_id": ("task_id", "Task: a row of portfolio_tasks.csv."),
            "part": ("part", "Part of the task."),
            "settled_at": ("settled_at", "When the result was final."),
            "passed": ("passed", "Whether it reached the passing level."),
        },
    ),
    ExportFile(
        "portfolio_levels",
        "the final level in one row of the rubric",
        lambda scope: scope.about_students(FinalLevel, "task_part__task__student"),
        {
            "result_id": ("task_part_id", "Result: a row of portfolio_results.csv."),
            "row": ("row", "Row of the rubric."),
            "level": ("level", "Level, from 1."),
        },
    ),
    ExportFile(
        "portfolio_entries",
        "a work that a student chose for the portfolio",
        lambda scope: scope.about_students(PortfolioEntry),
        STUDENT
        | TERM
        | {"work_id": ("work_id", "Work: a row of work.csv."), "why": ("why", "Why the student chose it.")},
    ),
)
