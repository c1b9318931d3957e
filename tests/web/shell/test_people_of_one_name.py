"""People of the same name are told apart wherever one can be chosen, and nobody else's name gets longer."""

import ast
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

import trellis
from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.selectors import students_in
from world import make_side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_side("Harbor")


def people(home, *rows: dict) -> list[Person]:
    defaults = {"network": home.network, "given_name": "José", "family_name": "Álvarez"}
    return [Person.objects.create(**defaults | row) for row in rows]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([{"grade": "09"}, {"grade": "10"}], ["José Álvarez (grade 9)", "José Álvarez (grade 10)"]),
        (
            [{"grade": "09", "identifier": "2001"}, {"grade": "09", "identifier": "2002"}],
            ["José Álvarez (ID …01)", "José Álvarez (ID …02)"],
        ),
        (
            [{"identifier": "12001"}, {"identifier": "13001"}],
            ["José Álvarez (ID …2001)", "José Álvarez (ID …3001)"],
        ),
        (
            [{"given_name": "jose", "family_name": "ALVAREZ", "email": "a@x.org"}, {"email": "b@x.org"}],
            ["jose ALVAREZ (a@x.org)", "José Álvarez (b@x.org)"],
        ),
        ([{}, {}], ["José Álvarez (1)", "José Álvarez (2)"]),
        (
            [{"grade": "09"}, {"grade": "09"}, {"grade": "10"}],
            ["José Álvarez (grade 9, 1)", "José Álvarez (grade 9, 2)", "José Álvarez (grade 10)"],
        ),
        ([{"family_name": "Other"}, {}], ["José Other", "José Álvarez"]),
        (
            [{"grade": "09", "email": "a@x.org"}, {"grade": "09"}],
            ["José Álvarez (1)", "José Álvarez (2)"],  # a child's address is nobody's to read in a list
        ),
        (
            [{"grade": "09"}, {"email": "a@x.org"}],
            ["José Álvarez (grade 9)", "José Álvarez (a@x.org)"],
        ),
        (
            [{"grade": "09"}, {"grade": "11", "identifier": "2001"}, {"grade": "11", "identifier": "2002"}],
            ["José Álvarez (grade 9)", "José Álvarez (grade 11, ID …01)", "José Álvarez (grade 11, ID …02)"],
        ),
    ],
)
def test_as_little_as_will_do_tells_them_apart(home, rows, names):
    assert [person.name for person in add_distinctions(people(home, *rows))] == names


def test_the_same_person_twice_is_one(home):
    person = people(home, {})[0]
    again = Person.objects.unscoped("test").get(pk=person.pk)
    assert [namesake.name for namesake in add_distinctions([person, again])] == ["José Álvarez"] * 2


def in_advisory(home, title: str, *students: Person) -> None:
    advisory = Group.objects.create(school=home.school, kind=Group.Kind.ADVISORY, title=title)
    for student in students:
        Tie.objects.create(person=student, role=Role.STUDENT, to_school=home.school)
        Tie.objects.create(person=student, role=Role.STUDENT, to_group=home.rows["Class"])
        Tie.objects.create(person=student, role=Role.STUDENT, to_group=advisory)


def test_a_role_tells_adults_apart(home):
    teacher, leader = people(home, {}, {})
    Tie.objects.create(person=teacher, role=Role.TEACHER, to_group=home.rows["Advisory"])
    Tie.objects.create(person=leader, role=Role.LEADER, to_school=home.school)
    add_distinctions([teacher, leader])
    assert (teacher.name, leader.name) == ("José Álvarez (teacher)", "José Álvarez (school leader)")


def test_students_of_one_grade_are_told_apart_by_their_advisory(home):
    in_e, in_f = people(home, {"grade": "11", "identifier": "2001"}, {"grade": "11", "identifier": "2002"})
    in_advisory(home, "Advisory 11-E", in_e)
    in_advisory(home, "Advisory 11-F", in_f)
    add_distinctions([in_e, in_f])
    assert (in_e.name, in_f.name) == ("José Álvarez (Advisory 11-E)", "José Álvarez (Advisory 11-F)")


