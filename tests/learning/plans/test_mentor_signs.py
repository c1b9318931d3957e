"""Rosa, Amina's mentor, signs the goals of the plan for herself: signed in or by her own link, and sees no more."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from trellis.core.community.models import Role, Tie
from trellis.learning.plans.models import Plan, PlanSignature, PlanVersion
from trellis.learning.plans.signing import save_version
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
SECRET = "Her mother works nights."


@pytest.fixture
def home() -> Side:
    """The plan was sent to be signed. Its notes say something that is not for a mentor."""
    side = make_world().home
    PlanVersion.objects.unscoped(TEXT).filter(plan__student=side.amina).delete()
    Plan.objects.unscoped(TEXT).filter(student=side.amina).update(notes={"discuss": SECRET})
    side.rows["Plan"].refresh_from_db()
    save_version(side.rows["Plan"], {"discuss": "Discuss"}, side.daniel.pk)
    side.rosa.email, side.rosa.language = "rosa@clinic.example", "es"
    side.rosa.save()
    return side


def signed_in(side: Side, who: str = "rosa") -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    return client


def in_spanish(sentence: str) -> str:
    """The sentence as Rosa reads it."""
    with translation.override("es"):
        return translation.gettext(sentence)


def goals_page(side: Side) -> str:
    return reverse("plan-goals", args=[side.amina.pk])


def signatures() -> list[tuple[str, str, str]]:
    rows = PlanSignature.objects.unscoped(TEXT).filter(part="mentor", name="Rosa Herrera")
    return list(rows.values_list("part", "name", "way"))


def link_for_rosa(side: Side) -> str:
    client = signed_in(side, "daniel")
    page = reverse("plan", args=[side.amina.pk])
    read = client.get(page).content.decode().split('name="read" value="')[1].split('"')[0]
    answer = client.post(page, {"do": "send", "read": read, "person": side.rosa.pk})
    assert "Link for the mentor" in answer.content.decode()
    return next(word for word in mail.outbox[-1].body.split() if word.startswith("http"))


def test_a_mentor_finds_the_goals_on_her_first_page_and_signs_them(home):
    rosa = signed_in(home)
    first_page = rosa.get(reverse("today"), follow=True).content.decode()
    assert goals_page(home) in first_page
    assert "Test six homes" in rosa.get(goals_page(home)).content.decode()
    assert rosa.post(goals_page(home), {"do": "sign"}).status_code == 302
    assert signatures() == [("mentor", "Rosa Herrera", "account")]
    assert (
        in_spanish("You signed these goals on %(day)s.").split("%")[0]
        in rosa.get(goals_page(home)).content.decode()
    )
    assert goals_page(home) not in rosa.get(reverse("today"), follow=True).content.decode()


def test_a_mentor_of_two_students_finds_whose_goals_wait(home):
    tie(home.rosa, Role.MENTOR, home.bea)
    first_page = signed_in(home).get(reverse("today")).content.decode()
    assert first_page.count(in_spanish("Sign the learning goals")) == 1
    assert goals_page(home) in first_page


def test_the_school_sees_that_she_has_signed(home):
    signed_in(home).post(goals_page(home), {"do": "sign"})
    plan = signed_in(home, "daniel").get(reverse("plan", args=[home.amina.pk])).content.decode()
    assert "1 of 4 signed" in " ".join(plan.split())


def test_she_signs_by_her_own_link_in_her_language(home):
    url = link_for_rosa(home)
    assert mail.outbox[-1].to == ["rosa@clinic.example"]
    rosa = Client()
    assert rosa.get(url).headers["Content-Language"] == "es"
    assert signatures() == []
    for _twice in range(2):
        rosa.post(url, {"do": "sign"})
    assert signatures() == [("mentor", "Rosa Herrera", "link")]


def test_she_sees_the_goals_and_nothing_else_of_the_plan(home):
    for page in (signed_in(home).get(goals_page(home)), Client().get(link_for_rosa(home))):
        shown = page.content.decode()
        assert "Test six homes" in shown
        assert SECRET not in shown
        assert "Diallo" not in shown


def test_the_link_ends_with_the_tie(home):
    url = link_for_rosa(home)
    Tie.objects.unscoped(TEXT).filter(person=home.rosa, role=Role.MENTOR).update(ends=timezone.now())
    assert Client().get(url).status_code == 410
    assert Client().post(url, {"do": "sign"}).status_code == 410
    assert signed_in(home).get(goals_page(home)).status_code == 404


def test_a_familys_link_opens_no_mentors_page_and_hers_no_familys(home):
    token = link_for_rosa(home).rstrip("/").rpartition("/")[2]
    assert Client().get(reverse("plan-copy", args=[token])).status_code == 404
    assert Client().get(reverse("plan-goals-link", args=[home.tokens["plan-copy"]])).status_code == 404


def test_goals_that_changed_since_are_not_signed(home):
    url = link_for_rosa(home)
    goal = home.rows["Goal"]
    goal.title = "Test ten homes"
    goal.save()
    save_version(home.rows["Plan"], {"discuss": "Discuss"}, home.daniel.pk)
    assert Client().post(url, {"do": "sign"}).status_code == 422
    assert signatures() == []


def test_the_family_reads_that_her_mentor_was_shown_the_goals(home):
    link_for_rosa(home)
    page = signed_in(home, "carmen").get(reverse("family", args=[home.amina.pk])).content.decode()
    assert "goals of the learning plan" in page
