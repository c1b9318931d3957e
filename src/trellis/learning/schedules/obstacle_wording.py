"""What stands in the way of a lesson at a time, and which rules a week breaks, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.engines.timetable import week
from trellis.engines.timetable.week import ObstacleKind, Rule

from .names import WeekNames


def short_obstacle(obstacles: tuple[week.Obstacle, ...]) -> str:
    """The first obstacle in the few words that fit into a cell of the week."""
    kind = obstacles[0].kind
    return str(
        {
            ObstacleKind.PERIOD: _("Not at this time"),
            ObstacleKind.TEACHER_AWAY: _("Teacher away"),
            ObstacleKind.TEACHER_BUSY: _("Teacher busy"),
            ObstacleKind.TEACHER_LOAD: _("Teacher's day is full"),
            ObstacleKind.GROUP_AWAY: _("Students away"),
            ObstacleKind.GROUP_BUSY: _("Students busy"),
            ObstacleKind.UNSUPERVISED: _("Leaves a free period"),
            ObstacleKind.SAME_DAY: _("Already on this day"),
            ObstacleKind.ROOM_BUSY: _("Needs a room"),
            ObstacleKind.NO_ROOM: _("Needs a room"),
            ObstacleKind.FIXED: _("Locked"),
        }[kind]
    )


def _word_obstacle(names: WeekNames, obstacle: week.Obstacle) -> str:
    kind, who = obstacle.kind, obstacle.who
    lesson = names.lesson(obstacle.lesson) if obstacle.lesson else ""
    if kind in (ObstacleKind.TEACHER_AWAY, ObstacleKind.TEACHER_BUSY, ObstacleKind.TEACHER_LOAD):
        facts = {"teacher": names.teacher(who), "lesson": lesson}
        if kind == ObstacleKind.TEACHER_AWAY:
            return _("%(teacher)s is not at school then.") % facts
        if kind == ObstacleKind.TEACHER_LOAD:
            return _("%(teacher)s already teaches the most lessons for that day.") % facts
        return _("%(teacher)s is in %(lesson)s then.") % facts
    if kind in (ObstacleKind.GROUP_AWAY, ObstacleKind.GROUP_BUSY, ObstacleKind.UNSUPERVISED):
        facts = {"group": names.group(who), "lesson": lesson}
        if kind == ObstacleKind.GROUP_AWAY:
            return _("%(group)s is out at internships then.") % facts
        if kind == ObstacleKind.UNSUPERVISED:
            return _("%(group)s would be left without a lesson.") % facts
        return _("%(group)s has %(lesson)s then.") % facts
    return {
        ObstacleKind.PERIOD: _("It cannot start at this time."),
        ObstacleKind.SAME_DAY: _("It already meets on this day."),
        ObstacleKind.ROOM_BUSY: _("No room that fits is free then."),
        ObstacleKind.NO_ROOM: _("No room that fits is open then."),
        ObstacleKind.FIXED: _("It is locked where it is."),
    }[kind]


def word_broken_rule(names: WeekNames, broken: week.BrokenRule) -> str:
    """A rule that the week breaks, as a sentence for who can mend it."""
    when = names.slot(broken.slot) if broken.slot else ""
    lessons = names.lessons(broken.lessons)
    facts = {"when": when, "lessons": lessons}
    rule = broken.rule
    if rule in (Rule.TEACHER_TWICE, Rule.TEACHER_AWAY, Rule.TEACHER_WEEK, Rule.TEACHER_DAY):
        facts["teacher"] = names.teacher(broken.who)
        return {
            Rule.TEACHER_TWICE: _("%(teacher)s is in two lessons on %(when)s: %(lessons)s."),
            Rule.TEACHER_AWAY: _("%(teacher)s is not at school on %(when)s: %(lessons)s."),
            Rule.TEACHER_WEEK: _("%(teacher)s teaches more lessons a week than the most."),
            Rule.TEACHER_DAY: _("%(teacher)s teaches more lessons on one day than the most."),
        }[rule] % facts
    if rule in (Rule.STUDENTS_TWICE, Rule.GROUP_AWAY, Rule.UNSUPERVISED):
        facts["group"] = names.group(broken.who) if broken.who else ""
        return {
            Rule.STUDENTS_TWICE: _("Students are in two lessons on %(when)s: %(lessons)s."),
            Rule.GROUP_AWAY: _("Students are out at internships on %(when)s: %(lessons)s."),
            Rule.UNSUPERVISED: _("%(group)s has no lesson on %(when)s."),
        }[rule] % facts
    if rule in (Rule.ROOM_TWICE, Rule.ROOM_AWAY, Rule.ROOM_UNFIT):
        facts["room"] = names.room(broken.who)
        return {
            Rule.ROOM_TWICE: _("%(room)s is taken twice on %(when)s: %(lessons)s."),
            Rule.ROOM_AWAY: _("%(room)s is closed on %(when)s: %(lessons)s."),
            Rule.ROOM_UNFIT: _("%(room)s does not fit %(lessons)s."),
        }[rule] % facts
    return {
        Rule.TIMES: _("Does not meet as often as it should: %(lessons)s."),
        Rule.UNKNOWN: _("No longer fits the bell times or rooms: %(lessons)s."),
        Rule.NO_ROOM: _("No room on %(when)s: %(lessons)s."),
        Rule.SAME_DAY: _("Meets twice on one day: %(lessons)s."),
        Rule.PERIOD: _("Cannot start on %(when)s: %(lessons)s."),
        Rule.FIXED: _("Is not where it is locked: %(lessons)s."),
    }[rule] % facts
