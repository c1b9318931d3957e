"""What an outcome came to, term by term, work by work and course by course: the gradebook's own sums."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.assessment.evidence import over_time
from trellis.assessment.evidence.models import Score, Work
from trellis.core.community.models import Term
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Outcome
from trellis.engines.summary import SummaryRule
from trellis.learning.projects.models import Product
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
KEY = "empirical-reasoning"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    adoption = Adoption.objects.unscoped(TEXT).select_related("package").get(school=side.school)
    side.rows["Outcome"] = Outcome.objects.create(
        framework_id=adoption.package.framework_id, key=KEY, title="Empirical Reasoning", statement="."
    )
    Work.objects.unscoped(TEXT).all().delete()
    side.rows["Product"] = Product.objects.create(
        project=side.rows["Project"], title="A study", weights={KEY: 60}
    )
    year = side.rows["Term"]
    for title, first, last in (("Fall", 0, 40), ("Winter", 41, 120)):
        Term.objects.create(
            network=side.network,
            school=side.school,
            kind=Term.Kind.TERM,
            title=title,
            starts=year.starts + timedelta(days=first),
            ends=year.starts + timedelta(days=last),
            school_year=year.school_year,
        )
    return side


def read(side: Side, day: int, level: int, product: Product | None = None) -> Score:
    """Amina shows work on a day of the school year, and Daniel reads it."""
    shown = timezone.make_aware(datetime.combine(side.rows["Term"].starts + timedelta(days=day), time(12)))
    work = Work.objects.create(student=side.amina, title="A report", shown_at=shown, product=product)
    return Score.objects.create(
        work=work, outcome=side.rows["Outcome"], scorer=side.daniel, level=level, scored_at=shown
    )


def values(side: Side, rule: SummaryRule = SummaryRule.MEAN) -> list[float | None]:
    viewer, today = side.viewer("daniel"), timezone.localdate()
    columns = over_time.reporting_periods(viewer, side.school, today, timezone.get_current_timezone())
    [(_amina, [line])] = over_time.outcomes_over_time(
        viewer, [side.amina], [side.rows["Outcome"]], rule, 4, columns
    )
    return [summary.value if summary else None for summary in line.sums]


def page(side: Side, who: str, name: str, key: object, status: int = 200) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.get(reverse(name, args=[key]))
    assert answer.status_code == status
    return answer.content.decode()


def test_a_term_stands_as_it_was_when_it_was_over(home):
    read(home, 10, 1)
    read(home, 60, 3)
    assert values(home) == [1.0, 2.0]
    assert values(home, SummaryRule.HIGHEST) == [1.0, 3.0]


def test_a_term_in_which_nothing_was_read_says_so_and_is_no_zero(home):
    read(home, 60, 3)
    assert values(home) == [None, 3.0]


def stretches(side: Side) -> list[str]:
    viewer, today = side.viewer("daniel"), timezone.localdate()
    columns = over_time.reporting_periods(viewer, side.school, today, timezone.get_current_timezone())
    return [column.title for column in columns]


def term(side: Side, kind: str, title: str, first: int, last: int, school: object = None) -> None:
    year = side.rows["Term"]
    Term.objects.create(
        network=side.network,
        school=school,
        kind=kind,
        title=title,
        starts=year.starts + timedelta(days=first),
        ends=year.starts + timedelta(days=last),
        school_year=year.school_year,
    )


def test_a_semester_and_its_quarters_never_stand_beside_each_other(home):
    Term.objects.unscoped(TEXT).filter(kind=Term.Kind.TERM).delete()
    Term.objects.unscoped(TEXT).filter(network=home.network).update(school=home.school)
    term(home, Term.Kind.SEMESTER, "First half", 0, 40, home.school)
    term(home, Term.Kind.SEMESTER, "Second half", 41, 120, home.school)
    for number in range(4):
        term(home, Term.Kind.GRADING_PERIOD, f"Q{number + 1}", 20 * number, 20 * number + 19, home.school)
    term(home, Term.Kind.GRADING_PERIOD, "The network's", 0, 30)
    assert stretches(home) == ["Q1", "Q2", "Q3", "Q4"]


def test_a_school_with_parts_of_its_own_has_the_year_of_its_network(home):
    Term.objects.unscoped(TEXT).filter(pk=home.rows["Term"].pk).update(school=None)
    assert stretches(home) == ["Fall", "Winter"]


def test_a_year_that_was_cut_otherwise_stands_as_a_whole(home):
    year = home.rows["Term"]
    Term.objects.unscoped(TEXT).filter(network=home.network).update(school=home.school)
    term(home, Term.Kind.YEAR, "The year before", -365, -20, home.school)
    term(home, Term.Kind.SEMESTER, "Its first half", -365, -200, home.school)
    assert stretches(home) == ["The year before", "Fall", "Winter"]
    assert year.title not in stretches(home)


def test_a_school_without_parts_of_the_year_has_the_year(home):
    Term.objects.unscoped(TEXT).filter(kind=Term.Kind.TERM).delete()
    read(home, 10, 1)
    assert values(home) == [1.0]


def test_work_of_a_project_and_other_work_stand_apart(home):
    read(home, 10, 1)
    read(home, 60, 3, home.rows["Product"])
    lines = over_time.summaries_by_project(
        home.viewer("daniel"), home.amina, [home.rows["Outcome"]], SummaryRule.MEAN, 4
    )
    assert [(line.title, line.cells) for line in lines] == [("Clean water", [(3.0, 1)]), ("", [(1.0, 1)])]


def test_a_course_says_what_its_students_came_to_and_of_how_many(home):
    read(home, 10, 1)
    read(home, 60, 3)
    viewer, since = home.viewer("ines"), timezone.now() - timedelta(days=200)
    groups = over_time.courses_of(viewer, home.school)
    lines = over_time.summaries_by_course(viewer, groups, [home.rows["Outcome"]], SummaryRule.MEAN, 4, since)
    courses = ("Advisory 11-B", "Biology 1", "Team North")
    assert {line.title: line.cells for line in lines} == {key: [(2.0, 1)] for key in courses}


def test_amina_and_carmen_read_hers_and_rosa_who_mentors_her_does_not(home):
    read(home, 10, 2)
    for who in ("amina", "carmen", "tomas"):
        assert "Empirical Reasoning" in page(home, who, "student-outcomes", home.amina.pk)
    page(home, "rosa", "student-outcomes", home.amina.pk, 404)


def test_a_teacher_sees_their_own_courses_and_a_leader_all(home):
    assert "Advisory 11-B" not in page(home, "tomas", "course-outcomes", home.school.pk)
    shown = page(home, "ines", "course-outcomes", home.school.pk)
    assert "Advisory 11-B" in shown
    assert "Biology 1" in shown


def test_a_group_page_walks_from_term_to_term(home):
    read(home, 10, 1)
    read(home, 60, 3)
    shown = page(home, "tomas", "outcomes-over-time", home.rows["Class"].pk)
    assert 'Fall <span class="arrow">→</span> Winter' in " ".join(shown.split())
    assert '1.0 <span class="arrow">→</span> 3.0' in " ".join(shown.split())
