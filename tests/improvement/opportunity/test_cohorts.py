"""Who graduates within four, five and six years; and those who ever learned English, beside the others."""

from datetime import date

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from trellis.cli import main
from trellis.core.community.models import Demographics, Network, Person, Role, School, Schooling, Tie
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.models import ModelPackage
from trellis.exchange import cohorts as bringing
from trellis.improvement.opportunity.cohorts import GRADUATION_YEARS, CohortStudent, count_cohorts
from trellis.improvement.opportunity.models import Rollup, Snapshot
from trellis.improvement.opportunity.services import rebuild_rollups
from world import LONG_AGO, Side, make_world

TEXT = "the test looks"
TODAY = date(2026, 11, 26)


def test_a_cohort_is_counted_as_new_york_counted_it():
    """Internationals, English learners, cohort 2001: 110 of 196 in four years, the 38.8% still at school not lost."""
    every = [CohortStudent(2002, "graduated", date(2005, 6, 27))] * 110 + [CohortStudent(2002)] * 76
    every += [CohortStudent(2002, "left", date(2004, 3, 1))] * 10 + [
        CohortStudent(2002, "moved", date(2003, 9, 1))
    ] * 31
    (cohort,) = count_cohorts(every, date(2005, 12, 1))
    assert (cohort.students, cohort.moved, cohort.at_school, cohort.left) == (196, 31, 76, 10)
    assert round(100 * cohort.graduated[4] / cohort.students, 1) == 56.1
    assert cohort.graduated[5] is None


def test_summer_graduates_count_with_that_year():
    (cohort,) = count_cohorts(
        [
            CohortStudent(2020, "graduated", date(2023, 8, 31)),
            CohortStudent(2020, "graduated", date(2023, 9, 1)),
        ],
        TODAY,
    )
    assert cohort.graduated == {4: 1, 5: 2, 6: 2}


days = st.dates(date(2018, 1, 1), date(2030, 1, 1))
ones = st.one_of(
    st.builds(CohortStudent, st.integers(2018, 2026)),
    st.builds(CohortStudent, st.integers(2018, 2026), st.sampled_from(["graduated", "moved", "left"]), days),
)


@given(st.lists(ones, max_size=60))
def test_more_years_never_lose_a_graduate_and_everybody_is_somewhere(every):
    cohorts = count_cohorts(every, TODAY)
    assert sum(cohort.students + cohort.moved for cohort in cohorts) == len(every)
    for cohort in cohorts:
        graduates = [
            cohort.graduated[years] for years in GRADUATION_YEARS if cohort.graduated[years] is not None
        ]
        assert graduates == sorted(graduates)
        assert all(done <= cohort.students - cohort.at_school - cohort.left for done in graduates)


# written down, and read


@pytest.fixture
def home(db) -> Side:
    return make_world().home


def sheet(tmp_path, *lines: str, head: str = "student,cohort,left,left_on,ever_learner"):
    path = tmp_path / "cohorts.csv"
    path.write_text("\n".join([head, *lines]))
    return path


def person(side: Side, number: int) -> Person:
    student = Person.objects.create(
        network=side.network, given_name=f"Student {number}", identifier=f"S{number}"
    )
    Tie.objects.create(
        person=student, role=Role.STUDENT, to_school=side.school, starts=LONG_AGO, ends=timezone.now()
    )
    return student


def test_a_spreadsheet_is_taken_whole_and_again_changes_nothing(home, tmp_path):
    for number in range(3):
        person(home, number)
    path = sheet(tmp_path, "S0,2022,graduated,2025-06-20,yes", "S1,2022,,,no", "S2,2022,moved,2024-01-09,")
    assert bringing.import_cohorts(home.network, bringing.read_cohorts(path)) == (3, 0)
    assert bringing.import_cohorts(home.network, bringing.read_cohorts(path)) == (0, 0)
    sheet(tmp_path, "S1,2022,graduated,2026-06-20,no")
    assert bringing.import_cohorts(home.network, bringing.read_cohorts(path)) == (0, 1)
    assert Schooling.objects.unscoped(TEXT).get(student__identifier="S1").left == "graduated"