def test_only_those_whom_the_grade_leaves_alike_get_the_advisory_too(home):
    younger, in_e, in_f = people(home, {"grade": "09"}, {"grade": "11"}, {"grade": "11"})
    in_advisory(home, "Advisory 11-E", in_e)
    in_advisory(home, "Advisory 11-F", in_f)
    assert [person.name for person in add_distinctions([younger, in_e, in_f])] == [
        "José Álvarez (grade 9)",
        "José Álvarez (grade 11, Advisory 11-E)",
        "José Álvarez (grade 11, Advisory 11-F)",
    ]


def test_students_of_one_advisory_are_told_apart_by_the_end_of_their_id(home):
    students = people(home, {"grade": "11", "identifier": "2001"}, {"grade": "11", "identifier": "2002"})
    in_advisory(home, "Advisory 11-E", *students)
    add_distinctions(students)
    assert [student.distinction for student in students] == ["ID …01", "ID …02"]


def test_a_student_without_an_advisory_is_not_told_apart_by_a_school_that_both_go_to(home):
    in_e, in_none = people(home, {"grade": "11", "identifier": "2001"}, {"grade": "11", "identifier": "2002"})
    in_advisory(home, "Advisory 11-E", in_e)
    Tie.objects.create(person=in_none, role=Role.STUDENT, to_school=home.school)
    add_distinctions([in_e, in_none])
    assert (in_e.distinction, in_none.distinction) == ("ID …01", "ID …02")


def test_a_student_and_a_teacher_of_one_name_are_told_apart(home):
    student, teacher = people(home, {"grade": "11"}, {})
    in_advisory(home, "Advisory 11-E", student)
    Tie.objects.create(person=teacher, role=Role.TEACHER, to_group=home.rows["Advisory"])
    add_distinctions([student, teacher])
    assert (student.distinction, teacher.distinction) == ("grade 11", "teacher")


def test_however_many_names_are_shared_it_is_one_query(home, django_assert_num_queries):
    students = [
        student
        for number in range(5)
        for student in people(home, *[{"family_name": f"Álvarez {number}", "grade": "11"}] * 2)
    ]
    with django_assert_num_queries(1):
        add_distinctions(students)
    assert len({student.name for student in students}) == 10


def test_details_are_separated_as_the_readers_language_does(home):
    younger, in_e, in_f = people(home, {"grade": "09"}, {"grade": "11"}, {"grade": "11"})
    in_advisory(home, "Advisory 11-E", in_e)
    in_advisory(home, "Advisory 11-F", in_f)
    with translation.override("ar"):
        add_distinctions([younger, in_e, in_f])
        assert "، Advisory 11-E)" in in_e.name


def test_a_class_and_its_pages_tell_them_apart(home, client):
    for number in ("2001", "2002"):
        person = people(home, {"identifier": number})[0]
        Tie.objects.create(person=person, role=Role.STUDENT, to_group=home.rows["Advisory"])
        Tie.objects.create(person=person, role=Role.STUDENT, to_school=home.school)
    names = [student.name for student in students_in(home.viewer("daniel"), home.rows["Advisory"])]
    assert {"José Álvarez (ID …01)", "José Álvarez (ID …02)"} <= set(names)
    client.force_login(home.ines.account)
    teachers = people(home, {"email": "a@x.org"}, {"email": "b@x.org"})
    for person in teachers:
        Tie.objects.create(person=person, role=Role.TEACHER, to_group=home.rows["Advisory"])
    shown = client.get(reverse("handover", args=[home.rows["Advisory"].pk])).text
    assert "José Álvarez (a@x.org)</option>" in shown
    assert "José Álvarez (b@x.org)</option>" in shown


