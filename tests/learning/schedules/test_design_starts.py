"""A design begins with numbers, with the roster or as a copy, and its week can be drafted at once."""

import pytest

from trellis.core.community.models import Group, Role
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.models import Adoption, ModelPackage
from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.engines.timetable import week
from trellis.learning.schedules.models import DesignTeacher, TeamSection, TeamSubject, WeekDesign, WeekMeeting
from trellis.learning.schedules.services import starting
from trellis.learning.schedules.week_contents import load_contents
from trellis.learning.schedules.week_question import build_question
from world import Side, make_side, tie

pytestmark = pytest.mark.django_db
TEXT = "look at a design of the tests"


@pytest.fixture
def home() -> Side:
    return make_side("Harbor")


def begin(home: Side, students: int, title: str = "Next year") -> WeekDesign:
    numbers = starting.suggest_numbers(students)
    return starting.begin_design(home.school, 2028, title, numbers, home.ines.pk)


def work_by(home: Side, slug: str) -> None:
    """Let the school work by one of the three models."""
    package = ModelPackage.objects.get(pk=home.rows["Adoption"].package_id)
    body = read_package(builtin_packages()[slug]).model_dump(mode="json")
    package.body = body | {"slug": package.slug, "version": package.version}
    package.version = f"1.0.{slug}"
    package.save()
    Adoption.objects.unscoped(TEXT).filter(pk=home.rows["Adoption"].pk).delete()
    Adoption.objects.create(school=home.school, package=package)


@pytest.mark.parametrize(
    ("students", "slug"),
    [
        (100, "big-picture"),
        (200, "internationals"),
        (333, "new-tech"),
        (333, "big-picture"),
        (400, "internationals"),
    ],
)
def test_a_week_can_be_drafted_from_suggested_numbers_alone(home, students, slug):
    work_by(home, slug)
    contents = load_contents(begin(home, students))
    assert week.count_shortages(build_question(contents)) == ()
    assert sum(team.students for team in contents.teams.values()) == students
    loads = dict.fromkeys(contents.teachers, 0)
    for subject in contents.subjects.values():
        for section in contents.sections_of(contents.teams[subject.team_id], subject.kind):
            for teacher in contents.teachers_for(subject, section):
                loads[teacher.pk] += subject.times
    assert 0 < max(loads.values()) <= 20


def test_few_teachers_and_rooms_get_a_smaller_week_and_not_an_impossible_one(home):
    numbers = starting.StartNumbers((90, 60), 2, class_groups=4, advisories=5, teachers=6, rooms=5)
    design = starting.begin_design(home.school, 2028, "Small", numbers, home.ines.pk)
    contents = load_contents(design)
    assert [team.students for team in contents.teams.values()] == [90, 60]
    assert week.count_shortages(build_question(contents)) == ()


def test_students_are_out_on_the_models_internship_days_but_for_advisory(home):
    team = next(iter(load_contents(begin(home, 80)).teams.values()))
    assert team.away == [f"{day}:{number}" for day in ("tue", "thu") for number in (2, 3, 4, 5)]


def test_pressed_twice_the_same_design_comes_back(home):
    assert begin(home, 200) == begin(home, 200)
    from_roster = starting.begin_design_from_roster(home.school, 2028, "Roster", home.ines.pk)
    assert starting.begin_design_from_roster(home.school, 2028, "Roster", home.ines.pk) == from_roster
    copy = starting.copy_design(from_roster, "Copy", home.ines.pk)
    assert starting.copy_design(from_roster, "Copy", home.ines.pk) == copy


@pytest.mark.parametrize(
    ("change", "field"),
    [({"teams": 0}, "teams"), ({"students": (0,)}, "students"), ({"students": (50, 50, 50)}, "students")],
)
def test_numbers_that_cannot_be_are_refused_and_nothing_is_written(home, change, field):
    numbers = {"students": (100,), "teams": 2, "class_groups": 2, "advisories": 2, "teachers": 6, "rooms": 6}
    with pytest.raises(ActionError) as refused:
        starting.begin_design(
            home.school, 2028, "Wrong", starting.StartNumbers(**numbers | change), home.ines.pk
        )
    assert refused.value.field == field
    assert not WeekDesign.objects.unscoped(TEXT).filter(title="Wrong").exists()


def test_the_rosters_teams_advisories_and_teachers_become_the_designs(home):
    team = home.rows["Team"]
    tie(home.bea, Role.STUDENT, team)
    design = starting.begin_design_from_roster(home.school, 2028, "Roster", home.ines.pk)
    contents = load_contents(design)
    assert [(row.title, row.group_id, row.students) for row in contents.teams.values()] == [
        (team.title, team.pk, 2)
    ]
    advisories = contents.sections_of(next(iter(contents.teams.values())), TeamSection.Kind.ADVISORY)
    assert [section.group_id for section in advisories] == [home.rows["Advisory"].pk]
    advisory = next(row for row in contents.subjects.values() if row.kind == TeamSubject.Kind.ADVISORY)
    assert [row.person_id for row in contents.teachers_for(advisory, advisories[0])] == [home.daniel.pk]
    assert {row.person_id for row in contents.teachers.values()} == {home.daniel.pk, home.tomas.pk}
    science = next(row for row in contents.subjects.values() if row.title == "Science")
    (teacher,) = contents.subject_teachers[science.pk]
    assert contents.teachers[teacher].person_id == home.tomas.pk, "he teaches Biology now"


def test_a_school_without_teams_is_one_team(home):
    Group.objects.unscoped(TEXT).filter(school=home.school, kind=Group.Kind.TEAM).delete()
    design = starting.begin_design_from_roster(home.school, 2028, "Roster", home.ines.pk)
    assert [team.students for team in load_contents(design).teams.values()] == [2]


def test_a_copy_has_everything_and_is_changed_apart(home):
    original = home.rows["WeekDesign"]
    original.findings = {"lessons": [str(home.rows["TeamSubject"].pk)]}
    original.save()
    copy = load_contents(starting.copy_design(original, "Copy", home.ines.pk))
    subject = next(iter(copy.subjects.values()))
    assert copy.design.findings == {"lessons": [str(subject.pk)]}
    assert [meeting.subject_id for meeting in copy.meetings] == [subject.pk]
    teacher = next(iter(copy.teachers.values()))
    assert (copy.subject_teachers[subject.pk], teacher.person_id) == ([teacher.pk], home.tomas.pk)
    DesignTeacher.objects.unscoped(TEXT).filter(pk=teacher.pk).delete()
    WeekMeeting.objects.unscoped(TEXT).filter(design=copy.design).delete()
    assert len(load_contents(original).meetings) == len(load_contents(original).teachers) == 1
