"""What could give way where no week keeps every rule, in words, and where on the pages it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.engines.timetable import week
from trellis.engines.timetable.week import RelaxationKind as Kind

from .names import WeekNames


@dataclass(frozen=True)
class FixLine:
    """One thing that could give way, and the page on which it is changed."""

    words: str
    url: str


def word_fix(names: WeekNames, fix: week.Fix) -> list[FixLine]:
    """Each thing of a fix in words."""
    return [FixLine(_words(names, change), _url(names, change)) for change in fix.relaxations]


def _words(names: WeekNames, change: week.Relaxation) -> str:
    if change.kind in (Kind.ADD_ROOM, Kind.OPEN_ROOM):
        return _room_words(names, change)
    if change.kind in (Kind.TEACHER_PRESENT, Kind.TEACHER_LOAD):
        name = names.teacher(change.who)
        if change.kind == Kind.TEACHER_LOAD:
            return _("Let %(teacher)s teach more lessons.") % {"teacher": name}
        return _("Have %(teacher)s at school on %(day)s.") % {"teacher": name, "day": names.day(change.day)}
    if change.kind in (Kind.GROUP_PRESENT, Kind.SUPERVISION):
        name = names.group(change.who)
        if change.kind == Kind.SUPERVISION:
            return _("Allow %(group)s a free period.") % {"group": name}
        return _("Keep %(group)s at school on %(day)s.") % {"group": name, "day": names.day(change.day)}
    return _lesson_words(names, change)


def _room_words(names: WeekNames, change: week.Relaxation) -> str:
    if change.kind == Kind.OPEN_ROOM:
        return _("Open %(room)s on %(day)s.") % {"room": names.room(change.who), "day": names.day(change.day)}
    kind = names.room_kind(change.who)
    if kind:
        return ngettext(
            "Add %(count)d room with “%(kind)s”.", "Add %(count)d rooms with “%(kind)s”.", change.amount or 1
        ) % {"count": change.amount or 1, "kind": kind}
    return ngettext("Add %(count)d room.", "Add %(count)d rooms.", change.amount or 1) % {
        "count": change.amount or 1
    }


def _lesson_words(names: WeekNames, change: week.Relaxation) -> str:
    if change.kind == Kind.PERIODS:
        return _("Let %(subject)s start at any time of the day.") % {"subject": names.subject(change.who)}
    lesson = names.lesson(change.who)
    if change.kind == Kind.TWICE_A_DAY:
        return _("Let %(lesson)s meet twice on one day.") % {"lesson": lesson}
    if change.kind == Kind.FIXED:
        when = names.moment(change.day, int(change.period))
        return _("Unlock %(lesson)s on %(when)s.") % {"lesson": lesson, "when": when}
    count = change.amount or 1
    return ngettext(
        "Hold %(lesson)s %(count)d time less a week.", "Hold %(lesson)s %(count)d times less a week.", count
    ) % {"lesson": lesson, "count": count}


def _url(names: WeekNames, change: week.Relaxation) -> str:
    """The page on which a person changes what a fix names."""
    contents = names.contents
    if change.kind in (Kind.ADD_ROOM, Kind.OPEN_ROOM):
        return reverse("school-rooms", args=[contents.design.school_id])
    if change.kind in (Kind.TEACHER_PRESENT, Kind.TEACHER_LOAD):
        return reverse("design-teacher", args=[contents.design.pk, change.who])
    if change.kind in (Kind.FIXED, Kind.SUPERVISION):
        return ""
    team_id = _team_of(names, change)
    return reverse("design-team", args=[contents.design.pk, team_id]) if team_id else ""


def _team_of(names: WeekNames, change: week.Relaxation) -> UUID | None:
    contents = names.contents
    if change.kind == Kind.GROUP_PRESENT:
        key = change.who.removeprefix("team:")
        section = contents.sections.get(UUID(key))
        return section.team_id if section else UUID(key)
    subject_key, _bar, other = change.who.partition("|")
    if subject_key == "planning":
        return UUID(other) if other else None
    subject = contents.subjects.get(UUID(subject_key))
    return subject.team_id if subject else None
