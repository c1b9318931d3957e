"""Plans as they were signed: what a version holds, and two of them side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from .models import Goal, Plan

DiffPieces = list[tuple[str, str]]
"""Words with how they fared: "same", "out" (only before) or "in" (only after)."""


def version_body(plan: Plan, goals: Iterable[Goal], titles: Mapping[str, str]) -> dict[str, Any]:
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


def compare_versions(before: dict[str, Any], after: dict[str, Any]) -> list[DiffLine]:
    """Section by section, then goal by goal, in the order of the later version."""
    lines = []
    olds, news = ({each["key"]: each for each in body["sections"]} for body in (before, after))
    for key in [*news, *(key for key in olds if key not in news)]:
        old, new = olds.get(key, {}), news.get(key, {})
        lines.append(_diff_line(new.get("title") or old["title"], old.get("text", ""), new.get("text", "")))
    olds, news = ({each["id"]: each for each in body["goals"]} for body in (before, after))
    for number, key in enumerate([*news, *(key for key in olds if key not in news)], start=1):
        lines.append(
            _diff_line(_("Goal %(n)d") % {"n": number}, goal_line(olds.get(key)), goal_line(news.get(key)))
        )
    return lines


def goal_line(goal: dict[str, str] | None) -> str:
    """A goal on one line."""
    if goal is None:
        return ""
    return " · ".join(goal[name] for name in ("title", "outcome", "evidence", "due", "helper") if goal[name])


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
