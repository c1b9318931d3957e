"""How invented projects were designed: a few parts, products, questions on the board, a colleague's word."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypedDict
from uuid import UUID

from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.selectors import package_for_school
from trellis.learning.projects.models import (
    Agenda,
    Author,
    NeedToKnow,
    Part,
    Product,
    Project,
    Scaffold,
    Step,
    TuningComment,
)

from .rows import utc_moment

PARTS = {
    "scenario": "Students are a survey team that the city has asked for help. They explain their results.",
    "enduring-understanding": "A fair decision needs numbers that someone else can check.",
    "entry-event": "A letter arrives, with a map and three complaints.",
    "scaffolding": "Sentence starters for interviews; a worked example of a survey; a word wall.",
    "individual-task": "Each student writes two pages about what the team’s evidence does not show.",
    "interest": "Two students asked who decides what the city mends first.",
    "real-need": "The office has a letter, a map, three complaints and nobody to go and look.",
    "people": "An engineer of the city, a neighbor who has lived there for forty years, the public records.",
    "reflection": "What would you ask first, if you began again?",
    "experience": "A walk with a map and three complaints: what do you see that the map does not show?",
    "content-objective": "Explain how a number comes about, and what it leaves out.",
    "language-objective": "Argue for a decision before people who will ask questions.",
    "ways-in": "Photos from the walk; a short film; a text at two levels.",
    "home-languages": "Interviews in the languages of the street; notes in any language.",
}
"""By section of a model's project; a project has those that its own model asks for."""
PRODUCTS = [
    ("A report that the office can use", "Four pages, with the data behind it.", True),
    ("An oral defense", "Ten minutes in front of people who know the topic.", False),
]
QUESTIONS = [
    (
        "Who decides, and when do they meet?",
        "The council, every second Tuesday. We may speak for three minutes.",
    ),
    ("How many people do we have to ask?", ""),
    ("What did others try before us?", ""),
]


class PieceRow(TypedDict):
    """What a student turned in, as a row to be written."""

    sourced_id: UUID
    created: datetime
    step_id: UUID
    member_id: UUID
    words: str
    link: str
    file: str
    media_type: str
    name: str
    fingerprint: str
    shared: bool


def add_design(
    project: Project, authors: list[UUID], asker: UUID | None, today: date, outcomes: list[str]
) -> list[Product]:
    """Give a project its design and its board. outcomes: keys of those that its products show. Returns the products."""
    for person in authors:
        Author.objects.create(project=project, person_id=person)
    package = package_for_school(project.school_id)
    part_keys = {step.key for step in package.project.steps} if package and package.project else set()
    for key, text in PARTS.items():
        if key not in part_keys:
            continue
        Part.objects.create(project=project, key=key, text=text, revision=1)
    weights = dict.fromkeys(outcomes, 30)
    Project.objects.system().filter(pk=project.pk).update(aims=outcomes)
    products = [
        Product.objects.create(
            project=project, title=title, about=about, team=team, position=position, weights=weights
        )
        for position, (title, about, team) in enumerate(PRODUCTS)
    ]
    Scaffold.objects.create(
        project=project, title="Word wall", about="For students who read another language first"
    )
    TuningComment.objects.create(
        project=project, by_id=authors[-1], step="wonder", words="Who could say no to the recommendation?"
    )
    if project.starts <= today <= project.ends:
        Agenda.objects.create(
            project=project,
            date=today,
            lines=["Read your feedback", "Share one claim and one doubt", "Answer one question on the board"],
        )
    _add_board(project, authors[0], asker or authors[0])
    return products


def _add_board(project: Project, author: UUID, asker: UUID) -> None:
    for words, answer in QUESTIONS:
        NeedToKnow.objects.create(
            project=project,
            words=words,
            by_id=asker,
            answer=answer,
            closed_by_id=author if answer else None,
            closed_at=project.created if answer else None,
        )


def piece_row(member: UUID, step: Step, title: str) -> PieceRow:
    """What a student turned in for a step, on the day it was due."""
    return {
        "sourced_id": new_id(),
        "created": utc_moment(step.due),
        "step_id": step.pk,
        "member_id": member,
        "words": f"{title}: what we have so far, and what we do not know yet.",
        "link": "",
        "file": "",
        "media_type": "",
        "name": "",
        "fingerprint": "",
        "shared": True,
    }


def done_row(piece: PieceRow, teacher: UUID, days: int | None) -> dict[str, object]:
    """That a step was turned in; and returned some days later, unless `days` is None: then it waits."""
    returned = days is not None
    return {
        "sourced_id": new_id(),
        "step_id": piece["step_id"],
        "member_id": piece["member_id"],
        "at": piece["created"],
        "returned_at": piece["created"] + timedelta(days=days or 0) if returned else None,
        "returned_by_id": teacher if returned else None,
        "scored": False,
    }


def feedback_row(piece: PieceRow, by: UUID, days: int) -> dict[str, object]:
    """A teacher's feedback on it, some days later."""
    return {
        "sourced_id": new_id(),
        "created": piece["created"] + timedelta(days=days),
        "piece_id": piece["sourced_id"],
        "by_id": by,
        "words": "Clear work. Which of your numbers would someone else get again?",
        "row": "",
    }
