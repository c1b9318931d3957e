"""Cohorts of the invented schools: who is here now, and three years of those who entered before them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from random import Random

from trellis.core.community.models import Demographics, Network, Person, Role, School, Schooling, Tie

from . import names
from .rows import write_records

FORMER_PER_COHORT = 24
"""Former students of each earlier cohort."""
LEARNER_SHARES = {"internationals": 0.95, "big-picture": 0.25, "new-tech": 0.15}
GRADUATED_SHARES = (0.72, 0.84, 0.88)
"""The share that has graduated after four, five and six years; of those who ever learned English, ten points less."""


def create_cohorts(network: Network, ends: date, random: Random) -> None:
    """`ends`: the last day of the school year under way."""
    for school in School.objects.system().filter(network=network).order_by("pk").select_related("network"):
        ties = Tie.objects.system().filter(role=Role.STUDENT, to_school=school).order_by("person")
        learner_by_student = dict(
            Demographics.objects.system()
            .filter(student__in=ties.values("person"))
            .values_list("student_id", "multilingual_learner")
        )
        students = ties.values_list("person_id", "person__grade")
        write_records(
            [
                Schooling(
                    student_id=student,
                    school=school,
                    cohort=ends.year - (int(grade or 9) - 9),
                    ever_learner=bool(learner_by_student.get(student)),
                )
                for student, grade in students
            ]
        )
        slug = school.adoptions.system().values_list("package__slug", flat=True).first()
        for years in (4, 5, 6):
            _create_former_cohort(school, ends.year - years, years, LEARNER_SHARES.get(slug, 0.2), random)


def _create_former_cohort(school: School, cohort: int, years: int, learners: float, random: Random) -> None:
    """Those of one earlier cohort: people without an account, whose ties have ended."""
    people, ties, rows = [], [], []
    for _number in range(FORMER_PER_COHORT):
        learner = random.random() < learners
        language = random.choice(names.HOME_LANGUAGES) if learner else "en"
        person = Person(
            network=school.network,
            given_name=random.choice(names.GIVEN_NAMES[language]),
            family_name=random.choice(names.FAMILY_NAMES[language]),
            home_languages=[language] if language == "en" else [language, "en"],
        )
        left, after = _way_of_leaving(years, learner, random)
        day = date(cohort + after - 1, 6, 18) if left else None
        people.append(person)
        ties.append(
            Tie(
                person=person,
                role=Role.STUDENT,
                to_school=school,
                starts=datetime.combine(date(cohort - 1, 9, 1), time(12), UTC),
                ends=datetime.combine(day or date(cohort + years - 1, 6, 20), time(12), UTC),
            )
        )
        rows.append(
            Schooling(
                student=person, school=school, cohort=cohort, left=left, left_on=day, ever_learner=learner
            )
        )
    write_records(people)
    write_records(ties)
    write_records(rows)


def _way_of_leaving(years: int, learner: bool, random: Random) -> tuple[str, int]:
    """How somebody left, and after how many years; "" for who is still on the way, at a program of the district."""
    chance = random.random() + (0.1 if learner else 0)
    for after, share in zip((4, 5, 6), GRADUATED_SHARES, strict=True):
        if after <= years and chance < share:
            return Schooling.Left.GRADUATED, after
    if random.random() < 0.35:
        return Schooling.Left.MOVED, 2
    return (Schooling.Left.LEFT, 3) if random.random() < 0.5 else ("", 0)
