"""One school's people: who they are and whom they are tied to. Written many rows at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypedDict
from uuid import UUID

from trellis.core.community.models import (
    Course,
    Demographics,
    Group,
    Network,
    Person,
    Role,
    School,
    Term,
    Tie,
)
from trellis.core.foundation.ids import new_id

from . import life, names, plan
from .rows import NO_ROSTER, utc_moment, write_rows
from .sites import SiteFacts, write_sites

ADVISORY_SIZE = 16
TEAM_SIZE = 80
CLASS_SIZE = 26
SITES = 30  # of a school, beside the small ones
MENTORS_PER_SITE = 3
STUDENTS_PER_MENTOR = 5  # at most
SMALL_SITE_DAYS = [[2, 4], [1, 3], [5], [2]]  # weekdays on which each small site takes students


class PersonRow(TypedDict):
    """A person as a row to be written."""

    sourced_id: UUID
    network_id: UUID
    given_name: str
    middle_name: str
    family_name: str
    preferred_name: str
    pronouns: str
    email: str
    phone: str
    username: str
    identifier: str
    grade: str
    language: str
    home_languages: list[str]
    roster_id: str
    roster_print: str


@dataclass
class StudentFacts:
    """What the demonstration knows of a student. `in_story`: their days are written by hand."""

    id: UUID
    grade: str
    multilingual: bool
    disability: bool
    new: bool
    in_story: bool = False


@dataclass
class SchoolBuilder:
    """A school being filled. `scored_outcomes`: the outcomes of its model that have a rubric, with their levels."""

    network: Network
    school: School
    slug: str
    terms: list[Term]  # the year, then its quarters up to the one under way
    today: date
    random: Random
    scored_outcomes: list[tuple[UUID, str, int]]  # id, key, number of levels
    students: list[StudentFacts] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    ties: list[dict[str, object]] = field(default_factory=list)
    advisories: list[tuple[UUID, UUID, list[UUID]]] = field(default_factory=list)  # group, advisor, students
    teachers: dict[UUID, UUID] = field(default_factory=dict)  # student -> one who reads their work
    sites: list[SiteFacts] = field(default_factory=list)
    small_sites: list[SiteFacts] = field(default_factory=list)  # with one mentor, and nobody there yet
    backgrounds: list[dict[str, object]] = field(default_factory=list)

    @property
    def year(self) -> Term:
        return self.terms[0]

    @property
    def quarter(self) -> Term:
        return self.terms[-1]

    def add_people(self, count: int) -> None:
        """Make `count` students and the adults around them."""
        self.backgrounds = [self._student() for _ in range(count)]
        self._advisories()
        if self.slug == "internationals":
            self._teams()
        if self.slug == "new-tech":
            self._classes()
        self._sites()
        self._small_sites()

    def write_people(self) -> None:
        """Write the people, before their days."""
        write_rows(Person, self.people)
        write_rows(Demographics, self.backgrounds)
        sites, small_sites = self.sites, self.small_sites
        write_sites(self.school, sites, self.today, self.random)
        write_sites(self.school, small_sites, self.today, Random(self.school.name))

    def person(self, language: str = "", grade: str = "") -> PersonRow:
        """A person's row, to be written with the others; the name fits the language of the home."""
        language = language or self.random.choice(["en", "en", *names.HOME_LANGUAGES])
        row: PersonRow = {
            "sourced_id": new_id(),
            "network_id": self.network.pk,
            "given_name": self.random.choice(names.GIVEN_NAMES[language]),
            "middle_name": "",
            "family_name": self.random.choice(names.FAMILY_NAMES[language]),
            "preferred_name": "",
            "pronouns": "",
            "email": "",
            "phone": "",
            "username": "",
            "identifier": "",
            "grade": grade,
            "language": "",
            "home_languages": ["en"] if language == "en" else [language, "en"],
            "roster_id": "",
            "roster_print": "",
        }
        self.people.append(row)
        return row

    def tie(self, person: UUID, role: str, starts: date, **to: UUID) -> None:
        """A tie from a day on, to be written with the others."""
        targets = dict.fromkeys(("to_person_id", "to_group_id", "to_school_id", "to_network_id"))
        row = {"sourced_id": new_id(), "person_id": person, "role": role, "starts": utc_moment(starts, 12)}
        self.ties.append({**row, **targets, **to, **NO_ROSTER})

    def adult(self, role: str, starts: date | None = None, **to: UUID) -> UUID:
        """An adult with one tie."""
        key = self.person()["sourced_id"]
        self.tie(key, role, starts or self.year.starts, **to)
        return key

    def share(self, student: StudentFacts, base: float) -> bool:
        """Whether a student gets it: the planted gaps come off the base."""
        planted = sum(size for name, size in plan.PLANTED_GAPS.items() if getattr(student, name))
        return self.random.random() < max(0.02, base + planted)

    def _student(self) -> dict[str, object]:
        chance = self.random.random
        multilingual = chance() < plan.MULTILINGUAL_SHARES[self.slug]
        new = chance() < plan.NEW_SHARE
        language = self.random.choice(names.HOME_LANGUAGES) if multilingual else "en"
        person = self.person(language, grade=self.random.choice(["09", "10", "11", "12"]))
        disability = chance() < plan.DISABILITY_SHARE
        student = StudentFacts(person["sourced_id"], person["grade"], multilingual, disability, new)
        self.students.append(student)
        start = self.year.starts if new else self.year.starts - timedelta(days=365)
        self.tie(student.id, Role.STUDENT, start, to_school_id=self.school.pk)
        return {
            "sourced_id": new_id(),
            "student_id": student.id,
            "birth_date": self._birth_date(int(person["grade"])),
            "sex": self.random.choice(["female", "male"]),
            "race": self.random.choices(list(plan.RACE_SHARES), list(plan.RACE_SHARES.values()))[0],
            "multilingual_learner": multilingual,
            "disability": student.disability,
            "low_income": chance() < plan.LOW_INCOME_SHARES[self.slug],
            **NO_ROSTER,
        }

    def _birth_date(self, grade: int) -> date:
        """A birthday that makes somebody as old as their grade mostly is."""
        oldest = date(self.year.starts.year - grade - 6, 9, 1)
        return oldest + timedelta(days=self.random.randrange(365))

    def _advisories(self) -> None:
        for grade in ("09", "10", "11", "12"):
            members = [student.id for student in self.students if student.grade == grade]
            since = self.year.starts - timedelta(days=365 * (int(grade) - 9))
            for number, some in enumerate(_split_evenly(members, ADVISORY_SIZE)):
                title = f"Advisory {int(grade)}-{chr(65 + number)}"
                group = Group.objects.create(school=self.school, kind=Group.Kind.ADVISORY, title=title)
                advisor = self.adult(Role.ADVISOR, since, to_group_id=group.pk)
                self.advisories.append((group.pk, advisor, some))
                for member in some:
                    self.tie(member, Role.STUDENT, since, to_group_id=group.pk)
                    self.teachers[member] = advisor

    def _teams(self) -> None:
        everyone = [student.id for student in self.students]
        for number, some in enumerate(_split_evenly(everyone, TEAM_SIZE)):
            group = Group.objects.create(school=self.school, kind=Group.Kind.TEAM, title=f"Team {number + 1}")
            teachers = [self.adult(Role.TEACHER, to_group_id=group.pk) for _ in range(4)]
            for place, member in enumerate(some):
                self.tie(member, Role.STUDENT, self.year.starts, to_group_id=group.pk)
                self.teachers[member] = teachers[place % 4]

    def _classes(self) -> None:
        """Two integrated courses for each student; one teacher holds up to three of their classes."""
        for title in self.random.sample(life.COURSES, 2):
            course = Course.objects.create(network=self.network, school=self.school, title=title)
            members = [student.id for student in self.students]
            self.random.shuffle(members)
            teacher = None
            for number, some in enumerate(_split_evenly(members, CLASS_SIZE)):
                named = {"school": self.school, "kind": Group.Kind.CLASS, "course": course}
                group = Group.objects.create(title=f"{title} {number + 1}", **named)
                if number % 3 == 0 or teacher is None:
                    teacher = self.person()["sourced_id"]
                self.tie(teacher, Role.TEACHER, self.year.starts, to_group_id=group.pk)
                for member in some:
                    self.tie(member, Role.STUDENT, self.year.starts, to_group_id=group.pk)
                    self.teachers[member] = teacher

    def _sites(self) -> None:
        chosen = life.SITES[:1] + self.random.sample(life.SITES[1:], SITES - 1)
        for site in chosen:
            facts = self._site(site, MENTORS_PER_SITE, [], STUDENTS_PER_MENTOR * MENTORS_PER_SITE)
            self.sites.append(facts)

    def _small_sites(self) -> None:
        """Sites for those who still look for one; drawn apart, so that everybody else stays as they are."""
        taken = {site.name for site in self.sites}
        main_random, self.random = self.random, Random(f"small sites of {self.school.name}")
        others = self.random.sample(
            [site for site in life.SITES if site[0] not in taken], len(SMALL_SITE_DAYS)
        )
        self.small_sites = [
            self._site(site, 1, weekdays, 1 + number % 2)
            for number, (site, weekdays) in enumerate(zip(others, SMALL_SITE_DAYS, strict=True))
        ]
        self.random = main_random

    def _site(
        self, site: tuple[str, str, list[str]], mentor_count: int, weekdays: list[int], capacity: int
    ) -> SiteFacts:
        name, kind, goals = site
        domain = "".join(letter for letter in name.lower() if letter.isalnum() and letter.isascii())
        people = [self.person() for _ in range(mentor_count)]
        for number, person in enumerate(people):
            person["email"] = f"{mail_name(person)}@{domain}.example"
            person["phone"] = f"401-555-01{(len(self.sites) * MENTORS_PER_SITE + number) % 100:02}"
        site_id, languages = new_id(), ["en", self.random.choice(names.HOME_LANGUAGES)]
        minutes_away = self.random.randrange(5, 50)
        mentors = [person["sourced_id"] for person in people]
        contact = (f"desk@{domain}.example", f"401-555-01{len(self.sites):02}")
        return SiteFacts(
            site_id, name, kind, goals, mentors, languages, minutes_away, weekdays, capacity, *contact
        )

    def write_ties(self) -> None:
        """Write the ties, when all are made."""
        write_rows(Tie, self.ties)
        self.ties = []


def mail_name(person: PersonRow) -> str:
    """A person's name as it stands in their email: "marie-ange.saint-fleur"."""
    words = f"{person['given_name']}.{person['family_name']}".lower().replace(" ", "")
    return unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()


def _split_evenly(members: list[UUID], size: int) -> list[list[UUID]]:
    """The list in even parts of at most `size`."""
    count = max(1, -(-len(members) // size))
    return [members[number::count] for number in range(count)] if members else []
