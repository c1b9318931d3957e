"""What is written at a plan meeting, read from its form and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.http import QueryDict
from django.utils.translation import gettext as _

from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.typed import clean_line, parse_day, parse_moment
from trellis.design.blueprint.package import Package

MAX_GOALS = 12
MAX_LENGTH = 4000


@dataclass(frozen=True)
class GoalDraft:
    """One goal as written; `goal_id` None for a new one, `gone` when it is to be left out."""

    goal_id: UUID | None
    title: str
    outcome_key: str
    evidence: str
    due: date | None
    helper: str
    gone: bool


@dataclass(frozen=True)
class PlanDraft:
    """A whole plan as written on the page. `revision`: the one that the page was opened at."""

    revision: int
    notes: dict[str, str] = field(default_factory=dict)
    goals: tuple[GoalDraft, ...] = ()
    present: tuple[str, ...] = ()
    interpreter: str = ""
    interpreter_language: str = ""
    next_meeting: datetime | None = None
    names: dict[str, str] = field(default_factory=dict)


def parse_draft(form: QueryDict, package: Package, zone: tzinfo) -> PlanDraft:
    """The draft in a form. Raises ActionError, naming the place, for what cannot be."""
    sections = {section.key: section.title for section in package.plan.sections}
    notes = {
        key: _clean_section(form.get(f"note-{key}", ""), MAX_LENGTH, title) for key, title in sections.items()
    }
    language = form.get("interpreter_language", "").strip()
    if language and not _is_known_language(language):
        raise ActionError(
            _("“%(code)s” is not a language we know. Choose one from the list.") % {"code": language[:12]}
        )
    return PlanDraft(
        revision=int(form.get("revision", "0")) if form.get("revision", "0").isdigit() else -1,
        notes={key: words for key, words in notes.items() if words},
        goals=tuple(goal for n in range(MAX_GOALS) if (goal := _parse_goal(form, n)) is not None),
        present=tuple(key for key in package.plan.who if key in form.getlist("present")),
        interpreter=_clean_section(form.get("interpreter", ""), 120, _("Interpreter")),
        interpreter_language=language,
        next_meeting=_parse_next_meeting(form.get("next_meeting", ""), zone),
        names={key: name for key in package.plan.who if (name := _parse_name(form, key))},
    )


def _parse_name(form: QueryDict, key: str) -> str:
    return reject_immigration_status(clean_line(form.get(f"name-{key}", ""), 120), about_work=True)


def _parse_goal(form: QueryDict, number: int) -> GoalDraft | None:
    def said(name: str, most: int = 240) -> str:
        return _clean_section(
            form.get(f"goal-{number}-{name}", ""), most, _("Goal %(n)d") % {"n": number + 1}
        )

    title, evidence, helper = said("title"), said("evidence"), said("helper", 120)
    key = form.get(f"goal-{number}-id", "")
    if not title and not key and not evidence and not helper:
        return None
    gone = f"goal-{number}-gone" in form
    if not title and not gone:
        raise ActionError(
            _("Goal %(n)d has no name yet. Write in a few words what you want to do.") % {"n": number + 1}
        )
    return GoalDraft(
        goal_id=_parse_id(key) if key else None,
        title=title,
        outcome_key=form.get(f"goal-{number}-outcome", ""),
        evidence=evidence,
        due=_parse_due_day(form.get(f"goal-{number}-due", ""), number),
        helper=helper,
        gone=gone,
    )


def _parse_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ActionError(_("Something went wrong with a goal on this page. Open the page again.")) from None


def _clean_section(text: str, most: int, where: str) -> str:
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > most:
        raise ActionError(
            _("%(where)s: you have %(n)d characters. The limit is %(most)d.")
            % {"where": where, "n": len(words), "most": most}
        )
    return reject_immigration_status(words, about_work=True)


def _parse_due_day(text: str, number: int) -> date | None:
    try:
        day = parse_day(text)
    except ActionError as error:
        raise ActionError(
            _("Goal %(n)d: %(problem)s") % {"n": number + 1, "problem": error.message}
        ) from None
    if day and not 2000 <= day.year <= 2100:
        raise ActionError(_("Goal %(n)d: check the year of the date.") % {"n": number + 1})
    return day


def _parse_next_meeting(text: str, zone: tzinfo) -> datetime | None:
    try:
        return parse_moment(text, zone)
    except ActionError as error:
        raise ActionError(_("Next meeting: %(problem)s") % {"problem": error.message}) from None


def _is_known_language(code: str) -> bool:
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
