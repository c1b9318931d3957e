"""The files on people, groups, plans, internships and supports.

A confidential note, a need, a consent and where somebody sleeps are in no file, whoever asks: a counselor hands them
on by the rules for such records.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from trellis.core.community.models import Group, Person, Term, Tie
from trellis.learning.internships.models import InternshipDay, Placement, Site
from trellis.learning.plans.models import Goal, Plan, PlanSignature
from trellis.learning.supports.models import ClassroomSupport, Strength

from .files import ExportFile, ExportScope

STUDENT = {"student_id": ("student_id", "Student: a row of people.csv.")}
ROW_ID = {"id": ("pk", "Identifier in Trellis (UUID).")}


def ties_of(scope: ExportScope) -> QuerySet[Tie]:
    """The ties to the school, its groups and its students."""
    return Tie.objects.seen_by(scope.viewer).filter(
        Q(to_school=scope.school)
        | Q(to_group__in=scope.of_school(Group).values("pk"))
        | Q(to_person__in=scope.students),
        deleted_at=None,
    )


def people_of(scope: ExportScope) -> QuerySet[Person]:
    """Whoever has such a tie: students, staff, families and mentors."""
    return Person.objects.seen_by(scope.viewer).filter(pk__in=ties_of(scope).values("person"))


def _terms(scope: ExportScope) -> QuerySet[Term]:
    of_school = Q(school=scope.school) | Q(school=None, network=scope.school.network_id)
    return Term.objects.seen_by(scope.viewer).filter(of_school)


def _sites(scope: ExportScope) -> QuerySet[Site]:
    return Site.objects.seen_by(scope.viewer).filter(pk__in=scope.about_students(Placement).values("site"))


PEOPLE_FILES = (
    ExportFile(
        "people",
        "a student, an adult of the school, a parent or guardian, or a mentor",
        people_of,
        ROW_ID
        | {
            "last_name": ("family_name", "Last name."),
            "first_name": ("given_name", "First name."),
            "preferred_name": ("preferred_name", "The name they go by, if another."),
            "student_number": ("identifier", "The school's own number."),
            "grade": ("grade", "Grade of a student (CEDS code)."),
            "home_languages": ("home_languages", "Languages at home (BCP 47), the first one first."),
            "email": ("email", "Email."),
            "phone": ("phone", "Phone."),
        },
    ),
    ExportFile(
        "ties",
        "what a person is to the school, to one of its groups, or to a student, and from when to when",
        ties_of,
        {
            "person_id": ("person_id", "The person: a row of people.csv."),
            "role": ("role", "Role, such as student, teacher, advisor, guardian."),
            "to_student_id": ("to_person_id", "The student, for a guardian, counselor or mentor of one."),
            "to_group_id": ("to_group_id", "The group: a row of groups.csv."),
            "to_school_id": ("to_school_id", "The school."),
            "starts": ("starts", "Since when."),
            "ends": ("ends", "Until when; empty while it holds."),
        },
    ),
    ExportFile(
        "groups",
        "an advisory, a class or a team",
        lambda scope: scope.of_school(Group),
        ROW_ID
        | {
            "kind": ("kind", "advisory, class, team or another kind."),
            "title": ("title", "Title."),
            "code": ("code", "Code in the roster."),
        },
    ),
    ExportFile(
        "terms",
        "a school year, or a term of one",
        _terms,
        ROW_ID
        | {
            "title": ("title", "Title."),
            "kind": ("kind", "Kind of term (OneRoster)."),
            "starts": ("starts", "First day."),
            "ends": ("ends", "Last day."),
            "school_year": ("school_year", "The year in which the school year ends."),
        },
    ),
    ExportFile(
        "plans",
        "a student's learning plan of a term",
        lambda scope: scope.about_students(Plan),
        ROW_ID
        | STUDENT
        | {
            "term_id": ("term_id", "Term: a row of terms.csv."),
            "met_at": ("met_at", "When the plan meeting was held."),
            "family_present": ("family_present", "Whether the family attended."),
        },
    ),
    ExportFile(
        "plan_goals",
        "a goal of a plan",
        lambda scope: scope.about_students(Goal, "plan__student"),
        ROW_ID
        | {
            "plan_id": ("plan_id", "Plan: a row of plans.csv."),
            "title": ("title", "The goal."),
            "evidence_wanted": ("evidence_wanted", "What will show it."),
            "due": ("due", "Due day."),
            "reached_at": ("reached_at", "When it was reached."),
        },
    ),
    ExportFile(
        "plan_signatures",
        "a signature under a version of a plan",
        lambda scope: scope.about_students(PlanSignature, "version__plan__student"),
        {
            "plan_id": ("version__plan_id", "Plan: a row of plans.csv."),
            "version": ("version__number", "Number of the version that was signed."),
            "part": ("part", "For whom: student, guardian, advisor."),
            "name": ("name", "Name of the signer."),
            "signed_at": ("signed_at", "When."),
        },
    ),
    ExportFile(
        "internships",
        "a student's internship",
        lambda scope: scope.about_students(Placement),
        ROW_ID
        | STUDENT
        | {
            "site_id": ("site_id", "Site: a row of internship_sites.csv."),
            "mentor_id": ("mentor_id", "Mentor: a person."),
            "starts": ("starts", "First day."),
            "ends": ("ends", "Last day."),
            "hours_agreed": ("hours_agreed", "Hours agreed on."),
            "kind": ("kind", "Kind: unpaid, paid or another."),
        },
    ),
    ExportFile(
        "internship_days",
        "a day at an internship",
        lambda scope: scope.about_students(InternshipDay, "placement__student"),
        {
            "internship_id": ("placement_id", "Internship: a row of internships.csv."),
            "date": ("date", "Day."),
            "arrived": ("arrived", "Time of arrival."),
            "left": ("left", "Time of leaving."),
            "minutes": ("minutes", "Minutes at the site."),
            "goal": ("goal", "Goal of the day."),
            "summary": ("summary", "What the student wrote."),
            "confirmed_at": ("confirmed_at", "When it was confirmed."),
        },
    ),
    ExportFile(
        "internship_sites",
        "a site at which a student of the school has or had an internship",
        _sites,
        ROW_ID
        | {
            "name": ("name", "Name."),
            "city": ("city", "City."),
            "field": ("field", "What is done there."),
        },
    ),
    ExportFile(
        "strengths",
        "a strength of a student",
        lambda scope: scope.about_students(Strength),
        STUDENT | {"words": ("words", "The strength."), "written": ("created", "When it was written.")},
    ),
    ExportFile(
        "classroom_supports",
        "what a class can do for a student",
        lambda scope: scope.about_students(ClassroomSupport),
        STUDENT
        | {
            "words": ("words", "The support."),
            "until": ("until", "Last day."),
            "written": ("created", "When it was written."),
        },
    ),
)
