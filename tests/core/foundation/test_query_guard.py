"""A query about people says who is looking, or does not run."""

import pytest
from django.db.models import Count, OuterRef, Prefetch, Subquery

from trellis.assessment.evidence.models import Score
from trellis.core.community.models import Group, Network, Person, School, Tie
from trellis.core.foundation.guard import MissingViewerError
from trellis.design.frameworks.models import Outcome
from trellis.learning.internships.models import Placement
from world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_the_default_manager_refuses(world):
    with pytest.raises(MissingViewerError, match="who is looking"):
        list(Person.objects.all())


@pytest.mark.parametrize(
    "question",
    [
        lambda: Person.objects.count(),
        lambda: Person.objects.filter(given_name="Amina").exists(),
        lambda: Person.objects.aggregate(n=Count("pk")),
        lambda: list(Person.objects.values_list("given_name")),
        lambda: list(Person.objects.iterator()),
        lambda: Person.objects.first(),
        lambda: Person.objects.in_bulk(),
        lambda: list(Person.objects.all().union(Person.objects.all())),
        lambda: str(Person.objects.all().query),
        lambda: Person.objects.filter(given_name="Amina").update(given_name="A"),
        lambda: Person.objects.filter(given_name="Amina").delete(),
    ],
)
def test_no_way_of_asking_goes_round_it(world, question):
    with pytest.raises(MissingViewerError):
        question()


def test_a_join_from_a_public_table_is_refused(world):
    with pytest.raises(MissingViewerError, match="Outcome"):
        list(
            Outcome.objects.filter(
                criteria__rubric__framework__packages__adoptions__school__name="Harbor High"
            )
        )


def test_counting_across_a_relation_is_refused(world):
    with pytest.raises(MissingViewerError, match=r"School\.ties"):
        list(School.objects.seen_by(world.home.viewer("ines")).annotate(n=Count("ties")))


def test_a_filter_across_a_relation_is_refused(world):
    with pytest.raises(MissingViewerError, match=r"Group\.ties"):
        Group.objects.seen_by(world.home.viewer("daniel")).filter(ties__person__given_name="Bea").exists()


def test_select_related_shows_only_what_is_declared(world):
    daniel = world.home.viewer("daniel")
    assert (
        Placement.objects.seen_by(daniel).select_related("student", "site", "mentor").get().mentor
        == world.home.rosa
    )
    with pytest.raises(MissingViewerError, match="student__network"):
        list(Placement.objects.seen_by(daniel).select_related("student__network"))


def test_a_subquery_needs_a_viewer_of_its_own(world):
    inner = Tie.objects.filter(person=OuterRef("pk")).values("role")[:1]
    with pytest.raises(MissingViewerError, match="Tie"):
        list(Person.objects.seen_by(world.home.viewer("ines")).annotate(role=Subquery(inner)))


def test_following_a_relation_lazily_is_refused(world):
    placement = Placement.objects.seen_by(world.home.viewer("daniel")).get()
    with pytest.raises(MissingViewerError):
        placement.student  # noqa: B018 the access is the point


def test_a_reverse_relation_is_refused(world):
    school = School.objects.seen_by(world.home.viewer("ines")).get()
    with pytest.raises(MissingViewerError):
        list(school.groups.all())


def test_a_prefetch_says_who_is_looking_too(world):
    ines = world.home.viewer("ines")
    with pytest.raises(MissingViewerError):
        list(School.objects.seen_by(ines).prefetch_related("groups"))
    schools = School.objects.seen_by(ines).prefetch_related(Prefetch("groups", Group.objects.seen_by(ines)))
    assert [g.title for g in schools.get().groups.all()]


def test_a_row_that_is_held_may_be_read_again_and_saved(world):
    amina = Person.objects.seen_by(world.home.viewer("amina")).get(pk=world.home.amina.pk)
    amina.preferred_name = "Mina"
    amina.save()
    amina.refresh_from_db()
    assert amina.first_name == "Mina"


def test_unscoped_wants_a_reason(world):
    with pytest.raises(ValueError, match="why"):
        Network.objects.unscoped("  ")
    assert Network.objects.unscoped("the test counts networks").count() == 2


def test_scores_are_seen_with_the_work_and_the_scorer(world):
    seen = Score.objects.seen_by(world.home.viewer("daniel")).select_related("work", "outcome", "scorer")
    assert [(r.work.title, r.scorer) for r in seen] == [("Water report", world.home.daniel)]