def test_cohorts_that_changed_update_the_figures(home, tmp_path, django_capture_on_commit_callbacks):
    person(home, 0)
    rows = bringing.read_cohorts(sheet(tmp_path, "S0,2022,graduated,2025-06-20,yes"))
    before = Snapshot.objects.unscoped(TEXT).count()
    for _ in range(2):  # the second time nothing changes
        with django_capture_on_commit_callbacks(execute=True):
            bringing.import_cohorts(home.network, rows)
    assert Snapshot.objects.unscoped(TEXT).count() == before + 1


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["S0,22"], "line 2: cohort must be the year"),
        (["S0,2022,gone,2025-01-01"], "left must be empty or one of"),
        (["S0,2022,graduated"], "fill in both left and left_on"),
        (["S0,2022,graduated,20.6.2025"], "line 2"),
        (["S0,2022,,,perhaps"], "yes or no"),
        (["S0,2022", "S0,2023"], "line 3: S0 is already on line 2"),
        ([",2022"], "no student"),
        (["S9,2022"], "S9 (line 2)"),
        ([], "no rows"),
    ],
)
def test_what_is_wrong_is_named_by_its_line_and_nothing_is_taken(home, tmp_path, lines, sentence):
    person(home, 0)
    with pytest.raises(ActionError) as error:
        bringing.import_cohorts(home.network, bringing.read_cohorts(sheet(tmp_path, *lines)))
    assert sentence in error.value.message
    assert Schooling.objects.unscoped(TEXT).filter(student__identifier="S0").count() == 0


def test_a_column_that_nobody_needs_is_refused(home, tmp_path):
    path = sheet(tmp_path, "S0,2022,Mali", head="student,cohort,birth_country")
    with pytest.raises(ActionError, match="birth_country"):
        bringing.read_cohorts(path)


@pytest.mark.django_db
def test_a_file_that_is_none_is_refused_by_the_command(tmp_path):
    path = tmp_path / "cohorts.csv"
    path.write_bytes(b"\xff\xfe\x00bad")
    answer = CliRunner().invoke(main, ["cohorts", "import", str(path)])
    assert answer.exit_code == 1
    assert "not a CSV file in UTF-8" in answer.output


def _cohort(side: Side, students: int, graduated: int, learner: bool) -> None:
    for number in range(students):
        student = person(side, number + 100 * learner)
        Demographics.objects.create(student=student, multilingual_learner=False)
        done = {"left": "graduated", "left_on": date(2026, 6, 20)} if number < graduated else {}
        Schooling.objects.create(
            student=student, school=side.school, cohort=2023, ever_learner=learner, **done
        )


def test_ines_reads_who_graduated_though_they_have_left(home):
    _cohort(home, 12, 9, learner=True)
    _cohort(home, 11, 5, learner=False)
    ines = Client()
    ines.force_login(home.ines.account)
    shown = ines.get(reverse("cohorts", args=[home.school.pk])).content.decode()
    for text in ("14/23", "9/12", "5/11", "75%"):
        assert text in shown


def _add_to_model(side: Side, key: str) -> None:
    """The school's model asks for a measure too."""
    package = ModelPackage.objects.get(slug=side.network.slug, network=None)
    first = package.body["measures"]["measures"][0]
    measures = {
        **package.body["measures"],
        "measures": [*package.body["measures"]["measures"], {**first, "key": key}],
    }
    package.body = {**package.body, "measures": measures}
    package.save()


def test_the_measure_counts_former_students_by_ever_having_learned_english(home):
    _cohort(home, 12, 9, learner=True)
    _cohort(home, 11, 5, learner=False)
    _add_to_model(home, "graduated-in-4-years")
    rebuild_rollups(home.network, 2027)
    cells = Rollup.objects.unscoped(TEXT).filter(
        network=home.network, school=None, measure="graduated-in-4-years", facet="ever_learner"
    )
    counts_by_level = {
        level: (int(total), int(base)) for level, total, base in cells.values_list("level", "total", "base")
    }
    assert counts_by_level["yes"] == (9, 12)
    assert counts_by_level["no"] == (5, 11)
    rollup = Rollup.objects.unscoped(TEXT).get(
        network=home.network, school=None, measure="plan-current", facet="all"
    )
    assert rollup.base == 2


def test_an_empty_network_still_says_so(db):
    network = Network.objects.create(name="New", slug="new")
    School.objects.create(network=network, name="One")
    with pytest.raises(
        ActionError,
        match="This network has no students yet\\. Import its roster first, then update the figures\\.",
    ):
        rebuild_rollups(network)
