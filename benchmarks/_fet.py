"""A school's week as a file of FET (`apt-get install fet`), run as a program of its own, and its answer read back.

FET satisfies limits and minimizes nothing, so whoever compares with it must look for the tightest limits that it
still meets: `Limits` are those. A run has succeeded when its activities file exists; the exit code says nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from trellis.engines.timetable.week import (
    Lesson,
    Placement,
    Slot,
    Teacher,
    Timetable,
    WeekQuestion,
    count_wishes,
)

PROGRAM = shutil.which("fet-cl")


@dataclass(frozen=True)
class Limits:
    """What FET is asked to keep; None: not asked. `gaps`, `days`: for each teacher, their own."""

    student_gaps: int | None = None
    teacher_gaps: int | None = None
    gaps_of: dict[str, int] = field(default_factory=dict)
    days_of: dict[str, int] = field(default_factory=dict)
    consecutive: int | None = None
    room_changes: int | None = None


def run_fet(question: WeekQuestion, limits: Limits, seconds: float, seed: int = 1) -> Timetable | None:
    """The timetable that FET finds within the limits and the seconds, or None."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tree, meetings = _write(question, limits)
        ET.ElementTree(tree).write(folder / "week.fet", encoding="utf-8", xml_declaration=True)
        seeds = [f"--randomseeds{a}{b}={1000 + seed * 10 + a * 3 + b}" for a in (1, 2) for b in (0, 1, 2)]
        command = [PROGRAM, f"--inputfile={folder / 'week.fet'}", f"--outputdir={folder / 'out'}"]
        command += [f"--timelimitseconds={max(1, int(seconds))}", "--htmllevel=0", *seeds]
        subprocess.run(command, capture_output=True, check=False)
        activities = folder / "out/timetables/week/week_activities.xml"
        return _read(activities, meetings) if activities.exists() else None


def search_limits(
    question: WeekQuestion, seconds: float, seed: int, longest: float = 8.0
) -> tuple[Timetable | None, Limits]:
    """The tightest limits that FET meets within the seconds, and its timetable: each limit in turn, tighter until it
    is not met within `longest`; at last the gaps of one teacher after the other."""
    deadline = time.monotonic() + seconds
    limits = Limits()
    best = run_fet(question, limits, seconds, seed)
    days_of = {
        teacher.key: len(question.days) - teacher.days_off
        for teacher in question.teachers
        if teacher.days_off
    }
    ladder = [
        [{"student_gaps": 0}],
        [{"days_of": days_of}],
        [{"consecutive": question.wishes.most_consecutive}],
        [{"teacher_gaps": most} for most in (8, 6, 5, 4, 3, 2, 1, 0)],
        [{"room_changes": most} for most in (3, 2, 1, 0)],
    ]
    for steps in ladder:
        for step in steps:
            tighter = replace(limits, **step)
            left = min(longest, deadline - time.monotonic())
            timetable = run_fet(question, tighter, left, seed) if left >= 1 else None
            if timetable is None:
                break
            best, limits = timetable, tighter
    keys = [teacher.key for teacher in question.teachers]
    while keys and (left := min(longest, deadline - time.monotonic())) >= 1:
        gaps = {
            key: count_wishes(replace(question, teachers=_only(question, key)), best).teacher_gaps
            for key in keys
        }
        worst = max(keys, key=lambda key: gaps[key])
        if not gaps[worst]:
            break
        tighter = replace(limits, gaps_of=limits.gaps_of | {worst: gaps[worst] - 1})
        timetable = run_fet(question, tighter, left, seed)
        if timetable is None:
            keys.remove(worst)
        else:
            best, limits = timetable, tighter
    return best, limits


def _only(question: WeekQuestion, key: str) -> tuple[Teacher, ...]:
    return tuple(teacher for teacher in question.teachers if teacher.key == key)


def _read(path: Path, meetings: dict[int, Lesson]) -> Timetable:
    return Timetable.of(
        Placement(
            meetings[int(row.findtext("Id"))].key,
            row.findtext("Day"),
            row.findtext("Hour"),
            row.findtext("Room") or "",
        )
        for row in ET.parse(path).getroot().iter("Activity")
        if int(row.findtext("Id")) in meetings
    )