LISTS = {
    "adults/coaching/caseload.py": {"coaches_by_school"},
    "adults/coaching/commitments.py": {"owner_choices"},
    "adults/leadership/pathway_selectors.py": {"shared_cards", "possible_mentors", "who_wants_to_lead"},
    "adults/leadership/cohort_selectors.py": {"shown_pathways", "cohort_page_or_404"},
    "adults/leadership/trainee_selectors.py": {"training_at", "mentor_groups"},
    "adults/joining/selectors.py": {"possible_owners"},
    "adults/leadership/handover_selectors.py": {"_by_name"},
    "adults/professional_learning/events/attendance.py": {"session_roster"},
    "adults/professional_learning/records/directory.py": {"directory_lines"},
    "adults/professional_learning/sign_ups/substitutes.py": {"upcoming_absences", "waiting_approvals"},
    "adults/professional_learning/visits/visits.py": {"visitors_of"},
    "core/community/selectors.py": {"students_in"},
    "learning/internships/search_sources.py": {"find_mentors"},
    "learning/internships/internship_hours.py": {"_students_of"},
    "learning/internships/selectors.py": {"mentors_at"},
    "learning/plans/handover_forms.py": {"__init__"},
    "assessment/evidence/scoring_queue.py": {"_as_items"},
    "assessment/portfolios/desk.py": {"_propose_scorers"},
    "assessment/portfolios/practice.py": {"possible_assessors"},
    "assessment/portfolios/practice_desk.py": {"practice_desk"},
    "assessment/portfolios/scorer_candidates.py": {"staff_of"},
    "learning/projects/selectors.py": {"colleagues"},
    "learning/projects/tuning_selectors.py": {"find_colleagues", "invited_colleagues"},
    "learning/internships/apprenticeships/selectors.py": {
        "apprenticeships_of",
        "possible_mentors",
        "waiting_for",
    },
    "learning/supports/school_forms.py": {"__iter__"},
    "learning/schedules/input_selectors.py": {"teachers_of", "people_at"},
    "learning/teams/meetings.py": {"team_members"},
    "learning/teams/draft_context.py": {"draft_context"},
    "learning/teams/draft_page.py": {"students"},
    "learning/teams/selectors.py": {"staff_of"},
    "improvement/reviews/candidates.py": {"_by_name"},
    "improvement/reviews/review_page.py": {"reviewers"},
    "improvement/alumni/asking.py": {"graduates_in_class"},
    "improvement/surveys/selectors.py": {"_decisions"},
    "improvement/opportunity/standings.py": {"students_not_counted_yet"},
    "web/shell/days/leading.py": {"school_day"},
    "web/shell/days/teaching.py": {"_not_started"},
    "web/shell/joining/invitations.py": {"_ties_by_person"},
    "web/shell/people/selectors/families.py": {"family_rows"},
    "web/shell/people/selectors/groups.py": {"group_rows"},
    "web/shell/people/selectors/staff.py": {"staff_rows"},
    "web/shell/people/selectors/staff_member.py": {"_students_by_group"},
    "web/shell/people/selectors/students.py": {"student_rows"},
    "web/shell/search/people_sources.py": {"best_people", "find_families"},
}


def test_every_list_from_which_a_person_is_chosen_goes_by_it():
    """Whoever adds a list of people to choose from uses `add_distinctions` and adds it here."""
    rooms = Path(trellis.__file__).parent
    functions_by_path: dict[str, set[str]] = {}
    for path in rooms.rglob("*.py"):
        text = path.read_text()
        if "add_distinctions(" not in text or path.name == "distinct_names.py":
            continue
        for node in ast.walk(ast.parse(text)):
            calls = isinstance(node, ast.FunctionDef) and "add_distinctions(" in (
                ast.get_source_segment(text, node) or ""
            )
            if calls:
                functions_by_path.setdefault(path.relative_to(rooms).as_posix(), set()).add(node.name)
    assert functions_by_path == LISTS
