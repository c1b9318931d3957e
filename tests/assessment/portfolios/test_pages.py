"""What the portfolio's pages do: Amina hands in and chooses, the desk asks, an evaluator reads by a link."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import shown_link

from assessment.portfolios.scene import (
    ROWS,
    TEXT,
    as_,
    ask,
    baker,
    evidence,
    fresh,
    hand_in,
    read,
    task_part,
    two_read,
)
from trellis.assessment.evidence.models import Work
from trellis.assessment.portfolios import desk
from trellis.assessment.portfolios.models import (
    FinalLevel,
    PortfolioEntry,
    Scorer,
    ScorerFeedback,
    Task,
    TaskSubmission,
)
from trellis.assessment.portfolios.scorer_requests import LINK_PURPOSE
from trellis.core.community import links
from trellis.core.community.models import Link
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.measures import MEASURES, Year
from trellis.design.blueprint.models import ModelPackage
from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.design.blueprint.services import adopt_package
from trellis.learning.languages.models import LanguageProfile, Proficiency
from world import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return fresh()


def mine(side: Side, status: int = 302, who: str = "amina", **sent) -> str:
    answer = as_(side, who).post(reverse("portfolio", args=[side.amina.pk]), sent)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def shown(side: Side, who: str = "amina") -> str:
    answer = as_(side, who).get(reverse("portfolio", args=[side.amina.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def at_desk(side: Side, who: str = "ines", status: int = 302, **sent) -> str:
    where = reverse("portfolio-desk", args=[side.school.pk])
    answer = as_(side, who).post(where, sent) if sent else as_(side, who).get(where)
    assert answer.status_code == (status if sent else 200), answer.content.decode()[:1500]
    return answer.content.decode()


def levels(*chosen: int) -> dict[str, int]:
    return {f"level-{row}": level for row, level in zip(ROWS, chosen, strict=False)}


def a_paper(**more) -> dict:
    whole = {"do": "hand-in", "task": "experiment", "key": str(new_id()), "title": "Lead", "words": "Six."}
    return whole | more


def test_amina_hands_in_and_her_page_says_what_comes_next(home):
    assert "Next: turn it in when it is ready to be scored." in shown(home)
    mine(home, **a_paper())
    assert "the school chooses who will score it." in shown(home)
    for part in ("written", "oral"):
        ask(home, "tomas", part)
    assert "Next: the people who score it decide on a level." in shown(home)


def test_what_she_typed_stays_when_it_is_refused(home):
    answer = mine(home, 422, **a_paper(link="ftp://x", words="A long afternoon of writing."))
    assert "A long afternoon of writing." in answer
    assert "is not a web address" in answer


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (a_paper(key="soon"), "This page did not load completely. Open it again."),
        (a_paper(task="essay"), "not one of yours"),
        (a_paper(task="x" * 500), "not one of yours"),
        (a_paper(task="\x00"), "not one of yours"),
        ({"do": "choose", "work": "soon", "why": "x"}, "This page did not load completely. Open it again."),
        ({"do": "choose", "work": str(new_id()), "why": "x"}, "your own"),
        ({"do": "out", "entry": str(new_id())}, "This piece is no longer in your portfolio."),
    ],
)
def test_what_cannot_be_is_said(home, sent, message):
    assert message in mine(home, 422, **sent)
    assert not Task.objects.unscoped(TEXT).exists()


def test_nobody_hands_in_for_her(home):
    for who in ("daniel", "carmen", "ines"):
        mine(home, 404, who, **a_paper())
    mine(home, 404, "amina", do="sing")
    assert not Task.objects.unscoped(TEXT).exists()


def test_bea_s_portfolio_is_not_amina_s(home):
    assert as_(home, "amina").get(reverse("portfolio", args=[home.bea.pk])).status_code == 404


def test_a_file_goes_to_scorers_and_family_and_to_nobody_else(home):
    mine(home, **a_paper(words="", file=SimpleUploadedFile("study.pdf", b"%PDF-1.7 six homes")))
    paper = TaskSubmission.objects.unscoped(TEXT).get()
    where = reverse("portfolio-file", args=[paper.pk])
    assert as_(home, "carmen").get(where)["Content-Disposition"].startswith("attachment")
    assert as_(home, "bea").get(where).status_code == 404
    assert as_(home, "rosa").get(where).status_code == 404
    _seat, link = baker(home)
    answer = Client().get(f"{link}file/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 six homes"
    links.revoke_links(LINK_PURPOSE, _seat.pk, None)
    assert Client().get(f"{link}file/").status_code == 404


def test_a_student_of_another_grade_is_not_asked_for_the_experiment(home):
    home.amina.grade = "09"
    home.amina.save()
    assert "Original science experiment" not in shown(home)
    assert "Semester portfolio" in shown(home)
    assert "not one of yours" in mine(home, 422, **a_paper())


def test_daniel_sets_the_day_of_the_defense_and_everybody_reads_it(home):
    hand_in(home)
    task = Task.objects.unscoped(TEXT).get()
    mine(home, 302, "daniel", do="day", task=task.pk, at="2027-03-04T10:30", room="Room 4")
    for who in ("amina", "carmen"):
        assert "Room 4" in shown(home, who)
    _seat, link = baker(home, "oral", language="")
    assert "Room 4" in Client().get(link).content.decode()
    assert "” is not a date and time. Enter them like 9/1/2026 2:30 PM." in mine(
        home, 422, "daniel", do="day", task=task.pk, at="soon"
    )
    mine(home, 404, "amina", do="day", task=task.pk, at="2027-03-04T10:30")


def test_family_reads_chosen_work_and_amina_changes_it(home):
    work = Work.objects.create(student=home.amina, title="A chart", shown_at=timezone.now())
    mine(home, do="choose", work=work.pk, why="It was hard, and then it was not.")
    assert "It was hard, and then it was not." in shown(home, "carmen")
    entry = PortfolioEntry.objects.unscoped(TEXT).get()
    mine(home, 404, "carmen", do="out", entry=entry.pk)
    mine(home, do="out", entry=entry.pk)
    assert "A chart" not in shown(home, "carmen")


def chosen(page: str, part: object) -> list[str]:
    """Whom the desk proposes for one part."""
    scorers = []
    for select in re.findall(rf'name="scorer-{part}".*?</select>', page, re.S):
        scorers += re.findall(r'value="([^"]+)" selected', select)
    return scorers


def test_two_scorers_are_asked_in_one_press(home):
    hand_in(home)
    page = at_desk(home)
    written, oral = task_part(home, "written"), task_part(home, "oral")
    proposed = chosen(page, written.pk)
    assert len(proposed) == 2
    assert proposed[0] == str(home.daniel.pk)  # her advisor may read
    assert len(chosen(page, oral.pk)) == 1  # the other place is for somebody from outside
    assert "needs someone from outside the school" in page
    fields = {"do": "ask", f"scorer-{written.pk}": proposed, f"scorer-{oral.pk}": chosen(page, oral.pk)}
    for _twice in range(2):
        at_desk(home, **fields)
    assert Scorer.objects.unscoped(TEXT).count() == 3
    assert chosen(at_desk(home), written.pk) == []


def test_the_desk_shows_whom_it_would_ask_and_asks_only_who_stays_checked(home):
    hand_in(home)
    part = f"scorer-{task_part(home).pk}"
    people = [str(home.tomas.pk), str(home.daniel.pk)]
    preview = at_desk(home, status=200, **{"do": "preview", part: people})
    assert "Ask 2 people to score?" in preview
    assert not Scorer.objects.unscoped(TEXT).exists()
    assert re.findall(rf'name="{part}" value="([^"]+)" checked', preview) == people
    at_desk(home, **{"do": "ask", part: people[:1]})
    assert [seat.person_id for seat in Scorer.objects.unscoped(TEXT)] == [home.tomas.pk]
    assert "Choose at least one person to score." in at_desk(home, status=422, do="preview")


def test_a_scorer_removed_by_mistake_comes_back_with_their_scores(home):
    hand_in(home)
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    read(home, tomas, 3, 3, 3)
    at_desk(home, do="off", scorer=tomas.pk)
    read(home, daniel, 3, 3, 3)
    assert not task_part(home).open_at
    page = at_desk(home)
    assert "No longer scoring" in page
    at_desk(home, do="restore", scorer=tomas.pk)
    assert task_part(home).settled_at, "both have scored, and their levels match"
    assert "No longer scoring" not in at_desk(home)


def test_a_scorer_whose_place_was_taken_is_not_put_back(home):
    hand_in(home)
    tomas = ask(home, "tomas")
    at_desk(home, do="off", scorer=tomas.pk)
    ask(home, "daniel")
    assert "This is no longer waiting" in at_desk(home, status=422, do="restore", scorer=tomas.pk)


def test_an_evaluator_who_gave_the_work_back_by_mistake_gets_a_new_link(home):
    hand_in(home)
    seat, link = baker(home, language="")
    Client().post(link, {"do": "come"})
    assert "Yes, ask someone else" in Client().get(link).text
    Client().post(link, {"do": "cannot"})
    new_link = shown_link(at_desk(home, status=200, do="restore", scorer=seat.pk))
    assert "Save my scores" in Client().get(new_link).text
    assert "Save my scores" not in Client().get(link).text


@pytest.mark.parametrize("who", ["carmen", "amina", "bea", "rosa", "imani"])
def test_the_desk_asks_nobody_who_may_not_read_and_then_asks_nobody_at_all(home, who):
    hand_in(home)
    people = [str(home.tomas.pk), str(home.people[who].pk)]
    assert "Choose an adult at the school" in at_desk(
        home, status=422, **{"do": "ask", f"scorer-{task_part(home).pk}": people}
    )
    assert not Scorer.objects.unscoped(TEXT).exists()


def test_the_same_person_twice_on_one_press_has_one_place(home):
    hand_in(home)
    at_desk(home, **{"do": "ask", f"scorer-{task_part(home).pk}": [str(home.tomas.pk)] * 2})
    assert Scorer.objects.unscoped(TEXT).count() == 1


def test_evaluator_email_is_in_their_language(home):
    hand_in(home)
    sent = {"do": "outside", "task_part": task_part(home, "oral").pk, "name": "M. Petit"}
    page = at_desk(home, status=200, **sent, email="petit@rue.example", language="fr")
    link = re.search(r"/portfolio-reading/[^/<]+/", page).group()
    assert link in mail.outbox[0].body
    opened = Client().get(link).content.decode()
    assert 'lang="fr"' in opened
    assert "Amina" in opened
    assert "Diallo" not in opened + mail.outbox[0].body


@pytest.mark.parametrize("language", ["es", "ht"])
def test_the_link_opens_in_the_evaluator_s_language(home, language):
    hand_in(home)
    _seat, link = baker(home, language=language)
    assert f'<html lang="{language}"' in Client().get(link).content.decode()


def test_a_refused_evaluator_leaves_what_was_typed(home):
    hand_in(home)
    sent = {"do": "outside", "task_part": task_part(home).pk, "name": "M. Petit", "email": "not mail"}
    assert 'value="M. Petit"' in at_desk(home, status=422, **sent)
    assert "This is no longer waiting to be scored. Open the page again." in at_desk(
        home, status=422, **(sent | {"task_part": new_id()})
    )
    assert "This page did not load completely. Open it again." in at_desk(
        home, status=422, **(sent | {"task_part": "x"})
    )


def test_opening_the_link_changes_nothing_and_a_press_says_that_they_read(home):
    hand_in(home)
    seat, link = baker(home, language="")
    for _twice in range(2):
        assert "Would you score work by Amina?" in Client().get(link).content.decode()
    seat.refresh_from_db()
    assert seat.accepted_at is None
    Client().post(link, {"do": "come"})
    assert "Save my scores" in Client().get(link).content.decode()


def test_an_evaluator_who_cannot_gives_the_place_back(home):
    hand_in(home)
    _seat, link = baker(home, language="")
    assert "Thank you for letting us know." in Client().post(link, {"do": "cannot"}).content.decode()
    assert Client().get(link).status_code == 404
    assert ask(home, "tomas").position == 1


def test_an_evaluator_reads_by_the_link_twice_and_it_is_one_score(home):
    hand_in(home)
    _seat, link = baker(home, language="")
    for _twice in range(2):
        answer = Client().post(link, {"do": "read", **levels(3, 3, 3), "comment": "A fair test."})
        assert answer.status_code == 200
    assert ScorerFeedback.objects.unscoped(TEXT).count() == 1
    read(home, ask(home, "tomas"), 3, 3, 3)
    assert FinalLevel.objects.unscoped(TEXT).count() == 3
    again = Client().post(link, {"do": "read", **levels(3, 3, 3), "comment": "A fair test."})
    assert again.status_code == 200
    assert FinalLevel.objects.unscoped(TEXT).count() == 3
    assert "The levels are final. Thank you for scoring." in Client().get(link).content.decode()


def test_last_scorer_by_link_writes_evidence_without_a_name(home):
    hand_in(home)
    _seat, link = baker(home)
    read(home, ask(home, "tomas"), 2, 2, 2)
    Client().post(link, {"do": "read", **levels(2, 2, 2)})
    assert set(evidence(home).values()) == {2}
    assert Work.objects.unscoped(TEXT).get().title == "Lead in six homes (written)"  # and not in French


def test_a_score_that_is_refused_keeps_what_was_chosen(home):
    hand_in(home)
    seat = ask(home, "tomas")
    where = reverse("portfolio-score", args=[seat.pk])
    answer = as_(home, "tomas").post(where, {"do": "read", **levels(4, 4), "comment": "A fair test."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A fair test." in page
    assert len(re.findall(r'type="radio"[^>]* checked', page)) == 2


def test_language_stands_apart_below_the_rows_and_goes_to_her_languages(home):
    hand_in(home)
    seats = [ask(home, who) for who in ("tomas", "daniel")]
    page = as_(home, "tomas").get(reverse("portfolio-score", args=[seats[0].pk])).content.decode()
    assert (
        page.index("<h2>Content</h2>")
        < page.index('name="level-influence"')
        < page.index("<h2>Language</h2>")
    )
    assert (
        "What this work shows about the student’s English is saved separately, so that someone can support it."
        in page
    )
    for who, seat, language in (("tomas", seats[0], "4"), ("daniel", seats[1], "3")):
        fields = {"do": "read", **levels(3, 3, 3), "language": language}
        as_(home, who).post(reverse("portfolio-score", args=[seat.pk]), fields)
    assert Proficiency.objects.unscoped(TEXT).get().level == 3


def test_english_at_home_needs_no_language_contact(home):
    home.amina.home_languages = ["en"]
    home.amina.save()
    LanguageProfile.objects.unscoped(TEXT).all().delete()
    hand_in(home)
    page = as_(home, "tomas").get(reverse("portfolio-score", args=[ask(home, "tomas").pk]))
    assert (
        "What this work shows about the student’s English is saved separately, so that someone can support it."
        not in page.content.decode()
    )


def test_a_third_is_asked_at_the_desk_and_is_none_of_the_two(home):
    two_read(home, (1, 1, 1), (3, 3, 3))
    page = at_desk(home)
    assert "1 part needs a third scorer." in page
    proposed = chosen(page, task_part(home).pk)
    assert len(proposed) == 1
    assert not set(proposed) & {str(home.tomas.pk), str(home.daniel.pk)}
    at_desk(home, **{"do": "ask", f"scorer-{task_part(home).pk}": proposed})
    assert Scorer.objects.unscoped(TEXT).get(position=3).person_id


def test_scorers_who_are_a_little_apart_find_each_other_on_the_scoring_page(home):
    tomas, daniel = two_read(home, (3, 3, 3), (4, 3, 3))
    page = as_(home, "daniel").get(reverse("portfolio-score", args=[daniel.pk])).content.decode()
    assert "Side by side" in page
    assert 'name="level-learning"' not in page  # both read it alike
    fields = {"do": "talk", "level-vision": "4", "words": ""}
    answer = as_(home, "daniel").post(reverse("portfolio-score", args=[daniel.pk]), fields)
    assert answer.status_code == 422
    as_(home, "daniel").post(
        reverse("portfolio-score", args=[daniel.pk]), fields | {"words": "Looked again."}
    )
    assert FinalLevel.objects.unscoped(TEXT).get(row="vision").level == 4
    assert (
        "The levels are final. Thank you for scoring."
        in as_(home, "tomas").get(reverse("portfolio-score", args=[tomas.pk])).content.decode()
    )


def test_a_scorer_is_taken_off_at_the_desk(home):
    hand_in(home)
    seats = [ask(home, who) for who in ("tomas", "daniel")]
    at_desk(home, do="off", scorer=seats[0].pk)
    assert as_(home, "tomas").get(reverse("portfolio-score", args=[seats[0].pk])).status_code == 404
    assert "This person is no longer a scorer for this part." in at_desk(
        home, status=422, do="off", scorer=seats[0].pk
    )
    assert "This page did not load completely. Open it again." in at_desk(
        home, status=422, do="off", scorer="x"
    )


def test_a_link_that_is_not_whole_or_was_taken_back_or_ran_out_says_so(home):
    hand_in(home)
    seat, link = baker(home)
    assert Client().get(reverse("portfolio-score-by-link", args=["nothing"])).status_code == 404
    Link.objects.unscoped(TEXT).filter(about_id=seat.pk).update(expires=timezone.now() - timedelta(days=1))
    assert Client().get(link).status_code == 410


def test_agreement_is_told_from_twenty_rows_on(home):
    two_read(home, (3, 3, 3), (4, 3, 3))
    assert desk.scorer_agreement(home.viewer("ines"), home.school) is None
    assert "after two people have scored 20 rows" in at_desk(home)
    old = desk.MIN_ROWS
    desk.MIN_ROWS = 3
    try:
        agreement = desk.scorer_agreement(home.viewer("ines"), home.school)
    finally:
        desk.MIN_ROWS = old
    assert (agreement.rows, agreement.alike, agreement.near) == (3, 67, 100)


@pytest.mark.parametrize("slug", ["big-picture", "new-tech"])
def test_no_portfolio_in_the_model_means_no_pages_but_for_what_was_turned_in(home, slug):
    hand_in(home)
    _seat, link = baker(home)
    scorer = ask(home, "tomas")
    assert "My portfolio" in as_(home, "amina").get(reverse("today")).content.decode()
    package = read_package(builtin_packages()[slug])
    model_package = ModelPackage.objects.create(
        slug=f"{slug}-2",
        version="9.0.0",
        name=slug,
        fingerprint="y",
        body=package.model_dump(mode="json"),
        framework=home.rows["Adoption"].package.framework,
    )
    adopt_package(home.school, model_package)
    for who, name, key in (
        ("amina", "portfolio", home.amina.pk),
        ("ines", "portfolio-desk", home.school.pk),
    ):
        assert as_(home, who).get(reverse(name, args=[key])).status_code == 404
    for page in (as_(home, "tomas").get(reverse("portfolio-score", args=[scorer.pk])), Client().get(link)):
        assert page.status_code == 200, "what was turned in before is still scored"
        assert reverse("portfolio-desk", args=[home.school.pk]) not in page.content.decode()
    assert "/portfolio" not in as_(home, "amina").get(reverse("today")).content.decode()
    assert (
        "/portfolios/" not in as_(home, "ines").get(reverse("school", args=[home.school.pk])).content.decode()
    )


def measured(side: Side) -> dict[str, tuple[float, float]]:
    day = timezone.localdate()
    year = Year(day - timedelta(days=60), day + timedelta(days=100), day.year)
    facts = MEASURES["portfolio-tasks-settled"].facts(side.network, year)
    return {student: (total, base) for student, total, base in facts}


def test_the_measure_counts_a_task_once_every_part_is_enough(home):
    assert measured(home) == {home.amina.pk.hex: (0, 1)}
    two_read(home, (3, 3, 3), (3, 3, 3))
    assert measured(home) == {home.amina.pk.hex: (0, 1)}
    for who in ("tomas", "daniel"):
        read(home, ask(home, who, "oral"), 2, 2, 2)
    assert measured(home) == {home.amina.pk.hex: (1, 1)}


def revision_on(html: str) -> str:
    return re.search(r'name="revision" value="([^"]*)"', html)[1]


def test_a_scorer_by_link_who_saves_from_an_old_page_sees_both_and_chooses(home):
    hand_in(home)
    _seat, link = baker(home, language="en")
    phone = laptop = Client()
    phone.post(link, {"do": "come"})
    old = {"do": "read", "revision": revision_on(phone.get(link).content.decode())}
    first = laptop.post(link, {**old, **levels(2, 2, 2), "comment": "From the laptop."})
    assert first.status_code == 200
    newest = {"do": "read", "revision": revision_on(first.content.decode())}
    assert laptop.post(link, {**newest, **levels(3, 3, 3), "comment": "Once more."}).status_code == 200
    answer = phone.post(link, {**old, **levels(4, 3, 3), "comment": "From the phone."})
    html = answer.content.decode()
    assert answer.status_code == 409
    for text in ("You saved a newer version", "Once more.", "From the phone."):
        assert text in html
    assert ScorerFeedback.objects.unscoped(TEXT).get().comment == "Once more."
    chosen = {**old, **levels(4, 3, 3), "revision": revision_on(html), "comment": "From both."}
    assert phone.post(link, chosen).status_code == 200
    assert ScorerFeedback.objects.unscoped(TEXT).get().comment == "From both."


def test_late_scores_are_shown_to_their_writer(home):
    tomas, _daniel = two_read(home, (3, 3, 3), (3, 3, 3))
    where = reverse("portfolio-score", args=[tomas.pk])
    answer = as_(home, "tomas").post(where, {"do": "read", **levels(4, 4, 4), "comment": "I thought again."})
    assert answer.status_code == 422
    assert "I thought again." in answer.content.decode()
