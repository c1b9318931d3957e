"""What one school's students did and will do: internships, plans, exhibitions, projects, work and scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypedDict
from uuid import UUID

from trellis.assessment.evidence.models import Score, Work
from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.core.community.models import Role
from trellis.core.foundation.ids import new_id
from trellis.learning.internships.models import InternshipDay, Placement
from trellis.learning.plans.models import Goal, Plan

from . import life, plan, school_projects
from .rows import school_day, utc_moment, write_rows
from .searches import Row, write_searches
from .students import SchoolBuilder, StudentFacts

LOGGED_DAYS = 14  # days at the site that are recorded of each student


class ExhibitionRow(TypedDict):
    """An exhibition as a row to be written."""

    sourced_id: UUID
    student_id: UUID
    term_id: UUID
    starts: datetime
    minutes: int
    room: str
    held_at: datetime | None


@dataclass
class SchoolDays:
    """The days of a school's students. `works`: how many each shows; `full`: see plan.NetworkShape."""

    builder: SchoolBuilder
    works: int
    full: bool

    def fill(self) -> None:
        """Everything, for everybody but those whose days are written by hand."""
        self.everybody = [student for student in self.builder.students if not student.in_story]
        self.chance = self.builder.random.random
        self.pick = self.builder.random.choice
        self.today = self.builder.today
        self._internships()
        if self.builder.slug == "big-picture":
            self._plans()
        self._exhibitions()
        school_projects.SchoolProjects(self).fill()
        self._evidence()

    def _internships(self) -> None:
        placements, days, searches = [], [], []
        for student in self.everybody:
            starts = self.builder.year.starts + timedelta(days=self.pick([14, 14, 14, 28, 42, 56]))
            if starts > self.today or not self.builder.share(
                student, plan.INTERNSHIP_SHARES[self.builder.slug]
            ):
                if self.builder.slug == "big-picture" and self.chance() < 0.6:
                    searches.append(self._search(student))
                continue
            site = self.pick(self.builder.sites)
            mentor = self.pick(site.mentors)
            weekdays = self.pick(plan.internship_weekdays(self.today))
            key = new_id()
            placement = {
                "sourced_id": key,
                "student_id": student.id,
                "site_id": site.id,
                "mentor_id": mentor,
                "starts": starts,
                "weekdays": weekdays,
                "from_time": time(9).isoformat(),
                "to_time": time(14).isoformat(),
                "hours_agreed": self.pick([80, 80, 100, 120]),
            }
            placements.append(placement)
            self.builder.tie(mentor, Role.MENTOR, starts, to_person_id=student.id)
            days += self._days(key, starts, weekdays, site.goals)
        write_rows(Placement, placements)
        write_searches(self.builder, searches)
        write_rows(InternshipDay, days)

    def _search(self, student: StudentFacts) -> Row:
        """Somebody on the way to a placement."""
        interest, kind = self.pick(life.INTERESTS)
        stage = self.pick(["interest", "informational-interview", "informational-interview", "shadow-day"])
        wishes = [str(site.id) for site in self.builder.random.sample(self.builder.sites, 2)]
        row = {"sourced_id": new_id(), "student_id": student.id, "interest": interest, "field": kind}
        return {**row, "stage": stage, "wishes": wishes if self.chance() < 0.6 else []}

    def _days(self, placement: UUID, starts: date, weekdays: list[int], goals: list[str]) -> Iterator[Row]:
        until = min(self.today, self.builder.year.ends)
        past = [starts + timedelta(days=n) for n in range(max(0, (until - starts).days))]
        for day in [d for d in past if d.isoweekday() in weekdays][-LOGGED_DAYS:]:
            fresh = (self.today - day).days < 4 or self.chance() < 0.03
            yield {
                **self._day(placement, day, goals),
                "left": time(self.pick([13, 14, 15])).isoformat(),
                "minutes": self.pick([240, 270, 300]),
                "confirmed_at": None if fresh else utc_moment(day, 20),
            }
        if self.today.isoweekday() in weekdays and starts <= self.today == until and self.chance() < 0.85:
            yield {
                **self._day(placement, self.today, goals),
                "left": None,
                "minutes": 0,
                "confirmed_at": None,
            }

    def _day(self, placement: UUID, day: date, goals: list[str]) -> Row:
        arrived = time(self.pick([8, 9]), self.pick([2, 10, 25, 40, 55])).isoformat()
        row = {"sourced_id": new_id(), "placement_id": placement, "date": day, "arrived": arrived}
        return {**row, "goal": self.pick(goals)}

    def _plans(self) -> None:
        plans, goals = [], []
        quarter = self.builder.quarter
        outcomes = {key: pk for pk, key, _levels in self.builder.scored_outcomes}
        settled = (self.today - quarter.starts).days
        for student in self.everybody:
            if self.chance() < 0.12:
                continue
            met = self.chance() < min(0.9, settled / 14)
            on = quarter.starts + timedelta(days=self.builder.random.randrange(max(1, settled)))
            plan_id, met_at = new_id(), utc_moment(school_day(on), 21) if met else None
            row = {"sourced_id": plan_id, "student_id": student.id, "term_id": quarter.pk}
            plans.append(
                {
                    **row,
                    "met_at": met_at,
                    "family_present": met and self.chance() < 0.7,
                    "next_meeting": self._next_meeting(),
                }
            )
            for title, key in self.builder.random.sample(life.GOALS["big-picture"], self.pick([3, 3, 4])):
                reached = met and self.chance() < min(0.6, settled / 90)
                goals.append(
                    {
                        "sourced_id": new_id(),
                        "plan_id": plan_id,
                        "outcome_id": outcomes.get(key),
                        "title": title,
                        "evidence_wanted": "Shown to someone outside the school",
                        "due": quarter.ends - timedelta(days=self.pick([4, 11, 18])),
                        "reached_at": utc_moment(self.today) if reached else None,
                    }
                )
        write_rows(Plan, plans)
        write_rows(Goal, goals)

    def _next_meeting(self) -> datetime | None:
        """This week or next, for one student in three."""
        day = school_day(self.today + timedelta(days=self.builder.random.randrange(11)))
        moment = utc_moment(day, *self.pick([(19, 0), (20, 0), (20, 30), (21, 30), (22, 0)]))
        return moment if self.chance() < 0.35 else None

    def _exhibitions(self) -> None:
        """Of the last cycle: held. Of this one: some within days, most at its end."""
        exhibitions, panel = [], []
        before = self.builder.terms[-2] if len(self.builder.terms) > 2 else None
        quarter = self.builder.quarter
        for student in self.everybody:
            if before and self.chance() < 0.9:
                at = school_day(before.ends - timedelta(days=self.pick([3, 5, 8])))
                row = self._exhibition(student, before.pk, at, utc_moment(at, 19))
                exhibitions.append(row)
                panel += self._panel(student, row, 0.7)
            soon = self.today + timedelta(days=self.builder.random.randrange(3, 17))
            at = school_day(
                soon if self.chance() < 0.2 else quarter.ends - timedelta(days=self.pick([3, 5, 8]))
            )
            if self.today < at <= quarter.ends:
                row = self._exhibition(student, quarter.pk, at, None)
                exhibitions.append(row)
                panel += self._panel(student, row, 0.55)
        write_rows(Exhibition, exhibitions)
        write_rows(Panelist, panel)

    def _exhibition(
        self, student: StudentFacts, term: UUID, day: date, held_at: datetime | None
    ) -> ExhibitionRow:
        hour, minute = self.pick([(14, 0), (15, 30), (18, 45), (20, 0)])
        return {
            "sourced_id": new_id(),
            "student_id": student.id,
            "term_id": term,
            "starts": utc_moment(day, hour, minute),
            "minutes": 45,
            "room": self.pick(["Commons", "Room 12"]),
            "held_at": held_at,
        }

    def _panel(self, student: StudentFacts, row: ExhibitionRow, base: float) -> Iterator[Row]:
        accepted_at = min(row["starts"] - timedelta(days=9), utc_moment(self.today, 10))
        shared = {"exhibition_id": row["sourced_id"]}
        if self.builder.share(student, base):
            has_answered = row["held_at"] is not None or self.chance() < 0.8
            yield {
                "sourced_id": new_id(),
                **shared,
                "accepted_at": accepted_at if has_answered else None,
                "person_id": None,
                "name": self.pick(life.NEIGHBORS),
                "part": "outside",
            }
        if self.full:
            seat = {"person_id": self.builder.teachers[student.id], "name": "", "part": "advisor"}
            yield {"sourced_id": new_id(), **shared, "accepted_at": accepted_at, **seat}

    def _evidence(self) -> None:
        works, scores = [], []
        span = max(1, (min(self.today, self.builder.year.ends) - self.builder.year.starts).days)
        for student in self.everybody:
            count = (
                0
                if self.chance() < 0.05
                else self.works
                if self.builder.share(student, 0.9)
                else self.works // 2
            )
            if self.full and self.builder.share(student, 0.4):
                count += 5
            for number in range(count):
                day = school_day(
                    self.builder.year.starts + timedelta(days=span * (number + 1) // (count + 1))
                )
                work = {"sourced_id": new_id(), "student_id": student.id, "title": self.pick(life.WORKS)}
                works.append({**work, "shown_at": utc_moment(day)})
                scores += self._scores(student, work["sourced_id"], number, day)
        write_rows(Work, works)
        write_rows(Score, scores)

    def _scores(self, student: StudentFacts, work: UUID, number: int, day: date) -> Iterator[Row]:
        """Two outcomes of each work in turn, so that many works show them all; some are scored by two people."""
        first = self.builder.teachers[student.id]
        second = self.pick(self.builder.advisories)[1] if self.builder.share(student, 0.45) else None
        for place in (2 * number, 2 * number + 1):
            outcome, _key, levels = self.builder.scored_outcomes[place % len(self.builder.scored_outcomes)]
            level = min(
                levels, max(1, int(student.grade) // 4 - 1 + self.pick([0, 0, 1, 1, 2]) + number // 3)
            )
            for scorer in {first, second} - {None} if place % 2 == 0 else {first}:
                yield {
                    "sourced_id": new_id(),
                    "work_id": work,
                    "outcome_id": outcome,
                    "scorer_id": scorer,
                    "level": level,
                    "scored_at": utc_moment(day + timedelta(days=2), 18),
                }
