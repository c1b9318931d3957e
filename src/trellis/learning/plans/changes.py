"""What changed between two versions of a plan, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_day, format_moment

from .models import SignedGoal, VersionBody
from .versions import DiffPieces, compare_texts, direction_of, outcome_title, section_title


@dataclass(frozen=True)
class PlanChange:
    """One change: a sentence, and for a text that was edited its words, with what was removed and added."""

    sentence: SafeString
    pieces: DiffPieces = field(default_factory=list)

    @property
    def direction(self) -> str:
        return direction_of(self.pieces)


def describe_changes(before: VersionBody, after: VersionBody, titles: Mapping[str, str]) -> list[PlanChange]:
    """What changed from one version to another, goals first. titles: of sections, by key, in the reader's language."""
    return [
        *_goal_changes(before, after),
        *_section_changes(before, after, titles),
        *_meeting_changes(before["next_meeting"], after["next_meeting"]),
    ]


def _sentence(text: str, **values: object) -> SafeString:
    """A translated sentence, with what people wrote in its own direction."""
    isolated = {name: format_html("<bdi>{}</bdi>", value) for name, value in values.items()}
    return mark_safe(conditional_escape(text) % isolated)  # noqa: S308 both are escaped


def _goal_changes(before: VersionBody, after: VersionBody) -> Iterator[PlanChange]:
    old_goals = {goal["id"]: goal for goal in before["goals"]}
    new_ids = {goal["id"] for goal in after["goals"]}
    for number, goal in enumerate(after["goals"], start=1):
        old = old_goals.get(goal["id"])
        if old is None:
            yield PlanChange(_sentence(_("Goal added: %(goal)s"), goal=goal["title"]))
        else:
            yield from _changes_of_goal(number, old, goal)
    for goal in before["goals"]:
        if goal["id"] not in new_ids:
            yield PlanChange(_sentence(_("Goal removed: %(goal)s"), goal=goal["title"]))


def _changes_of_goal(number: int, old: SignedGoal, new: SignedGoal) -> Iterator[PlanChange]:
    if old["title"] != new["title"]:
        pieces = compare_texts(old["title"], new["title"])
        yield PlanChange(_sentence(_("Goal %(n)s changed"), n=number), pieces)
    if old["due"] != new["due"]:
        yield PlanChange(_due_sentence(number, _day(old["due"]), _day(new["due"])))
    if old["helper"] != new["helper"]:
        yield PlanChange(_helper_sentence(number, old["helper"], new["helper"]))
    if old["outcome_key"] != new["outcome_key"]:
        yield PlanChange(_outcome_sentence(number, outcome_title(new)))
    if old["evidence"] != new["evidence"]:
        pieces = compare_texts(old["evidence"], new["evidence"])
        yield PlanChange(_sentence(_("Goal %(n)s: “How we will know” changed"), n=number), pieces)


def _due_sentence(number: int, before: str, after: str) -> SafeString:
    if before and after:
        text = _("Goal %(n)s: due date moved from %(before)s to %(after)s")
    elif after:
        text = _("Goal %(n)s: due date is now %(after)s")
    else:
        text = _("Goal %(n)s: due date removed. It was %(before)s")
    return _sentence(text, n=number, before=before, after=after)


def _helper_sentence(number: int, before: str, after: str) -> SafeString:
    if before and after:
        text = _("Goal %(n)s: %(after)s helps now. Before, it was %(before)s")
    elif after:
        text = _("Goal %(n)s: %(after)s helps now")
    else:
        text = _("Goal %(n)s: %(before)s does not help anymore")
    return _sentence(text, n=number, before=before, after=after)


def _outcome_sentence(number: int, after: str) -> SafeString:
    if not after:
        return _sentence(_("Goal %(n)s: no outcome is chosen now"), n=number)
    return _sentence(_("Goal %(n)s: the outcome is now %(after)s"), n=number, after=after)


def _section_changes(
    before: VersionBody, after: VersionBody, titles: Mapping[str, str]
) -> Iterator[PlanChange]:
    old_texts = {section["key"]: section for section in before["sections"]}
    new_texts = {section["key"]: section for section in after["sections"]}
    for key, section in {**old_texts, **new_texts}.items():
        old, new = (texts[key]["text"] if key in texts else "" for texts in (old_texts, new_texts))
        if old != new:
            title = section_title(section, titles)
            yield PlanChange(
                _sentence(_("Notes changed: %(section)s"), section=title), compare_texts(old, new)
            )


def _meeting_changes(before: str, after: str) -> Iterator[PlanChange]:
    if before == after:
        return
    old, new = _moment(before), _moment(after)
    if old and new:
        text = _("Next meeting moved from %(before)s to %(after)s")
    elif new:
        text = _("Next meeting is now %(after)s")
    else:
        text = _("Next meeting removed. It was %(before)s")
    yield PlanChange(_sentence(text, before=old, after=new))


def _day(text: str) -> str:
    return format_day(date.fromisoformat(text)) if text else ""


def _moment(text: str) -> str:
    return format_moment(timezone.localtime(datetime.fromisoformat(text))) if text else ""
