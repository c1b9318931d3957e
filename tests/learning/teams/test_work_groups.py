"""Work groups for a few days: ten minutes for a teacher, and no page is flooded by them."""

import pytest
from django.test import Client

from learning.teams.people import TEXT, adopt, classmates, draft_groups, go, groups, members
from trellis.core.community.models import Group, Role, Tie
from trellis.learning.teams.models import DraftGroupAdult, GroupDraft, PairRequest
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (PairRequest, GroupDraft):
        model.objects.unscoped(TEXT).all().delete()
    side.pupils = classmates(side, 22, side.rows["Advisory"])
    return side


def work(side: Side, who: str, status: int = 302, group: str = "Advisory", **sent) -> GroupDraft | None:
    whole = {"title": "Water", "size": "4", "rule": "partner", "balance": ["english"], **sent}
    go(side, who, "work-groups", side.rows[group].pk, status, **whole)
    return GroupDraft.objects.unscoped(TEXT).filter(kind="work").order_by("-created").first()


def test_daniel_forms_work_groups_in_ten_minutes_and_his_day_is_not_flooded(home):
    draft = work(home, "daniel")
    assert draft.count == 6  # 23 students by four
    go(home, "daniel", "group-draft", draft.pk, 302, do="adopt")
    work_groups = groups("work")
    assert sum(len(members(group)) for group in work_groups) == 23
    assert all(members(group, Role.TEACHER) == {home.daniel.pk} for group in work_groups)
    assert "Group 3" not in go_today(home, "daniel")
    assert "Water" in go(home, "daniel", "work-groups", home.rows["Advisory"].pk)


def go_today(side: Side, who: str) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    return client.get("/today/").content.decode()


def test_new_work_groups_end_those_of_before_and_no_group_of_another_kind(home):
    for title in ("Water", "Bridges"):
        adopt(work(home, "daniel", title=title))
    assert len(groups("work")) == 6
    assert home.amina.pk in members(home.rows["Advisory"])
    assert Group.objects.unscoped(TEXT).filter(kind="work", deleted_at__isnull=False).count() == 6
    assert not Tie.objects.unscoped(TEXT).filter(to_group__deleted_at__isnull=False, ends=None).exists()


def test_work_groups_of_another_class_stay(home):
    for student in home.pupils[:8]:
        tie(student, Role.STUDENT, home.rows["Class"])
    adopt(work(home, "tomas", group="Class", size="3"))
    adopt(work(home, "daniel"))
    assert len(groups("work")) == 3 + 6


def test_a_teacher_of_another_group_gets_in_nowhere(home):
    draft = work(home, "daniel")
    go(home, "tomas", "work-groups", home.rows["Advisory"].pk, 404)
    go(home, "tomas", "group-draft", draft.pk, 404)
    go(home, "tomas", "group-draft", draft.pk, 404, do="adopt")
    assert not groups("work")


def test_a_teacher_builds_no_groups_with_her_own_child(home):
    music_class = Group.objects.create(school=home.school, kind=Group.Kind.CLASS, title="Music")
    tie(home.carmen, Role.TEACHER, music_class)
    go(home, "carmen", "work-groups", music_class.pk)
    go(home, "carmen", "work-groups", home.rows["Advisory"].pk, 404)
    go(home, "carmen", "team", home.rows["Team"].pk, 404)
    assert "Sits at the front." not in go(home, "carmen", "student", home.amina.pk)


def test_daniel_cannot_give_a_work_group_to_adults_of_his_choice(home):
    draft = work(home, "daniel")
    sent = {"do": "name", "group": draft_groups(draft)[0].pk, "title": "A", "adult": home.tomas.pk}
    go(home, "daniel", "group-draft", draft.pk, 422, **sent)
    go(home, "daniel", "group-draft", draft.pk, 404, do="inside", kind="strand", count="2")
    assert not DraftGroupAdult.objects.unscoped(TEXT).exists()


@pytest.mark.parametrize("size", ["1", "0", "41", "many", "30", ""])
def test_a_size_that_cannot_be_is_refused(home, size):
    assert work(home, "daniel", 422, size=size) is None
