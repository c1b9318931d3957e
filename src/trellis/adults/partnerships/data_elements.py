"""The schedule of data: what is stored of a student, in the words of districts' forms, and in which columns of Trellis.

The categories are those of the data privacy agreements that districts use (exhibit B of the national one). A test holds
that each column exists. What Trellis has no column for is listed in NEVER_STORED.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Role


@dataclass(frozen=True)
class StoredColumn:
    """A column that holds an element. student: the path from its row to the student. conditions: which rows count."""

    model: str
    column: str
    student: str = "student"
    conditions: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class DataElement:
    """A kind of data. from_school: the school's own system sends it; else people write it in Trellis."""

    key: str
    category: str
    label: str
    columns: tuple[StoredColumn, ...]
    from_school: bool = False


PERSON = "community.Person"
BACKGROUND = "community.Demographics"
TIE = "community.Tie"
STUDENT, CONTACT = _("Student"), _("Student contact")
BACKGROUNDS, ENROLLMENT = _("Demographics"), _("Enrollment and schedule")
FAMILY, SUPPORT = _("Parent or guardian"), _("Special indicators and supports")
LEARNING, COMMUNICATION = _("Student work and scores"), _("Communications")
INTERNSHIP, USE = _("Internships"), _("Use of the application")
_AS_STUDENT = (("role", Role.STUDENT.value),)
_AS_FAMILY = (("ties__role", Role.GUARDIAN.value),)


def _of_student(column: str) -> tuple[StoredColumn]:
    return (StoredColumn(PERSON, column, "pk"),)


def _of_family(column: str) -> tuple[StoredColumn]:
    return (StoredColumn(PERSON, column, "ties__to_person", _AS_FAMILY),)


def _tie(column: str, role: Role = Role.STUDENT, student: str = "person") -> StoredColumn:
    return StoredColumn(TIE, column, student, (("role", role.value),))


ELEMENTS = {
    element.key: element
    for element in (
        DataElement("student-name", STUDENT, _("First and last name"), _of_student("given_name"), True),
        DataElement("local-id", STUDENT, _("Student ID"), _of_student("identifier"), True),
        DataElement("app-id", STUDENT, _("ID in Trellis"), _of_student("sourced_id")),
        DataElement(
            "username", STUDENT, _("Username"), (StoredColumn("community.Account", "username", "person"),)
        ),
        DataElement(
            "password",
            STUDENT,
            _("Password, as a one-way code"),
            (StoredColumn("community.Account", "password", "person"),),
        ),
        DataElement("student-email", CONTACT, _("Email"), _of_student("email"), True),
        DataElement("student-phone", CONTACT, _("Phone"), _of_student("phone"), True),
        DataElement(
            "birth-date", BACKGROUNDS, _("Date of birth"), (StoredColumn(BACKGROUND, "birth_date"),), True
        ),
        DataElement("gender", BACKGROUNDS, _("Sex or gender"), (StoredColumn(BACKGROUND, "sex"),), True),
        DataElement("race", BACKGROUNDS, _("Race or ethnicity"), (StoredColumn(BACKGROUND, "race"),), True),
        DataElement("languages", BACKGROUNDS, _("Home languages"), _of_student("home_languages"), True),
        DataElement("school", ENROLLMENT, _("School"), (_tie("to_school"),), True),
        DataElement("grade", ENROLLMENT, _("Grade"), _of_student("grade"), True),
        DataElement("groups", ENROLLMENT, _("Classes and advisory"), (_tie("to_group"),), True),
        DataElement(
            "counselor", ENROLLMENT, _("Counselor"), (_tie("to_person", Role.COUNSELOR, "to_person"),), True
        ),
        DataElement(
            "cohort", ENROLLMENT, _("Graduation year"), (StoredColumn("community.Schooling", "cohort"),), True
        ),
        DataElement("family-name", FAMILY, _("Names of family"), _of_family("given_name"), True),
        DataElement("family-email", FAMILY, _("Email of family"), _of_family("email"), True),
        DataElement("family-phone", FAMILY, _("Phone of family"), _of_family("phone"), True),
        DataElement(
            "english-learner",
            SUPPORT,
            _("English learner"),
            (StoredColumn(BACKGROUND, "multilingual_learner"),),
            True,
        ),
        DataElement(
            "low-income", SUPPORT, _("Low-income status"), (StoredColumn(BACKGROUND, "low_income"),), True
        ),
        DataElement("disability", SUPPORT, _("Disability"), (StoredColumn(BACKGROUND, "disability"),), True),
        DataElement(
            "supports",
            SUPPORT,
            _("Supports and needs"),
            (StoredColumn("supports.ClassroomSupport", "words"), StoredColumn("supports.Need", "words")),
        ),
        DataElement(
            "living-situation",
            SUPPORT,
            _("Living situation"),
            (StoredColumn("supports.Housing", "situation"),),
        ),
        DataElement(
            "language-levels",
            LEARNING,
            _("Language levels"),
            (StoredColumn("languages.Proficiency", "level"),),
        ),
        DataElement(
            "scores", LEARNING, _("Scores"), (StoredColumn("evidence.Score", "level", "work__student"),)
        ),
        DataElement(
            "grades",
            LEARNING,
            _("Grades and narratives"),
            (StoredColumn("evidence.Grade", "letter"), StoredColumn("evidence.Narrative", "words")),
        ),
        DataElement(
            "student-work",
            LEARNING,
            _("Student work"),
            (
                StoredColumn("projects.StepSubmission", "fingerprint", "member__student"),
                StoredColumn("portfolios.TaskSubmission", "fingerprint", "task__student"),
            ),
        ),
        DataElement("goals", LEARNING, _("Learning plans"), (StoredColumn("plans.Plan", "term"),)),
        DataElement(
            "messages",
            COMMUNICATION,
            _("Messages with families"),
            (StoredColumn("families.Notice", "words"), StoredColumn("families.Reply", "created")),
        ),
        DataElement(
            "counselor-notes",
            COMMUNICATION,
            _("Counselor notes"),
            (StoredColumn("supports.CaseNote", "words"),),
        ),
        DataElement(
            "internship-days",
            INTERNSHIP,
            _("Internship days and hours"),
            (StoredColumn("internships.InternshipDay", "date", "placement__student"),),
        ),
        DataElement(
            "internship-photos",
            INTERNSHIP,
            _("Photos and voice notes"),
            (StoredColumn("internships.DayEntry", "file", "placement__student"),),
        ),
        DataElement(
            "internship-sites",
            INTERNSHIP,
            _("Sites and mentors"),
            (StoredColumn("internships.Placement", "site"),),
        ),
        DataElement(
            "access-log",
            USE,
            _("Who opened a student’s record"),
            (StoredColumn("families.RecordAccess", "page"),),
        ),
    )
}

NEVER_STORED = (
    _("Immigration status"),
    _("Place of birth"),
    _("Social Security number"),
    _("Health records"),
    _("Discipline records"),
    _("Evaluations of teachers and principals"),
)
"""What districts' forms ask about and Trellis has no column for."""
