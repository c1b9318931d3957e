"""What the rooms tell of languages, needs, families and graduation: small worlds whose answer is known by hand."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from trellis.core.community.models import Demographics, Person, Role, School, Schooling, Tie
from trellis.core.foundation.measures import MEASURES, Year
from trellis.exchange import cohorts as bringing
from trellis.improvement.opportunity.cohorts import cohort_students_of
from trellis.improvement.opportunity.models import Rollup
from trellis.improvement.opportunity.services import rebuild_rollups
from trellis.learning.languages.models import (
    HomeResource,
    LanguageProfile,
    LevelScaffold,
    Proficiency,
    ResourceUse,
)
from trellis.learning.projects.models import Feedback, Member, Project, StepSubmission
from trellis.learning.supports import services
from trellis.learning.supports.models import Need
from trellis.web.families.models import Contact
from world import LONG_AGO, Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (
        Need,
        Contact,
        Proficiency,
        LanguageProfile,
        LevelScaffold,
        ResourceUse,
        StepSubmission,
        Member,
        Schooling,
    ):
        model.objects.unscoped(TEXT).all().delete()
    return side


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def count_by_student(side: Side, key: str, first: int = 200, last: int = -100) -> dict:
    """By student what they have and out of how much, in a year from `first` days ago to `last`."""
    year = Year(ago(first), ago(last), timezone.localdate().year)
    return {student: (has, of) for student, has, of in MEASURES[key].facts(side.network, year)}


# needs


def need(side: Side, opened: int, met: int | None = None) -> Need:
    return Need.objects.create(
        student=side.amina,
        area="food",
        words="Lunch.",
        opened_at=ago(opened),
        review_on=ago(opened - 7),
        met_at=None if met is None else ago(met),
    )


@pytest.mark.parametrize(
    ("opened", "met", "counts"),
    [
        (31, 1, (1, 1)),  # met on its thirtieth day
        (32, 1, (0, 1)),  # a day late
        (31, None, (0, 1)),
        (30, None, None),  # its last day is today
        (30, 20, None),  # of young needs only those that went well would be told
        (201, 190, None),  # opened in the year before
        (200, 190, (1, 1)),  # on the first day of this one
    ],
)
def test_a_need_counts_once_its_thirty_days_are_over(home, opened, met, counts):
    need(home, opened, met)
    assert count_by_student(home, "needs-met-in-30-days") == ({home.amina.pk.hex: counts} if counts else {})


def test_a_need_that_was_not_met_after_all_counts_as_not_met(home):
    open_need = need(home, 60, 50)
    assert count_by_student(home, "needs-met-in-30-days") == {home.amina.pk.hex: (1, 1)}
    services.reopen_need(open_need, home.noor.pk)
    assert count_by_student(home, "needs-met-in-30-days") == {home.amina.pk.hex: (0, 1)}


def test_thirty_days_run_over_the_end_of_february_and_of_the_year(home):
    Need.objects.create(
        student=home.amina,
        area="food",
        words="Lunch.",
        opened_at=date(2024, 2, 1),
        review_on=date(2024, 2, 8),
        met_at=date(2024, 3, 2),
    )
    year = Year(date(2023, 8, 1), date(2024, 2, 10), 2024)
    assert list(MEASURES["needs-met-in-30-days"].facts(home.network, year)) == [(home.amina.pk.hex, 1, 1)]


def test_feedback_counts_after_its_days_have_passed(home):
    member = Member.objects.create(project=home.rows["Project"], student=home.amina)
    at = timezone.now() - timedelta(days=2)
    piece = StepSubmission.objects.create(step=home.rows["Step"], member=member, words="Homes.", created=at)
    Feedback.objects.create(piece=piece, by=home.tomas, words="Which?", created=at + timedelta(days=1))
    assert count_by_student(home, "feedback-within-a-week") == {}


# families


def speaks(side: Side, *languages: str) -> None:
    Person.objects.unscoped(TEXT).filter(pk=side.amina.pk).update(home_languages=list(languages))


def contact(side: Side, language: str, interpreter: str = "", days: int = 3) -> None:
    Contact.objects.create(
        student=side.amina, date=ago(days), how="call", language=language, interpreter=interpreter
    )


def test_second_home_language_and_interpreter_count(home):
    speaks(home, "ff", "fr-CA", "en")
    for language, interpreter in (("fr", ""), ("en", "Fatou Ba, adult"), ("en", ""), ("es", "")):
        contact(home, language, interpreter)
    assert count_by_student(home, "family-contact-language") == {home.amina.pk.hex: (2, 4)}


@pytest.mark.parametrize("languages", [("en",), ("en-GB",), ()])
def test_a_family_that_speaks_english_alone_is_passed_over(home, languages):
    speaks(home, *languages)
    contact(home, "en")
    assert count_by_student(home, "family-contact-language") == {}


# languages


def level(side: Side, domain: str, level: int, days: int, scale: str = "wida") -> None:
    Proficiency.objects.create(
        student=side.amina, scale=scale, domain=domain, level=level, at=ago(days), source="test"
    )


def test_growth_is_told_by_domain_and_never_from_one_scale_to_another(home):
    for domain, at, days in (("reading", 2, 90), ("reading", 3, 1), ("writing", 1, 90), ("writing", 3, 1)):
        level(home, domain, at, days)
    level(home, "speaking", 1, 90, "nyseslat")
    level(home, "speaking", 4, 1, "wida")
    key = home.amina.pk.hex
    assert count_by_student(home, "language-growth-reading") == {key: (1, 1)}
    assert count_by_student(home, "language-growth-writing") == {key: (2, 1)}
    assert count_by_student(home, "language-growth-speaking") == {}
    assert count_by_student(home, "language-growth-listening") == {}
    assert count_by_student(home, "language-growth") == {key: (1.5, 1)}


def test_a_level_of_the_year_before_is_no_beginning(home):
    level(home, "reading", 1, 201)
    level(home, "reading", 3, 1)
    assert count_by_student(home, "language-growth-reading") == {}


def project(side: Side, first: int, last: int, *levels: int, scale: str = "wida") -> Project:
    project = Project.objects.create(
        school=side.school, title="Homes", driving_question="Why?", starts=ago(first), ends=ago(last)
    )
    Member.objects.create(project=project, student=side.amina)
    for at in levels:
        LevelScaffold.objects.create(
            project=project, scale=scale, domain="reading", least=at, most=at, title="Pictures"
        )
    return project


def test_a_project_of_the_fall_is_held_against_the_level_of_the_fall(home):
    level(home, "reading", 1, 150)
    level(home, "reading", 4, 10)
    project(home, 140, 100, 1)
    project(home, 9, -9, 1)
    assert count_by_student(home, "scaffolds-at-level") == {home.amina.pk.hex: (1, 2)}


def test_early_projects_use_the_first_language_level(home):
    level(home, "reading", 1, 50)
    project(home, 140, 100, 1)
    assert count_by_student(home, "scaffolds-at-level") == {home.amina.pk.hex: (1, 1)}


def test_a_project_that_has_not_begun_or_was_put_away_does_not_count(home):
    level(home, "reading", 1, 150)
    project(home, -5, -50)
    gone = project(home, 40, 10)
    gone.deleted_at = timezone.now()
    gone.save()
    assert count_by_student(home, "scaffolds-at-level") == {}


@pytest.mark.parametrize(("scale", "counts"), [("nyseslat", (0, 1)), ("wida", (1, 1)), (None, (0, 1))])
def test_only_the_students_own_scale_counts(home, scale, counts):
    if scale:
        LanguageProfile.objects.create(student=home.amina, scale=scale)
    level(home, "reading", 2, 900, "wida")
    level(home, "reading", 4, 20, "nyseslat")
    project(home, 15, -15, 2, scale="wida")
    assert count_by_student(home, "scaffolds-at-level") == {home.amina.pk.hex: counts}


def test_unused_home_language_counts_zero_minutes(home):
    Person.objects.unscoped(TEXT).filter(network=home.network).update(home_languages=["en"])
    speaks(home, "fr", "en")
    assert count_by_student(home, "home-language-time") == {home.amina.pk.hex: (0, 1)}
    resource = HomeResource.objects.create(project=home.rows["Project"], language="fr", title="De l’eau")
    for days, minutes in ((0, 20), (200, 15), (201, 99)):
        ResourceUse.objects.create(resource=resource, student=home.amina, day=ago(days), minutes=minutes)
    assert count_by_student(home, "home-language-time") == {home.amina.pk.hex: (35, 1)}


# cohorts


def create_student(
    side: Side, name: str, school: School | None = None, ended: bool = True, **schooling
) -> Person:
    student = Person.objects.create(network=side.network, given_name=name, identifier=name)
    Tie.objects.create(
        person=student,
        role=Role.STUDENT,
        to_school=school or side.school,
        starts=LONG_AGO,
        ends=timezone.now() if ended else None,
    )
    if schooling:
        Schooling.objects.create(student=student, **({"school": side.school} | schooling))
    return student


def graduated(side: Side, years: int = 4, year: int = 2024) -> dict:
    when = Year(date(year - 1, 9, 1), date(year, 6, 26), year)
    return {key: has for key, has, _of in MEASURES[f"graduated-in-{years}-years"].facts(side.network, when)}


def test_cohort_keeps_dropouts_and_loses_movers(home, tmp_path):
    students = [
        create_student(home, name)
        for name in ("done", "summer", "late", "left", "moved", "away", "died", "here")
    ]
    path = tmp_path / "cohorts.csv"
    lines = [
        "student,cohort,left,left_on,ever_learner",
        "done,2021,graduated,2024-06-20,no",
        "summer,2021,graduated,2024-08-31,yes",
        "late,2021,graduated,2024-09-01,no",
        "left,2021,left,2023-02-28,no",
        "moved,2021,moved,2023-01-09,no",
        "away,2021,emigrated,2023-01-09,no",
        "died,2021,died,2024-02-29,no",
        "here,2021,,,no",
    ]
    path.write_text("\n".join(lines))
    bringing.import_cohorts(home.network, bringing.read_cohorts(path))
    by_name = {student.pk.hex: student.identifier for student in students}
    graduated_by_name = {by_name[key]: has for key, has in graduated(home).items()}
    assert graduated_by_name == {"done": 1, "summer": 1, "late": 0, "left": 0, "here": 0}
    schoolings = Schooling.objects.unscoped(TEXT).filter(student__identifier__in=("away", "died"))
    assert set(schoolings.values_list("left", flat=True)) == {"moved"}


def test_a_summer_that_is_not_over_is_not_told_yet(home, monkeypatch):
    student = create_student(home, "soon", cohort=2021, left="graduated", left_on=date(2024, 6, 20))
    for day, is_counted in ((date(2024, 8, 30), False), (date(2024, 8, 31), True)):
        monkeypatch.setattr(timezone, "localdate", lambda now=day: now)
        assert (student.pk.hex in graduated(home)) is is_counted


def cell(side: Side, measure: str, school: School | None, facet: str = "all", level: str = "all") -> tuple:
    row = Rollup.objects.unscoped(TEXT).filter(
        network=side.network, school=school, measure=measure, facet=facet, level=level
    )
    return row.values_list("total", "base").first() or (0, 0)


def test_a_student_counts_at_the_school_whose_cohort_they_are_in(home):
    """Who went on to a second school of the network, and is still counted by the first, stands on one page there."""
    second = School.objects.create(network=home.network, name="Second")
    student = create_student(home, "mover", cohort=2023, left="graduated", left_on=date(2026, 6, 20))
    Tie.objects.create(person=student, role=Role.STUDENT, to_school=second, starts=timezone.now())
    rebuild_rollups(home.network, 2026)
    # whatever the schools' models ask, a cell of the second school would be its own
    assert not Rollup.objects.unscoped(TEXT).filter(school=second, measure="graduated-in-4-years", base__gt=0)


def test_who_stopped_learning_english_in_grade_four_stays_an_ever_learner(home):
    student = create_student(home, "former", cohort=2023, ever_learner=True)
    Demographics.objects.create(student=student, multilingual_learner=False)
    assert [each.ever_learner for each in cohort_students_of(home.viewer("ines"), home.school)] == [True]


def test_current_learners_are_ever_learners(home):
    student = create_student(home, "now", cohort=2023, ever_learner=False)
    Demographics.objects.create(student=student, multilingual_learner=True)
    other = create_student(home, "never", cohort=2023, ever_learner=False)
    Demographics.objects.create(student=other, multilingual_learner=False)
    assert sorted(each.ever_learner for each in cohort_students_of(home.viewer("ines"), home.school)) == [
        False,
        True,
    ]


def test_a_year_that_is_over_is_laid_out_from_who_was_there_at_its_end(home):
    """Zoe left this fall; last year's sums still hold her, and not Yaw, who came since."""
    last = timezone.localdate().year - (timezone.localdate().month < 8)
    until = timezone.make_aware(datetime.combine(date(last, 9, 5), time(12)))
    zoe, yaw = create_student(home, "zoe"), create_student(home, "yaw", ended=False)
    Tie.objects.unscoped(TEXT).filter(person=zoe).update(ends=until)
    Tie.objects.unscoped(TEXT).filter(person=yaw).update(starts=until)
    before = rebuild_rollups(home.network, last)
    now = rebuild_rollups(home.network, last + 1)
    assert before.students == now.students
    Tie.objects.unscoped(TEXT).filter(person=zoe).update(ends=None)
    assert rebuild_rollups(home.network, last).students == before.students
    assert rebuild_rollups(home.network, last + 1).students == now.students + 1
