"""A network that nobody programmed for writes a whole model, and a school works by it on every page."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement.opportunity.network import make_network
from trellis.assessment.evidence.models import Score
from trellis.assessment.exhibitions.models import AgreedLevel, Exhibition, Panelist, PanelScore, Round
from trellis.assessment.exhibitions.seats import panel_candidates, seat_needs
from trellis.assessment.portfolios.models import Task
from trellis.core.community.models import Person, Role
from trellis.design.blueprint.models import ModelPackage
from trellis.design.blueprint.package import PARTS, builtin_packages, package_problems, read_package
from trellis.design.blueprint.package.standard_roles import with_standard_roles
from trellis.design.blueprint.selectors import package_for_school
from trellis.design.blueprint.services import adopt_package, load_package
from trellis.improvement.opportunity.services import rebuild_rollups
from trellis.learning.internships.agreements import signatures_by_part
from trellis.learning.internships.models import PlacementSearch, Reservation
from trellis.learning.internships.terms import terms_hash
from walk.pages import IN_THE_LIBRARY, OPENS, PUBLIC
from walk.rows import ANYONE
from walk.test_every_page_as_every_role import Clients, address, opened
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db

TEXT = "the test looks"
FOLDER = Path(__file__).parent / "fourth" / "harbor-commons"
HARBOR = read_package(FOLDER)
EVERYBODY = (PUBLIC, ANYONE, IN_THE_LIBRARY)
ALIKE = (("amina", "bea"), ("daniel", "noor", "tomas"), ("kofi", "devi"))
"""People for whom pages are built in the same way: the walk over every page opens them for each."""


@pytest.fixture
def side() -> Side:
    """The home school works by the model, and what Amina has is of this model too."""
    side = make_world().home
    adopt_package(side.school, load_package(HARBOR))
    Person.objects.unscoped(TEXT).filter(pk=side.amina.pk).update(grade="12")
    Task.objects.unscoped(TEXT).filter(student=side.amina).update(key="made-thing")
    Round.objects.unscoped(TEXT).filter(school=side.school).update(kind="landing")
    Exhibition.objects.unscoped(TEXT).filter(student=side.amina).update(kind="landing")
    searches = PlacementSearch.objects.unscoped(TEXT).filter(student=side.amina, closed_at=None)
    searches.update(stage="shore-leave")
    later = {"network": side.network, "slug": HARBOR.slug, "name": HARBOR.name, "version": "1.1.0"}
    body = HARBOR.model_dump(mode="json") | {"version": "1.1.0"}
    side.rows["Upgrade"].package = ModelPackage.objects.create(fingerprint="z", body=body, **later)
    side.rows["Upgrade"].save()
    return side


@pytest.fixture
def clients(side) -> Clients:
    return Clients(side)


def missing(shown: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in shown]


def shown(clients: Clients, side: Side, who: str, name: str, *ids: object, **query: str) -> str:
    where = reverse(name, args=ids) if ids else address(name, side)
    answer = clients[who].get(where, query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_the_model_has_every_part_and_is_ready_to_adopt():
    assert package_problems(FOLDER) == []
    assert set(HARBOR.parts) == set(PARTS)
    assert {part.hold for part in HARBOR.parts.values()} == {"held", "local"}
    assert len(HARBOR.calendar.week.internship_days) == 2


def readers(name: str) -> list[str]:
    """For whom a page is opened here: everybody in the walk's list, without those for whom it is the same."""
    people = OPENS[name][:1] if OPENS[name] in EVERYBODY else list(OPENS[name])
    for alike in ALIKE:
        same = [who for who in alike if who in people]
        people = [who for who in people if who not in same[1:]]
    return people


def test_every_page_opens_as_it_does_under_other_models(side, clients):
    for name in OPENS:
        for who in readers(name):
            assert opened(clients[who].get(address(name, side))), (name, who)


WORDS = {
    ("daniel", "plan"): ["Course chart", "Skipper", "Carmen Diallo", "Rosa Herrera"],
    ("daniel", "plan-meeting"): ["Chart talk", "Where I am heading", "What do I want to learn next?"],
    ("daniel", "placement-search"): ["Shore leave", "Three visits to the waterfront", "Life jackets"],
    ("daniel", "exhibition"): ["Tell the story", "Someone from the waterfront", "5 days before"],
    ("ines", "exhibition-rounds"): ["Landings", "Landing", "Launch"],
    ("tomas", "project-design"): ["Fit out", "Who gets what we made, and how do we hear from them?"],
    ("daniel", "gradebook"): ["Reading the water", "Keeping the commons"],
    ("daniel", "rubrics"): ["Landing rubric", "Craft rubric", "Its listeners can act on it right away."],
    ("ines", "portfolio-desk"): ["Sea chests", "A made thing"],
    ("tomas", "portfolio-score"): ["In port", "The work shows how to repair the thing."],
    ("amina", "portfolio"): ["Logbook", "what you measured, and what you found."],
    ("amina", "credit"): ["First papers", "Diploma", "of 16"],
}


