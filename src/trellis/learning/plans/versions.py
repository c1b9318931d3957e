"""Plans as they were signed: what a version contains, and two of them side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from .models import Goal, Plan, SignedGoal, SignedSection, VersionBody

DiffPieces = list[tuple[str, str]]
"""What became of some words, and the words: "same", "out" (only before) or "in" (only after)."""


def version_body(plan: Plan, goals: Iterable[Goal], titles: Mapping[str, str]) -> VersionBody:
    """Everything that a signed plan says, in JSON values."""
    return {
        "sections": [
            {"key": key, "title": title, "text": plan.notes.get(key, "")} for key, title in titles.items()
        ],
        "goals": [
            {
                "id": str(goal.pk),
                "title": goal.title,
                "outcome": goal.outcome.title if goal.outcome else "",
                "evidence": goal.evidence_wanted,
                "due": goal.due.isoformat() if goal.due else "",
                "helper": goal.helper,
            }
            for goal in goals
        ],
        "present": list(plan.present),
        "interpreter": plan.interpreter,
        "interpreter_language": plan.interpreter_language,
        "next_meeting": plan.next_meeting.isoformat() if plan.next_meeting else "",
    }


@dataclass(frozen=True)
class DiffLine:
    """One part of two versions: its title, how it read before and how it reads after."""

    title: str
    before: DiffPieces
    after: DiffPieces

    @property
    def changed(self) -> bool:
        return any(how != "same" for how, _words in [*self.before, *self.after])


def compare_versions(before: VersionBody, after: VersionBody) -> list[DiffLine]:
    """Section by section, then goal by goal, in the order of the later version."""
    old_sections, new_sections = (
        {section["key"]: section for section in body["sections"]} for body in (before, after)
    )
    old_goals, new_goals = ({goal["id"]: goal for goal in body["goals"]} for body in (before, after))
    lines = [
        _section_line(old_sections.get(key), new_sections.get(key))
        for key in {**new_sections, **old_sections}
    ]
    for number, key in enumerate({**new_goals, **old_goals}, start=1):
        old_line, new_line = goal_line(old_goals.get(key)), goal_line(new_goals.get(key))
        lines.append(_diff_line(_("Goal %(n)d") % {"n": number}, old_line, new_line))
    return lines


def _section_line(old: SignedSection | None, new: SignedSection | None) -> DiffLine:
    titles = [section["title"] for section in (new, old) if section and section["title"]]
    return _diff_line(titles[0] if titles else "", old["text"] if old else "", new["text"] if new else "")


def goal_line(goal: SignedGoal | None) -> str:
    """A goal on one line."""
    if goal is None:
        return ""
    parts = (goal["title"], goal["outcome"], goal["evidence"], goal["due"], goal["helper"])
    return " · ".join(part for part in parts if part)


def _diff_line(title: str, before: str, after: str) -> DiffLine:
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    left: DiffPieces = []
    right: DiffPieces = []
    for how, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if i1 < i2:
            left.append(("same" if how == "equal" else "out", "".join(old[i1:i2])))
        if j1 < j2:
            right.append(("same" if how == "equal" else "in", "".join(new[j1:j2])))
    return DiffLine(title, left, right)
