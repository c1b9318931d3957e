"""With the first scores in, every page that anybody else opens is the same, letter by letter, as it was before."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessment.portfolios.scene import TEXT, as_, ask, baker, fresh, hand_in, read, task_part, two_read
from trellis.assessment.portfolios.models import Scorer, ScorerFeedback, ScorerLevel
from trellis.core.community.models import Tie
from world import Side

pytestmark = pytest.mark.django_db
CHANGES = re.compile(
    r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|name="(key|next|id)" value=")[^"]+', re.IGNORECASE
)
SAID = "Your question is a fine one."


@pytest.fixture
def home() -> Side:
    side = fresh()
    hand_in(side)
    return side


def plain(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return CHANGES.sub("", answer.content.decode())


def everything(side: Side, second: Scorer, link: str = "") -> dict[str, str]:
    """Each page on which something could show, as each person sees it who is not the first scorer."""
    pages = {}
    for who in ("daniel", "ines", "noor", "amina", "carmen"):
        client = as_(side, who)
        ways = ["portfolio", "student", "student-outcomes", "narrative", "language-profile"]
        for name in ways:
            pages[f"{who} {name}"] = plain(client, reverse(name, args=[side.amina.pk]))
        if who in ("daniel", "ines", "noor"):
            pages[f"{who} desk"] = plain(client, reverse("portfolio-desk", args=[side.school.pk]))
    pages["daniel's day"] = plain(as_(side, "daniel"), reverse("today"))
    pages["gradebook"] = plain(as_(side, "daniel"), reverse("gradebook", args=[side.rows["Advisory"].pk]))
    if link:
        pages["link"] = plain(Client(), link)
    else:
        pages["second scorer"] = plain(as_(side, "daniel"), reverse("portfolio-score", args=[second.pk]))
    return pages


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What changed, page by page: its name, and the lines that only one of the two has."""
    lines = []
    for name, page in before.items():
        gone = set(page.splitlines()) ^ set(after[name].splitlines())
        lines += [f"{name}: {sorted(gone)}"] if page != after[name] else []
    return lines


def opened_once(side: Side, second: Scorer, link: str = "") -> dict[str, str]:
    """A page about a child says who looked: it is opened once before, so that looking changes nothing."""
    everything(side, second, link)
    return everything(side, second, link)


@pytest.mark.parametrize("levels", [(1, 1, 1), (5, 5, 5)])
def test_with_tomas_scores_in_nothing_changes_for_anybody_else(home, levels):
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    before = opened_once(home, daniel)
    read(home, tomas, *levels, comment=SAID, language="3")
    assert differences(before, everything(home, daniel)) == []


def test_with_tomas_scores_in_nothing_changes_on_the_evaluator_s_link(home):
    tomas = ask(home, "tomas")
    seat, link = baker(home)
    Client().post(link, {"do": "come"})
    before = opened_once(home, seat, link)
    read(home, tomas, 1, 2, 3, comment=SAID)
    assert differences(before, everything(home, seat, link)) == []


def test_a_third_scorer_meets_the_page_that_a_first_scorer_meets(home):
    tomas = ask(home, "tomas")
    first = plain(as_(home, "tomas"), reverse("portfolio-score", args=[tomas.pk]))
    two_read(home, (1, 1, 1), (5, 5, 5))
    third = ask(home, "noor")
    shown = plain(as_(home, "noor"), reverse("portfolio-score", args=[third.pk]))
    start = '<div class="narrow'
    assert shown[shown.index(start) :] == first[first.index(start) :]
    for name, key in (("portfolio", home.amina.pk), ("portfolio-desk", home.school.pk)):
        page = plain(as_(home, "noor"), reverse(name, args=[key]))
        assert "Each person’s scores" not in page
        assert SAID not in page


def test_the_tables_show_a_score_to_its_scorer_alone_until_both_have_read(home):
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    read(home, tomas, 3, 3, 3)
    for who in ("daniel", "ines", "noor", "amina", "carmen", "rosa", "imani"):
        viewer = home.viewer(who)
        assert not ScorerFeedback.objects.seen_by(viewer).filter(scorer=tomas).exists()
        assert not ScorerLevel.objects.seen_by(viewer).filter(feedback__scorer=tomas).exists()
    read(home, daniel, 4, 3, 3)
    sees = {
        who
        for who in home.people
        if ScorerLevel.objects.seen_by(home.viewer(who)).filter(feedback__scorer=tomas).exists()
    }
    assert sees == {"tomas", "daniel", "ines", "noor"}


def test_while_a_third_is_wanted_the_first_two_do_not_see_each_other_either(home):
    tomas, daniel = two_read(home, (1, 1, 1), (5, 5, 5))
    assert not ScorerLevel.objects.seen_by(home.viewer("daniel")).filter(feedback__scorer=tomas).exists()
    assert not ScorerLevel.objects.seen_by(home.viewer("tomas")).filter(feedback__scorer=daniel).exists()
    shown = plain(as_(home, "tomas"), reverse("portfolio-score", args=[tomas.pk]))
    assert "A third person will score it too, and then it is final." in shown
    assert "Side by side" not in shown


def test_family_sees_final_levels_and_no_single_score(home):
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    read(home, tomas, 3, 3, 3, comment=SAID)
    read(home, daniel, 4, 3, 3)
    where = reverse("portfolio", args=[home.amina.pk])
    for who in ("amina", "carmen"):
        assert SAID not in plain(as_(home, who), where)
        assert "Side by side" not in plain(as_(home, who), where)
    as_(home, "tomas").post(
        reverse("portfolio-score", args=[tomas.pk]),
        {"do": "talk", "level-vision": "4", "words": "We looked at her graph again."},
    )
    assert task_part(home).settled_at
    for who in ("amina", "carmen"):
        shown = plain(as_(home, who), where)
        assert SAID in shown
        assert "We looked at her graph again." in shown
        assert "Extending" in shown
        assert "Each person’s scores" not in shown
    assert "Each person’s scores" in plain(as_(home, "ines"), where)


def test_her_mentor_opens_nothing_of_it(home):
    assert as_(home, "rosa").get(reverse("portfolio", args=[home.amina.pk])).status_code == 404


def test_a_scorer_sees_only_the_work_asked_about(home):
    group_ids = (home.rows["Class"], home.rows["Team"])
    Tie.objects.unscoped(TEXT).filter(person=home.amina, to_group__in=group_ids).delete()
    tomas = ask(home, "tomas")
    client = as_(home, "tomas")
    assert client.get(reverse("portfolio-score", args=[tomas.pk])).status_code == 200
    assert client.get(reverse("portfolio", args=[home.amina.pk])).status_code == 404
    daniel = ask(home, "daniel")
    assert client.get(reverse("portfolio-score", args=[daniel.pk])).status_code == 404