def _add(parent: ET.Element, name: str, **texts: object) -> ET.Element:
    """An element with children that hold a text each; a list makes one child for each."""
    element = ET.SubElement(parent, name)
    for key, value in texts.items():
        for each in value if isinstance(value, list) else [value]:
            ET.SubElement(element, key).text = str(each)
    return element


def _write(question: WeekQuestion, limits: Limits) -> tuple[ET.Element, dict[int, Lesson]]:
    tree = ET.Element("fet", version="6.8.5")
    for name, text in (("Mode", "Official"), ("Institution_Name", "week"), ("Comments", "")):
        ET.SubElement(tree, name).text = text
    hours = max((day.periods for day in question.days), key=len)
    days = _add(tree, "Days_List", Number_of_Days=len(question.days))
    for day in question.days:
        _add(days, "Day", Name=day.key)
    listed = _add(tree, "Hours_List", Number_of_Hours=len(hours))
    for period in hours:
        _add(listed, "Hour", Name=period.key)
    subjects = _add(tree, "Subjects_List")
    for subject in sorted({lesson.subject for lesson in question.lessons}):
        _add(subjects, "Subject", Name=subject, Comments="")
    _add(_add(tree, "Activity_Tags_List"), "Activity_Tag", Name="class", Printable="true", Comments="")
    teachers = _add(tree, "Teachers_List")
    for teacher in question.teachers:
        _add(
            teachers,
            "Teacher",
            Name=teacher.key,
            Target_Number_of_Hours=0,
            Qualified_Subjects="",
            Comments="",
        )
    _write_students(tree, question)
    meetings = _write_activities(tree, question)
    _add(tree, "Buildings_List")
    rooms = _add(tree, "Rooms_List")
    for room in question.rooms:
        _add(rooms, "Room", Name=room.key, Building="", Capacity=30000, Virtual="false", Comments="")
    _write_times(tree, question, limits, meetings)
    _write_spaces(tree, question, limits, meetings)
    return tree, meetings


def _write_students(tree: ET.Element, question: WeekQuestion) -> None:
    """All groups stand in one year; students with the same groups are a subgroup of each of them."""
    groups_of = defaultdict(list)
    for group in question.groups:
        for student in group.students:
            groups_of[student].append(group.key)
    cohorts = {
        keys: f"cohort{n}" for n, keys in enumerate(sorted({tuple(keys) for keys in groups_of.values()}))
    }
    year = _add(_add(tree, "Students_List"), "Year", Name="all", Number_of_Students=0, Comments="")
    for name, text in (("Number_of_Categories", "0"), ("Separator", " ")):
        ET.SubElement(year, name).text = text
    for group in question.groups:
        element = _add(year, "Group", Name=group.key, Number_of_Students=len(group.students), Comments="")
        for keys, cohort in cohorts.items():
            if group.key in keys:
                _add(element, "Subgroup", Name=cohort, Number_of_Students=1, Comments="")


def _write_activities(tree: ET.Element, question: WeekQuestion) -> dict[int, Lesson]:
    activities = _add(tree, "Activities_List")
    meetings = {}
    for lesson in question.lessons:
        first = len(meetings) + 1
        for number in range(first, first + lesson.times):
            meetings[number] = lesson
            texts = {"Teacher": list(lesson.teachers), "Subject": lesson.subject}
            texts["Activity_Tag"] = ["class"] if lesson.groups else []
            texts |= {"Students": list(lesson.groups), "Duration": lesson.length}
            texts |= {"Total_Duration": lesson.length * lesson.times, "Id": number}
            texts |= {"Activity_Group_Id": first if lesson.times > 1 else 0, "Active": "true", "Comments": ""}
            _add(activities, "Activity", **texts)
    return meetings


def _constrain(parent: ET.Element, name: str, weight: float = 100, **texts: object) -> ET.Element:
    element = _add(parent, name, Weight_Percentage=weight, **texts)
    _finish(element)
    return element


def _finish(element: ET.Element) -> None:
    ET.SubElement(element, "Active").text = "true"
    ET.SubElement(element, "Comments").text = ""


