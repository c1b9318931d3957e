"""Tomas reads a pile of work by keyboard; the page names the rule by which levels are summed up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.assessment.evidence.models import Score, Work
from trellis.core.community.models import Role
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Outcome
from trellis.learning.projects.models import Product
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
KEY = "empirical-reasoning"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    framework = (
        Adoption.objects.unscoped(TEXT).select_related("package").get(school=side.school).package.framework_id
    )
    side.rows["Outcome"] = Outcome.objects.create(
        framework_id=framework, key=KEY, title="Empirical Reasoning", statement="."
    )
    Work.objects.unscoped(TEXT).all().delete()
    Product.objects.unscoped(TEXT).all().delete()
    side.rows["Product"] = Product.objects.create(
        project=side.rows["Project"], title="A report", weights={KEY: 60}
    )
    return side


def go(side: Side, who: str, status: int = 302, key: str = KEY, post: bool = True, **cells) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    group = side.rows["Class"].pk
    where = reverse("gradebook-outcome", args=[group, key]) if key else reverse("gradebook", args=[group])
    answer = client.post(where, cells) if post else client.get(where)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def cell(side: Side, was: str = "-") -> str:
    return f"{side.amina.pk} {side.rows['Product'].pk} {was}"


def levels() -> list[int]:
    return list(Score.objects.unscoped(TEXT).order_by("level").values_list("level", flat=True))


def test_a_level_is_typed_changed_and_taken_away_again(home):
    go(home, "tomas", **{cell(home): "2"})
    assert levels() == [2]
    go(home, "tomas", **{cell(home, "2"): "3"})
    assert levels() == [3]
    page_text = go(home, "tomas", 200, **{cell(home, "3"): ""})
    assert '3.0<span class="arrow">→</span><b>no level</b>' in compact(page_text)
    assert levels() == [3]
    go(home, "tomas", **{cell(home, "3"): "", "sure": "1"})
    assert levels() == []


def test_a_second_press_and_an_unchanged_cell_change_nothing(home):
    for _press in range(2):
        go(home, "tomas", **{cell(home): "2"})
    go(home, "tomas", **{cell(home, "2"): "2"})
    assert levels() == [2]


@pytest.mark.parametrize("typed", ["0", "99", "-1", "two", "2.5", "²", "1e3"])
def test_what_is_no_level_is_said_and_nothing_is_kept(home, typed):
    page = go(home, "tomas", 422, **{cell(home): typed})
    assert "Enter the level as a number." in page or "Enter a level from 1 to" in page
    assert levels() == []


def test_a_page_that_is_older_than_the_score_overwrites_nothing(home):
    go(home, "tomas", **{cell(home): "2"})
    both = go(home, "tomas", 409, **{cell(home): "4"})
    assert levels() == [2]
    assert f'name="{cell(home, "2")}" value="4"' in both
    go(home, "tomas", **{cell(home, "2"): "4"})
    assert levels() == [4]


def test_two_scorers_each_keep_their_own_level_and_see_the_other_s(home):
    go(home, "tomas", **{cell(home): "2"})
    go(home, "ines", **{cell(home): "4"})
    assert levels() == [2, 4]
    shown = go(home, "ines", 200, post=False)
    assert 'value="4"' in shown
    assert '<span class="meta">2</span>' in shown


def test_names_of_cells_that_were_made_up_read_nobody(home):
    go(home, "tomas", **{f"{home.bea.pk} {home.rows['Product'].pk} -": "2", "x y z": "2"})
    assert levels() == []


def shown_weeks_ago(side: Side, weeks: int, level: int) -> None:
    work = Work.objects.create(
        student=side.amina, title=f"Work {weeks}", shown_at=timezone.now() - timedelta(weeks=weeks)
    )
    Score.objects.create(
        work=work, outcome=side.rows["Outcome"], scorer=side.tomas, level=level, scored_at=timezone.now()
    )


@pytest.mark.parametrize(
    ("rule", "value"), [("most-recent", "2.0"), ("highest", "4.0"), ("mean", "3.0"), ("decaying", "2.6")]
)
def test_the_page_names_the_rule_that_the_school_chose(home, rule, value):
    """Levels 3, 4, 2: the decaying average is 0.65 of each new one and 0.35 of what stood: 2.5775 at the end."""
    for weeks, level in ((6, 3), (4, 4), (2, 2)):
        shown_weeks_ago(home, weeks, level)
    go(home, "ines", key="", rule=rule)
    shown = go(home, "tomas", 200, key="", post=False)
    assert f">{value}<" in compact(shown)
    assert "Each number combines this year’s scores (" in shown


def test_only_whoever_teaches_the_group_or_leads_the_school_opens_it(home):
    for who in ("tomas", "ines"):
        go(home, who, 200, post=False)
    for who in ("amina", "carmen", "daniel", "noor", "imani"):
        go(home, who, 404, post=False)


def test_another_rule_says_first_what_it_would_change(home):
    for weeks, level in ((6, 3), (4, 4), (2, 2)):
        shown_weeks_ago(home, weeks, level)
    client = Client()
    client.force_login(home.ines.account)
    where = reverse("gradebook", args=[home.rows["Class"].pk])
    shown = client.get(where, {"try": "highest"}).content.decode()
    assert '2.0</a><span class="arrow">→</span><b>4.0</b>' in compact(shown)
    assert "Other groups at the school would change too." in shown
    assert "→" not in client.get(where).content.decode()
    assert client.get(where, {"try": "x'\x00"}).status_code == 200


def test_choosing_a_rule_is_the_leader_s_and_no_other(home):
    go(home, "tomas", 404, key="", rule="mean")
    assert "Choose a rule from the list." in go(home, "ines", 422, key="", rule="median")


def test_an_outcome_that_the_model_does_not_read_is_no_page(home):
    go(home, "tomas", 404, key="juggling", post=False)


def test_work_of_before_the_school_year_is_not_summed_up(home):
    shown_weeks_ago(home, 40, 4)
    assert '<td class="num">4.0' not in go(home, "tomas", 200, key="", post=False)


def test_every_cell_opens_the_work(home):
    go(home, "tomas", **{cell(home): "2"})
    page = go(home, "tomas", 200, post=False)
    assert f'href="../{home.rows["Product"].pk}/{home.amina.pk}/"' in page
    sums = go(home, "tomas", 200, key="", post=False)
    address = f"{reverse('student-outcomes', args=[home.amina.pk])}?outcome={KEY}"
    assert f'href="{address}#work"' in sums
    browser = Client()
    browser.force_login(home.tomas.account)
    assert "A report" in browser.get(address).content.decode().split('id="work"')[1]


def test_a_product_without_this_outcome_gets_it_right_there(home):
    Product.objects.unscoped(TEXT).update(weights={})
    page = go(home, "tomas", 200, post=False)
    assert "Which of these products show this outcome?" in compact(page)
    go(home, "tomas", do="weigh", product=[str(home.rows["Product"].pk)])
    assert Product.objects.unscoped(TEXT).get().weights == {KEY: 10}
    go(home, "tomas", 422, do="weigh", product=[str(home.rows["Product"].pk)])  # a colleague's older page
    go(home, "tomas", **{cell(home): "2"})
    assert levels() == [2]


def test_who_does_not_design_the_project_is_not_asked_for_weights(home):
    Product.objects.unscoped(TEXT).update(weights={})
    tie(home.daniel, Role.TEACHER, home.rows["Class"])
    page = go(home, "daniel", 200, post=False)
    assert "Which of these products show this outcome?" not in compact(page)
    go(home, "daniel", 404, do="weigh", product=[str(home.rows["Product"].pk)])
