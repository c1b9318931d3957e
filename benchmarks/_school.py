"""A school to design a week for: 400 students, 30 staff, 5 teams, 25 advisories, two internship days, planning for all.

Each team of 80 has four strands of 20, five advisories of 16 and five teachers, who are its advisors too; five more
teachers give electives and can cover a team that plans. Teams 4 and 5 are out on Tuesday and Thursday.
Wednesday's periods are shorter.
"""

from __future__ import annotations

from random import Random

from trellis.engines.timetable.week import (
    Day,
    Group,
    LanguageNeed,
    Lesson,
    Period,
    Room,
    Teacher,
    Team,
    WeekQuestion,
    Wishes,
    slots_on,
)

TEAMS, STRANDS, ADVISORIES, TEAM_SIZE = 5, 4, 5, 80
SUBJECTS = {"humanities": (5, 3), "math": (4, 3), "science": (4, 3), "language": (4, 3), "arts": (4, 2)}
"""For each subject, how often it meets a week in teams that stay, and in teams that are out two days."""
PLANNING, ELECTIVES = 3, (3, 2)
BELLS = {"Mon": 50, "Tue": 50, "Wed": 40, "Thu": 50, "Fri": 50}


def make_days(periods: int = 7) -> tuple[Day, ...]:
    days = []
    for key, minutes in BELLS.items():
        starts = [510 + number * (minutes + 5) for number in range(periods)]
        days.append(
            Day(key, tuple(Period(f"P{n + 1}", start, start + minutes) for n, start in enumerate(starts)))
        )
    return tuple(days)


def make_school(seed: int = 0) -> WeekQuestion:
    """The school, with some part-time electives drawn from a seed."""
    draw = Random(seed)
    days = make_days()
    rooms = [Room(f"sci{n}", ("science", "general")) for n in range(4)]
    rooms += [Room(f"room{n:02}") for n in range(21)]
    groups, lessons, teams, teachers = [], [], [], []
    electives = [f"elective{n}" for n in range(5)]
    part_time = draw.sample(electives, 2)
    for key in electives:
        away = slots_on(days, draw.choice(["Mon", "Fri"])) if key in part_time else frozenset()
        teachers.append(Teacher(key, away, days_off=2 if away else 1))
    for team in range(1, TEAMS + 1):
        is_out = team > 3
        away = slots_on(days, "Tue", "Thu") if is_out else frozenset()
        students = [f"t{team}s{n:02}" for n in range(TEAM_SIZE)]
        draw.shuffle(students)
        strands = [f"team{team} strand{n}" for n in range(STRANDS)]
        advisories = [f"team{team} advisory{n}" for n in range(ADVISORIES)]
        groups += [Group(key, frozenset(students[n::STRANDS]), away) for n, key in enumerate(strands)]
        groups += [
            Group(key, frozenset(students[n * 16 : n * 16 + 16]), away) for n, key in enumerate(advisories)
        ]
        members = {subject: f"{subject}{team}" for subject in SUBJECTS}
        homes = iter([f"room{(team - 1) * 4 + n:02}" for n in range(4)])
        for number, (subject, key) in enumerate(members.items()):
            is_science = subject == "science"
            home = ("room20" if team == 5 else f"sci{team - 1}") if is_science else next(homes)
            teachers.append(Teacher(key, home_room=home, days_off=1 if is_out else 0))
            lessons.append(
                Lesson(
                    f"{advisories[number]}",
                    "advisory",
                    (key,),
                    (advisories[number],),
                    3 if is_out else 5,
                    room_kind="general",
                    periods=frozenset(("P1",)),
                )
            )
        for strand in strands:
            for subject, times in SUBJECTS.items():
                kind = "science" if subject == "science" else "general"
                lessons.append(
                    Lesson(
                        f"{strand} {subject}",
                        subject,
                        (members[subject],),
                        (strand,),
                        times[is_out],
                        room_kind=kind,
                        language_service=subject == "language",
                    )
                )
            number = strands.index(strand)
            lessons.append(
                Lesson(
                    f"{strand} elective",
                    "elective",
                    (electives[(number + team) % 5],),
                    (strand,),
                    ELECTIVES[is_out],
                    room_kind="general",
                )
            )
        teams.append(Team(f"team{team}", tuple(members.values()), tuple(strands), 45 * (PLANNING + 1)))
        lessons.append(Lesson(f"team{team} planning", "planning", tuple(members.values()), times=PLANNING))
    language = tuple(
        LanguageNeed(group.key, 190 if not group.away else 140) for group in groups if "strand" in group.key
    )
    return WeekQuestion(
        days,
        tuple(rooms),
        tuple(teachers),
        tuple(groups),
        tuple(lessons),
        tuple(teams),
        language=language,
        wishes=Wishes(days_off=60, consecutive=40, most_consecutive=4),
    )


def count_meetings(question: WeekQuestion) -> int:
    return sum(lesson.times for lesson in question.lessons)