def test_the_models_own_words_stand_on_its_pages(side, clients):
    lacking = {
        name: lack
        for (who, name), words in WORDS.items()
        if (lack := missing(shown(clients, side, who, name), words))
    }
    assert lacking == {}


def test_a_family_reads_the_models_words_in_spanish(side, clients):
    clients["carmen"].post(reverse("language"), {"language": "es"})
    assert "carta de rumbo" in shown(clients, side, "carmen", "plan").lower()


def press(clients: Clients, who: str, name: str, row: Model, status: int = 302, **fields: object) -> None:
    answer = clients[who].post(reverse(name, args=[row.pk]), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]


def test_a_student_moves_on_along_the_path_to_an_internship(side, clients):
    """The network's role of students has a key of its own, and stands among those who move a student on."""
    stage, trial = HARBOR.internship.stages[:2]
    press(
        clients,
        "amina",
        "placement-search",
        side.amina,
        do="move",
        stage=stage.key,
        go="on",
        need=stage.needs,
    )
    search = PlacementSearch.objects.unscoped(TEXT).get(student=side.amina, closed_at=None)
    assert search.stage == trial.key


def test_everybody_whom_the_model_names_signs_the_agreement_in_their_own_role(side, clients):
    Reservation.objects.unscoped(TEXT).update(approved_at=timezone.now())
    agreement = side.rows["Agreement"]
    for who in ("amina", "carmen"):
        press(clients, who, "agreement", side.amina, do="sign", read=terms_hash(agreement))
    internship = package_for_school(side.school.pk).internship
    signatures = signatures_by_part(agreement, internship.signed_by)
    assert [bool(signature) for signature in signatures.values()] == [True, True, False]
    assert missing(shown(clients, side, "daniel", "agreement"), ["Student", "Family", "Skipper"]) == []


def test_keys_that_pages_look_for_already_stay_as_they_are():
    big_picture = read_package(builtin_packages()["big-picture"])
    assert with_standard_roles(big_picture) is big_picture
    harbor = with_standard_roles(HARBOR)
    assert [role.title for role in harbor.roles.roles] == [role.title for role in HARBOR.roles.roles]
    assert harbor.fingerprint != HARBOR.fingerprint


def test_the_search_for_times_seats_whom_the_model_wants_on_a_panel(side):
    landing = package_for_school(side.school.pk).exhibition.kinds[0]
    tie(side.bea, Role.STUDENT, side.rows["Advisory"])
    near = panel_candidates(side.school.pk, {side.amina.pk: side.amina})
    needs = {need.part: need.among for need in seat_needs(landing, side.amina.pk, near, ("baker",))}
    assert needs == {"outside": ("baker",), "peer": (str(side.bea.pk),)}


def test_a_landing_is_scored_on_the_models_scale_and_counts_as_credit(side, clients):
    landing, now = side.rows["Exhibition"], timezone.now()
    for table in (PanelScore, AgreedLevel):
        table.objects.unscoped(TEXT).all().delete()
    Exhibition.objects.unscoped(TEXT).filter(pk=landing.pk).update(starts=now - timedelta(minutes=10))
    Panelist.objects.unscoped(TEXT).filter(exhibition=landing).update(accepted_at=now)
    Panelist.objects.create(exhibition=landing, person=side.amina, part="student", accepted_at=now)
    levels = {"level-evidence": 4, "level-telling": 5}
    press(clients, "amina", "exhibition-scores", landing, **levels)
    press(clients, "daniel", "exhibition-scores", landing, **levels)
    press(clients, "daniel", "exhibition-agreement", landing, **levels)
    scores = Score.objects.unscoped(TEXT).filter(work__student=side.amina, outcome__key="speaking-up")
    assert [score.level for score in scores] == [5]
    assert missing(shown(clients, side, "amina", "credit"), ["8 of 6", "8 of 16"]) == []


def test_its_measures_stand_on_the_table_of_opportunity():
    network = make_network("Harbor", {"East": 40})
    adopt_package(network.schools["East"], load_package(HARBOR))
    rebuild_rollups(network.network)
    client = Client()
    client.force_login(network.imani.account)
    table = client.get(reverse("network", args=[network.network.pk])).content.decode()
    assert missing(table, [measure.title for measure in HARBOR.measures.measures]) == []
    where = reverse("opportunity", args=[network.network.pk])
    berths = client.get(where, {"measure": "internship-now"}).content.decode()
    assert missing(berths, ["Has a berth now", "Target: 85%.", "Reviewed every term."]) == []
