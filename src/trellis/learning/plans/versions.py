"""Versions of plans: what a version contains, and two of them side by side. In sentences: `changes.py`."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_day

from .models import Goal, Plan, SignedGoal, SignedSection, VersionBody

DiffPieces = list[tuple[str, str]]
"""What became of some words, and the words: "same", "out" (only before) or "in" (only after)."""


def version_body(plan: Plan, goals: Iterable[Goal], titles: Mapping[str, str]) -> VersionBody:
    """Everything that a plan says, in JSON values."""
    return {
        "sections": [
            {"key": key, "title": title, "text": plan.notes.get(key, "")} for key, title in titles.items()
        ],
        "goals": [
            {
                "id": str(goal.pk),
                "title": goal.title,
                "outcome": goal.outcome.title if goal.outcome else "",
                "outcome_key": goal.outcome.key if goal.outcome else "",
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


def wording_digest(body: VersionBody) -> str:
    """Return a digest of what people sign: the notes and the goals.

    Titles that a model gives are left out: each reader has them in their own language. So are the people at the meeting
    and the date of the next meeting, which may change without a new signature.
    """
    notes = sorted([section["key"], section["text"]] for section in body["sections"] if section["text"])
    names = ("id", "title", "outcome_key", "evidence", "due", "helper")
    goals = [[goal[name] for name in names] for goal in body["goals"]]
    return hashlib.sha256(json.dumps([notes, goals]).encode()).hexdigest()[:32]


def direction_of(pieces: DiffPieces) -> str:
    """Return the direction of a text for the attribute `dir`: that of its first letter. "auto" does not look into
    pieces that are isolated one by one."""
    for letter in "".join(words for _how, words in pieces):
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return "ltr" if direction == "L" else "rtl"
    return "auto"


@dataclass(frozen=True)
class DiffLine:
    """One part of two versions: its title, how it read before and how it reads after."""

    title: str
    before: DiffPieces
    after: DiffPieces

    @property
    def changed(self) -> bool:
        return any(how != "same" for how, _words in [*self.before, *self.after])

    @property
    def direction(self) -> str:
        return direction_of(self.after or self.before)


def compare_versions(before: VersionBody, after: VersionBody, titles: Mapping[str, str]) -> list[DiffLine]:
    """Section by section, then goal by goal, in the order of the later version. titles: of sections, by key."""
    old_sections, new_sections = (
        {section["key"]: section for section in body["sections"]} for body in (before, after)
    )
    old_goals, new_goals = ({goal["id"]: goal for goal in body["goals"]} for body in (before, after))
    lines = [
        _section_line(old_sections.get(key), new_sections.get(key), titles)
        for key in {**new_sections, **old_sections}
    ]
    for number, key in enumerate({**new_goals, **old_goals}, start=1):
        old_line, new_line = goal_line(old_goals.get(key)), goal_line(new_goals.get(key))
        lines.append(_diff_line(_("Goal %(n)d") % {"n": number}, old_line, new_line))
    return lines


def section_title(section: SignedSection, titles: Mapping[str, str]) -> str:
    """The title of a section in the reader's language, or as it was in the version."""
    return str(titles.get(section["key"], section["title"]))


def _section_line(
    old: SignedSection | None, new: SignedSection | None, titles: Mapping[str, str]
) -> DiffLine:
    names = [name for section in (new, old) if section and (name := section_title(section, titles))]
    return _diff_line(names[0] if names else "", old["text"] if old else "", new["text"] if new else "")


def outcome_title(goal: SignedGoal) -> str:
    """The title of a goal's outcome in the reader's language; "" without one."""
    title = goal["outcome"]
    return _(title) if title else ""


def goal_line(goal: SignedGoal | None) -> str:
    """A goal on one line."""
    if goal is None:
        return ""
    outcome = outcome_title(goal)
    due = format_day(date.fromisoformat(goal["due"])) if goal["due"] else ""
    parts = (goal["title"], outcome, goal["evidence"], due, goal["helper"])
    return " · ".join(part for part in parts if part)


def _diff_line(title: str, before: str, after: str) -> DiffLine:
    pieces = compare_texts(before, after)
    return DiffLine(
        title,
        [piece for piece in pieces if piece[0] != "in"],
        [piece for piece in pieces if piece[0] != "out"],
    )


def compare_texts(before: str, after: str) -> DiffPieces:
    """Return the words of two texts in one line: those of both, those removed, those added."""
    old, new = (re.findall(r"\s+|\w+|[^\w\s]+", text) for text in (before, after))
    pieces: DiffPieces = []
    for how, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(("same", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(("out", "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(("in", "".join(new[j1:j2])))
    return pieces
