"""What is written at a plan meeting, read from its form and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.http import QueryDict
from django.utils.translation import gettext as _

from trellis.core.foundation.content_guard import without_status
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.typed import day_of, line, moment_of
from trellis.design.blueprint.package import Package

GOALS = 12
WORDS = 4000


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
class Draft:
    """A whole plan as written on the page. `revision`: the one that the page was opened at."""

    revision: int
    notes: dict[str, str] = field(default_factory=dict)
    goals: tuple[GoalDraft, ...] = ()
    present: tuple[str, ...] = ()
    interpreter: str = ""
    interpreter_language: str = ""
    next_meeting: datetime | None = None
    names: dict[str, str] = field(default_factory=dict)


def read(form: QueryDict, package: Package, zone: tzinfo) -> Draft:
    """The draft in a form. Raises Refusal, naming the place, for what cannot be."""
    sections = {section.key: section.title for section in package.plan.sections}
    notes = {key: _text(form.get(f"note-{key}", ""), WORDS, title) for key, title in sections.items()}
    language = form.get("interpreter_language", "").strip()
    if language and not _known(language):
        raise Refusal(
            _("“%(code)s” is not a language we know. Choose one from the list.") % {"code": language[:12]}
        )
    return Draft(
        revision=int(form.get("revision", "0")) if form.get("revision", "0").isdigit() else -1,
        notes={key: words for key, words in notes.items() if words},
        goals=tuple(goal for n in range(GOALS) if (goal := _goal(form, n)) is not None),
        present=tuple(key for key in package.plan.who if key in form.getlist("present")),
        interpreter=_text(form.get("interpreter", ""), 120, _("Interpreter")),
        interpreter_language=language,
        next_meeting=_moment(form.get("next_meeting", ""), zone),
        names={key: name for key in package.plan.who if (name := _name(form, key))},
    )


def _name(form: QueryDict, key: str) -> str:
    return without_status(line(form.get(f"name-{key}", ""), 120), about_work=True)


def _goal(form: QueryDict, number: int) -> GoalDraft | None:
    def said(name: str, most: int = 240) -> str:
        return _text(form.get(f"goal-{number}-{name}", ""), most, _("Goal %(n)d") % {"n": number + 1})

    title, evidence, helper = said("title"), said("evidence"), said("helper", 120)
    key = form.get(f"goal-{number}-id", "")
    if not title and not key and not evidence and not helper:
        return None
    gone = f"goal-{number}-gone" in form
    if not title and not gone:
        raise Refusal(
            _("Goal %(n)d has no name yet. Write in a few words what you want to do.") % {"n": number + 1}
        )
    return GoalDraft(
        goal_id=_id(key) if key else None,
        title=title,
        outcome_key=form.get(f"goal-{number}-outcome", ""),
        evidence=evidence,
        due=_day(form.get(f"goal-{number}-due", ""), number),
        helper=helper,
        gone=gone,
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(_("Something went wrong with a goal on this page. Open the page again.")) from None


def _text(text: str, most: int, where: str) -> str:
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > most:
        raise Refusal(
            _("%(where)s: you have %(n)d characters. The limit is %(most)d.")
            % {"where": where, "n": len(words), "most": most}
        )
    return without_status(words, about_work=True)


def _day(text: str, number: int) -> date | None:
    try:
        day = day_of(text)
    except Refusal as error:
        raise Refusal(_("Goal %(n)d: %(problem)s") % {"n": number + 1, "problem": error.sentence}) from None
    if day and not 2000 <= day.year <= 2100:
        raise Refusal(_("Goal %(n)d: check the year of the date.") % {"n": number + 1})
    return day


def _moment(text: str, zone: tzinfo) -> datetime | None:
    try:
        return moment_of(text, zone)
    except Refusal as error:
        raise Refusal(_("Next meeting: %(problem)s") % {"problem": error.sentence}) from None


def _known(code: str) -> bool:
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
