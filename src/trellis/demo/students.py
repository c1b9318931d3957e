"""One school's students: who they are, what they are tied to, and their days. Written many rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from trellis.community.models import Demographics, Group, Network, Person, Role, School, Term, Tie
from trellis.exhibitions.models import Exhibition, Panelist
from trellis.foundation import bulk
from trellis.foundation.ids import new_id
from trellis.internships.models import InternshipDay, Placement, Site
from trellis.plans.models import Goal, Plan
from trellis.projects.models import Member, Project, Step

from . import names, plan

NO_ROSTER = {"roster_id": "", "roster_print": ""}
ADVISORY = 16


def write(model: type, rows: Iterable[dict[str, Any]]) -> None:
    """Copy in dicts that all have the same keys."""
    rows = list(rows)
    if rows:
        bulk.copy_in(model, list(rows[0]), (tuple(r.values()) for r in rows))


@dataclass
class Classroom:
    """A school being filled."""

    network: Network
    school: School
    slug: str
    sites: list[Site]
    year: Term
    quarter: Term
    today: date
    random: Random
    students: list[dict] = field(default_factory=list)
    ties: list[dict] = field(default_factory=list)
    advisories: list[tuple[UUID, UUID]] = field(default_factory=list)  # (group, advisor)

    def fill(self, count: int) -> None:
        """Make `count` students, their advisers and their days."""
        people, backgrounds = [], []
        for _ in range(count):
            person, background = self._student()
            people.append(person)
            backgrounds.append(background)
        adults = self._advisories(people)
        write(Person, [*people, *adults])
        write(Demographics, backgrounds)
        write(Tie, self.ties)
        self._internships()
        self._plans()
        self._exhibitions()
        self._project()

    def person(self, **more: Any) -> dict[str, Any]:
        """A person's row with an invented name."""
        return {
            "sourced_id": new_id(),
            "network_id": self.network.pk,
            "given_name": self.random.choice(names.GIVEN),
            "family_name": self.random.choice(names.FAMILY),
            **dict.fromkeys(
                ("middle_name", "preferred_name", "pronouns", "email", "phone", "username", "identifier"), ""
            ),
            "grade": "",
            "language": "",
            "home_languages": ["en"],
            **NO_ROSTER,
            **more,
        }

    def tie(self, person: UUID, role: str, starts: date, **to: UUID) -> None:
        """A tie from a day on, to be written with the others."""
        targets = dict.fromkeys(("to_person_id", "to_group_id", "to_school_id", "to_network_id"))
        since = datetime.combine(starts, time(12), UTC)
        self.ties.append(
            {
                "sourced_id": new_id(),
                "person_id": person,
                "role": role,
                "starts": since,
                **targets,
                **to,
                **NO_ROSTER,
            }
        )

    def _student(self) -> tuple[dict, dict]:
        chance = self.random.random
        multilingual = chance() < plan.MULTILINGUAL[self.slug]
        new = chance() < plan.NEW
        home = [self.random.choice(names.HOME_LANGUAGES), "en"] if multilingual else ["en"]
        person = self.person(grade=self.random.choice(["09", "10", "11", "12"]), home_languages=home)
        race = self.random.choices(list(plan.RACES), list(plan.RACES.values()))[0]
        about = {
            "multilingual": multilingual,
            "disability": chance() < plan.DISABILITY,
            "new": new,
            "person": person,
        }
        self.students.append(about)
        start = self.year.starts if new else self.year.starts - timedelta(days=365)
        self.tie(person["sourced_id"], Role.STUDENT, start, to_school_id=self.school.pk)
        background = {
            "sourced_id": new_id(),
            "student_id": person["sourced_id"],
            "sex": self.random.choice(["female", "male"]),
            "race": race,
            "multilingual_learner": multilingual,
            "disability": about["disability"],
            "low_income": chance() < plan.LOW_INCOME[self.slug],
            **NO_ROSTER,
        }
        return person, background

    def _advisories(self, people: list[dict]) -> list[dict]:
        people.sort(key=lambda p: p["grade"])
        advisors = []
        for first in range(0, len(people), ADVISORY):
            members = people[first : first + ADVISORY]
            title = f"Advisory {int(members[0]['grade'])}-{chr(65 + first // ADVISORY % 26)}"
            group = Group.objects.create(school=self.school, kind=Group.Kind.ADVISORY, title=title)
            advisor = self.person()
            advisors.append(advisor)
            self.advisories.append((group.pk, advisor["sourced_id"]))
            since = self.year.starts - timedelta(days=365 * min(2, int(members[0]["grade"]) - 9))
            self.tie(advisor["sourced_id"], Role.ADVISOR, since, to_group_id=group.pk)
            for member in members:
                self.tie(member["sourced_id"], Role.STUDENT, since, to_group_id=group.pk)
        return advisors

    def _share(self, about: dict, base: float) -> bool:
        """Whether a student gets it: the planted gaps come off the base."""
        planted = sum(size for key, size in plan.PLANTED.items() if about[key])
        return self.random.random() < max(0.02, base + planted)

    def _internships(self) -> None:
        placements, days = [], []
        starts = self.year.starts + timedelta(days=14)
        for about in self.students:
            if not self._share(about, plan.INTERNSHIP[self.slug]):
                continue
            placement = {
                "sourced_id": new_id(),
                "student_id": about["person"]["sourced_id"],
                "site_id": self.random.choice(self.sites).pk,
                "starts": starts,
                "weekdays": [2, 4],
                "hours_agreed": 80,
            }
            placements.append(placement)
            days += self._days(placement["sourced_id"], starts)
        write(Placement, placements)
        write(InternshipDay, days)

    def _days(self, placement: UUID, starts: date) -> Iterable[dict]:
        until = min(self.today, self.year.ends)
        past = [starts + timedelta(days=n) for n in range(max(0, (until - starts).days))]
        for day in [d for d in past if d.isoweekday() in (2, 4)][-14:]:
            recent = (self.today - day).days < 4
            yield {
                "sourced_id": new_id(),
                "placement_id": placement,
                "date": day,
                "arrived": time(9).isoformat(),
                "left": time(14).isoformat(),
                "minutes": self.random.choice([240, 270, 300]),
                "goal": "",
                "confirmed_at": None if recent else datetime.combine(day, time(20), UTC),
            }

    def _plans(self) -> None:
        plans, goals = [], []
        for about in self.students:
            if self.random.random() < 0.12:
                continue
            row = {
                "sourced_id": new_id(),
                "student_id": about["person"]["sourced_id"],
                "term_id": self.quarter.pk,
                "family_present": self.random.random() < 0.6,
            }
            plans.append(row)
            goals += [
                {
                    "sourced_id": new_id(),
                    "plan_id": row["sourced_id"],
                    "title": title,
                    "evidence_wanted": "A finished piece, shown to somebody outside the school",
                    "due": self.quarter.ends,
                }
                for title in ("Test the water of six homes", "Interview a neighbor", "Read one book")
            ]
        write(Plan, plans)
        write(Goal, goals)

    def _exhibitions(self) -> None:
        held, panel = [], []
        at = datetime.combine(max(self.year.starts, self.today - timedelta(days=20)), time(18), UTC)
        for about in self.students:
            row = {
                "sourced_id": new_id(),
                "student_id": about["person"]["sourced_id"],
                "term_id": self.quarter.pk,
                "starts": at,
                "minutes": 45,
                "room": "Commons",
                "held_at": at if self.random.random() < 0.85 else None,
            }
            held.append(row)
            if self._share(about, 0.7):
                panel.append(
                    {
                        "sourced_id": new_id(),
                        "exhibition_id": row["sourced_id"],
                        "name": "A neighbor",
                        "part": Panelist.Part.OUTSIDE.value,
                        "accepted_at": at,
                    }
                )
        write(Exhibition, held)
        write(Panelist, panel)

    def _project(self) -> None:
        project = Project.objects.create(
            school=self.school,
            title="Clean water for the neighborhood",
            driving_question="How can we show that the water of our homes is safe?",
            audience="" if self.slug == "big-picture" else "The neighborhood council",
            starts=self.quarter.starts,
            ends=self.quarter.ends,
        )
        for position, title in enumerate(("What we need to know", "Samples from six homes", "Draft report")):
            due = self.quarter.starts + timedelta(days=14 * (position + 1))
            Step.objects.create(project=project, title=title, due=due, position=position + 1)
        members = [a for a in self.students if self.slug != "big-picture" and self._share(a, 0.9)]
        write(
            Member,
            (
                {
                    "sourced_id": new_id(),
                    "project_id": project.pk,
                    "student_id": a["person"]["sourced_id"],
                    "team": number // 4 + 1,
                }
                for number, a in enumerate(members)
            ),
        )