def _not_available(parent: ET.Element, name: str, who: str, key: str, slots: frozenset[Slot]) -> None:
    if slots:
        element = _add(
            parent, name, Weight_Percentage=100, **{who: key}, Number_of_Not_Available_Times=len(slots)
        )
        for slot in sorted(slots):
            _add(element, "Not_Available_Time", Day=slot.day, Hour=slot.period)
        _finish(element)


def _write_times(
    tree: ET.Element, question: WeekQuestion, limits: Limits, meetings: dict[int, Lesson]
) -> None:
    times = _add(tree, "Time_Constraints_List")
    _constrain(times, "ConstraintBasicCompulsoryTime")
    for teacher in question.teachers:
        _not_available(times, "ConstraintTeacherNotAvailableTimes", "Teacher", teacher.key, teacher.away)
    for group in question.groups:
        _not_available(times, "ConstraintStudentsSetNotAvailableTimes", "Students", group.key, group.away)
    for _key, ids in groupby(meetings, lambda number: meetings[number].key):
        numbers = list(ids)
        lesson = meetings[numbers[0]]
        if lesson.once_a_day and lesson.times > 1:
            spread = {"Consecutive_If_Same_Day": "true", "Number_of_Activities": len(numbers)}
            _constrain(times, "ConstraintMinDaysBetweenActivities", **spread, Activity_Id=numbers, MinDays=1)
        for number in numbers if lesson.periods else ():
            starts = [slot for slot in question.slots if slot.period in lesson.periods]
            element = _add(
                times,
                "ConstraintActivityPreferredStartingTimes",
                Weight_Percentage=100,
                Activity_Id=number,
                Number_of_Preferred_Starting_Times=len(starts),
            )
            for slot in starts:
                _add(
                    element,
                    "Preferred_Starting_Time",
                    Preferred_Starting_Day=slot.day,
                    Preferred_Starting_Hour=slot.period,
                )
            _finish(element)
    _write_limits(times, limits)


def _write_limits(times: ET.Element, limits: Limits) -> None:
    if limits.student_gaps is not None:
        _constrain(times, "ConstraintStudentsMaxGapsPerWeek", Max_Gaps=limits.student_gaps)
    if limits.teacher_gaps is not None:
        _constrain(times, "ConstraintTeachersMaxGapsPerWeek", Max_Gaps=limits.teacher_gaps)
    for key, most in limits.gaps_of.items():
        _constrain(times, "ConstraintTeacherMaxGapsPerWeek", Teacher_Name=key, Max_Gaps=most)
    for key, most in limits.days_of.items():
        _constrain(times, "ConstraintTeacherMaxDaysPerWeek", Teacher_Name=key, Max_Days_Per_Week=most)
    if limits.consecutive is not None:
        _constrain(
            times,
            "ConstraintTeachersActivityTagMaxHoursContinuously",
            Activity_Tag_Name="class",
            Maximum_Hours_Continuously=limits.consecutive,
        )


def _write_spaces(
    tree: ET.Element, question: WeekQuestion, limits: Limits, meetings: dict[int, Lesson]
) -> None:
    spaces = _add(tree, "Space_Constraints_List")
    _constrain(spaces, "ConstraintBasicCompulsorySpace")
    homes = {teacher.key: teacher.home_room for teacher in question.teachers}
    kinds = {room.key: room.kinds for room in question.rooms}
    for number, lesson in meetings.items():
        home = homes[lesson.teachers[0]]
        fitting = [key for key, some in kinds.items() if lesson.room_kind in some]
        if home in fitting:
            _constrain(
                spaces,
                "ConstraintActivityPreferredRoom",
                Activity_Id=number,
                Room=home,
                Permanently_Locked="true",
            )
        elif fitting:
            _constrain(
                spaces,
                "ConstraintActivityPreferredRooms",
                Activity_Id=number,
                Number_of_Preferred_Rooms=len(fitting),
                Preferred_Room=fitting,
            )
    if limits.room_changes is not None:
        _constrain(
            spaces, "ConstraintTeachersMaxRoomChangesPerDay", Max_Room_Changes_Per_Day=limits.room_changes
        )
